"""Constructions around a thing become cues, before it is settled how far a "no" reaches.

Of "cross the heels off the list", "cross" refuses what follows it, as "no" does, and "off the list"
says no more; of "heels are off limits" what follows refuses. Lists are then read as after any "no".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from agent.understanding.atoms import Atom
from agent.understanding.constructions import Met, met_in
from agent.understanding.rendering import Line, render

_BEFORE: Final = {
    "avoid": "neg", "want": "positive", "allow": "allow", "retract": "retract",
    "neutral": "neutral",
}  # fmt: skip
_AFTER: Final = {"avoid": "neg_post", "allow": "allow_post", "retract": "retract_post"}


@dataclass(frozen=True, slots=True)
class _Run:
    """Atoms of a construction on one side of its thing, and the cue that they become."""

    first: int
    last: int
    cue: str


def hear_sayings(row: list[Atom]) -> None:
    """Put one cue in the place of the words of every construction."""
    line = render(row)
    runs = [run for met in met_in(line) for run in _runs(met, line)]
    for run in sorted(runs, key=lambda one: one.first, reverse=True):
        _replace(row, run)


def _runs(met: Met, line: Line) -> Iterable[_Run]:
    before = _atoms(line, met.start, met.thing[0])
    after = _atoms(line, met.thing[1], met.end)
    if before:
        yield _Run(before[0], before[-1], _BEFORE[met.group])
    if after:
        yield _Run(after[0], after[-1], "told" if before else _AFTER.get(met.group, "told"))


def _atoms(line: Line, start: int, end: int) -> list[int]:
    found = zip(line.starts, line.atoms, strict=True)
    return [atom for at, atom in found if start <= at < end and atom >= 0]


def _replace(row: list[Atom], run: _Run) -> None:
    """Make one cue of a run; values and marks in it stay, and what is between them says no more."""
    made: list[Atom] = []
    cue = run.cue
    for atom in row[run.first : run.last + 1]:
        if atom.is_value() or atom.kind in ("stop", "comma"):
            made.append(atom)
        elif made and made[-1].kind == "cue" and made[-1].cues <= _TELLING:
            made[-1].word, made[-1].end = f"{made[-1].word} {atom.word}", atom.end
        else:
            made.append(Atom("cue", None, atom.word, atom.start, atom.end, frozenset({cue})))
            cue = "told"
    row[run.first : run.last + 1] = made


_TELLING: Final = frozenset({*_BEFORE.values(), *_AFTER.values(), "told"})
