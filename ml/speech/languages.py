"""The languages that Whisper hears: `languages.toml`."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

_REGION: Final = re.compile(r"(?<=^..)[-_][a-z0-9_-]+$")
"""What a tag (BCP 47) tells besides the language."""


@cache
def language_names() -> Mapping[str, str]:
    """Code → English name, lower case."""
    names: dict[str, str] = tomllib.loads(
        files(__package__).joinpath("languages.toml").read_text("utf-8")
    )["names"]
    return names


def language_code(said: str) -> str | None:
    """The code of a language given by code, tag (`en-GB`) or English name; None if not known."""
    wanted = said.strip().lower()
    wanted = wanted if wanted in language_names() else _REGION.sub("", wanted)
    if wanted in language_names():
        return wanted
    return next((code for code, name in language_names().items() if name == wanted), None)
