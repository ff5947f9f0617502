import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES = CONFIG["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


@pytest.mark.parametrize("name", PACKAGES)
def test_no_dependency_installs_a_package_of_our_name(name: str) -> None:
    others = set(packages_distributions().get(name, [])) - {CONFIG["project"]["name"]}
    assert not others, f"{others} would shadow our {name}/"


def test_no_ui_module_shadows_a_package() -> None:
    # Chainlit puts ui/ first on sys.path, so ui/api.py would become `import api`.
    assert not {path.stem for path in (ROOT / "ui").iterdir()} & set(PACKAGES)


def test_every_package_is_linted_typed_and_contracted() -> None:
    tools = CONFIG["tool"]
    assert set(tools["mypy"]["packages"]) == set(PACKAGES)
    assert set(tools["importlinter"]["root_packages"]) == set(PACKAGES)


def test_every_requirement_is_pinned() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    assert not [line for line in lines if line and not line.startswith("#") and "==" not in line]


def test_nothing_below_tests_is_a_package() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))
