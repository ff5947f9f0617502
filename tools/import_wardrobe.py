"""An exported wardrobe into this one: each garment whole or not at all, and never twice."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO, Final, Literal
from uuid import UUID

from pydantic import ValidationError
from pydantic_core import from_json
from sqlalchemy.ext.asyncio import AsyncSession

from db import garments as garment_rows
from db import wardrobe_rows
from jobs.garment_index import index_garments
from ml.photos import check_photo
from stylist.errors import BackendUnavailable, BadRequest, PayloadTooLarge, StylistError
from tools.add_garment import EXTENSIONS, look_again, sha256_of
from tools.deps import Deps
from tools.search_wardrobe import INDEX_MISSING
from tools.wardrobe_archive import WardrobeArchive
from tools.wardrobe_manifest import (
    COLUMNS,
    FORMAT,
    SAID,
    SEEN,
    VERSION,
    FileEntry,
    GarmentEntry,
    ManifestHead,
)

MOST_GARMENTS: Final = 20_000
MOST_FAULTS: Final = 3
"""Faults of one garment that are told."""
INDEXED: Final = 50
"""Garments embedded and written to the index at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedItem:
    """What became of one garment of the archive."""

    id: str
    name: str | None
    outcome: Literal["added", "unchanged", "refused"]
    garment_id: UUID | None = None
    problem: StylistError | None = None


@dataclass(slots=True)
class ImportReport:
    """What became of every garment, and what could not follow at once."""

    items: list[ImportedItem] = field(default_factory=list)
    degraded: list[str] = field(default_factory=list)

    def count(self, outcome: Literal["added", "unchanged", "refused"]) -> int:
        """How many garments had this outcome."""
        return sum(item.outcome == outcome for item in self.items)


async def import_wardrobe(deps: Deps, file: BinaryIO) -> ImportReport:
    """Bring an exported wardrobe in; importing it again changes nothing.

    A garment that is here already (exported from here, imported before, or made from the very same
    photo) is left as it is. One with a fault is refused, the others come in.

    Raises:
        UnsupportedMedia, BadRequest, PayloadTooLarge: what is wrong with the archive as a whole.
        StorageFull: the disk has no room; what came in before stays, and sending again goes on.
    """
    limit = deps.settings.uploads.max_archive_bytes
    archive = await asyncio.to_thread(WardrobeArchive, file, max_bytes=limit)
    head = await asyncio.to_thread(_head, archive)
    importer = _Importer(deps, archive, _photos(head))
    report = ImportReport()
    try:
        for said in head.garments:
            report.items.append(await importer.take(said))
    finally:
        report.degraded += await _index(deps, importer.ready)
    return report


def _head(archive: WardrobeArchive) -> ManifestHead:
    try:
        head = ManifestHead.model_validate(from_json(archive.manifest()))
    except (ValueError, RecursionError) as error:
        raise BadRequest("The archive's manifest cannot be read.") from error
    if head.format != FORMAT or head.version != VERSION:
        raise BadRequest(
            f"The archive is “{head.format[:40]}” of version {head.version}; "
            f"this Stylist reads “{FORMAT}” of version {VERSION}."
        )
    if len(head.garments) > MOST_GARMENTS:
        raise PayloadTooLarge(f"At most {MOST_GARMENTS} garments fit in one archive.")
    return head


def _photos(head: ManifestHead) -> dict[str, list[UUID]]:
    """Which garments of the archive are on each photo, by its SHA-256."""
    found: dict[str, list[UUID]] = {}
    for said in head.garments:
        photo = said.get("photo")
        if isinstance(photo, dict):
            try:
                found.setdefault(str(photo.get("sha256")), []).append(UUID(str(said.get("id"))))
            except ValueError:
                continue  # it is refused when its turn comes
    return found


@dataclass(frozen=True, slots=True)
class _Images:
    """The images of one garment: bytes and extension, checked."""

    photo: tuple[bytes, str]
    cutout: tuple[bytes, str] | None
    thumbnail: tuple[bytes, str] | None


class _Importer:
    """Takes the garments of one archive in, one after the other."""

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
        outcome: Literal["added", "unchanged"] = "added" if is_new else "unchanged"
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


async def _index(deps: Deps, garment_ids: Sequence[UUID]) -> list[str]:
    """Write the vectors; what an absent index does not take is found by the mender."""
    try:
        for start in range(0, len(garment_ids), INDEXED):
            await index_garments(
                deps.sessions,
                deps.vectors,
                deps.embedder,
                garment_ids[start : start + INDEXED],
                owner_id=deps.owner_id,
            )
    except BackendUnavailable:
        return [INDEX_MISSING]
    return []
