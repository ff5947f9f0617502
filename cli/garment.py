"""`stylist garment inspect PHOTO…`: what Stylist sees on photos, without server or database."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.configured import read_settings
from cli.inspected import CutoutFolder, inspected, row_of
from cli.output import Output
from stylist.errors import StylistError

if TYPE_CHECKING:
    from ml.garments.pipeline import GarmentPipeline

app = typer.Typer(help="Photos of garments.", no_args_is_help=True)
Photos = Annotated[list[str], typer.Argument(metavar="PHOTO...", help="Photos of garments.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON line for each photo.")]
CutoutDir = Annotated[
    Path | None,
    typer.Option("--cutout-dir", help="Write each cut-out here, in the photo's size."),
]


@app.command("inspect")
def inspect(photos: Photos, as_json: AsJson = False, cutout_dir: CutoutDir = None) -> None:
    """Say what each photo shows: kind, colours, pattern, and how sure that is.

    One line a photo, in the order given. A photo that cannot be read is told and the others go
    on; the exit status is then 1.
    """
    out = Output(as_json=as_json)
    with out.errors():
        settings = read_settings()
        folder = CutoutFolder(cutout_dir) if cutout_dir else None
        with _stdout_kept_clean():
            pipeline = _pipeline(settings.models_dir)
        failed = False
        for name in photos:
            with _stdout_kept_clean():
                row = row_of(name, pipeline, settings.uploads, folder)
            failed = failed or "error" in row
            out.result(row, lambda row=row: out.say(inspected(row)))  # type: ignore[misc]
    if failed:
        raise typer.Exit(1)


def _pipeline(models_dir: Path) -> "GarmentPipeline":
    from ml.garments.pipeline import load_pipeline

    try:
        return load_pipeline(models_dir, threads=_cores())
    except ImportError as error:
        raise StylistError(f"The models cannot be loaded: {error}.") from error


def _cores() -> int:
    """Cores that this process may use."""
    return max(1, len(os.sched_getaffinity(0)))


@contextlib.contextmanager
def _stdout_kept_clean() -> Iterator[None]:
    """What libraries print goes to stderr, even what their native code writes."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)
