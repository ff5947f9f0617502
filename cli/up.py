"""`stylist up`: the whole stack on this machine, until Ctrl-C."""

from pathlib import Path
from typing import Annotated

import typer

from cli import demo
from cli.output import Output
from cli.stack import embedded
from stylist.settings import Settings


def up(
    data_dir: Annotated[Path | None, typer.Option(help="Where everything is kept.")] = None,
    api_port: Annotated[int, typer.Option(help="Port of the HTTP API.")] = 8000,
    ui_port: Annotated[int, typer.Option(help="Port of the user interface.")] = 8080,
    with_demo: Annotated[
        bool, typer.Option("--demo", help="Fill an empty wardrobe with drawn clothes.")
    ] = False,
) -> None:
    """Start Stylist on this machine and keep it running."""
    out = Output(as_json=False)
    settings = Settings(data_dir=data_dir) if data_dir else Settings()

    def on_ready(api_url: str, ui_url: str) -> None:
        if with_demo:
            demo.fill_empty_wardrobe(api_url, out.say)
        out.say(f"Stylist is ready: {ui_url} (API: {api_url}/docs). Ctrl-C stops it.")

    with out.errors():
        embedded.run(settings, api_port=api_port, ui_port=ui_port, say=out.say, on_ready=on_ready)
