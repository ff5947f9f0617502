"""Where the outfit is worn: a known city, or a name after "in"."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from agent.understanding.circumstances.days import MONTHS, WEEKDAYS
from agent.understanding.words.atoms import Found
from agent.understanding.words.lexicon import lexicon

_PLACE: Final = re.compile(
    r"\b(?P<lead>[Ii]n|[Tt]o|[Ff]or|[Aa]round|[Nn]ear|[Vv]isiting|IN|TO)\s+"
    r"(?:(?:sunny|rainy|cold|hot|windy|freezing|downtown|central|foggy|snowy|chilly|warm)\s+)*"
    r"(?P<place>[A-ZÀ-Þ][\w'’-]+(?:\s+(?:de|del|la|le|of|the|upon)?\s*[A-ZÀ-Þ][\w'’-]+){0,2})"
)
_NO_PLACES: Final = frozenset(
    ("i", "the", "a", "my", "me", "it", "christmas", "easter", "halloween", "thanksgiving",
     "general", "mind", "english", "french", "german", "spanish", "italian", "portuguese", "dutch",
     "polish", "russian", "chinese", "japanese", "arabic", "turkish", "swedish", "danish")
)  # fmt: skip


@cache
def _cities() -> tuple[str, ...]:
    rows = tomllib.loads(files(__package__).joinpath("places.toml").read_text("utf-8"))
    return tuple(rows["cities"])


def is_city(name: str) -> bool:
    """Whether a name is a known city's."""
    return name.casefold() in _folded()


@cache
def _folded() -> frozenset[str]:
    return frozenset(city.casefold() for city in _cities())


_TOLD_OF: Final = re.compile(
    r"\b(?:lives|lived|born|made|bought|met|grew\s+up|studied|worked|works|married|honeymoon\w*|been|went|raised"
    r"|back\s+from)\s+(?:it\s+|them\s+|this\s+|that\s+|these\s+|her\s+|him\s+|back\s+)?$",
    re.IGNORECASE,
)
"""Before a place that is only told of: "my sister lives in Rome"."""
_UNDER_WAY: Final = re.compile(
    r"\b(?:fl(?:y|ies|ying|ight)|driv(?:e|ing)|head(?:s|ed|ing)?|off|travel\w*|trip|trains?|bus|ferry|coach|moving"
    r"|cruise|back|up|down|over|out|cycling|sailing|journey|weekend|visit)"
    r"\s+(?:(?:up|down|out|over|back|off|round|across|home)\s+)?$",
    re.IGNORECASE,
)
"""Before a "to" or "for" that leads to a place: "heading up to Inverness"."""
_NEAR: Final = 32
"""Characters before a place in which it is said what is done there."""


@cache
def _gazetteer() -> re.Pattern[str]:
    names = _cities()
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        r"\b(?:in|to|for|at|around|near|visiting|(?:hello|hi|greetings|writing|calling|texting|email\w*)\s+from"
        rf"|i\s+meant?|make\s+(?:it|that))\s+(?P<place>{listed})\b(?!['’]s\s)",
        re.I,
    )


_AMBIGUOUS: Final = frozenset(
    {"nice", "turkey", "cologne", "florence", "phoenix", "lima", "sofia", "wellington", "orlando",
     "porto", "perth", "india", "austin", "victoria"}
)  # fmt: skip
"""Cities that are words or names of people, too: alone they count with a capital only."""
_WORD: Final = re.compile(r"\w+")
_WORDS: Final = frozenset({"nice"})
"""Cities that are everyday words: they count with a capital only."""


@cache
def _alone() -> re.Pattern[str]:
    listed = "|".join(re.escape(name) for name in sorted(_cities(), key=len, reverse=True))
    return re.compile(
        r"(?:^\W*|[,;:.!?/|=]\s*|\b(?:actually|then|now|and|wait|sorry|rather|instead|oh|ok|okay|next|it['’]?s"
        r"|it['’]?ll\s+be|it\s+will\s+be|going\s+to\s+be|it\s+is|i['’]?m\s+off\s+to|headed)\s+)(?:(?:and|then|actually|now|rather|it['’]?s|maybe)\s+)?"
        rf"(?P<place>{listed})(?=\s*(?:$|[.,!?;/|]|(?:is|comes)\s+next\b|(?:next|instead|now|then|it\s+is|after"
        r"|please|tomorrow|today|tonight|this|on|rather|not)\b))",
        re.I,
    )


def _place_alone(text: str) -> re.Match[str] | None:
    """A city that is said by itself: "change of plan: Dubai", "actually Sydney is next"."""
    return next((m for m in _alone().finditer(text) if _stands_for_itself(m["place"])), None)


def _stands_for_itself(name: str) -> bool:
    return name.casefold() != "nice" and (name.casefold() not in _AMBIGUOUS or name[0].isupper())


def _is_place(name: str) -> bool:
    first = name.lower().split()[0]
    if first in _NO_PLACES or first in WEEKDAYS or first in MONTHS:
        return False
    return first not in lexicon().known


@cache
def _city_words() -> frozenset[str]:
    """The longest word of each known city, in lower case."""
    return frozenset(max(_WORD.findall(name.lower()), key=len) for name in _cities())


def _may_name_city(text: str) -> bool:
    """Whether a word of a known city is in a text, as few have it."""
    # Beyond ASCII, letters may be alike without regard to case and yet differ in lower case.
    return not text.isascii() or not _city_words().isdisjoint(_WORD.findall(text.lower()))


def _city(text: str) -> re.Match[str] | None:
    known = (m for m in _gazetteer().finditer(text) if not _is_told_of(text, m))
    return next(known, None) or _place_alone(text)


def places(text: str) -> Iterator[Found]:
    """The first place that is named: a known city, or a capitalised name after "in"."""
    if match := _city(text) if _may_name_city(text) else None:
        yield Found("place", match["place"].title(), match.start(), match.end())
        return
    if text.isupper():
        return
    for match in _PLACE.finditer(text):
        if _leads_there(text, match) and _is_place(match["place"]):
            yield Found("place", match["place"], match.start(), match.end())
            return


def _is_told_of(text: str, match: re.Match[str]) -> bool:
    """Whether nobody is to be dressed for a place: it is a word, or where something was."""
    said = match["place"]
    word = said.islower() and said in _WORDS
    return word or _TOLD_OF.search(text, max(0, match.start() - _NEAR), match.start()) is not None


def _leads_there(text: str, match: re.Match[str]) -> bool:
    lead = match["lead"].lower()
    if lead in ("in", "visiting", "near"):
        return not _is_told_of(text, match)
    if lead not in ("to", "for") or match["place"].endswith(("'s", "’s")):
        return False
    return _UNDER_WAY.search(text, max(0, match.start() - _NEAR), match.start()) is not None
