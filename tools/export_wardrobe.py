"""The whole wardrobe as one ZIP, made while it is sent: no garment waits for the one after it."""

import asyncio
import io
import tempfile
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_json

from db import wardrobe_rows
from db.models import GarmentLabel, GarmentPrediction
from db.models.base import Json
from db.wardrobe_rows import WholeGarment
from stylist.errors import NotFound
from tools.deps import Deps
from tools.wardrobe_manifest import COLUMNS, FORMAT, KIND_FIELDS, MANIFEST, SAID, SEEN, VERSION

PAGE: Final = 50
"""Garments read from the database at once."""
KEPT_BYTES: Final = 1_000_000
"""Of the manifest, which is written last, this much is kept in memory and the rest on the disk."""
COPIED_BYTES: Final = 256 * 1024
FOLDERS: Final = {"photo": "photos", "cutout": "cutouts", "thumbnail": "thumbnails"}


async def export_wardrobe(deps: Deps) -> AsyncIterator[bytes]:
    """The bytes of the ZIP. Memory holds one photo at a time, however large the wardrobe.

    A garment that is changed meanwhile is exported as it was before or after, never in between;
    an image that is gone from the store is null in the manifest.
    """
    sink = _Sink()
    with (
        zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive,
        tempfile.SpooledTemporaryFile(max_size=KEPT_BYTES) as entries,
    ):
        writer = _Writer(deps, archive)
        count = 0
        async for whole in _garments(deps):
            entry = await writer.write(whole)
            entries.write(b",\n" if count else b"\n")
            entries.write(to_json(entry))
            count += 1
            yield sink.take()
        entries.seek(0)
        with archive.open(_named(MANIFEST, deps.now(), zipfile.ZIP_DEFLATED), "w") as manifest:
            manifest.write(_head(deps.now()))
            while some := entries.read(COPIED_BYTES):
                await asyncio.to_thread(manifest.write, some)
                yield sink.take()
            manifest.write(b"\n]}\n")
    yield sink.take()


async def _garments(deps: Deps) -> AsyncIterator[WholeGarment]:
    after: tuple[datetime, UUID] | None = None
    while True:
        async with deps.sessions() as session:
            page = await wardrobe_rows.list_whole(
                session, owner_id=deps.owner_id, after=after, limit=PAGE
            )
        for whole in page:
            yield whole
        if len(page) < PAGE:
            return
        after = (page[-1].garment.created_at, page[-1].garment.id)


class _Sink(io.RawIOBase):
    """Where the archive is written to: holds what was written until it is taken away."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        written, self._written = b"".join(self._written), []
        return written


class _Writer:
    """Writes images into the archive, each once, and makes the entries that name them."""

    def __init__(self, deps: Deps, archive: zipfile.ZipFile) -> None:
        self._deps = deps
        self._archive = archive
        self._files: dict[str, Json] = {}

    async def write(self, whole: WholeGarment) -> Json:
        """The garment's entry, once its images are in the archive."""
        garment = whole.garment
        return {
            "id": whole.origin_id,
            "name": garment.custom_name,
            "notes": garment.custom_notes,
            "price": None if garment.price is None else str(garment.price),
            **{column: getattr(garment, column) for column in COLUMNS},
            "photo": await self._file("photo", garment.original_image_path),
            "cutout": await self._file("cutout", garment.processed_image_path),
            "thumbnail": await self._file("thumbnail", garment.thumbnail_path),
            "predictions": [_prediction(row) for row in whole.predictions],
            "labels": [_label(row) for row in whole.labels],
        }

    async def _file(self, role: str, key: str | None) -> Json | None:
        if key is None:
            return None
        name = key.rpartition("/")[2]
        path = f"{FOLDERS[role]}/{name}"
        if path not in self._files:
            try:
                data = await asyncio.to_thread(self._deps.blobs.get, key)
            except NotFound:
                return None
            info = _named(path, self._deps.now(), zipfile.ZIP_STORED)
            await asyncio.to_thread(self._archive.writestr, info, data)
            sha256 = name.partition(".")[0]
            self._files[path] = {"path": path, "sha256": sha256, "bytes": len(data)}
        return self._files[path]


def _named(path: str, at: datetime, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, at.timetuple()[:6])
    info.compress_type = method
    info.external_attr = 0o600 << 16
    return info


def _head(now: datetime) -> bytes:
    head = {"format": FORMAT, "version": VERSION, "exported_at": now, "garments": []}
    return to_json(head).removesuffix(b"]}")


def _prediction(row: GarmentPrediction) -> Json:
    box = (row.bbox_x, row.bbox_y, row.bbox_width, row.bbox_height)
    seen = {column: getattr(row, column) for column in SEEN}
    return seen | {"box_xywh": None if None in box else box}


def _label(row: GarmentLabel) -> Json:
    values = row.attributes or {}
    said = {column: getattr(row, column) for column in SAID}
    return said | {
        "attributes": {key: values.get(key) for key in row.fields if key not in KIND_FIELDS}
    }
