"""An exported wardrobe into this one: each garment whole or not at all, and never twice."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Final
from uuid import UUID

from pydantic_core import from_json

from jobs.garment_index import index_garments
from stylist.errors import BackendUnavailable, BadRequest, PayloadTooLarge
from tools.deps import Deps
from tools.import_garment import GarmentImporter, ImportedItem, Outcome
from tools.search_wardrobe import INDEX_MISSING
from tools.wardrobe_archive import WardrobeArchive
from tools.wardrobe_manifest import FORMAT, VERSION, ManifestHead

MOST_GARMENTS: Final = 20_000
INDEXED: Final = 50
"""Garments embedded and written to the index at once."""


@dataclass(slots=True)
class ImportReport:
    """What became of every garment, and what could not follow at once."""

    items: list[ImportedItem] = field(default_factory=list)
    degraded: list[str] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
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
    importer = GarmentImporter(deps, archive, _photos(head))
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
