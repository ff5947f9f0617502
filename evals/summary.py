"""Everything that is told of a run: figures, tables by path, polarity, tool, tag and part."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from pydantic import Field

from evals.figures import Delta, Figure, compare, figure, times, tokens
from evals.measures import MAIN, MEASURES, Measure
from evals.metrics.counts import Counts
from evals.metrics.tools import ToolTable
from evals.results import CaseResult, Record, Triple, TurnResult, triple


class ToolRow(Record):
    """One tool, or "none": its counts, and what was called where it was expected."""

    name: str
    counts: Triple
    called: dict[str, int]


class Summary(Record):
    """All figures of a run."""

    figures: list[Figure]
    parts: dict[str, list[Figure]] = Field(default_factory=dict)
    tags: dict[str, list[Figure]] = Field(default_factory=dict)
    paths: dict[str, Triple] = Field(default_factory=dict)
    polarities: dict[str, Triple] = Field(default_factory=dict)
    tools: list[ToolRow] = Field(default_factory=list)
    degraded: dict[str, int] = Field(default_factory=dict)

    def figure(self, name: str) -> Figure | None:
        """The figure of this name."""
        return next((one for one in self.figures if one.name == name), None)


def summarize(cases: Sequence[CaseResult], *, seed: int = 0) -> Summary:
    """Every figure that the cases support."""
    turns = [turn for case in cases for turn in case.turns]
    parts = {
        "seen wording": [case for case in cases if not case.held_out],
        "held-out wording": [case for case in cases if case.held_out],
    }
    tags = sorted({tag for case in cases for tag in case.tags})
    table = ToolTable()
    for turn in turns:
        if turn.tools is not None:
            table.add(*turn.tools)
    return Summary(
        figures=[*_figures(MEASURES, cases, seed), *times(turns), *tokens(turns)],
        parts={name: _figures(MEASURES, some, seed) for name, some in parts.items() if some},
        tags={
            tag: _figures(MAIN, [c for c in cases if tag in c.tags], seed, sure=False)
            for tag in tags
        },
        paths=_counted(turns, lambda turn: turn.slots or {}),
        polarities=_counted(turns, lambda turn: turn.polarities),
        tools=[_row(table, name) for name in table.names] if table.cells else [],
        degraded=dict(Counter(name for turn in turns for name in sorted(set(turn.degraded)))),
    )


def differences(
    before: Sequence[CaseResult], after: Sequence[CaseResult], *, seed: int = 0
) -> list[Delta]:
    """How every measure differs from a baseline's."""
    made = (compare(measure, before, after, seed=seed) for measure in MEASURES)
    return [delta for delta in made if delta is not None]


def _figures(
    measures: Sequence[Measure], cases: Sequence[CaseResult], seed: int, *, sure: bool = True
) -> list[Figure]:
    made = (figure(measure, cases, seed=seed, sure=sure) for measure in measures)
    return [one for one in made if one is not None]


def _counted(
    turns: Iterable[TurnResult], of_turn: Callable[[TurnResult], dict[str, Triple]]
) -> dict[str, Triple]:
    found: dict[str, Counts] = {}
    for turn in turns:
        for name, counts in of_turn(turn).items():
            found[name] = found.get(name, Counts()) + Counts(*counts)
    return {name: triple(counts) for name, counts in sorted(found.items())}


def _row(table: ToolTable, name: str) -> ToolRow:
    called = {other: n for other, n in table.row(name).items() if n}
    return ToolRow(name=name, counts=triple(table.counts(name)), called=called)
