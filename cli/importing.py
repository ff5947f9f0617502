"""`stylist import DIR`: a folder of photos into the wardrobe, with a progress bar."""

import time
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.progress import Progress

from cli.api_client import ApiProblem, checked, open_api
from cli.output import Output
from stylist.settings import Settings

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff"}
)
BATCH = 8
ENDED = frozenset({"ready", "failed"})
SILENCE_S = 120.0


def find_photos(folder: Path) -> list[Path]:
    """Every photo below a folder, by name; a single file is itself."""
    if folder.is_file():
        return [folder]
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if path.is_file())


def _upload(client: httpx.Client, photos: list[Path]) -> list[dict[str, Any]]:
    """Send some photos; one row per photo: {file, garment_id} or {file, error}."""
    files = [("files", (str(path.name), path.read_bytes())) for path in photos]
    try:
        answer = checked(client.post("/v1/garments", files=files, data={"queue": "batch"}))
    except ApiProblem as problem:
        if len(photos) == 1:
            return [{"file": str(photos[0]), "status": "failed", "error": problem.message}]
        return [row for path in photos for row in _upload(client, [path])]
    return [_row(path, result) for path, result in zip(photos, answer["results"], strict=True)]


def _row(path: Path, result: dict[str, Any]) -> dict[str, Any]:
    if result.get("garment"):
        return {"file": str(path), "garment_id": result["garment"]["id"], "status": "pending"}
    problem = result.get("problem") or {}
    return {"file": str(path), "status": "failed", "error": problem.get("detail", "refused")}


def _refresh(client: httpx.Client, row: dict[str, Any]) -> bool:
    """Look at one garment again; True when it has come to its end."""
    garment = checked(client.get(f"/v1/garments/{row['garment_id']}"))
    row["status"] = garment["status"]
    if garment["status"] == "failed":
        row["error"] = garment.get("error_message") or "failed"
    if garment["status"] == "ready":
        row["name"] = garment["name"]
    return garment["status"] in ENDED


def _wait(client: httpx.Client, rows: list[dict[str, Any]], bar: Progress) -> None:
    task = bar.add_task("Recognising", total=len(rows))
    waiting = [row for row in rows if row["status"] not in ENDED]
    bar.update(task, completed=len(rows) - len(waiting))
    last_change = time.monotonic()
    while waiting:
        ended = []
        for row in waiting:
            try:
                if _refresh(client, row):
                    ended.append(row)
            except httpx.TransportError:
                # The API is being restarted; what it has taken in is not lost.
                break
        waiting = [row for row in waiting if row not in ended]
        bar.update(task, advance=len(ended))
        last_change = time.monotonic() if ended else last_change
        if time.monotonic() - last_change > SILENCE_S:
            for row in waiting:
                row.update(status="failed", error=f"no progress for {SILENCE_S:.0f} s")
            return
        time.sleep(0.3)


def import_photos(
    folder: Annotated[Path, typer.Argument(help="A folder of photos, or one photo.", exists=True)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Take photos into the wardrobe, and return when each is ready or failed."""
    out = Output(as_json=as_json)
    with out.errors(), open_api(Settings(), timeout_s=120.0) as client:
        photos = find_photos(folder)
        rows: list[dict[str, Any]] = []
        with out.progress() as bar:
            sending = bar.add_task("Sending", total=len(photos))
            for start in range(0, len(photos), BATCH):
                rows += _upload(client, photos[start : start + BATCH])
                bar.update(sending, completed=len(rows))
            _wait(client, rows, bar)
        failed = [row for row in rows if row["status"] == "failed"]
        for row in failed:
            out.say(f"{row['file']}: {row['error']}")
        counts = {"photos": len(rows), "ready": len(rows) - len(failed), "failed": len(failed)}
        out.result(
            {**counts, "garments": rows},
            lambda: out.say(f"{counts['ready']} of {len(rows)} photos are in your wardrobe."),
        )
    if failed:
        raise typer.Exit(1)
