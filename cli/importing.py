"""`stylist import DIR`: a folder of photos into the wardrobe, with a progress bar."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.progress import Progress

from cli.api_client import ApiProblem, checked, open_api
from cli.configured import read_settings
from cli.output import Output

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff"}
)
BATCH = 8
ENDED = frozenset({"ready", "failed"})
SILENCE_S = 120.0
RETRY_S = 60.0
"""How long sending is tried again while the API is being started again."""
Row = dict[str, Any]
"""One photo: {file, status}, and garment_id and name, or error."""


def find_photos(folder: Path) -> list[Path]:
    """Every photo below a folder, by name, but for hidden ones; a single file is itself."""
    if not folder.is_dir():
        return [folder]
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if path.is_file() and not _hidden(path, folder))


def _hidden(path: Path, folder: Path) -> bool:
    # Such as the `._photo.jpg` that macOS leaves beside every photo on a foreign disk.
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _shown(path: Path) -> str:
    """The path as it can be written anywhere, whatever bytes the file system has for it."""
    return str(path).encode("utf-8", "replace").decode()


def _failed(path: Path, why: str) -> Row:
    return {"file": _shown(path), "status": "failed", "error": why}


def send(client: httpx.Client, photos: list[Path]) -> list[Row]:
    """Send some photos, and give one row for each."""
    read: dict[Path, bytes] = {}
    rows: dict[Path, Row] = {}
    for path in photos:
        try:
            read[path] = path.read_bytes()
        except OSError as error:
            rows[path] = _failed(path, f"This file cannot be read: {error.strerror or error}.")
    rows |= _upload(client, read) if read else {}
    return [rows[path] for path in photos]


def _upload(client: httpx.Client, photos: dict[Path, bytes]) -> dict[Path, Row]:
    files = [("files", (_shown(Path(path.name)), data)) for path, data in photos.items()]
    try:
        answer = _patiently(
            lambda: checked(client.post("/v1/garments", files=files, data={"queue": "batch"}))
        )
    except ApiProblem as problem:
        if len(photos) == 1:
            return {path: _failed(path, problem.message) for path in photos}
        return {
            path: row
            for one, data in photos.items()
            for path, row in _upload(client, {one: data}).items()
        }
    return {
        path: _row(path, result) for path, result in zip(photos, answer["results"], strict=True)
    }


def _patiently(post: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Send again while the API is being started again; the same photo twice is one garment."""
    deadline = time.monotonic() + RETRY_S
    while True:
        try:
            return post()
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
        except ApiProblem as problem:
            if not problem.passes or time.monotonic() > deadline:
                raise
        time.sleep(0.5)


def _row(path: Path, result: dict[str, Any]) -> Row:
    if result.get("garment"):
        known = result.get("duplicate_of") is not None
        row = {"file": _shown(path), "garment_id": result["garment"]["id"], "status": "pending"}
        return {**row, "duplicate": True} if known else row
    problem = result.get("problem") or {}
    return _failed(path, problem.get("detail", "refused"))


def _refresh(client: httpx.Client, row: Row) -> bool:
    """Look at one garment again; True when it has come to its end."""
    try:
        garment = checked(client.get(f"/v1/garments/{row['garment_id']}"))
    except ApiProblem as problem:
        if problem.passes:
            return False
        row.update(status="failed", error=problem.message)
        return True
    row["status"] = garment["status"]
    if garment["status"] == "failed":
        row["error"] = garment.get("error_message") or "failed"
    if garment["status"] == "ready":
        row["name"] = garment["name"]
    return garment["status"] in ENDED


def _wait(client: httpx.Client, rows: list[Row], bar: Progress) -> None:
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
    with out.errors(), open_api(read_settings(), timeout_s=120.0) as client:
        photos = find_photos(folder)
        rows: list[Row] = []
        if not photos:
            out.say(f"There are no photos in {_shown(folder)}.")
        with out.progress() as bar:
            sending = bar.add_task("Sending", total=len(photos))
            for start in range(0, len(photos), BATCH):
                rows += send(client, photos[start : start + BATCH])
                bar.update(sending, completed=len(rows))
            _wait(client, rows, bar)
        failed = _report(out, rows)
    if failed:
        raise typer.Exit(1)


def _report(out: Output, rows: list[Row]) -> int:
    """Tell what became of the photos; returns how many failed."""
    failed = [row for row in rows if row["status"] == "failed"]
    for row in failed:
        out.say(f"{row['file']}: {row['error']}")
    counts = {"photos": len(rows), "ready": len(rows) - len(failed), "failed": len(failed)}
    out.result(
        {**counts, "garments": rows},
        lambda: out.say(f"{counts['ready']} of {len(rows)} photos are in your wardrobe."),
    )
    return len(failed)
