"""`stylist understand`: what words mean, line by line, without a server."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO, Final, Literal, TextIO

import typer

from cli.output import Output
from cli.understand_bulk import MOST_JOBS, answer_all, usual_jobs
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


Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        min=0,
        max=MOST_JOBS,
        help="Processes for many lines at once; 0 takes one for each processor.",
    ),
]


def understand(jsonl: Lines = "-", units: Units = "metric", now: Now = "", jobs: Jobs = 0) -> None:
    """Understand turns of dialogues: one line of JSON out for each line in, in order.

    A line that cannot be read gives {"error": {"code", "message"}} in its place. The exit status
    is 0 once every line was answered, 1 when the file or --now is wrong or nobody reads the
    answers, 2 for a wrong option, 130 after Ctrl-C. docs/understand.md has the format.
    """
    with Output(as_json=False).errors(interrupted="Interrupted."), ExitStack() as stack:
        clock = _clock(now)
        if jsonl == "-":
            lines = _buffer(sys.stdin, "input")
        else:
            path = Path(jsonl)
            if not path.is_file():
                raise NotFound(f"There is no file {path}.")
            lines = stack.enter_context(path.open("rb"))
        answer_all(
            lines,
            _buffer(sys.stdout, "output"),
            clock=clock,
            imperial=units == "imperial",
            jobs=jobs or usual_jobs(),
        )


def _buffer(stream: TextIO | None, name: str) -> BinaryIO:
    if stream is None:  # closed by who started us: `<&-`, `>&-`
        raise BadRequest(f"Standard {name} is closed.")
    return stream.buffer


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
