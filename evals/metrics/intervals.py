"""How sure a figure is: bootstrap over cases, since the turns of a case hang together."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.metrics.counts import Counts

RESAMPLES: Final = 2000
LEVEL: Final = 0.95


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
    figures = statistic(_draws(cases, seed) @ rows)
    figures = figures[~np.isnan(figures)]
    if not len(figures):
        return None
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(figures, [tail, 1 - tail])
    return Interval(float(low), float(high))


@lru_cache(maxsize=4)
def _draws(cases: int, seed: int) -> Matrix:
    """How often each case is in each resample, (resamples, cases)."""
    random = np.random.default_rng(seed)
    return random.multinomial(cases, np.full(cases, 1 / cases), size=RESAMPLES).astype(np.float64)


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
