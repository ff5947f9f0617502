"""Circumstances that are only told of: what was, what would be, and what was paid.

"I bought it last winter", "it was 30 degrees last week", "if it were warmer", "I paid £300 for it"
tell nothing of the day to dress for.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from agent.understanding.words.atoms import Atom
from agent.understanding.words.lexicon import word_list

_TOLD: Final = frozenset({"occasion", "condition", "season", "temperature", "place", "rain_chance"})
_CLAUSE: Final = re.compile(r"[^.!?;\n]+")
_TURN: Final = re.compile(
    r",?\s*\b(?:but|so|yet|now|and\s+(?:now|today|tonight|tomorrow|this\s+time))\b|,\s+(?=(?:i|we|it['’]?s|today|tonight"
    r"|tomorrow|this|please|can|could|what|give|show|need|looking)\b)",
    re.IGNORECASE,
)
_THEN: Final = (
    r"last\s+(?:week|month|year|night|time|weekend|winter|summer|spring|autumn|fall|season"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|christmas|easter)(?!['’]s|\s+of|\s+day|\s+night|\s+minute)"
    r"|yesterday(?!['’]s)|(?:days?|weeks?|months?|years?|ages|winters?|summers?)\s+ago|the\s+other\s+(?:day|week|night)"
    r"|(?:back\s+)?in\s+(?:19|20[01])\d\d|back\s+(?:then|in\s+the\s+day)|(?:i|we|she|he|they)\s+(?:once|used\s+to)"
    r"|when\s+(?:i|we)\s+(?:was|were|lived|worked|went|got|first)|as\s+an?\s+(?:child|kid|student|teenager)"
    r"|since\s+(?:19|20)\d\d"
)
_PAST: Final = re.compile(rf"\b(?:{_THEN})\b", re.IGNORECASE)
_WORE: Final = re.compile(
    r"\b(?:i|we|she|he|they|you)(?:['’]?ve|\s+have|\s+had)?\s+(?:\w+ly\s+|only\s+|never\s+|already\s+)?"
    r"(?:wore|was\s+wearing|bought|spent|paid|found|picked\s+up|borrowed|ruined|ripped|spilled|got\s+(?:it|them|this|that)|took\s+(?:it|them))\b",
    re.IGNORECASE,
)
_IF: Final = re.compile(
    r"\bif\s+(?:only\s+)?(?:it|the\s+weather|there|today|tomorrow)\s+(?:was|were|had\s+been|wasn['’]?t|weren['’]?t)\b"
    r"|\b(?:unless|until|wish)\s+(?:it|the\s+weather)\s+(?:was|were)\b|\bas\s+if\s+(?:it|i)\b",
    re.IGNORECASE,
)
_PAID: Final = re.compile(
    r"\b(?:paid|cost\s+(?:me|us|him|her)|spent|worth|sets?\s+(?:me|us)\s+back"
    r"|(?:bought|got|sold|found|picked)(?:\s+(?:it|them|this|that|those|these|up|mine))*\s+for)"
    r"\s+(?:(?:about|around|over|almost|nearly|only|like|a|the|good|whole|all\s+of)\s+)*$",
    re.IGNORECASE,
)
_STAYS_AWAY: Final = re.compile(
    r"\b(?:never|rarely|seldom|hardly\s+ever|don['’]?t|do\s+not|won['’]?t|can['’]?t|not|haven['’]?t)\s+(?:\w+ly\s+|ever\s+)?"
    r"(?:go|going|been|attend(?:ing)?|get\s+invited|invited)\s+(?:out\s+)?(?:to\s+)?(?:any\s+|the\s+|a\s+|many\s+)?$",
    re.IGNORECASE,
)
"""Before what one does not go to: "I never go to parties"."""
_SHADED: Final = frozenset({"coloured", "colored", "personality", "disposition", "smile"})
_LAST: Final = re.compile(r"\b(?:last|previous|past)\s+$", re.IGNORECASE)
_ON_IT: Final = re.compile(r"\s+(?:left|to\s+spend|in\s+total)\b", re.IGNORECASE)
_TELLING: Final = re.compile(
    r"\b(?:told|said|says|asked|invited|heard|found\s+out|decided|booked|mentioned|announced|informed|emailed|texted|got)\b",
    re.IGNORECASE,
)
"""News of yesterday is of a day to come: "my boss told me yesterday that we have investors"."""
_NEAR: Final = 40
"""Characters before a price in which its verb stands."""


def pass_over_bygone(row: Sequence[Atom], text: str) -> None:
    """Let what is told of another time, of no time, or of what was paid state nothing."""
    told = [a for a in row if a.polarity == "want" and a.kind in _TOLD | {"budget"}]
    if not told:
        return
    parts = list(_parts(text))
    for k, atom in enumerate(row):
        if atom.kind == "condition" and _is_a_shade(row, k):
            atom.polarity = "neutral"
    for atom in told:
        if atom.kind == "budget":
            before = text[max(0, atom.start - _NEAR) : atom.start]
            bygone = bool(_PAID.search(before)) and not _ON_IT.match(text, atom.end)
        elif atom.kind == "season" and _LAST.search(text[max(0, atom.start - _NEAR) : atom.start]):
            bygone = True
        else:
            stays_away = atom.kind in ("occasion", "place") and _STAYS_AWAY.search(
                text, max(0, atom.start - _NEAR), atom.start
            )
            part = next((p for p in parts if p[0] <= atom.start < p[1]), (0, len(text)))
            bygone = bool(stays_away) or _is_bygone(text[part[0] : part[1]], atom)
        if bygone:
            atom.polarity = "neutral"


def _is_a_shade(row: Sequence[Atom], k: int) -> bool:
    """Whether weather only names a colour or a person: "storm grey", "mist-coloured"."""
    after = row[k + 1] if k + 1 < len(row) else None
    return after is not None and (after.kind == "color" or after.word in _SHADED)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """The clauses of a text, cut also where it turns to what is asked for."""
    for clause in _CLAUSE.finditer(text):
        first = clause.start()
        for turn in _TURN.finditer(text, clause.start(), clause.end()):
            yield first, turn.start()
            first = turn.start()
        yield first, clause.end()


def _is_bygone(part: str, atom: Atom) -> bool:
    if atom.kind in ("condition", "temperature") and _IF.search(part):
        return True
    if _asks().search(part) or _TELLING.search(part):
        return False
    worn = atom.kind in ("occasion", "place", "season") and _WORE.search(part)
    return bool(_PAST.search(part) or worn)


@cache
def _asks() -> re.Pattern[str]:
    """Words that ask, or tell of a time to come."""
    return re.compile(rf"\b(?:{'|'.join(word_list('bygone_asks'))})\b", re.IGNORECASE)
