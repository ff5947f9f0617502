"""Writes docs/CONFIGURATION.md and .env.example: `python -m cli.configuration`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from stylist.settings import Settings

ROOT = Path(__file__).parents[1]
PLACES = {
    "STYLIST_DATA_DIR": "the user's data folder for `stylist`",
    "STYLIST_MODELS_DIR": "`stylist/models` in the user's cache folder",
}
INTRODUCTION = """# Configuration

Every setting is an environment variable; nothing else is read, and no dotenv file is. Lists are
JSON (`["https://example.org"]`). This page and `.env.example` are written from
`stylist/settings.py` by `python -m cli.configuration`, and a test keeps them true.

`stylist up` starts PostgreSQL, Valkey and Chroma itself, except those whose `…__URL` is set.

| variable | default | what it does |
|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable, its default as it would be written, and what it does."""

    name: str
    default: str
    description: str


def variables() -> Iterator[Variable]:
    """Every variable that Stylist reads, in the order of the settings class."""
    for name, field in Settings.model_fields.items():
        group = field.annotation
        if isinstance(group, type) and issubclass(group, BaseModel):
            for inner, inner_field in group.model_fields.items():
                yield _variable(f"STYLIST_{name}__{inner}".upper(), inner_field)
        else:
            yield _variable(f"STYLIST_{name}".upper(), field)


def _variable(name: str, field: FieldInfo) -> Variable:
    default = PLACES.get(name) or _written(field.get_default(call_default_factory=True))
    return Variable(name, default, field.description or "")


def _written(value: Any) -> str:
    if value is None or isinstance(value, SecretStr):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "[]" if value == [] else str(value)


def markdown() -> str:
    """The page docs/CONFIGURATION.md."""
    rows = (f"| `{v.name}` | {_cell(v)} | {v.description} |" for v in variables())
    return INTRODUCTION + "\n".join(rows) + "\n"


def _cell(variable: Variable) -> str:
    if not variable.default:
        return "(none)"
    return variable.default if variable.name in PLACES else f"`{variable.default}`"


def example() -> str:
    """The file .env.example: every variable, commented out, with its default."""
    lines = ["# For `docker compose --env-file` or your shell; see docs/CONFIGURATION.md."]
    for variable in variables():
        default = "" if variable.name in PLACES else variable.default
        lines += ["", f"# {variable.description}", f"# {variable.name}={default}"]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write both files."""
    (ROOT / "docs" / "CONFIGURATION.md").write_text(markdown(), "utf-8")
    (ROOT / ".env.example").write_text(example(), "utf-8")


if __name__ == "__main__":
    main()
