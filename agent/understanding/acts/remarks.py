"""Whether a turn only tells something, as one does between two people: "sorry, my phone died"."""

import re
from functools import cache
from typing import Final, Literal

from agent.understanding.acts.reactions import tables
from agent.understanding.acts.speech_words import plain_words
from agent.understanding.words.predicates import words_of

_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")
_SHORTEST: Final = 2
LONGEST: Final = 2000
"""Characters that are looked at; who says more than this asks for something."""


@cache
def _begins(name: Literal["asks", "tells"]) -> re.Pattern[str]:
    words = tables()["remark"]
    return re.compile(f"{words['opens']}{words[name]}")


def remarks(text: str) -> bool:
    """Whether nothing is asked or ordered, and the words are those of plain talk."""
    said = [plain_words(found) for found in _SENTENCE.findall(text[:LONGEST])]
    said = [sentence for sentence in said if sentence]
    if not said or any(s.endswith("?") or _begins("asks").match(s) or _denies(s) for s in said):
        return False
    return any(_begins("tells").match(s) and _is_english(s) for s in said)


def _denies(sentence: str) -> bool:
    """Whether a "no" is said: what it refuses must not pass for talk."""
    return not words_of("negators").isdisjoint(sentence.replace(",", " ").split())


def _is_english(sentence: str) -> bool:
    """Whether at least two words are among the commonest, or one of a short sentence."""
    words = sentence.strip(".!").replace(",", " ").split()
    common = sum(word in words_of("light") | words_of("subjects") for word in words)
    return common >= min(_SHORTEST, len(words) - 1)
