"""What a command prints: words for people on the terminal, or one JSON object for programs."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from stylist.errors import StylistError

JSON_FLAG = "--json"
INTERRUPTED = 130
"""The shell's exit status of a command that Ctrl-C ended."""
GOES_ON = "Interrupted; what Stylist has taken in goes on."


class Output:
    """Words go to stderr when JSON was asked for, so that stdout holds exactly one object."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.console = Console(stderr=as_json, highlight=False)
        self._told = False

    def say(self, text: str) -> None:
        """Tell a person something."""
        self.console.print(text, markup=False, soft_wrap=True)

    def result(self, value: dict[str, Any], words: Callable[[], None] | None = None) -> None:
        """Print the command's result, as JSON or in words."""
        if self.as_json:
            # Escaped: a file's name may hold what no terminal encoding can write.
            typer.echo(json.dumps(value, default=str))
            self._told = True
        elif words:
            words()

    def fail(self, code: str, message: str) -> None:
        """Tell a failure: as the one JSON object, or in words where that was printed already."""
        if self.as_json and not self._told:
            self.result({"error": {"code": code, "message": message}})
        else:
            Console(stderr=True).print(f"Error: {message}", markup=False, soft_wrap=True)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Show a progress bar on the terminal."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, TimeElapsedColumn(), console=self.console) as bar:
            yield bar

    @contextmanager
    def errors(self, *, interrupted: str = GOES_ON) -> Iterator[None]:
        """Turn an expected failure into a sentence (or a JSON object) and exit status 1.

        `interrupted` is what is told after Ctrl-C.
        """
        try:
            yield
        except StylistError as error:
            self.fail(str(error.extra.get("code", error.code)), error.message)
            raise typer.Exit(1) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            self.fail("system", f"{where}{error.strerror or error}.")
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            self.fail("interrupted", interrupted)
            raise typer.Exit(INTERRUPTED) from error
