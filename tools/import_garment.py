"""One garment of an exported wardrobe: checked, then written in one transaction."""

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from db import garments as garment_rows
from db import wardrobe_rows
from ml.photos import check_photo
from stylist.errors import BadRequest, StylistError
from tools.add_garment import EXTENSIONS, look_again, sha256_of
from tools.deps import Deps
from tools.wardrobe_archive import WardrobeArchive
from tools.wardrobe_manifest import COLUMNS, SAID, SEEN, FileEntry, GarmentEntry

MOST_FAULTS: Final = 3
"""Faults of one garment that are told."""
Outcome = Literal["added", "unchanged", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedItem:
    """What became of one garment of the archive."""

    id: str
    name: str | None
    outcome: Outcome
    garment_id: UUID | None = None
    problem: StylistError | None = None


@dataclass(frozen=True, slots=True)
class _Images:
    """The images of one garment: bytes and extension, checked."""

    photo: tuple[bytes, str]
    cutout: tuple[bytes, str] | None
    thumbnail: tuple[bytes, str] | None


class GarmentImporter:
    """Takes the garments of one archive in, one after the other.

    `photos` tells which garments of the archive are on each photo, by its SHA-256.
    """

    def __init__(self, deps: Deps, archive: WardrobeArchive, photos: dict[str, list[UUID]]) -> None:
        self._deps = deps
        self._archive = archive
        self._photos = photos
        self.ready: list[UUID] = []
        """What was added and is to be indexed."""

    async def take(self, said: dict[str, Any]) -> ImportedItem:
        """One garment, whole or not at all."""
        name = said.get("name")
        told: dict[str, Any] = {
            "id": str(said.get("id"))[:100],
            "name": name if isinstance(name, str) else None,
        }
        try:
            entry = _entry(said)
            there = await self._find(entry)
            if there is not None:
                return ImportedItem(**told, outcome="unchanged", garment_id=there)
            images = await asyncio.to_thread(self._read, entry)
        except StylistError as error:
            return ImportedItem(**told, outcome="refused", problem=error)
        garment_id, is_new = await self._write(entry, images)
        outcome: Outcome = "added" if is_new else "unchanged"
        return ImportedItem(**told, outcome=outcome, garment_id=garment_id)

    async def _find(self, entry: GarmentEntry) -> UUID | None:
        async with self._deps.sessions.begin() as session:
            return await wardrobe_rows.find_imported(
                session, owner_id=self._deps.owner_id, origin_id=entry.id
            )

    def _read(self, entry: GarmentEntry) -> _Images:
        if entry.photo is None:
            raise BadRequest("Its photo is not in the archive.")
        return _Images(
            self._image(entry.photo),
            self._image(entry.cutout) if entry.cutout else None,
            self._image(entry.thumbnail) if entry.thumbnail else None,
        )

    def _image(self, file: FileEntry) -> tuple[bytes, str]:
        limits = self._deps.settings.uploads
        data = self._archive.read(file.path, max_bytes=limits.max_bytes)
        if sha256_of(data) != file.sha256:
            raise BadRequest(f"The archive's file {file.path[:100]} is not the one it names.")
        info = check_photo(data, max_bytes=limits.max_bytes, max_pixels=limits.max_pixels)
        return data, EXTENSIONS[info.format]

    async def _write(self, entry: GarmentEntry, images: _Images) -> tuple[UUID, bool]:
        """The garment's id here, and whether it is new."""
        deps, owner = self._deps, self._deps.owner_id
        keys = await asyncio.to_thread(self._keep, images)
        sha256 = sha256_of(images.photo[0])
        async with deps.sessions.begin() as session:
            # Two imports at once take turns at the same photo.
            await garment_rows.find_same_photo(session, owner_id=owner, content_sha256=sha256)
            there = await wardrobe_rows.find_imported(session, owner_id=owner, origin_id=entry.id)
            if there is not None:
                return there, False
            there = await wardrobe_rows.find_unclaimed(
                session,
                owner_id=owner,
                content_sha256=sha256,
                claimed_by=self._photos.get(sha256, []),
            )
            garment_id, job_id = (
                (there, None) if there else await self._add(session, entry, keys, sha256)
            )
            await wardrobe_rows.note_origin(session, garment_id, owner_id=owner, origin_id=entry.id)
        if job_id is not None:
            await deps.queue.deliver(job_id, queue="batch")
        elif there is None:
            self.ready.append(garment_id)
        return garment_id, there is None

    def _keep(self, images: _Images) -> dict[str, str | None]:
        kept = {
            "original_image_path": images.photo,
            "processed_image_path": images.cutout,
            "thumbnail_path": images.thumbnail,
        }
        owner = self._deps.owner_id
        return {
            column: self._deps.blobs.put(image[0], owner_id=owner, extension=image[1])
            if image
            else None
            for column, image in kept.items()
        }

    async def _add(
        self, session: AsyncSession, entry: GarmentEntry, keys: dict[str, str | None], sha256: str
    ) -> tuple[UUID, UUID | None]:
        """A new garment; one that cannot be shown as it is gets a job that looks at its photo."""
        whole = entry.status == "ready" and None not in keys.values() and entry.predictions
        columns = {name: getattr(entry, name) for name in COLUMNS} | {
            "custom_name": entry.name,
            "custom_notes": entry.notes,
            "price": Decimal(entry.price) if entry.price else None,
            "content_sha256": sha256,
            **keys,
        }
        if not whole:
            columns |= {"status": "pending", "error_message": None}
        garment = await wardrobe_rows.add_whole(
            session,
            owner_id=self._deps.owner_id,
            columns=columns,
            predictions=[_prediction(entry, n) for n in range(len(entry.predictions))],
            labels=[_label(entry, n) for n in range(len(entry.labels))],
        )
        if whole:
            return garment.id, None
        return garment.id, await look_again(session, self._deps, garment, queue="batch")


def _entry(said: dict[str, Any]) -> GarmentEntry:
    try:
        return GarmentEntry.model_validate(said)
    except ValidationError as error:
        faults = [
            f"{'.'.join(map(str, fault['loc']))[:100]}: {fault['msg'][:200]}"
            for fault in error.errors(include_url=False, include_input=False)[:MOST_FAULTS]
        ]
        raise BadRequest("; ".join(faults)) from error


def _prediction(entry: GarmentEntry, number: int) -> dict[str, Any]:
    seen = entry.predictions[number]
    x, y, width, height = seen.box_xywh or (None, None, None, None)
    box = {"bbox_x": x, "bbox_y": y, "bbox_width": width, "bbox_height": height}
    attributes = seen.attributes.model_dump(mode="json", exclude_unset=True)
    return {name: getattr(seen, name) for name in SEEN} | box | {"attributes": attributes}


def _label(entry: GarmentEntry, number: int) -> dict[str, Any]:
    said = entry.labels[number]
    attributes = said.attributes.model_dump(mode="json", exclude_unset=True)
    return {name: getattr(said, name) for name in SAID} | {"attributes": attributes}
