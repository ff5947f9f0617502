"""The commands of `stylist`, one small module each, loaded when they are asked for."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import typer

COMMANDS: Final = {
    "up": "cli.up:up",
    "import": "cli.importing:import_path",
    "export": "cli.archives:export_wardrobe",
    "ask": "cli.ask:ask",
    "demo": "cli.demo:demo",
    "doctor": "cli.doctor:doctor",
    "understand": "cli.understand:understand",
}
GROUPS: Final = {
    "account": "cli.account:app",
    "garment": "cli.garment:app",
    "outfits": "cli.outfits:app",
    "models": "cli.models:app",
    "eval": "cli.evaluate:app",
    "db": "cli.database:app",
}


def build_app(arguments: Sequence[str] = ()) -> typer.Typer:
    """The command line for these arguments: the one command they begin with, else all of them.

    To load all takes over a second, which nobody should wait for who asks for one.
    """
    app = typer.Typer(
        name="stylist",
        help="A conversational stylist over your own wardrobe.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    known = [*COMMANDS, *GROUPS]
    asked = [name for name in arguments[:1] if name in known]
    for name in asked or known:
        if name in COMMANDS:
            app.command(name)(_load(COMMANDS[name]))
        else:
            app.add_typer(_load(GROUPS[name]), name=name)
    # A lone command would be taken for the whole command line, and its name for an argument.
    app.callback()(_stay_a_group)
    return app


def _stay_a_group() -> None:
    pass


def _load(place: str) -> Any:
    module, _, attribute = place.partition(":")
    return getattr(import_module(module), attribute)
