"""Outfit search: latency by wardrobe size, and its score beside brute force and random sampling.

    .venv/bin/python -m benchmarks.outfits [--repeats 30] [--write docs/benchmarks/outfits.md]

Wardrobes are drawn from the vocabulary with a seed; nothing is read from outside the repository.
"""

import argparse
import os
import platform
import random
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np

from ml.outfits import Request, recommend
from ml.outfits.demands import Demand
from ml.outfits.eligible import eligible
from ml.outfits.recommend import asked_of, find, fitting_ones
from ml.outfits.score import Judge
from ml.outfits.search import value
from ml.outfits.situation import resolve
from ml.outfits.table import Ints, build
from ml.outfits.templates import FURTHER, Template
from ml.outfits.wishes import apply_wishes
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Formality, Weather, Wish
from stylist.garments import ColorShare, GarmentAttributes, GarmentView

SIZES = (50, 200, 1_000, 5_000, 10_000)
BRUTE_SIZES = (20, 30, 40, 50)
WEIGHTS = {"top": 7, "bottom": 5, "shoes": 4, "outerwear": 3, "dress": 3, "accessory": 2}
RAINY = ConstraintFrame(
    weather=Weather(temperature_c=12, conditions=["rain"]),
    formality=Formality(min=0.35, max=0.7),
    colors=Wish(avoid=["black"]),
    categories=Wish(avoid=["boots"]),
)
FRAMES = {
    "rain, 12 °C, smart casual, no black, no boots": RAINY,
    "nothing said": ConstraintFrame(),
    "a hot day at the beach": ConstraintFrame(occasion="beach", weather=Weather(temperature_c=31)),
    "−5 °C and snow, something teal": ConstraintFrame(
        weather=Weather(temperature_c=-5, conditions=["snow"]), colors=Wish(want=["teal"])
    ),
}


def wardrobe(size: int, seed: int) -> list[GarmentView]:
    """Random garments with about the slot shares of a real wardrobe."""
    rng, now = random.Random(seed), datetime.now(UTC)
    kinds = [*vocabulary.kinds().values()]
    chances = [WEIGHTS[kind.slot] / sum(k.slot == kind.slot for k in kinds) for kind in kinds]
    colors = vocabulary.colors()
    made = []
    for kind in rng.choices(kinds, chances, k=size):
        color = rng.choice([*colors])
        seen = GarmentAttributes(
            color_primary=color,
            colors=[ColorShare(name=color, hex=colors[color].hex, share=0.9)],
            pattern=rng.choice(["solid"] * 5 + ["striped", "floral"]),
            formality=min(1.0, max(0.0, kind.formality + rng.uniform(-0.15, 0.15))),
        )
        made.append(
            GarmentView(
                id=UUID(int=rng.getrandbits(128)),
                status="ready",
                name=f"{color} {kind.name}",
                category=kind.category,
                subcategory=kind.name if kind.parent else None,
                attributes=seen,
                created_at=now,
                updated_at=now,
            )
        )
    return made


def latency(repeats: int) -> list[str]:
    """Rows of p50 and p95 of `recommend` in milliseconds, three outfits, frames in turn."""
    lines = ["| garments | p50 ms | p95 ms | CPU p50 ms | ms per garment (p50) |"]
    lines.append("|---|---|---|---|---|")
    for size in SIZES:
        times, work = [], []
        for i in range(repeats):
            garments = wardrobe(size, seed=i % 5)
            frame = [*FRAMES.values()][i % len(FRAMES)]
            start, busy = time.perf_counter(), time.process_time()
            recommend(garments, Request(frame=frame))
            times.append((time.perf_counter() - start) * 1000)
            work.append((time.process_time() - busy) * 1000)
        p50, p95 = statistics.median(times), float(np.percentile(times, 95))
        cpu = statistics.median(work)
        lines.append(f"| {size:,} | {p50:.1f} | {p95:.1f} | {cpu:.1f} | {p50 / size:.3f} |")
    return lines


@dataclass(frozen=True, slots=True)
class Problem:
    """A wardrobe and a frame, ready to be searched in several ways."""

    judge: Judge
    template: Template
    asked: list[Demand]

    def best(self, rows: Ints) -> float:
        """The best value among rows that fulfil everything asked; −1 for none."""
        if not len(rows):
            return -1.0
        holds = np.ones(len(rows), dtype=np.bool_)
        for one in self.asked:
            holds &= one.holds(rows)
        values = np.where(holds, value(self.judge, rows), -1.0)
        return float(values.max())


def problem(garments: list[GarmentView], request: Request) -> Problem:
    """The search problem of a request over a whole wardrobe, without a shortlist."""
    allowed, refused = eligible(garments, request.frame)
    wishes = apply_wishes(allowed, refused, request)
    now = resolve(request, [])
    wishes.garments = fitting_ones(wishes, now)
    judge = Judge(build(wishes.garments, request, now), request, now)
    template = Template(judge.table, frozenset(wishes.mandatory), now.optional)
    return Problem(judge, template, asked_of(judge, wishes, []))


def by_search(garments: list[GarmentView], request: Request) -> tuple[float, float]:
    """Best value and seconds of the shipped way: shortlist, beam, exact scores."""
    start = time.perf_counter()
    allowed, refused = eligible(garments, request.frame)
    wishes = apply_wishes(allowed, refused, request)
    found = find(wishes, request, resolve(request, []), [])
    seconds = time.perf_counter() - start
    granted = found.rows and not found.given_up
    best = value(found.judge, found.rows[0][None, :])[0] if granted else -1.0
    return float(best), seconds


def by_brute_force(task: Problem) -> tuple[float, float, int]:
    """Best value, seconds and number of outfits of scoring every outfit."""
    start = time.perf_counter()
    rows = task.template.bodies()
    for column in FURTHER:
        rows = task.template.extend(rows, column)
    best = max(task.best(rows[i : i + 50_000]) for i in range(0, len(rows), 50_000))
    return best, time.perf_counter() - start, len(rows)


def by_sampling(task: Problem, seconds: float, seed: int) -> float:
    """Best value that uniform random outfits reach in the given time."""
    rng, best = np.random.default_rng(seed), -1.0
    bodies = task.template.bodies()
    start = time.perf_counter()
    while time.perf_counter() - start < seconds and len(bodies):
        rows = bodies[rng.integers(len(bodies), size=1_000)]
        for column in FURTHER:
            options = task.template.options(column)
            picked = rng.choice(options, size=len(rows))
            rows[:, column] = np.where(rows[:, column] >= 0, rows[:, column], picked)
        best = max(best, task.best(rows[task.template.wearable(rows)]))
    return best


def beside_brute_force(seeds: int) -> list[str]:
    """Rows of the mean best value of each way, on wardrobes that can be enumerated."""
    lines = [
        "| garments | outfits (mean) | best of all | search | misses | random, equal time "
        "| brute force ms | search ms | times faster |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for size in BRUTE_SIZES:
        rows = [_compare(size, seed) for seed in range(seeds)]
        count, brute, ours, sampled, slow, fast = (
            statistics.fmean(column) for column in zip(*rows, strict=True)
        )
        misses = sum(row[1] - row[2] > 1e-9 for row in rows)
        lines.append(
            f"| {size} | {count:,.0f} | {brute:.4f} | {ours:.4f} | {misses} of {seeds} | "
            f"{sampled:.4f} | {slow * 1000:.0f} | {fast * 1000:.1f} | {slow / fast:.0f} |"
        )
    return lines


def _compare(size: int, seed: int) -> tuple[float, ...]:
    """One wardrobe in the rain: number of outfits, three best values, two times."""
    garments, request = wardrobe(size, seed), Request(frame=RAINY)
    task = problem(garments, request)
    ours, fast = by_search(garments, request)
    brute, slow, count = by_brute_force(task)
    return count, brute, ours, by_sampling(task, fast, seed), slow, fast


def beside_sampling(seeds: int) -> list[str]:
    """Rows of the mean best value of search and of random sampling, on larger wardrobes."""
    lines = ["| garments | search | random, equal time | random, ten times the time |"]
    lines.append("|---|---|---|---|")
    for size in (200, 1_000, 3_000):
        rows = []
        for seed in range(seeds):
            garments, request = wardrobe(size, seed), Request(frame=RAINY)
            task = problem(garments, request)
            ours, fast = by_search(garments, request)
            equal, more = (by_sampling(task, fast * times, seed) for times in (1, 10))
            rows.append((ours, equal, more))
        ours, equal, more = (statistics.fmean(column) for column in zip(*rows, strict=True))
        lines.append(f"| {size:,} | {ours:.4f} | {equal:.4f} | {more:.4f} |")
    return lines


def main() -> None:
    """Measure everything, print it, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=40)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    report = "\n".join(
        [
            "# Outfit search",
            "",
            f"Measured {datetime.now(UTC):%Y-%m-%d} on {platform.machine()}, Python "
            f"{platform.python_version()}, one thread, 2 cores shared with",
            f"other work (load average {os.getloadavg()[0]:.1f} at the end), by",
            f"`OMP_NUM_THREADS=1 .venv/bin/python -m benchmarks.outfits --repeats "
            f"{options.repeats} --seeds {options.seeds} --write docs/benchmarks/outfits.md`.",
            "",
            "## Latency of `recommend`, three outfits, with reasons",
            "",
            f"Frames in turn: {'; '.join(FRAMES)}.",
            "",
            *latency(options.repeats),
            "",
            "## Beside brute force (the rainy frame)",
            "",
            "Values are the search's objective: the score less .004 for each accessory. A value of",
            "−1 (no outfit fulfils everything) counts in the means of all ways.",
            "",
            *beside_brute_force(options.seeds),
            "",
            "## Beside random sampling (the rainy frame)",
            "",
            *beside_sampling(options.seeds),
            "",
        ]
    )
    print(report)
    if options.write:
        options.write.write_text(report, "utf-8")


if __name__ == "__main__":
    main()
