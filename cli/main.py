"""The `stylist` command."""

import sys
from collections.abc import Sequence

import typer

from cli.app import build_app
from cli.output import JSON_FLAG, Output


def main() -> None:
    """Run the command line, and end with its exit status."""
    arguments = sys.argv[1:]
    if JSON_FLAG in arguments:
        sys.exit(run_for_program(arguments))
    build_app(arguments)(arguments)


def run_for_program(arguments: Sequence[str]) -> int:
    """Run a command that was asked for JSON; a wrong call is an object, too. Its exit status."""
    try:
        status = build_app(arguments)(arguments, standalone_mode=False)
    except typer.TyperException as error:
        Output(as_json=True).fail("usage", error.format_message())
        return error.exit_code
    except typer.Abort:
        Output(as_json=True).fail("aborted", "Aborted.")
        return 1
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    main()
