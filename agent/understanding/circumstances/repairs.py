"""Slips of the tongue that are put right in the same breath: "red, I mean burgundy"."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Final

from agent.understanding.words.atoms import FAR, HEAD, LOOK, Atom, Found
from agent.understanding.words.lexicon import word_list
from agent.understanding.words.lists import group_of
from stylist import vocabulary
from stylist.frame import ConstraintFrame

_REPAIRS: Final = tuple(
    sorted((tuple(p.split()) for p in word_list("repairs")), key=len, reverse=True)
)
_FILLER: Final = frozenset(
    {",", ".", "a", "an", "the", "some", "its", "it", "is", "er", "um", "hmm"}
)
_NOT_THIS: Final = ("not", "this", ",", "that")
_NUMBERS: Final = frozenset({"temperature", "count", "budget"})
_RESTATED: Final = re.compile(
    r"(?:no,\s+(?:wait,?\s+)?|no\s+wait,?\s+|make\s+(?:it|that)\s+|i\s+mean[t]?\s+|oops,?\s+|better\s+|rather\s+|"
    r"actually,?\s+|correction:?\s+)(?:make\s+(?:it|that)\s+)?"
    r"(?P<n>-?\d{1,3}|one|two|three|four|five|six)\b(?!\s*(?:°|degree|outfit|option|look|%|\$|€))",
    re.IGNORECASE,
)
_SMALL: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def restated(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """A bare number that takes the place of one before it: "10 degrees, no, make that 15"."""
    for match in _RESTATED.finditer(text):
        before = [f for f in found if f.kind in _NUMBERS and f.end <= match.start()]
        said = match["n"].lower()
        number = _SMALL.get(said) or int(said)
        if before and before[-1].kind == "temperature":
            yield Found("temperature", float(number), match.start("n"), match.end("n"))
        elif before and before[-1].kind == "count":
            yield Found("count", number, match.start("n"), match.end("n"))


def repair(row: list[Atom]) -> None:
    """Take back what is put right later in the turn; a look put right goes with its garment."""
    for k, width in reversed(list(_cues(row))):
        after = _next_value(row, k + width)
        if after is None or after.polarity != "want":
            continue
        earlier = [a for a in row[max(0, k - FAR) : k] if a.polarity == "want" and _alike(a, after)]
        for atom in earlier[-1:]:
            if not _put_in_place(row, atom, k, after):
                atom.polarity = "neutral"


def begins_repair(row: Sequence[Atom], k: int) -> bool:
    """Whether a "no" at `k` begins to put right what was said, and refuses nothing."""
    for phrase in _by_first().get(row[k].word.split(" ", 1)[0], ()):
        width = _matches(row, k, phrase) if len(phrase) > 1 else 0
        if width:
            after = _next_value(row, k + width)
            before = row[max(0, k - FAR) : k]
            return after is not None and any(_alike(a, after) for a in before)
    return False


def _put_in_place(row: list[Atom], earlier: Atom, k: int, after: Atom) -> bool:
    """Say "beige shoes" for "brown, I mean beige, shoes"; False where nothing is to be joined."""
    old, new = row.index(earlier), row.index(after)
    behind = row[new + 1 : new + 3]
    named = bool(behind) and behind[0].kind in HEAD
    parted = len(behind) > 1 and behind[0].kind == "comma" and behind[1].kind in HEAD
    owned = old + 1 < k and row[old + 1].kind in HEAD
    if after.kind not in LOOK or named or not (parted or owned):
        return False
    row[old] = after
    first = k - 1 if row[k - 1].kind == "comma" else k
    del row[first : new + (2 if parted and not owned else 1)]
    return True


def wanted(frame: ConstraintFrame) -> set[tuple[str, str]]:
    """(kind, name) of the things that a frame wishes for."""
    lists = {
        "color": frame.colors,
        "category": frame.categories,
        "pattern": frame.patterns,
        "material": frame.materials,
    }
    return {(kind, name) for kind, wish in lists.items() for name in wish.want}


def replace_wanted(row: Sequence[Atom], liked: Collection[tuple[str, str]]) -> None:
    """Wish for the green of "not blue, green" where blue was wished for; else both are refused."""
    said = [a for a in row if a.word not in _FILLER or a.kind == "comma"]
    while said and (said[-1].kind == "stop" or said[-1].word == "please"):
        said.pop()
    if len(said) < len(_NOT_THIS):
        return
    denial, this, comma, that = said[-4:]
    put_right = denial.word == "not" and comma.kind == "comma" and this.kind == that.kind
    if put_right and this.kind in LOOK | HEAD and (this.kind, str(this.value)) in liked:
        that.polarity = "want"


@cache
def _by_first() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _REPAIRS:
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _cues(row: Sequence[Atom]) -> Iterator[tuple[int, int]]:
    """Where a repair begins, and over how many atoms it goes."""
    for k in range(len(row)):
        for phrase in _by_first().get(row[k].word.split(" ", 1)[0], ()):
            width = _matches(row, k, phrase)
            if width:
                yield k, width
                break


def _matches(row: Sequence[Atom], k: int, phrase: tuple[str, ...]) -> int:
    """How many atoms from `k` on say the phrase, commas between its words aside; 0 for none."""
    words, at = list(phrase), k
    while words and at < len(row):
        if at > k and row[at].kind == "comma":
            at += 1
            continue
        said = row[at].word.split()
        if words[: len(said)] != said:
            return 0
        words, at = words[len(said) :], at + 1
    return at - k if not words else 0


def _next_value(row: Sequence[Atom], k: int) -> Atom | None:
    for atom in row[k : k + FAR]:
        if atom.is_value():
            return atom
        if atom.word not in _FILLER:
            return None
    return None


def _alike(atom: Atom, other: Atom) -> bool:
    """Whether one may stand for the other: of one kind, and garments of one slot."""
    if atom.kind in HEAD and other.kind in HEAD:
        return _slot(atom) == _slot(other)
    return atom.is_value() and atom.kind == other.kind and group_of(atom) == group_of(other)


def _slot(atom: Atom) -> str:
    if atom.kind == "slot":
        return str(atom.value)
    return str(vocabulary.slot_of(str(atom.value)))
