"""`stylist import PATH`: a folder of photos, or an exported wardrobe, into the wardrobe."""

from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from cli.api_client import open_api
from cli.archives import import_archive, is_archive
from cli.configured import read_settings
from cli.output import Output
from cli.photo_batch import CHUNK, SILENCE_S, PhotoBatch, garment_names
from cli.photo_files import PhotoFile, folder_key, read_photo_files, shown
from stylist.errors import NotFound

MISSED = frozenset({"failed", "cancelled"})
Row = dict[str, Any]
"""One photo: {file, status}, and garment_id, name and duplicate, or error."""


def import_path(
    path: Annotated[
        Path,
        typer.Argument(help="A folder of photos, one photo, or an exported ZIP.", exists=True),
    ],
    cancel: Annotated[
        bool, typer.Option("--cancel", help="Stop the import of this folder instead.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Take photos or an exported wardrobe in; the same command again goes on where it stopped."""
    out = Output(as_json=as_json)
    with out.errors(), open_api(read_settings(), timeout_s=120.0) as client:
        if is_archive(path):
            failed = import_archive(out, client, path)
        elif cancel:
            failed = _cancel(out, client, path)
        else:
            failed = _import(out, client, path)
    if failed:
        raise typer.Exit(1)


def _cancel(out: Output, client: httpx.Client, folder: Path) -> int:
    batch = PhotoBatch.find(client, key=folder_key(folder))
    if batch is None:
        raise NotFound(f"Nothing was imported from {shown(folder)}.")
    batch.cancel()
    counts = batch.state["counts"]
    words = f"Stopped: {counts['cancelled']} photos are kept for the next import of this folder."
    out.result({"batch_id": batch.state["id"], **counts}, lambda: out.say(words))
    return 0


def _import(out: Output, client: httpx.Client, folder: Path) -> int:
    """Import a folder; returns how many photos failed."""
    photos, unreadable = read_photo_files(folder)
    if not photos and not unreadable:
        out.say(f"There are no photos in {shown(folder)}.")
    batch = PhotoBatch.open(
        client, key=folder_key(folder), name=shown(folder), expected=len(photos)
    )
    try:
        moves, errors = _send_and_wait(out, batch, photos)
    except KeyboardInterrupt:
        out.say("The same command goes on from here; with --cancel it stops.")
        raise
    rows = [_row(path, None, why) for path, why in unreadable.items()]
    return _report(out, batch, rows + _rows(client, batch, photos, errors, moves=moves))


def _send_and_wait(
    out: Output, batch: PhotoBatch, photos: list[PhotoFile]
) -> tuple[bool, dict[Path, str]]:
    """Send what is missing and wait; whether it came to its end, and what could not be sent."""
    failed: dict[Path, str] = {}
    missing = batch.missing(photos)
    with out.progress() as bar:
        known = len(photos) - len(missing)
        sending = bar.add_task("Sending", total=len(photos), completed=known)
        looking = bar.add_task("Recognising", total=len(photos), completed=0)
        for start in range(0, len(missing), CHUNK):
            some = missing[start : start + CHUNK]
            failed |= batch.send(some)
            batch.look()
            bar.update(sending, advance=len(some))
            bar.update(looking, completed=batch.ended)
        return batch.wait(bar, looking), failed


def _rows(
    client: httpx.Client,
    batch: PhotoBatch,
    photos: list[PhotoFile],
    errors: dict[Path, str],
    *,
    moves: bool,
) -> list[Row]:
    """What became of each photo of the folder, in its order."""
    known = {(file["filename"], file["sha256"]): file for file in batch.files()}
    names = garment_names(client) if photos else {}
    rows = []
    for photo in photos:
        file = known.get((photo.name, photo.sha256))
        why = errors.get(photo.path)
        if file is not None and not moves and file["garment_status"] in ("pending", "processing"):
            why = f"no progress for {SILENCE_S:.0f} s"
        row = _row(photo.path, file, why)
        if name := names.get(row.get("garment_id") or ""):
            row["name"] = name
        if batch.was_done and file is not None:
            row["duplicate"] = True
        rows.append(row)
    return rows


def _row(path: Path, file: Row | None, why: str | None) -> Row:
    row: Row = {"file": shown(path)}
    if file is None:
        return row | {"status": "failed", "error": why or "It was not taken in."}
    row |= {"status": file["garment_status"] or "failed", "garment_id": file["garment_id"]}
    if file["duplicate"]:
        row["duplicate"] = True
    if file["state"] == "cancelled":
        row["status"] = "cancelled"
    elif why or row["status"] == "failed":
        row["status"] = "failed"
    if row["status"] in MISSED:
        row["error"] = why or file["message"] or "It was deleted from the wardrobe."
    return row


def _report(out: Output, batch: PhotoBatch, rows: list[Row]) -> int:
    """Tell what became of the photos; returns how many are not in the wardrobe."""
    missed = [row for row in rows if row["status"] in MISSED]
    for row in missed:
        out.say(f"{row['file']}: {row['error']}")
    there = sum(row.get("duplicate", False) for row in rows)
    counts = {
        "photos": len(rows),
        "ready": len(rows) - len(missed),
        "failed": sum(row["status"] == "failed" for row in rows),
        "cancelled": sum(row["status"] == "cancelled" for row in rows),
        "duplicates": there,
    }
    words = f"{counts['ready']} of {len(rows)} photos are in your wardrobe"
    words += f", {there} of them were there before." if there else "."
    out.result({**counts, "batch_id": batch.state["id"], "garments": rows}, lambda: out.say(words))
    return len(missed)
