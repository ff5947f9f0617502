"""Constructions around a thing become cues, before it is settled how far a "no" reaches.

Of "cross the heels off the list", "cross" refuses what follows it, as "no" does, and "off the list"
says no more; of "heels are off limits" what follows refuses. Lists are then read as after any "no".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from agent.understanding.refusals.constructions import Met, met_in
from agent.understanding.refusals.rendering import Line, render
from agent.understanding.words.atoms import Atom
from agent.understanding.words.clauses import TOLD

RHETORICAL: Final = "rhetorical"
"""The cue of a question that asks nothing."""
DOUBTFUL: Final = "doubtful"
"""The cue of what leaves open whether a thing is liked."""
SAME: Final = "same"
SAME_POST: Final = "same_post"
"""The cues of words that say of a thing what was said of the one before."""
_BEFORE: Final = {
    "avoid": frozenset({"neg"}),
    "rhetorical": frozenset({"neg", RHETORICAL}),
    "want": frozenset({"positive"}),
    "allow": frozenset({"allow"}),
    "retract": frozenset({"retract"}),
    "neutral": frozenset({"neutral"}),
    "doubt": frozenset({"neutral", DOUBTFUL}),
    "same": frozenset({SAME}),
}
_AFTER: Final = {
    "avoid": frozenset({"neg_post"}),
    "rhetorical": frozenset({"neg_post", RHETORICAL}),
    "allow": frozenset({"allow_post"}),
    "retract": frozenset({"retract_post"}),
    "same": frozenset({SAME_POST}),
}
_WEATHER: Final = frozenset({"condition", "season", "place", "when"})
_MEASURED: Final = frozenset({"temperature", "rain_chance"})
"""Told of the day before a thing ("too hot for a coat"), and of the thing after it."""


@dataclass(frozen=True, slots=True)
class _Run:
    """The atoms of a construction on one side of its thing, and the cues that they become."""

    first: int
    last: int
    cues: frozenset[str]
    ahead: bool


def hear_sayings(row: list[Atom], text: str) -> None:
    """Put cues in the place of the words of every construction."""
    line = render(row, text)
    runs = [run for met in met_in(line) for run in _runs(met, line)]
    for run in sorted(runs, key=lambda one: one.first, reverse=True):
        said = [
            (row[k], _stays(row[k], run, named=k in line.things))
            for k in range(run.first, run.last + 1)
        ]
        row[run.first : run.last + 1] = _replaced(said, run)


def _stays(atom: Atom, run: _Run, *, named: bool) -> bool:
    """Whether an atom says something besides the construction."""
    kept = named or atom.kind in _WEATHER | {"stop", "comma"}
    return kept or (run.ahead and atom.kind in _MEASURED)


def _runs(met: Met, line: Line) -> Iterator[_Run]:
    before = _atoms(line, met.start, met.thing[0])
    after = _atoms(line, met.thing[1], met.end)
    thing = _atoms(line, *met.thing)
    if before:
        yield _Run(before[0], max(before[-1], thing[0] - 1), _BEFORE[met.group], ahead=True)
    if after:
        cues = TOLD if before else _AFTER.get(met.group, TOLD)
        yield _Run(min(after[0], thing[-1] + 1), after[-1], cues, ahead=False)


def _atoms(line: Line, start: int, end: int) -> list[int]:
    found = zip(line.starts, line.atoms, strict=True)
    return [atom for at, atom in found if start <= at < end and atom >= 0]


def _replaced(said: Iterable[tuple[Atom, bool]], run: _Run) -> list[Atom]:
    """The atoms of a run with its cue beside the thing; what says something else stays."""
    made: list[Atom] = []
    cues: list[Atom] = []
    for atom, stays in said:
        if stays:
            made.append(atom)
        elif cues and made[-1] is cues[-1]:
            cues[-1].word, cues[-1].end = f"{cues[-1].word} {atom.word}", atom.end
        else:
            cues.append(Atom("cue", None, atom.word, atom.start, atom.end, TOLD))
            made.append(cues[-1])
    if cues:
        cues[-1 if run.ahead else 0].cues = run.cues
    return made
