"""What a command prints: words for people on the terminal, or one JSON object for programs."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from stylist.errors import StylistError


class Output:
    """Words go to stderr when JSON was asked for, so that stdout holds exactly one object."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.console = Console(stderr=as_json, highlight=False)

    def say(self, text: str) -> None:
        """Tell a person something."""
        self.console.print(text, markup=False, soft_wrap=True)

    def result(self, value: dict[str, Any], words: Callable[[], None] | None = None) -> None:
        """Print the command's result, as JSON or in words."""
        if self.as_json:
            typer.echo(json.dumps(value, ensure_ascii=False, default=str))
        elif words:
            words()

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Show a progress bar on the terminal."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, TimeElapsedColumn(), console=self.console) as bar:
            yield bar

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn an expected failure into a sentence (or a JSON object) and exit status 1."""
        try:
            yield
        except StylistError as error:
            told = error.message
            self.result(
                {"error": {"code": error.code, "message": told}},
                lambda: Console(stderr=True).print(f"Error: {told}", markup=False),
            )
            raise typer.Exit(1) from error
