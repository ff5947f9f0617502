"""A command that is asked for is loaded alone, and is the same as among all the others."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from cli.app import COMMANDS, GROUPS, build_app


@pytest.mark.parametrize("name", [*COMMANDS, *GROUPS])
def test_a_command_says_of_itself_what_it_says_among_all(name: str) -> None:
    alone = CliRunner().invoke(build_app([name]), [name, "--help"])
    assert (alone.exit_code, alone.exception) == (0, None)
    assert alone.stdout == CliRunner().invoke(build_app(), [name, "--help"]).stdout


def test_what_is_not_asked_for_is_not_loaded() -> None:
    script = "import sys; from cli.app import build_app; build_app(['ask']); print(*sys.modules)"
    asked = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    loaded = set(asked.stdout.split())
    assert "cli.ask" in loaded
    assert not loaded & {"agent", "alembic", "evals", "sqlalchemy"}


def test_a_word_that_is_no_command_is_told() -> None:
    wrong = CliRunner().invoke(build_app(["dance"]), ["dance"])
    assert wrong.exit_code == 2
    assert "No such command 'dance'" in wrong.output
