"""The search beside other ways to find an outfit: looking at all of them, and drawing at random."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from benchmarks.outfit_wardrobes import RAINY, wardrobe
from ml.outfits import Request, search
from ml.outfits import task as searched
from ml.outfits.choose import extras, worth
from ml.outfits.demands import Demand
from ml.outfits.eligible import eligible
from ml.outfits.find import Found, asked_of, find, fitting_ones, template_of
from ml.outfits.score import Judge
from ml.outfits.situation import resolve
from ml.outfits.table import Ints, build
from ml.outfits.templates import Shape
from ml.outfits.tree import every_row
from ml.outfits.wishes import apply_wishes
from stylist.garments import GarmentView

BRUTE_SIZES = (20, 30, 40, 60, 80)
SAMPLED_SIZES = (200, 1_000, 5_000, 10_000)
SEARCH_ALL = 0
"""`task.FEW` that looks at every outfit of no wardrobe, so that the search itself is measured."""


@contextmanager
def looking_at_few(few: int, small: int = search.SMALL) -> Iterator[None]:
    """With another `task.FEW` and `search.SMALL` for a while."""
    before = searched.FEW, search.SMALL
    searched.FEW, search.SMALL = few, small
    try:
        yield
    finally:
        searched.FEW, search.SMALL = before


@dataclass(frozen=True, slots=True)
class Problem:
    """A wardrobe and a frame, ready to be searched in several ways."""

    judge: Judge
    shapes: list[Shape]
    asked: list[Demand]

    def best(self, rows: Ints) -> float:
        """The best worth among rows that fulfil everything asked; −1 for none."""
        if not len(rows):
            return -1.0
        holds = np.ones(len(rows), dtype=np.bool_)
        for one in self.asked:
            holds &= one.holds(rows)
        worths = np.where(holds, worth(self.judge, rows, extras(self.judge, [])), -1.0)
        return float(worths.max())


def problem(garments: list[GarmentView], request: Request) -> Problem:
    """The search problem of a request over a whole wardrobe."""
    allowed, refused = eligible(garments, request.frame)
    wishes, now = apply_wishes(allowed, refused, request), resolve(request, [])
    judge = Judge(build(fitting_ones(wishes, now), request, now), request, now)
    return Problem(judge, template_of(judge, wishes).shapes(), asked_of(judge, wishes, []))


def by_search(garments: list[GarmentView], request: Request) -> tuple[float, float]:
    """Best worth and CPU seconds of the engine for one outfit."""
    start = time.process_time()
    allowed, refused = eligible(garments, request.frame)
    found = find(apply_wishes(allowed, refused, request), request, resolve(request, []), [])
    return _worth(found), time.process_time() - start


def _worth(found: Found) -> float:
    if not found.rows or found.given_up:
        return -1.0
    return float(worth(found.judge, found.rows[0][None, :], extras(found.judge, []))[0])


def by_brute_force(task: Problem) -> tuple[float, float, int]:
    """Best worth, CPU seconds and number of outfits of scoring every outfit."""
    start = time.process_time()
    rows = every_row(task.shapes)
    best = max((task.best(rows[i : i + 50_000]) for i in range(0, len(rows), 50_000)), default=-1.0)
    return best, time.process_time() - start, len(rows)


def by_sampling(task: Problem, seconds: float, seed: int) -> float:
    """Best worth that random outfits, of random shapes, reach in the given CPU time."""
    rng, best = np.random.default_rng(seed), -1.0
    start = time.process_time()
    while time.process_time() - start < seconds and task.shapes:
        shape = task.shapes[rng.integers(len(task.shapes))]
        rows = np.full((1_000, 11), -1, dtype=np.int64)
        for column, pieces in shape.items():
            rows[:, column] = rng.choice(pieces, size=len(rows))
        best = max(best, task.best(rows))
    return best


def beside_brute_force(seeds: int) -> list[str]:
    """Rows of each way's mean worth and time, on wardrobes that can be enumerated."""
    lines = [
        "| garments | outfits (mean) | best of all | search | misses | random, equal time "
        "| brute force over search, time |",
        "|---|---|---|---|---|---|---|",
    ]
    with looking_at_few(SEARCH_ALL):
        for size in BRUTE_SIZES:
            rows = [_compare(size, seed) for seed in range(seeds)]
            count, brute, ours, sampled, slow, fast = (
                statistics.fmean(column) for column in zip(*rows, strict=True)
            )
            misses = sum(abs(row[1] - row[2]) > 1e-9 for row in rows)
            lines.append(
                f"| {size} | {count:,.0f} | {brute:.4f} | {ours:.4f} | {misses} of {seeds} | "
                f"{sampled:.4f} | {slow / fast:.2g} |"
            )
    return lines


def _compare(size: int, seed: int) -> tuple[float, ...]:
    """One wardrobe in the rain: number of outfits, three best values, two times."""
    garments, request = wardrobe(size, seed), Request(frame=RAINY, count=1)
    task = problem(garments, request)
    ours, fast = by_search(garments, request)
    brute, slow, count = by_brute_force(task)
    return count, brute, ours, by_sampling(task, fast, seed), slow, fast


def beside_sampling(seeds: int) -> list[str]:
    """Rows of the mean best worth of search and of random sampling, on larger wardrobes."""
    lines = ["| garments | outfits (mean) | search | random, equal time | random, ten times |"]
    lines.append("|---|---|---|---|---|")
    for size in SAMPLED_SIZES:
        rows = []
        for seed in range(seeds):
            garments, request = wardrobe(size, seed), Request(frame=RAINY, count=1)
            task = problem(garments, request)
            ours, fast = by_search(garments, request)
            many = sum(float(np.prod([len(p) for p in s.values()])) for s in task.shapes)
            rows.append((many, ours, *(by_sampling(task, fast * n, seed) for n in (1, 10))))
        many, ours, equal, more = (statistics.fmean(column) for column in zip(*rows, strict=True))
        lines.append(f"| {size:,} | {many:.1e} | {ours:.4f} | {equal:.4f} | {more:.4f} |")
    return lines
