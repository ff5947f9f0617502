"""The numbers that an outfit is judged by, read once from `weights.toml`."""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray


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


def array(table: str, key: str) -> NDArray[np.float64]:
    """The same row as an array, which nobody may change."""
    return _array(tuple(weights()[table][key]))


@lru_cache(maxsize=64)
def _array(values: tuple[float, ...]) -> NDArray[np.float64]:
    fixed = np.array(values, dtype=np.float64)
    fixed.flags.writeable = False
    return fixed


def by_kind(table: dict[str, Any], category: str, subcategory: str | None, default: float) -> float:
    """A kind's number: the subcategory's, else the category's, else `default`."""
    return float(table.get(subcategory or "", table.get(category, default)))
