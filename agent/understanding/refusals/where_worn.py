"""A look that is refused on some pieces only: "I like red, but I hate it on shoes"."""

from collections.abc import Sequence
from typing import Final

from agent.understanding.words.atoms import FAR, HEAD, LOOK, Atom

_IT: Final = frozenset({"want", "have", "see", "like", "wear", "wearing", "it", "them", "that"})
_NEAR: Final = 3
"""Words between a refusal and its "on", and between "on" and the garment."""


def is_where_worn(row: Sequence[Atom], k: int) -> bool:
    """Whether the refusal at `k` is of a look named before, on the garment named after."""
    at = k + 1
    while at < len(row) and at <= k + _NEAR and row[at].word in _IT:
        at += 1
    if at >= len(row) or row[at].word != "on" or _worn(row, at) is None:
        return False
    return any(atom.kind in LOOK for atom in row[max(0, k - FAR) : k])


def refuse_where_worn(row: Sequence[Atom], k: int) -> None:
    """Refuse the look named before `k` on the garment named after it, and only there."""
    on = next(n for n in range(k + 1, len(row)) if row[n].word == "on")
    worn = _worn(row, on)
    if worn is not None:
        worn.polarity, worn.tied = "avoid", True


def _worn(row: Sequence[Atom], on: int) -> Atom | None:
    """The garment right after the "on" at `on`: "on my shoes"."""
    named = row[on + 1 : on + _NEAR]
    first = next((atom for atom in named if not atom.cues & {"det", "dem"}), None)
    return first if first is not None and first.kind in HEAD else None
