import json
import re
import shlex
from pathlib import Path

from typer.testing import CliRunner

from cli import configuration
from cli.app import build_app

ROOT = Path(__file__).parents[1]


def test_the_configuration_page_lists_every_setting() -> None:
    assert (ROOT / "docs/CONFIGURATION.md").read_text() == configuration.markdown()


def test_the_example_environment_lists_every_setting() -> None:
    assert (ROOT / ".env.example").read_text() == configuration.example()


def test_every_setting_says_what_it_does() -> None:
    assert not [variable.name for variable in configuration.variables() if not variable.description]


def test_the_readme_opens_with_two_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = re.findall(r"^make ([a-z-]+)$", readme, re.MULTILINE)
    assert named[:2] == ["run", "test"]
    assert set(named) <= targets


def test_paths_named_in_the_architecture_page_exist() -> None:
    page = (ROOT / "docs/ARCHITECTURE.md").read_text()
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|md|toml))`", page))
    assert named
    assert not sorted(path for path in named if not (ROOT / path).exists())


def test_the_example_of_understanding_answers_as_its_page_says() -> None:
    page = (ROOT / "docs/understand.md").read_text()
    example = re.search(
        r"```sh\n(echo .*?)\n```.*?```json\n(.*?)\n```\n\n## A line in\n", page, re.DOTALL
    )
    assert example
    given, _, command = example[1].replace("\\\n", " ").partition(" | ")
    line = shlex.split(given)[1]
    _, *arguments = shlex.split(command)
    done = CliRunner().invoke(build_app(), arguments, input=line)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert {key: told[key] for key in json.loads(example[2])} == json.loads(example[2])
    whole = re.search(r"## A line in\n\n```json\n(.*?)\n```", page, re.DOTALL)
    assert whole
    line = " ".join(whole[1].split())
    told = json.loads(CliRunner().invoke(build_app(), ["understand"], input=line).stdout)
    assert (told["id"], "error" in told, "ignored" in told) == ("d7-3", False, False)
