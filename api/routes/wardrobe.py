"""`/v1/wardrobe/export` and `/import`: the whole wardrobe as one file, and back."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict

from api.auth import CurrentDeps
from api.problems import Problem, problem_of
from api.uploads import files_of, open_form
from stylist.errors import PayloadTooLarge
from tools.export_wardrobe import export_wardrobe
from tools.import_garment import ImportedItem, Outcome
from tools.import_wardrobe import ImportReport, import_wardrobe

router = APIRouter(prefix="/v1/wardrobe", tags=["wardrobe"])
ZIP: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
ARCHIVE_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "A ZIP of the export, see docs/wardrobe-export.md.",
                        }
                    },
                    "required": ["file"],
                }
            }
        },
    }
}


class ImportedOut(BaseModel):
    """What became of one garment; `id` is the one it has in the archive."""

    id: str
    name: str | None
    outcome: Outcome
    garment_id: UUID | None
    problem: Problem | None


class ImportCounts(BaseModel):
    """How many garments had which outcome."""

    added: int
    unchanged: int
    refused: int


class ImportAnswer(BaseModel):
    """What became of an archive; `degraded` names what could not follow at once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "counts": {"added": 1, "unchanged": 0, "refused": 0},
                    "items": [
                        {
                            "id": "7c0b7b5e-…",
                            "name": "Sunday shirt",
                            "outcome": "added",
                            "garment_id": "e2b7b1a0-…",
                            "problem": None,
                        }
                    ],
                    "degraded": [],
                }
            ]
        }
    )

    counts: ImportCounts
    items: list[ImportedOut]
    degraded: list[str]


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/zip": ZIP}}},
)
async def export(deps: CurrentDeps) -> StreamingResponse:
    """Download everything as one ZIP: manifest, photos and cut-outs (docs/wardrobe-export.md)."""
    name = f"wardrobe-{deps.now():%Y-%m-%d}.zip"
    return StreamingResponse(
        export_wardrobe(deps),
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


@router.post("/import", openapi_extra=ARCHIVE_FORM)
async def bring_in(request: Request, deps: CurrentDeps) -> ImportAnswer:
    """Bring an exported wardrobe in; importing it again changes nothing.

    Each garment comes in whole or is refused with its problem; one that is here already stays as
    it is.
    """
    limits = deps.settings.uploads
    archive = limits.model_copy(update={"max_bytes": limits.max_archive_bytes, "max_files": 1})
    async with open_form(request, archive) as form:
        file = files_of(form, "file")[0]
        if (file.size or 0) > limits.max_archive_bytes:
            most_mb = limits.max_archive_bytes // 10**6
            raise PayloadTooLarge(f"An archive may have at most {most_mb} MB.")
        report = await import_wardrobe(deps, file.file)
    return _answer(report)


def _answer(report: ImportReport) -> ImportAnswer:
    return ImportAnswer(
        counts=ImportCounts(
            added=report.count("added"),
            unchanged=report.count("unchanged"),
            refused=report.count("refused"),
        ),
        items=[_item(item) for item in report.items],
        degraded=report.degraded,
    )


def _item(item: ImportedItem) -> ImportedOut:
    return ImportedOut(
        id=item.id,
        name=item.name,
        outcome=item.outcome,
        garment_id=item.garment_id,
        problem=problem_of(item.problem) if item.problem else None,
    )
