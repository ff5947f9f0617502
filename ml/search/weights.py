"""The numbers of the search's score, data beside this module."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def weights() -> dict[str, dict[str, float]]:
    """Every number by group and name."""
    return tomllib.loads(files(__package__).joinpath("weights.toml").read_text("utf-8"))


def number(group: str, name: str) -> float:
    """One of the numbers."""
    return float(weights()[group][name])
