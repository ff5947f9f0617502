"""How sure a figure is: bootstrap over cases, since the turns of a case hang together."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.metrics.counts import Counts

RESAMPLES: Final = 2000
LEVEL: Final = 0.95
CHUNK: Final = 200
"""Resamples drawn at once, so that thousands of cases stay small in memory."""


class Interval(NamedTuple):
    """A confidence interval."""

    low: float
    high: float


Matrix = NDArray[np.float64]
Statistic = Callable[[Matrix], Matrix]
"""(resamples, columns) sums to (resamples,) figures; NaN where there is none."""


def bootstrap(rows: Matrix, statistic: Statistic, *, seed: int = 0) -> Interval | None:
    """The 95 % percentile interval of a figure made of the cases' sums.

    `rows` is (cases, columns): what each case adds. Efron & Tibshirani 1993, ch. 13. None with
    fewer than two cases, or when the figure is never there.
    """
    cases = len(rows)
    if cases < 2:
        return None
    random = np.random.default_rng(seed)
    drawn = [
        random.multinomial(cases, np.full(cases, 1 / cases), size=CHUNK).astype(float) @ rows
        for _ in range(RESAMPLES // CHUNK)
    ]
    figures = statistic(np.concatenate(drawn))
    figures = figures[~np.isnan(figures)]
    if not len(figures):
        return None
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(figures, [tail, 1 - tail])
    return Interval(float(low), float(high))


def ratio(sums: Matrix) -> Matrix:
    """First column by second."""
    top, below = sums[:, 0], sums[:, 1]
    figures: Matrix = np.divide(top, below, out=np.full(len(sums), np.nan), where=below > 0)
    return figures


def f1(sums: Matrix) -> Matrix:
    """F1 of the columns tp, fp, fn."""
    tp, fp, fn = sums[:, 0], sums[:, 1], sums[:, 2]
    return ratio(np.stack([2 * tp, 2 * tp + fp + fn], axis=1))


def counts_interval(cases: Sequence[Counts], *, seed: int = 0) -> Interval | None:
    """The interval of F1 over cases."""
    rows = np.array([(one.tp, one.fp, one.fn) for one in cases], dtype=float).reshape(-1, 3)
    return bootstrap(rows, f1, seed=seed)


def share_interval(cases: Sequence[tuple[float, float]], *, seed: int = 0) -> Interval | None:
    """The interval of a share, from each case's (hits, chances)."""
    return bootstrap(np.array(cases, dtype=float).reshape(-1, 2), ratio, seed=seed)
