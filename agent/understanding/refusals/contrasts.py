"""Two things weighed against each other: "linen to cotton"; one that is only the reason."""

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.refusals.granting_words import others
from agent.understanding.words.atoms import FAR, HEAD, LOOK, Atom
from agent.understanding.words.lists import run_after, run_before, word_at

_CHOOSES: Final = frozenset({"choose", "pick", "rather", "sooner", "take"})
_WANTS: Final = re.compile(r"\bi (?:\w+ )?(?:want|love|like|adore|need)$")
_NEAR: Final = 4
_REASONS: Final = frozenset({("because", "of"), ("due", "to"), ("thanks", "to")})
_PRAISE: Final = frozenset({"better", "nicer", "prettier", "smarter", "safer", "wiser"})
_LIKES_MORE: Final = frozenset({"prefer", "prefers", "preferring", "favour", "favor"})


def weigh(row: Sequence[Atom]) -> None:
    """Let the lesser of two things be no wish; an "it" that is loved after all is one."""
    for k, atom in enumerate(row):
        if atom.word in ("over", "to"):
            _neglect(row, k, atom)
        elif atom.word == "than" and word_at(row, k - 1) in _PRAISE:
            _outdo(row, k)
        elif atom.word in ("it", "them") and _is_loved(row, k):
            _wish_after_all(row, k)
        elif atom.word in ("it", "them") and _is_wanted_in_spite(row, k):
            _wish_after_all(row, k, far=True)
        if k and (row[k - 1].word, atom.word) in _REASONS:
            _give_reason(row, k)


def _give_reason(row: Sequence[Atom], k: int) -> None:
    """Let a reason ask for nothing: "no white because of the coffee"."""
    for atom in row[k + 1 : k + FAR]:
        if atom.kind in ("stop", "comma") or atom.word in ("and", "but", "so"):
            return
        if atom.kind in LOOK | HEAD and atom.polarity == "want":
            atom.polarity = "neutral"


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


def _outdo(row: Sequence[Atom], k: int) -> None:
    """Let the trousers of "a skirt would be better than trousers" be no wish."""
    lesser = [a for a in run_after(row, k) if a.kind in LOOK | HEAD and a.polarity == "want"]
    better = {a.kind for a in row[max(0, k - FAR) : k] if a.polarity == "want"}
    if lesser and lesser[-1].kind in better:
        for atom in lesser:
            atom.polarity = "neutral"


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
                atom.polarity, atom.firm = "want", True
            return
