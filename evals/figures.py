"""Figures: a measure's value with its interval, and how it differs from a baseline's."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

import numpy as np

from evals.measures import Better, Columns, Measure
from evals.metrics.intervals import Interval, Matrix, bootstrap
from evals.metrics.timing import percentile
from evals.results import CaseResult, Record, TurnResult

Unit = Literal["share", "ms", "tokens"]


class Figure(Record):
    """A figure: its value and 95 % interval, over how many of what, and which way is better."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    n: int
    of: str
    unit: Unit = "share"
    better: Better = "higher"


class Delta(Record):
    """How a figure differs from a baseline's on the cases that both have.

    `worse` and `better` are beyond doubt: the interval leaves out zero.
    """

    name: str
    before: float
    after: float
    delta: float
    low: float | None = None
    high: float | None = None
    cases: int
    direction: Better
    worse: bool
    better: bool


def figure(
    measure: Measure, cases: Sequence[CaseResult], *, seed: int, sure: bool = True
) -> Figure | None:
    """A measure over cases, without an interval when not `sure`; None without support."""
    rows = measure.rows(cases)
    matrix = _matrix(rows.values())
    value = _value(measure, matrix)
    if value is None:
        return None
    between = bootstrap(matrix, measure.statistic, seed=seed) if sure else None
    return Figure(
        name=measure.name,
        value=round(value, 4),
        low=_end(between, 0),
        high=_end(between, 1),
        n=int(measure.support(tuple(matrix.sum(axis=0)))),
        of=measure.of,
        better=measure.better,
    )


def compare(
    measure: Measure, before: Sequence[CaseResult], after: Sequence[CaseResult], *, seed: int
) -> Delta | None:
    """The paired difference: the same cases are drawn from both runs. None without support."""
    old, new = measure.rows(before), measure.rows(after)
    shared = sorted(old.keys() & new.keys())
    rows = [_matrix(side[id_] for id_ in shared) for side in (old, new)]
    values = [_value(measure, matrix) for matrix in rows]
    if not shared or values[0] is None or values[1] is None:
        return None
    width = rows[0].shape[1]

    def difference(sums: Matrix) -> Matrix:
        return measure.statistic(sums[:, width:]) - measure.statistic(sums[:, :width])

    between = bootstrap(np.concatenate(rows, axis=1), difference, seed=seed)
    falls, rises = (between.high < 0, between.low > 0) if between else (False, False)
    up = measure.better == "higher"
    return Delta(
        name=measure.name,
        before=round(values[0], 4),
        after=round(values[1], 4),
        delta=round(values[1] - values[0], 4),
        low=_end(between, 0),
        high=_end(between, 1),
        cases=len(shared),
        direction=measure.better,
        worse=falls if up else rises,
        better=rises if up else falls,
    )


def _matrix(rows: Iterable[Columns]) -> Matrix:
    made: Matrix = np.array(list(rows), dtype=float)
    return made.reshape(len(made), -1) if len(made) else made.reshape(0, 1)


def _value(measure: Measure, matrix: Matrix) -> float | None:
    if not len(matrix):
        return None
    value = float(measure.statistic(matrix.sum(axis=0, keepdims=True))[0])
    return None if np.isnan(value) else value


def _end(between: Interval | None, side: int) -> float | None:
    return None if between is None else round(between[side], 4)


TIMES: Final[Sequence[tuple[str, Callable[[TurnResult], float | None]]]] = (
    ("understanding", lambda turn: turn.heard_ms),
    ("turn", lambda turn: turn.ms),
    ("first token", lambda turn: turn.first_ms),
)
SHARES: Final = ((50, 0.5), (95, 0.95))


def times(turns: Sequence[TurnResult]) -> list[Figure]:
    """Percentiles of what took time."""
    made = []
    for name, of_turn in TIMES:
        values = [ms for turn in turns if (ms := of_turn(turn)) is not None]
        for percent, part in SHARES:
            if (value := percentile(values, part)) is not None:
                made.append(_plain(f"{name} p{percent}", value, len(values), "ms"))
    return made


def tokens(turns: Sequence[TurnResult]) -> list[Figure]:
    """Tokens that a turn costs, where the model tells."""
    spent = [turn for turn in turns if turn.input_tokens or turn.output_tokens]
    if not spent:
        return []
    read = sum(turn.input_tokens for turn in spent) / len(spent)
    written = sum(turn.output_tokens for turn in spent) / len(spent)
    return [
        _plain("input tokens", read, len(spent), "tokens"),
        _plain("output tokens", written, len(spent), "tokens"),
    ]


def _plain(name: str, value: float, n: int, unit: Unit) -> Figure:
    return Figure(name=name, value=round(value, 2), n=n, of="turns", unit=unit, better="lower")
