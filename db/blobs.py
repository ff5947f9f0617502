"""Blobs: photos, cut-outs and renders, addressed by owner and content.

A key is `OWNER/AB/SHA256.EXT`. Writing the same bytes twice is one blob; a key never comes from
outside, so nothing is trusted by name.
"""

import contextlib
import errno
import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from stylist.errors import NotFound, StorageFull
from stylist.settings import Settings

KEY = re.compile(r"[0-9a-f-]{36}/[0-9a-f]{2}/[0-9a-f]{64}\.[a-z0-9]{1,5}")


class BlobStore(Protocol):
    """Keeps bytes. Methods block; call them in a thread from async code."""

    def put(self, data: bytes, *, owner_id: UUID, extension: str) -> str:
        """Keep `data` and return its key.

        Raises:
            StorageFull: there is no room.

        """
        ...

    def get(self, key: str) -> bytes:
        """Return a blob's bytes.

        Raises:
            NotFound: no such blob.

        """
        ...

    def delete(self, key: str) -> None:
        """Forget a blob; deleting it twice is fine."""
        ...

    def delete_owner(self, owner_id: UUID) -> None:
        """Forget everything of one owner."""
        ...

    def list_keys(self, owner_id: UUID) -> list[str]:
        """Every key of one owner."""
        ...


def blob_key(data: bytes, *, owner_id: UUID, extension: str) -> str:
    """The key under which `data` of this owner is kept."""
    digest = hashlib.sha256(data).hexdigest()
    return f"{owner_id}/{digest[:2]}/{digest}.{extension.lstrip('.').lower()}"


def _checked(key: str) -> str:
    if not KEY.fullmatch(key):
        raise NotFound("No such image.")
    return key


class LocalBlobs:
    """Blobs in a folder that only this user may enter."""

    def __init__(self, root: Path, *, min_free_bytes: int = 0) -> None:
        self._root = root
        self._min_free_bytes = min_free_bytes
        root.mkdir(parents=True, exist_ok=True, mode=0o700)

    def put(self, data: bytes, *, owner_id: UUID, extension: str) -> str:
        """Write atomically: a reader sees the whole blob or none."""
        key = blob_key(data, owner_id=owner_id, extension=extension)
        path = self._root / key
        if path.exists():
            return key
        if shutil.disk_usage(self._root).free < self._min_free_bytes + len(data):
            raise StorageFull("There is no room left on the disk for this photo.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(path, data)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StorageFull("There is no room left on the disk for this photo.") from error
            raise
        return key

    @staticmethod
    def _write(path: Path, data: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)

    def get(self, key: str) -> bytes:
        """Read a blob."""
        try:
            return (self._root / _checked(key)).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("No such image.") from error

    def delete(self, key: str) -> None:
        """Remove a blob."""
        (self._root / _checked(key)).unlink(missing_ok=True)

    def delete_owner(self, owner_id: UUID) -> None:
        """Remove the owner's folder."""
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self._root / str(owner_id))

    def list_keys(self, owner_id: UUID) -> list[str]:
        """List the owner's blobs."""
        found = (self._root / str(owner_id)).glob("??/*")
        keys = (str(path.relative_to(self._root)) for path in found)
        return sorted(key for key in keys if KEY.fullmatch(key))


class S3Blobs:
    """Blobs in an S3 or MinIO bucket."""

    def __init__(self, client: Any, *, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, data: bytes, *, owner_id: UUID, extension: str) -> str:
        """Upload the blob."""
        key = blob_key(data, owner_id=owner_id, extension=extension)
        self._client.put_object(Bucket=self._bucket, Key=key, Body=data)
        return key

    def get(self, key: str) -> bytes:
        """Download a blob."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=_checked(key))
        except self._client.exceptions.NoSuchKey as error:
            raise NotFound("No such image.") from error
        body: bytes = answer["Body"].read()
        return body

    def delete(self, key: str) -> None:
        """Delete the object."""
        self._client.delete_object(Bucket=self._bucket, Key=_checked(key))

    def delete_owner(self, owner_id: UUID) -> None:
        """Delete every object below the owner's prefix."""
        for key in self.list_keys(owner_id):
            self.delete(key)

    def list_keys(self, owner_id: UUID) -> list[str]:
        """List the owner's objects."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=f"{owner_id}/"
        )
        return sorted(row["Key"] for page in pages for row in page.get("Contents", []))


def build_blobs(settings: Settings) -> BlobStore:
    """Build the configured blob store."""
    if settings.blobs.backend == "local":
        return LocalBlobs(settings.blob_dir, min_free_bytes=settings.blobs.min_free_mb * 1_000_000)
    import boto3  # loading it costs a laptop half a second and 60 MB for nothing

    secret = settings.blobs.s3_secret_key
    access = settings.blobs.s3_access_key
    client = boto3.client(
        "s3",
        endpoint_url=settings.blobs.s3_endpoint_url,
        region_name=settings.blobs.s3_region,
        aws_access_key_id=access.get_secret_value() if access else None,
        aws_secret_access_key=secret.get_secret_value() if secret else None,
    )
    return S3Blobs(client, bucket=settings.blobs.s3_bucket)
