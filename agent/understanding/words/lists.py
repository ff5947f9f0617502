"""Where a list of things goes on, and where something new begins."""

from collections.abc import Sequence
from typing import Final

from agent.understanding.words.atoms import CONTEXT, DETAIL, FAR, HEAD, LOOK, Atom
from agent.understanding.words.lexicon import word_list

_ALWAYS_END: Final = word_list("polarity_always_end")
_VERBS: Final = word_list("polarity_verbs")
_ANY: Final = frozenset({"anything", "any", "whatever", "everything"})
ARTICLES: Final = frozenset({"a", "an", "some"})


def word_at(row: Sequence[Atom], k: int) -> str:
    """The word at `k`, or nothing outside the row."""
    return row[k].word if 0 <= k < len(row) else ""


def cues_at(row: Sequence[Atom], k: int) -> frozenset[str]:
    """The cues at `k`, or none outside the row."""
    return row[k].cues if 0 <= k < len(row) else frozenset()


def run_after(row: Sequence[Atom], k: int) -> list[Atom]:
    """The value atoms that stand next to each other right after `k` (and "the", "any")."""
    k += 1
    while k < len(row) and cues_at(row, k) & {"dem", "or", "and"}:
        k += 1
    start = k
    while k < min(len(row), start + FAR) and row[k].is_value():
        k += 1
    return list(row[start:k])


def run_before(row: Sequence[Atom], k: int) -> list[Atom]:
    """The value atoms that stand next to each other right before `k`."""
    end = k
    while k > max(0, end - FAR) and row[k - 1].is_value():
        k -= 1
    return list(row[k:end])


def group_of(atom: Atom) -> str:
    """What sort of value an atom has, as far as lists go."""
    for name, kinds in (("look", LOOK | {DETAIL}), ("head", HEAD), ("context", CONTEXT)):
        if atom.kind in kinds:
            return name
    return atom.kind


def coordinated_later(row: Sequence[Atom], k: int) -> bool:
    """Whether the list after `k` still has an "or", before anything else begins."""
    for at in range(k + 1, min(k + FAR, len(row))):
        atom = row[at]
        if "or" in atom.cues or ("and" in atom.cues and _closes_list(row, k, at)):
            return True
        if not (atom.is_value() or atom.kind == "comma" or atom.cues & {"dem", "and"}):
            return False
    return False


def _closes_list(row: Sequence[Atom], k: int, at: int) -> bool:
    """Whether the "and" at `at` joins the last of single values: "black, jeans and hats"."""
    run, last = 0, run_after(row, at)
    for atom in row[k + 1 : at]:
        run = run + 1 if atom.is_value() else 0
        if run > 1:
            return False
    return len(last) == 1 and row[at + 1] is last[0]


def and_goes_on(row: Sequence[Atom], k: int) -> bool:
    """Whether what follows the "and" at `k` is of the same list."""
    if word_at(row, k + 1) in ARTICLES:
        return False
    if word_at(row, k + 1) in _ANY:
        return True
    before, after = run_before(row, k), run_after(row, k)
    if not after:
        return bool(cues_at(row, k + 1) & {"neg"})
    looks = {group_of(before[-1]) if before else "look", group_of(after[-1])} <= {"look", "head"}
    same = looks or (bool(before) and group_of(before[-1]) == group_of(after[-1]))
    return same and not verb_ahead(row, k, polite=True)


def verb_ahead(row: Sequence[Atom], k: int, *, polite: bool = False) -> bool:
    """Whether a new wish follows before the clause ends ("and the shoes should be brown").

    With `polite`, "please" does not begin one.
    """
    for atom in row[k + 1 : k + FAR]:
        if atom.kind in ("stop", "comma") or "neg" in atom.cues:
            return False
        if polite and atom.word == "please":
            return False
        ends = "end" in atom.cues and atom.word not in _ALWAYS_END - {"instead"}
        if atom.word in _VERBS or ends or "allow_post" in atom.cues:
            return True
    return False
