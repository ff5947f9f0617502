"""Classes of words by what they say of a thing; the words are data, in `predicates.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

_ENDINGS: Final = (
    ("ies", "y"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""),
    ("s", ""), ("d", ""),
)  # fmt: skip
_SHORTEST_STEM: Final = 3


@cache
def _tables() -> dict[str, str]:
    return tomllib.loads(files(__package__).joinpath("predicates.toml").read_text("utf-8"))


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one class as they are listed."""
    return frozenset(_tables()[name].split())


@cache
def known() -> frozenset[str]:
    """Every word of every class."""
    return frozenset().union(*(words_of(name) for name in _tables()))


@cache
def is_known(word: str) -> bool:
    """Whether a word or its stem belongs to any class."""
    return word in known() or any(stem in known() for stem in _stems(word))


def belongs(word: str, name: str) -> bool:
    """Whether a word or its stem belongs to a class of `predicates.toml`."""
    listed = words_of(name)
    return word in listed or any(stem in listed for stem in _stems(word))


@cache
def _stems(word: str) -> tuple[str, ...]:
    found = []
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word.removesuffix(ending)
            found.append(stem + instead)
            if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return tuple(found)
