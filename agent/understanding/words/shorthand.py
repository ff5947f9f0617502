"""A text with its shorthand spelled out: "2nite", "blackkk", "no played shirts", "🚫👠".

Only what a reader would read otherwise is replaced; offsets lead back to the text as it came.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.understanding.words.legible import Legible, legible
from agent.understanding.words.lexicon import lexicon, signals
from agent.understanding.words.predicates import is_known
from agent.understanding.words.spelling import plain_words, within_one

_WORD: Final = re.compile(r"(?<![\w'’@#/.-])[^\W_]{2,16}(?![\w@-])")
_DRAWN: Final = re.compile(r"([^\W\d_])\1{2,}")
_DAYS: Final = (
    "tonight", "tomorrow", "weekend", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "evening", "morning", "afternoon", "christmas",
)  # fmt: skip
_TIMES: Final = {*_DAYS, "today", "night", "something", "anything", "nothing", "thanks"}
_LONG: Final = 6
"""Letters from which on a slip in a day is put right."""
_KNOWN_TO: Final = re.compile(
    r"(?<!\bi )(?<!\byou )(?<!\bwe )(?<!\bthey )(?<!\bto )(?<!\bdont )(?<!\bdon't )(?<!\bnot )"
    r"(?<!\blet me )(?<!\bshe )(?<!\bhe )(?<!\bnever )(?<!\bwould )\bknow (?P<thing>[a-z]+)"
)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands for another word beside certain others; `holds` are letters it never lacks."""

    holds: tuple[str, ...]
    said: re.Pattern[str]
    meant: str


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("shorthand.toml").read_text("utf-8"))


@cache
def _beside() -> tuple[_Beside, ...]:
    return tuple(
        _Beside(tuple(row["holds"]), re.compile(row["said"]), row["meant"])
        for row in _tables()["beside"]
    )


@cache
def _pictures() -> re.Pattern[str]:
    drawn = "".join(_tables()["pictures"])
    return re.compile(rf"(?<=\bno )(?P<p>[{drawn}])|(?<=\bnot )(?P<q>[{drawn}])")


class _Page:
    """A text while parts of it are replaced, and where each of its characters came from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = list(range(len(text) + 1))

    def put(self, start: int, end: int, said: str) -> None:
        """Write `said` in the place of the characters from `start` to `end`."""
        self.text = self.text[:start] + said + self.text[end:]
        self.places[start:end] = [self.places[start]] * len(said)


def as_read(text: str) -> Legible | None:
    """The text in plain letters and plain words; None where it is both already."""
    seen = legible(text)
    spelled = spelled_out(seen.text if seen else text)
    if seen is None or spelled is None:
        return spelled or seen
    return Legible(spelled.text, tuple(seen.places[place] for place in spelled.places))


def spelled_out(text: str) -> Legible | None:
    """The text without its shorthand; None where there is none."""
    page = _Page(text)
    lowered = text.lower()
    for one in _beside():
        if any(held in lowered for held in one.holds):
            _replace(page, one.said, one.meant)
    for match in reversed(list(_WORD.finditer(page.text))):
        if meant := _meant(match.group().lower()):
            page.put(match.start(), match.end(), meant)
    if not page.text.isascii():
        for match in reversed(list(_pictures().finditer(page.text.lower()))):
            page.put(match.start(), match.end(), str(_tables()["pictures"][match.group()]))
    heard = page.text.lower()
    for match in reversed(list(_KNOWN_TO.finditer(heard) if "know" in heard else ())):
        if any(reading.kind for reading in lexicon().by_first.get(match["thing"], ())):
            page.put(match.start(), match.start() + len("know"), "no")
    return None if page.text == text else Legible(page.text, tuple(page.places))


def _replace(page: _Page, pattern: re.Pattern[str], meant: str) -> None:
    lowered = page.text.lower()
    if len(lowered) != len(page.text):
        return
    for match in reversed(list(pattern.finditer(lowered))):
        page.put(match.start(), match.end(), meant)


@cache
def _shorts() -> dict[str, str]:
    words: dict[str, str] = _tables()["words"]
    return words


def _meant(word: str) -> str:
    """What a word is short for, or drawn out from; nothing where it stands for itself."""
    if meant := _shorts().get(word):
        return meant
    if not _DRAWN.search(word):
        return _day(word)
    return next((w for w in (_DRAWN.sub(r"\1\1", word), _DRAWN.sub(r"\1", word)) if _is(w)), "")


@cache
def _day(word: str) -> str:
    """The day or hour that a slip of the thumb hides: tonihgt, thrusday."""
    if len(word) < _LONG or _is(word) or not word.isalpha() or word.removesuffix("s") in _DAYS:
        return ""  # "on wednesdays" is no slip: it names no one day.
    return next((day for day in _DAYS if day[0] == word[0] and within_one(word, day)), "")


@cache
def _is(word: str) -> bool:
    known = word in lexicon().known or word in signals().known or word in _TIMES
    return known or is_known(word) or word in plain_words()
