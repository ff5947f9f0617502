"""Whether a turn is in another language than English, which alone is understood without a model."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from agent.understanding.words.lexicon import lexicon
from agent.understanding.words.tokens import Token

_MOSTLY: Final = 0.5
"""Share of letters of another script from which on a text is not English."""


@cache
def _words() -> dict[str, frozenset[str]]:
    rows = tomllib.loads(files(__package__).joinpath("languages.toml").read_text("utf-8"))
    return {language: frozenset(words) for language, words in rows.items()}


@cache
def english_words() -> frozenset[str]:
    """Frequent words of English."""
    return _words()["english"]


@cache
def _english() -> frozenset[str]:
    return _words()["english"] | lexicon().known


def is_foreign(tokens: Sequence[Token], text: str) -> bool:
    """Whether most of the words, or of the letters, are not English."""
    if _is_other_script(text):
        return True
    said = {token.word for token in tokens if token.word.isalpha()}
    english = len(said & _english())
    foreign = max(
        len(said & words) for language, words in _words().items() if language != "english"
    )
    return foreign > english or (foreign >= len(said) / 2 and foreign > 1 and foreign >= english)


def _is_other_script(text: str) -> bool:
    if text.isascii():
        return False
    letters = [c for c in text if c.isalpha()]
    latin = sum(c < "\u0250" for c in letters)
    return bool(letters) and latin < len(letters) * (1 - _MOSTLY)
