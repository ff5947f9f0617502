"""Two things weighed against each other: "linen to cotton", "silk over polyester"."""

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.atoms import FAR, HEAD, LOOK, Atom
from agent.understanding.granting_words import others
from agent.understanding.lists import run_after, run_before

_CHOOSES: Final = frozenset({"choose", "pick", "rather", "sooner", "take"})
_WANTS: Final = re.compile(r"\bi (?:\w+ )?(?:want|love|like|adore|need)$")
_NEAR: Final = 4
_LIKES_MORE: Final = frozenset({"prefer", "prefers", "preferring", "favour", "favor"})


def weigh(row: Sequence[Atom]) -> None:
    """Let the lesser of two things be no wish; an "it" that is loved after all is one."""
    for k, atom in enumerate(row):
        if atom.word in ("over", "to"):
            _neglect(row, k, atom)
        elif atom.word in ("it", "them") and _is_loved(row, k):
            _wish_after_all(row, k)
        elif atom.word in ("it", "them") and _is_wanted_in_spite(row, k):
            _wish_after_all(row, k, far=True)


def _neglect(row: Sequence[Atom], k: int, atom: Atom) -> None:
    before, after = run_before(row, k), run_after(row, k)
    alike = bool(before and after) and before[-1].kind == after[0].kind
    said = {word for a in row[max(0, k - FAR) : k] for word in a.word.split()}
    prefers = bool(said & _LIKES_MORE)
    chooses = prefers or bool(said & _CHOOSES)
    alike = alike and after[0].kind in LOOK | HEAD
    if alike and (chooses if after[0].kind in HEAD else atom.word == "over" or prefers):
        for lesser in after:
            if lesser.polarity == "want":
                lesser.polarity = "neutral"


def _is_loved(row: Sequence[Atom], k: int) -> bool:
    """Whether "but I love" stands before the "it"."""
    said = " ".join(a.word for a in row[max(0, k - 4) : k])
    return any(
        f"{who} {how}" in said for who in ("but i", "i do") for how in ("love", "like", "adore")
    )


def _is_wanted_in_spite(row: Sequence[Atom], k: int) -> bool:
    """Whether others refuse, and who speaks wants "it" all the same."""
    wants = bool(_WANTS.search(" ".join(a.word for a in row[max(0, k - _NEAR) : k])))
    ends = k + 1 == len(row) or row[k + 1].kind in ("stop", "comma") or "end" in row[k + 1].cues
    ends = ends or row[k + 1].word in ("anyway", "regardless", "still", "all", "nonetheless")
    refused = next((n for n in range(k - 1, -1, -1) if row[n].polarity == "avoid"), None)
    if not (wants and ends) or refused is None:
        return False
    told = {word for a in row[max(0, refused - FAR) : refused] for word in a.word.split()}
    own = any(a.word.split()[:1] == ["i"] for a in row[max(0, refused - _NEAR) : refused])
    return bool(told & others()) and not own


def _wish_after_all(row: Sequence[Atom], k: int, *, far: bool = False) -> None:
    for atom in reversed(row[max(0, k - FAR) : k]):
        if atom.kind == "stop" and not far:
            return
        if atom.is_value():
            if atom.polarity == "avoid":
                atom.polarity = "want"
            return
