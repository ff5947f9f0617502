"""`stylist understand`: what words mean, line by line, without a server."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO, Final, Literal, TextIO

import typer

from agent.understanding.replay import Replay
from cli.output import Output
from cli.understand_lines import MOST_BYTES, answer, too_long
from stylist.errors import BadRequest, NotFound

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999
"""A clock beyond these is a mistake, and near the calendar's end there is no tomorrow."""

Lines = Annotated[
    str,
    typer.Option(
        "--jsonl",
        metavar="FILE",
        help='Lines of {"history": [{"role", "content"}], "text", "shown"?}; - for stdin.',
    ),
]
Units = Annotated[
    Literal["metric", "imperial"],
    typer.Option("--units", help="How bare degrees are meant: Celsius, or Fahrenheit."),
]
Now = Annotated[
    str, typer.Option("--now", metavar="ISO", help="The person's clock; otherwise this machine's.")
]


def understand(jsonl: Lines = "-", units: Units = "metric", now: Now = "") -> None:
    """Understand turns of dialogues: one line of JSON out for each line in, in order.

    A line that cannot be read gives {"error": {"code", "message"}} in its place. The exit status
    is 0 once every line was answered, 1 when the file or --now is wrong or nobody reads the
    answers, 2 for a wrong option, 130 after Ctrl-C. docs/understand.md has the format.
    """
    with Output(as_json=False).errors(interrupted="Interrupted."):
        replay = Replay(now=_clock(now), imperial=units == "imperial")
        if jsonl == "-":
            _answer_all(_buffer(sys.stdin, "input"), replay)
            return
        path = Path(jsonl)
        if not path.is_file():
            raise NotFound(f"There is no file {path}.")
        with path.open("rb") as file:
            _answer_all(file, replay)


def _buffer(stream: TextIO | None, name: str) -> BinaryIO:
    if stream is None:  # closed by who started us: `<&-`, `>&-`
        raise BadRequest(f"Standard {name} is closed.")
    return stream.buffer


def _answer_all(lines: BinaryIO, replay: Replay) -> None:
    """Answer line by line, each at once, so that a program can talk over a pipe."""
    out = _buffer(sys.stdout, "output")
    for line in _read(lines):
        out.write((too_long() if line is None else answer(line, replay)) + b"\n")
        out.flush()


def _read(lines: BinaryIO) -> Iterator[bytes | None]:
    """The lines; None for one of more bytes than are read."""
    while line := lines.readline(MOST_BYTES + 1):
        if len(line) <= MOST_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while (rest := lines.readline(MOST_BYTES)) and not rest.endswith(b"\n"):
            pass
        yield None


def _clock(now: str) -> Callable[[], datetime]:
    if not now:
        return lambda: datetime.now().astimezone()
    try:
        at = datetime.fromisoformat(now)
    except ValueError as error:
        raise BadRequest("--now: a date and time such as 2026-11-21T10:00.") from error
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise BadRequest(f"--now: a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return lambda: at
