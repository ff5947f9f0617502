"""The one spelling of words that people type in several: short forms, slips of the fingers."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

_LEAST: Final = 3


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("spelled.toml").read_text("utf-8"))


@cache
def spellings() -> dict[str, str]:
    """The reader's spelling by the one that was typed; other words stay as they are."""
    swapped = _tables()["swapped"]
    whole, others = swapped["words"].split(), set(swapped["other_words"].split())
    found = {
        slip: word for word in whole for slip in _swaps(word) if slip not in others | set(whole)
    }
    listed: dict[str, str] = _tables()["slips"] | _tables()["short"]
    return found | listed


@cache
def words_after_is() -> tuple[str, ...]:
    """Words before which a "'s" is short for "is"."""
    return tuple(_tables()["is"]["before"].split())


def _swaps(word: str) -> Iterator[str]:
    """The word with two neighbouring letters in each other's place."""
    if len(word) >= _LEAST:
        for k in range(len(word) - 1):
            yield word[:k] + word[k + 1] + word[k] + word[k + 2 :]
