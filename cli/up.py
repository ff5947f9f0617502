"""`stylist up`: the whole stack on this machine, until Ctrl-C."""

from pathlib import Path
from typing import Annotated

import typer

from cli import demo
from cli.configured import read_settings
from cli.output import Output
from cli.stack import embedded


def _folder(text: str) -> Path:
    # An empty one is a shell variable that was not set; it would mean the working directory.
    if not text.strip():
        raise typer.BadParameter("Name a folder.")
    return Path(text)


def up(
    data_dir: Annotated[
        Path | None,
        typer.Option(parser=_folder, metavar="FOLDER", help="Where everything is kept."),
    ] = None,
    api_port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the HTTP API; 0 is any free one.")
    ] = 8000,
    ui_port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the user interface; 0 is any free one.")
    ] = 8080,
    with_demo: Annotated[
        bool, typer.Option("--demo", help="Fill an empty wardrobe with drawn clothes.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object once it is ready.")
    ] = False,
) -> None:
    """Start Stylist on this machine and keep it running."""
    out = Output(as_json=as_json)
    with out.errors():
        settings = read_settings(**({"data_dir": data_dir} if data_dir else {}))

        def on_ready(api_url: str, ui_url: str) -> None:
            if with_demo:
                demo.fill_empty_wardrobe(api_url, out.say)
            out.result({"api_url": api_url, "ui_url": ui_url, "data_dir": str(settings.data_dir)})
            out.say(f"Stylist is ready: {ui_url} (API: {api_url}/docs). Ctrl-C stops it.")

        embedded.run(settings, api_port=api_port, ui_port=ui_port, say=out.say, on_ready=on_ready)
