"""Constructions of a sentence, compiled from `constructions.toml`.

A construction is a row of words around one `*`, the thing: `cross * off`. `a|b` are alternatives
(`off_limits` is two words), `<name>` a class, `word~` the word in all its forms, `word?` may be
missing, `...` is up to five words (`....` of
other things too), `^` begins and `$` ends a clause, `$.` one that is no question.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from agent.understanding.refusals.rendering import THING, Line, tables

GROUPS: Final = ("want", "allow", "retract", "neutral", "doubt", "rhetorical", "avoid", "same")
"""What constructions may say of a thing; of two of the same length the first holds."""
_DET: Final = (
    r"(?:(?:the|a|an|my|any|some|those|these|this|that|your|all|our|such|either|both|of|more|her|his"
    r"|another|other|two|kind|sort|type|much|many|stuff|things|anything|something|like|new|old) )*"
)
_LIST: Final = rf"{THING} (?:(?:(?:and|or|nor|,) ){{0,2}}{_DET}{THING} )*(?:ones? )?"
_GAP: Final = rf"(?:[^ {THING}.,!?]+ ){{0,5}}"
_WIDE_GAP: Final = r"(?:[^ .,!?]+ ){0,5}"
_OPENS: Final = "(?:(?<=[.!?,] )|(?<= and )|(?<= but )|(?<= so )|(?<= or )|(?<= because ))"
_ENDS: Final = (
    r"(?=[.!?,] |and |but |so |or |because |please |though |thanks |thank |today |tonight |now "
    r"|for |at |tomorrow |again |this |either |$)"
)
_STOPS: Final = r"(?=[.!,] |$)"
_FORM: Final = re.compile(r"([a-z-]+)~")


@dataclass(frozen=True, slots=True)
class Construction:
    """A pattern over a rendered line; `keys` are words of which one must be in the line."""

    group: str
    written: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Met:
    """A construction in a line: its range, and the range of its thing."""

    group: str
    start: int
    end: int
    thing: tuple[int, int]


def met_in(line: Line) -> list[Met]:
    """The constructions in a line, the longest first; none overlaps a longer one."""
    index, words = _index(), line.words
    if THING not in words:
        return []
    near = {id(c): c for word in words for c in index.get(word, ())}
    found = [
        Met(c.group, m.start(), m.end(), m.span("thing"))
        for c in near.values()
        for m in _pattern(c.written).finditer(line.text)
    ]
    found.sort(key=lambda met: (-_told(met), GROUPS.index(met.group), met.start))
    kept: list[Met] = []
    for met in found:
        if not any(_overlap(met, other) for other in kept):
            kept.append(met)
    return kept


def _told(met: Met) -> int:
    """The letters of a construction without those of its thing."""
    return met.end - met.start - (met.thing[1] - met.thing[0])


def _overlap(a: Met, b: Met) -> bool:
    shared = range(max(a.start, b.start), min(a.end, b.end))
    return any(not (m.thing[0] <= at < m.thing[1]) for m in (a, b) for at in shared)


@cache
def _index() -> dict[str, list[Construction]]:
    made: dict[str, list[Construction]] = {}
    for group in GROUPS:
        for written in tables()[group]:
            construction = _keyed(group, written)
            _pattern(written)  # now, so that no later turn waits for it
            for key in construction.keys:
                made.setdefault(key, []).append(construction)
    return made


@cache
def known_words() -> frozenset[str]:
    """Every word that a construction holds."""
    return frozenset(word for word in _index() if word.isalpha())


def _keyed(group: str, written: str) -> Construction:
    tokens = written.split()
    keys = [words for token in tokens if (words := _first_words(token))]
    common = frozenset(tables()["common"].split())
    telling = [words for words in keys if not words & common] or keys
    return Construction(group, written, min(telling, key=len))


@cache
def _pattern(written: str) -> re.Pattern[str]:
    """The expression of a construction, in which its thing is the group `thing`."""
    tokens = written.split()
    parts = [_part(tokens, n) for n in range(len(tokens))]
    return re.compile(f"(?<![^ ]){''.join(parts)}")


def _part(tokens: Sequence[str], n: int) -> str:
    """The pattern of one token."""
    token = tokens[n]
    if token in _MARKS:
        return _MARKS[token]
    if token == "*":
        last, opens = n == len(tokens) - 1, n == 0 or tokens[n - 1] == "^"
        things = f"{THING} " if last or n == 0 else _LIST
        return f"{'' if opens else _DET}(?P<thing>{things}{'' if last else '(?:ones? )?'})"
    longest_first = sorted(set(_said_by(token)), key=len, reverse=True)
    said = "|".join(f"{re.escape(phrase)} " for phrase in longest_first)
    return f"(?:{said}){'?' if _is_optional(token) else ''}"


def _is_optional(token: str) -> bool:
    return token.endswith("?") and token != "?"


def _first_words(token: str) -> frozenset[str]:
    """Words of which one must be there for a token to be met; none where it may be missing."""
    if token in _MARKS or token == "*" or _is_optional(token):
        return frozenset()
    return frozenset(phrase.split()[0] for phrase in _said_by(token))


def _said_by(token: str) -> Iterator[str]:
    for choice in (token.removesuffix("?") or token).split("|"):
        yield from _phrases(choice)


def _phrases(choice: str) -> Iterator[str]:
    """The phrases that one alternative stands for."""
    if choice.startswith("<"):
        for listed in tables()["class"][choice.strip("<>")].split():
            yield from _phrases(listed)
        return
    said = choice.replace("_", " ")
    if (found := _FORM.search(said)) is None:
        yield said
        return
    for form in _forms(found.group(1)):
        yield said.replace(found.group(), form)


def _forms(verb: str) -> Iterator[str]:
    """A verb in all its forms: age, ages, aged, aging."""
    stem = verb.removesuffix("e")
    yield from (verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing")
    yield from (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")
    if verb.endswith("y"):
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")


_MARKS: Final = {"...": _GAP, "....": _WIDE_GAP, "^": _OPENS, "$": _ENDS, "$.": _STOPS}
