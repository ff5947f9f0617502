"""Wishes that leave room for nothing else: "only black", "all in white"."""

from collections.abc import Sequence
from typing import Final

from agent.understanding.frame.ledger import Ledger
from agent.understanding.words.atoms import HEAD, LOOK, Atom
from agent.understanding.words.lists import word_at
from stylist.frame import Exclusive

_ONLY: Final = frozenset(
    {"only", "exclusively", "solely", "strictly", "nothing but", "nothing other than"}
)
_ALL: Final = frozenset({"all", "entirely", "completely", "fully", "entire", "totally"})
_BETWEEN: Final = frozenset(
    {"in", "wear", "wearing", "use", "be", "the", "want", "colour", "color", "my"}
)
_AFTER: Final = frozenset(
    {"only", "exclusively", "and nothing else", "from head to toe", "head to toe"}
)
_TOE: Final = ("head", "to", "toe")
_FIELDS: Final[dict[str, Exclusive]] = {
    "color": "colors",
    "pattern": "patterns",
    "material": "materials",
}


def close_lists(row: Sequence[Atom], ledger: Ledger) -> None:
    """Note the lists whose wishes are exclusive; forget those that nothing is wanted of."""
    excepted = any("except" in atom.cues or atom.polarity == "allow" for atom in row)
    for k, (end, wanted) in enumerate(_ends(row)):
        run = _run(row, k, end) if wanted else []
        if run and not excepted and _is_exclusive(row, k, k + len(run)):
            _note([atom for atom in run if atom.kind in LOOK], ledger)
    frame = ledger.frame
    for field in [field for field in frame.only if not getattr(frame, field).want]:
        frame.only.remove(field)


def _ends(row: Sequence[Atom]) -> list[tuple[int, bool]]:
    """Per atom, where the list that it is in ends, and whether all from here are wanted.

    Worked out from behind, once for all, so that a list of hundreds is read in linear time.
    """
    found, end, wanted = list[tuple[int, bool]](), 0, True
    for k in reversed(range(len(row))):
        if row[k].kind in LOOK:
            end = end or k + 1
            wanted = wanted and row[k].polarity == "want"
        elif not row[k].cues & {"and", "or"}:
            end, wanted = 0, True
        found.append((end, wanted))
    return found[::-1]


def _run(row: Sequence[Atom], k: int, end: int) -> list[Atom]:
    """The list of qualities that begins at `k`, when no garment follows it."""
    if row[k].kind not in LOOK or (k and row[k - 1].kind in LOOK):
        return []
    headed = end < len(row) and (row[end].kind in HEAD or "ones" in row[end].cues)
    return [] if headed else list(row[k:end])


def _is_exclusive(row: Sequence[Atom], first: int, end: int) -> bool:
    before = first - 1
    while before >= 0 and row[before].word in _BETWEEN:
        before -= 1
    opener = word_at(row, before)
    if row[first].word.startswith("all ") or opener in _ONLY or opener in _ALL:
        return True
    after = [row[k].word for k in range(end, min(end + 4, len(row)))]
    if (
        after[:1]
        and after[0] in _AFTER
        and (len(after) < 2 or after[1] in ("please", ".", "!", ","))
    ):
        return True
    around = [word_at(row, k) for k in range(first - 3, first)]
    return tuple(around) == _TOE or tuple(after[1:4]) == _TOE


def _note(found: Sequence[Atom], ledger: Ledger) -> None:
    for kind, field in _FIELDS.items():
        at = [atom for atom in found if atom.kind == kind]
        if at and field not in ledger.frame.only:
            ledger.frame.only.append(field)
            ledger.note_evidence(f"only.{field}", (at[0].start, at[-1].end))
