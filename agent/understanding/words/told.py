"""What a message only tells: the past, and what other people wear.

"My sister wore red to the last one, so something green": red was never wished for, and the last one
is not what is dressed for. What is refused there stays refused; only wishes and circumstances go.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.understanding.words.atoms import DETAIL, HEAD, LOOK, Atom

_WORN: Final = LOOK | HEAD | {DETAIL, "style"}
LONGEST: Final = 400
"""Characters of a clause that are looked at."""
_CLAUSE: Final = re.compile(
    r"(?:\b(?:but|so|because|cos|bc|cause|anyway|although|though|whereas|while|then|unless|now|today"
    r"|tomorrow|tonight|this\s+(?:time|year|week|one)|next|and(?=\s+(?:i|we|you|she|he|they|my|im|ive"
    r"|i'm|i've|i'd|what|for)\b))\b)"
    r"|[.!?;\n,()–—]"
)
_KIN: Final = r"(?:nan|nana|gran|granny|grandma|grandad|mum|mom|mam|dad|auntie|sis)"
_FEW: Final = 7
"""Words of a clause that only says when: "in my twenties, I lived in miniskirts"."""


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of the text; `past` when also its day, place and occasion are over."""

    start: int
    end: int
    past: bool


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("told.toml").read_text("utf-8"))


def _any(name: str) -> str:
    said = _words()[name]
    return said if isinstance(said, str) else "|".join(said)


def people() -> str:
    """Words for those around somebody, as one of a regular expression's choices."""
    return _any("people")


@cache
def _over() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any('over')})\b")


@cache
def _holds(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(name)})\b")


@cache
def _mine(name: str) -> re.Pattern[str]:
    """What I or somebody else did, or a sentence that leaves the "I" out."""
    whose = r"(?:my|our|the|his|her) (?:\w+ ){0,2}?"
    who = rf"(?:i|we|he|she|they|it|everyone|{whose}(?:{_any('people')}))"
    adverbs = (
        r"(?:(?:just|also|once|always|even|only|recently|actually|really|both|all|mostly|still) )*"
    )
    return re.compile(
        rf"(?:\b{who}(?:'ve|ve|'d)? {adverbs}|^(?:and |well |so )?(?:{_KIN} )?)(?:{_any(name)})\b"
    )


@cache
def _others() -> re.Pattern[str]:
    whose = r"(?:my|our|the|his|her|their|all my|all the|one of my) (?:[\w-]+ ){0,2}?"
    who = rf"(?:{whose}(?:{_any('people')})s?|{_KIN}|{_any('anyone')}|he|she|they)"
    adverbs = (
        r"(?:(?:just|also|always|even|only|all|both|never|often|usually|mostly|probably|still) )*"
    )
    return re.compile(rf"\b{who}(?:'(?=s )| |'s ){adverbs}(?:{_any('wear')})\b(?! (?:me|us)\b)")


@cache
def _named_others() -> re.Pattern[str]:
    """Somebody by name, in the text as it is written: "Jo's wearing gold"."""
    name = r"(?<![\w'])(?!I\b|It|This|That|There|What|Who)[A-Z][a-z]+(?:'s| and [A-Z][a-z]+)?"
    return re.compile(rf"{name} (?:{_any('wear')})\b(?! (?:me|us)\b)")


_THEIRS: Final = re.compile(r"\b(?:with|in|and|of|by|about) (?:his|her|their) (?:[\w-]+ ?){1,3}")
_RELATIVE: Final = re.compile(r"(?<=\w )(?:that |which )?(?:i|we|she|he) (?:wore|had on)\b")
_STOP: Final = re.compile(r"[.!?\n]|$")
_UNLESS: Final = re.compile(r"\bunless\b")


def told(text: str) -> list[Told]:
    """The stretches of a message that only tell."""
    plain = text.lower().replace("’", "'")
    straight = text.replace("’", "'")
    if len(plain) != len(text) or not _might_tell(plain, straight):
        return []
    parts = list(_clauses(plain))
    found = [*_past(plain, parts), *_of_others(straight, plain, parts)]
    found += [Told(a, b, past=True) for a, b in parts if _UNLESS.match(plain, a)]
    return sorted(found, key=lambda one: one.start)


def _might_tell(plain: str, straight: str) -> bool:
    patterns = (
        _over(),
        _holds("rest"),
        _holds("did"),
        _holds("got"),
        _holds("meant"),
        _others(),
        _THEIRS,
        _UNLESS,
    )
    return any(p.search(plain) for p in patterns) or bool(_named_others().search(straight))


def _clauses(plain: str) -> Iterator[tuple[int, int]]:
    """Where the clauses begin and end; what joins one to the clause before begins it."""
    start = 0
    for mark in _CLAUSE.finditer(plain):
        if mark.start() > start:
            yield start, mark.start()
        start = mark.start()
    if start < len(plain):
        yield start, len(plain)


def _past(plain: str, parts: Sequence[tuple[int, int]]) -> Iterator[Told]:
    again = bool(_holds("takes_up").search(plain)) and "never" not in plain
    for n, (start, end) in enumerate(parts):
        said = plain[start : min(end, start + LONGEST)].lstrip(" .,!?;:()\n")
        over = bool(_over().search(said))
        if _holds("meant").search(said) and _goes_on_but(plain, parts[n + 1 :]):
            yield Told(start, end, past=False)
        did, got = bool(_mine("did").search(said)), bool(_mine("got").search(said))
        if _holds("asks").search(said) and (match := _RELATIVE.search(plain, start, end)):
            yield Told(match.start(), end, past=True)
        if not (over or did or got) or _holds("ahead").search(said) or _holds("asks").search(said):
            continue
        if ":" in said and (stop := _STOP.search(plain, end)):
            end = stop.start()
        if not (got and again):
            yield Told(start, end, past=over or did)
        if over and len(said.split()) <= _FEW and not did and n + 1 < len(parts):
            first, last = parts[n + 1]
            if plain[first : first + 1] == "," and not _holds("asks").search(plain, first, last):
                yield Told(first, last, past=True)


def _goes_on_but(plain: str, parts: Sequence[tuple[int, int]]) -> bool:
    """Whether the next words take back what was meant: "wanted to wear red, but …"."""
    ahead = (plain[start : start + len(", but")].strip(" ,") for start, _ in parts[:2])
    return any(said.startswith("but") for said in ahead)


def _of_others(straight: str, plain: str, parts: Sequence[tuple[int, int]]) -> Iterator[Told]:
    if _holds("goes_by").search(plain):
        return
    for start, end in parts:
        for pattern, said in (
            (_others(), plain),
            (_holds("rest"), plain),
            (_named_others(), straight),
        ):
            if match := pattern.search(said, start, end):
                yield Told(match.start(), end, past=False)
    for match in _THEIRS.finditer(plain):
        yield Told(match.start(), match.end(), past=False)


@cache
def _scenery() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_any('scenery').split())})")


def pass_over_scenery(row: Sequence[Atom], *, exclusive: bool) -> None:
    """Let the colour of what nobody wears tell nothing: "the venue has white carpets".

    Where the colours are an `exclusive` list the mention stays, to be told as unclear.
    """
    for k, atom in enumerate(() if exclusive else row[:-1]):
        named = _scenery().fullmatch(row[k + 1].word) and not row[k + 1].is_value()
        if atom.kind == "color" and named and not (k + 2 < len(row) and row[k + 2].is_value()):
            atom.kind, atom.cues = "word", frozenset()


def within(spans: Sequence[Told], at: int) -> Told | None:
    """The stretch that a character stands in."""
    return next((one for one in spans if one.start <= at < one.end), None)


def without_past(text: str, spans: Sequence[Told]) -> str:
    """The text with blanks in place of what is over, so that offsets stay."""
    for one in spans:
        if one.past:
            text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def only_tell(row: Sequence[Atom], spans: Sequence[Told]) -> None:
    """Take the wish from what a message only tells; what it refuses stays refused."""
    for k, atom in enumerate(row if spans else ()):
        if not atom.is_value() or atom.polarity != "want" or atom.firm:
            continue
        one = within(spans, atom.start)
        near = row[k - 1].word if k else ""
        if atom.kind == "occasion" and near == "this":
            continue
        if one is not None and (one.past or atom.kind in _WORN):
            atom.polarity = "neutral"
