"""The numbers that an outfit is judged by, read once from `weights.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def weights() -> dict[str, Any]:
    """Every table of `weights.toml`; parts and slots by name."""
    return tomllib.loads(files(__package__).joinpath("weights.toml").read_text("utf-8"))


def number(table: str, key: str) -> float:
    """One number of a table."""
    return float(weights()[table][key])


def numbers(table: str, key: str) -> tuple[float, ...]:
    """One row of numbers of a table."""
    return tuple(float(value) for value in weights()[table][key])


def by_kind(table: dict[str, Any], category: str, subcategory: str | None, default: float) -> float:
    """A kind's number: the subcategory's, else the category's, else `default`."""
    return float(table.get(subcategory or "", table.get(category, default)))
