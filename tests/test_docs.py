import re
from pathlib import Path

from cli import configuration

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
