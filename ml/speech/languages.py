"""The languages that Whisper hears: `languages.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def language_names() -> Mapping[str, str]:
    """Code → English name, lower case."""
    names: dict[str, str] = tomllib.loads(
        files(__package__).joinpath("languages.toml").read_text("utf-8")
    )["names"]
    return names


def language_code(said: str) -> str | None:
    """The code of a language that is given by code or English name; None for one not known."""
    wanted = said.strip().lower()
    if wanted in language_names():
        return wanted
    return next((code for code, name in language_names().items() if name == wanted), None)
