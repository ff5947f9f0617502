"""What a turn says beside outfits, by the words of `talk.toml`."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

_MOST: Final = 400
"""Characters that are looked at; longer turns are no such remarks."""


@cache
def _rows() -> dict[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath("talk.toml").read_text("utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_rows()[name])})(?!\w)")


def says(name: str, text: str) -> re.Match[str] | None:
    """Where a text says something of a kind."""
    plain = " ".join(text.lower().replace("'", "").replace("’", "").split())
    return _pattern(name).search(plain[:_MOST])


def word_list(name: str) -> frozenset[str]:
    """A list of plain words."""
    return frozenset(_rows()[name])
