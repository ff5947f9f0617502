"""Suites as files: read, checked against each other, and their JSON schema."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import TypeAdapter, ValidationError

from evals.cases import ConversationSuite, Suite, UtteranceSuite
from stylist.errors import BadRequest, NotFound

FOLDER: Final = Path(__file__).with_name("suites")
SCHEMA: Final = FOLDER / "suite.schema.json"
READER: Final[TypeAdapter[UtteranceSuite | ConversationSuite]] = TypeAdapter(Suite)


def files(folder: Path = FOLDER) -> dict[str, Path]:
    """The suites' files by name."""
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def read_suite(path: Path) -> UtteranceSuite | ConversationSuite:
    """Read one file.

    Raises:
        NotFound: there is no such file.
        BadRequest: it is not YAML, or not of the schema; the message names the case.
    """
    if not path.is_file():
        raise NotFound(f"There is no suite {path}.")
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _changed_ns: int) -> UtteranceSuite | ConversationSuite:
    try:
        read = yaml.load(path.read_text("utf-8"), Loader=_Loader)
        suite = READER.validate_python(read)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadRequest(f"{path}: {error}") from error
    except ValidationError as error:
        raise BadRequest(f"{path}: {_told(read, error)}") from error
    if suite.suite != path.stem:
        raise BadRequest(f"{path}: the suite calls itself {suite.suite}.")
    return suite


def content_hash(path: Path) -> str:
    """Twelve hex digits that change with the file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def json_schema() -> dict[str, Any]:
    """The schema of a suite's file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A suite of Stylist's evals",
        **READER.json_schema(by_alias=True),
    }


def _told(read: Any, error: ValidationError) -> str:
    cases = read.get("cases", []) if isinstance(read, dict) else []
    return "; ".join(_row(cases, row["loc"], row["msg"]) for row in error.errors()[:5])


def _row(cases: Any, where: tuple[int | str, ...], message: str) -> str:
    at = next((part for part in where if isinstance(part, int)), None)
    known = isinstance(at, int) and at < len(cases) and isinstance(cases[at], dict)
    name = f"case {cases[at].get('id', at)}: " if known else ""
    return f"{name}{'.'.join(map(str, where))}: {message}"


class _Loader(yaml.CSafeLoader):
    """YAML without the trap that a bare `no`, `yes`, `on`, `off` becomes a truth value."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:bool"]
    for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


if __name__ == "__main__":
    SCHEMA.write_text(json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n", "utf-8")
