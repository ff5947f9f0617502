"""Prompts and reply templates: Markdown files with strict `$name` fields, loaded by name."""

import hashlib
from functools import cache
from importlib.resources import files
from string import Template


@cache
def _source(name: str) -> str:
    return files(__package__).joinpath(f"{name}.md").read_text("utf-8")


def render(name: str, **fields: object) -> str:
    """Fill the prompt `name`.

    Raises:
        KeyError: a `$field` of the prompt was not given.

    """
    return Template(_source(name)).substitute({k: str(v) for k, v in fields.items()}).strip()


@cache
def edition() -> str:
    """Twelve hex digits that change whenever any prompt or reply does."""
    sources = sorted(path.name for path in files(__package__).iterdir() if path.name[-3:] == ".md")
    told = "".join(f"{name}:{version(name[:-3])}\n" for name in sources)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def version(name: str) -> str:
    """Twelve hex digits that change whenever the prompt's text does."""
    return hashlib.sha256(_source(name).encode()).hexdigest()[:12]
