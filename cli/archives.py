"""`stylist export FILE.zip`, and the way back: a wardrobe as one file."""

import json
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from cli.api_client import checked, open_api
from cli.configured import read_settings
from cli.output import Output
from cli.photo_files import shown
from stylist.errors import BackendUnavailable, Conflict

LONG_S = 3600.0
"""A wardrobe of thousands takes minutes to be read in."""


def is_archive(path: Path) -> bool:
    """Whether this is an exported wardrobe and not a photo."""
    return path.is_file() and (path.suffix.lower() == ".zip" or zipfile.is_zipfile(path))


def export_wardrobe(
    file: Annotated[Path, typer.Argument(help="The ZIP to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write the wardrobe into one ZIP: photos, cut-outs, and everything that is known of them."""
    out = Output(as_json=as_json)
    with out.errors(), open_api(read_settings(), timeout_s=120.0) as client:
        if file.exists() and not force:
            raise Conflict(f"{shown(file)} is there already; --force replaces it.")
        count = _download(client, file)
        report = {"file": shown(file), "garments": count, "bytes": file.stat().st_size}
        out.result(report, lambda: out.say(f"{count} garments are in {report['file']}."))


def _download(client: httpx.Client, file: Path) -> int:
    """Write the export beside its place, and put it there once it is whole; how many garments."""
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".stylist-") as folder:
        part = Path(folder) / "export.zip"
        with client.stream("GET", "/v1/wardrobe/export") as answer, part.open("wb") as target:
            if not answer.is_success:
                answer.read()
                checked(answer)
            for some in answer.iter_bytes():
                target.write(some)
        count = _count(part)
        part.replace(file)
    return count


def _count(file: Path) -> int:
    try:
        with zipfile.ZipFile(file) as archive:
            return len(json.loads(archive.read("manifest.json"))["garments"])
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BackendUnavailable("The export broke off before its end; try again.") from error


def import_archive(out: Output, client: httpx.Client, file: Path) -> int:
    """Bring an exported wardrobe in; returns how many of its garments were refused."""
    with file.open("rb") as data:
        files = {"file": (shown(Path(file.name)), data, "application/zip")}
        report = checked(client.post("/v1/wardrobe/import", files=files, timeout=LONG_S))
    for row in report["items"]:
        if row["problem"]:
            out.say(f"{row['name'] or row['id']}: {row['problem']['detail']}")
    out.result(report, lambda: out.say(_words(report)))
    return int(report["counts"]["refused"])


def _words(report: dict[str, Any]) -> str:
    counts = report["counts"]
    return (
        f"{counts['added']} garments were added, {counts['unchanged']} were there already, "
        f"{counts['refused']} were refused."
    )
