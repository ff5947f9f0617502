"""Lines that are parted by marks: "wedding / not white / flats pls", "❌ skirts ✅ jeans".

A spaced slash or bar between two things is an "or"; between parts that say yes or no of their own
it is a stop. A mark such as ❌ belongs to what follows where no thing stands before the first of
them, and else to what went before.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from agent.understanding.words.atoms import Atom
from agent.understanding.words.clauses import THINGS
from agent.understanding.words.lists import group_of
from agent.understanding.words.tokens import SLASH

_BARS: Final = frozenset("|•·")
_LIGHT: Final = frozenset({"det", "dem", "or", "and"})
HEADS: Final = frozenset({"heads"})
"""The cue of a "no" before a colon."""
_SEVERAL: Final = 2
_VERDICTS: Final = frozenset(
    {
        "no",
        "nope",
        "nah",
        "never",
        "yes",
        "yep",
        "yeah",
        "ok",
        "okay",
        "fine",
        "sure",
        "maybe",
        "good",
    }
)


def lay_out(row: list[Atom], text: str) -> None:
    """Put stops where the layout of a line parts what belongs to different things."""
    _divide(row, text)
    _orient(row, text)
    _head(row, text)
    _answer(row)


def _divide(row: list[Atom], text: str) -> None:
    for line in _lines(row):
        marks = [k for k in line if _is_divider(row[k], text)]
        if not marks:
            continue
        ends = [line[0] - 1, *marks, line[-1] + 1]
        parts = [row[a + 1 : b] for a, b in pairwise(ends)]
        denying = [_denies(part) for part in parts]
        if sum(_is_verdict(part) for part in parts) >= _SEVERAL:
            denying = [True] * len(parts)
        for n, k in enumerate(marks, start=1):
            if any(denying) and not _goes_on(parts[:n], parts[n], denying[: n + 1]):
                row[k].kind, row[k].word, row[k].cues = "stop", ".", frozenset()
            elif row[k].word == SLASH:
                row[k].kind, row[k].word, row[k].cues = "cue", "or", frozenset({"or"})


def _goes_on(before: Sequence[Sequence[Atom]], part: Sequence[Atom], denying: list[bool]) -> bool:
    """Whether a part only names more of what the one before refuses: "no black / brown"."""
    if denying[-1] or not any(denying):
        return False
    each_denied = sum(denying[:-1]) >= _SEVERAL
    named = [a for a in part if a.kind in THINGS]
    bare = named and all(a.kind in THINGS or a.cues & _LIGHT for a in part)
    if each_denied or not bare:
        return False
    last = [a for a in before[-1] if a.kind in THINGS]
    if not last:
        return False
    alike = group_of(last[-1]) == group_of(named[-1]) and len(named) <= len(last)
    return bool(alike)


def _denies(part: Sequence[Atom]) -> bool:
    """Whether a part begins with a "no" of its own."""
    return bool(part) and "neg" in next((a.cues for a in part if a.kind != "comma"), part[0].cues)


def _is_verdict(part: Sequence[Atom]) -> bool:
    """Whether a part names a thing and says yes or no of it last: "coat: no", "flats ok"."""
    said = [a for a in part if a.kind != "comma" and a.word != "-"]
    return len(said) > 1 and said[-1].word in _VERDICTS and any(a.kind in THINGS for a in said)


def _is_divider(atom: Atom, text: str) -> bool:
    """Whether it is a bar, or a slash that stands apart: "flats / no heels", no "black/white"."""
    return atom.word == SLASH or text[atom.start : atom.end] in _BARS


def _orient(row: list[Atom], text: str) -> None:
    """Let the marks of a line say yes or no of what follows them, or of what went before."""
    for line in reversed(list(_lines(row))):
        marks = [k for k in line if _is_mark(row[k], text)]
        if not marks or not any(row[k].kind in THINGS for k in line):
            continue
        ahead = not any(row[k].kind in THINGS for k in line if k < marks[0])
        for k in reversed(marks):
            atom = row[k]
            if atom.word in ("no", "nope"):
                atom.word = "no" if ahead else "nope"
                atom.cues = frozenset({"neg"} if ahead else {"neg_post"})
            beside = k if ahead else k + 1
            if 0 < beside < len(row) and row[beside - 1].kind != "stop":
                at = row[k].start if ahead else row[k].end
                row.insert(beside, Atom("stop", None, ".", at, at))


def _head(row: Sequence[Atom], text: str) -> None:
    """Keep the "no" of "NO: ties" from answering what stands before it."""
    for atom, mark in pairwise(row):
        if atom.word == "no" and mark.kind == "comma" and text[mark.start : mark.end] == ":":
            atom.word, atom.cues = "no:", HEADS


def _answer(row: Sequence[Atom]) -> None:
    """Read the letters of "tie? n. belt? y" and "tie n, belt y" as the words they stand for."""
    for k, atom in enumerate(row):
        ends = k + 1 == len(row) or row[k + 1].kind in ("stop", "comma")
        if atom.word != "n" or not ends or not k:
            continue
        if row[k - 1].kind == "stop":
            atom.kind, atom.word, atom.cues = "cue", "no", frozenset({"neg"})
        elif row[k - 1].kind in THINGS:
            atom.kind, atom.word, atom.cues = "cue", "nope", frozenset({"neg_post"})


def _is_mark(atom: Atom, text: str) -> bool:
    said = text[atom.start : atom.end]
    return atom.word in ("no", "nope", "yes") and not said.isascii()


def _lines(row: Sequence[Atom]) -> Iterator[list[int]]:
    """The places of the atoms of each sentence or line."""
    line: list[int] = []
    for k, atom in enumerate(row):
        if atom.kind == "stop":
            if line:
                yield line
            line = []
        else:
            line.append(k)
    if line:
        yield line
