"""Constructions of a sentence, compiled from `constructions.toml`.

A construction is a row of words around one `*`, the thing: `cross * off`. `a|b` are alternatives
(`off_limits` is two words), `<name>` a class, `word~` the word in all its forms, `word?` may be
missing, `...` is up to five words, `^` begins and `$` ends a clause.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from agent.understanding.rendering import THING, Line, tables

GROUPS: Final = ("want", "allow", "retract", "neutral", "avoid")
"""What constructions may say of a thing; of two of the same length the first holds."""
_DET: Final = (
    r"(?:(?:the|a|an|my|any|some|those|these|this|that|your|all|our|such|either|both|of|more|her|his"
    r"|another|other|two|kind|sort|type|much|many|stuff|things|anything|something|like|new|old) )*"
)
_LIST: Final = rf"{THING} (?:(?:(?:and|or|nor|,) ){{0,2}}{_DET}{THING} )*(?:ones? )?"
_GAP: Final = rf"(?:[^ {THING}.,!?]+ ){{0,5}}"
_OPENS: Final = "(?:(?<=[.!?,] )|(?<= and )|(?<= but )|(?<= so )|(?<= or )|(?<= because ))"
_ENDS: Final = (
    r"(?=[.!?,] |and |but |so |or |because |please |though |thanks |thank |today |tonight |now |for "
    r"|at |tomorrow |again |this |either |$)"
)
_FORM: Final = re.compile(r"([a-z-]+)~")


@dataclass(frozen=True, slots=True)
class Construction:
    """A pattern over a rendered line; `keys` are words of which one must be in the line."""

    group: str
    pattern: re.Pattern[str]
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
        for m in c.pattern.finditer(line.text)
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
            construction = _compiled(group, written)
            for key in construction.keys:
                made.setdefault(key, []).append(construction)
    return made


@cache
def known_words() -> frozenset[str]:
    """Every word that a construction holds."""
    return frozenset(word for word in _index() if word.isalpha())


def _compiled(group: str, written: str) -> Construction:
    parts: list[str] = []
    keys: list[frozenset[str]] = []
    tokens = written.split()
    for n, token in enumerate(tokens):
        if token == "*":
            last = n == len(tokens) - 1
            things = f"{THING} " if last or n == 0 else _LIST
            parts.append(f"{_DET if n else ''}(?P<thing>{things}{'' if last else '(?:ones? )?'})")
        elif token in _MARKS:
            parts.append(_MARKS[token])
        else:
            required = token.removesuffix("?") or "?"
            phrases = [p for choice in required.split("|") for p in _phrases(choice)]
            said = "|".join(f"{re.escape(p)} " for p in sorted(set(phrases), key=len, reverse=True))
            parts.append(f"(?:{said})" + ("?" if required != token and token != "?" else ""))
            if required == token or token == "?":
                keys.append(frozenset(p.split()[0] for p in phrases))
    telling = [k for k in keys if not k & _COMMON] or keys
    pattern = re.compile(f"(?<![^ ]){''.join(parts)}")
    return Construction(group, pattern, min(telling, key=len))


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
    short = stem.removesuffix("y") if verb.endswith("y") and verb[-2:-1] not in tuple("aeou") else ""
    yield from (verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing", f"{verb}{verb[-1]}ed")
    yield f"{verb}{verb[-1]}ing"
    if short:
        yield from (f"{short}ies", f"{short}ied")


_MARKS: Final = {"...": _GAP, "^": _OPENS, "$": _ENDS}
_COMMON: Final = frozenset(
    "i we you it be not do have the a to in of for on me my and or no is can could would will if".split()
    + ["?", ",", THING]
)
