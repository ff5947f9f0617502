"""Outfit search: that it is exact, its latency by wardrobe size, and what else reaches.

    .venv/bin/python -m benchmarks.outfits [--cases 1000] [--repeats 40] [--write FILE]

Wardrobes are drawn from the vocabulary with a seed; nothing is read from outside the repository.
"""

import argparse
import os
import platform
import random
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np

from cli.wardrobe_table import read_table
from ml.outfits import (
    Preferences,
    Reaction,
    Request,
    learn,
    recommend,
    search,
    with_something_different,
)
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
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Formality, Weather, Wish
from stylist.garments import ColorShare, GarmentAttributes, GarmentView
from stylist.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

SIZES = (50, 500, 5_000, 10_000)
BRUTE_SIZES = (20, 30, 40, 60, 80)
SAMPLED_SIZES = (200, 1_000, 5_000, 10_000)
SEARCH_ALL = 0
"""`search.FEW` that looks at every outfit of no wardrobe, so that the search itself is measured."""
WEIGHTS = {"top": 7, "bottom": 5, "shoes": 4, "outerwear": 3, "dress": 3, "accessory": 2}
RAINY = ConstraintFrame(
    weather=Weather(temperature_c=12, conditions=["rain"]),
    formality=Formality(min=0.35, max=0.7),
    colors=Wish(avoid=["black"]),
    categories=Wish(avoid=["boots"]),
)
BEFORE = "## Before and after"
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


def exactness(cases: int) -> list[str]:
    """How many random requests over random small wardrobes have brute force's whole answer."""
    from random_requests import draw_case

    lines = ["| way | requests | outfits chosen | same answer | proven by the search itself |"]
    lines.append("|---|---|---|---|---|")
    for way, few, small in (
        ("branch and bound alone", SEARCH_ALL, SEARCH_ALL),
        ("small shapes all looked at", SEARCH_ALL, search.SMALL),
        ("as shipped", search.FEW, search.SMALL),
    ):
        rng, same, proven, chosen = random.Random(2026), 0, 0, 0
        with _few(few, small):
            for _ in range(cases):
                case, rows, judge = draw_case(rng, (4, 22))
                ours, given_up, exact = case.by_engine()
                same += (ours, given_up) == case.by_brute_force(rows, judge)
                proven += exact
                chosen += len(ours)
        lines.append(f"| {way} | {cases:,} | {chosen:,} | {same:,} | {proven:,} |")
    return lines


class _few:
    """With another `search.FEW` and `search.SMALL` for a while."""

    def __init__(self, few: int, small: int = search.SMALL) -> None:
        self._now, self._before = (few, small), (search.FEW, search.SMALL)

    def __enter__(self) -> None:
        search.FEW, search.SMALL = self._now

    def __exit__(self, *_: object) -> None:
        search.FEW, search.SMALL = self._before


def latency(repeats: int) -> list[str]:
    """Rows of p50 and p95 of `recommend`, CPU milliseconds, three outfits, frames in turn.

    Each request is asked twice: the second time its table of pairs is kept, as in a conversation.
    """
    lines = [
        "| garments | first p50 | first p95 | again p50 | again p95 | µs per garment (first p50) "
        "| not proven | headroom, mean of these |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size in SIZES:
        firsts, agains, headrooms = [], [], []
        for i in range(repeats):
            garments = wardrobe(size, seed=i // len(FRAMES) % 5)
            frame = [*FRAMES.values()][i % len(FRAMES)]
            firsts.append(_busy(garments, Request(frame=frame)))
            start = time.process_time()
            found = recommend(garments, Request(frame=frame))
            agains.append((time.process_time() - start) * 1000)
            if not found.exact:
                headrooms.append(found.headroom)
        cells = [*np.percentile(firsts, (50, 95)), *np.percentile(agains, (50, 95))]
        mean = f"{statistics.fmean(headrooms):.4f}" if headrooms else "–"
        lines.append(
            f"| {size:,} | {' | '.join(f'{cell:.0f}' for cell in cells)} "
            f"| {1000 * cells[0] / size:.0f} | {len(headrooms)} of {repeats} | {mean} |"
        )
    return lines


def many_and_one_to_learn_from(repeats: int) -> list[str]:
    """CPU time of other ways to ask, each beside three outfits of the same wardrobe and frame."""
    lines = ["| asked | CPU p50 ms | CPU p95 ms | over without |", "|---|---|---|---|"]
    owned = _photographed()
    for name, garments, count, frames in (
        ("200 garments, the rainy frame, 3 outfits", None, 3, [RAINY]),
        ("42 photographed garments, every frame, 3 outfits", owned, 3, [*FRAMES.values()]),
        ("42 photographed garments, every frame, 50 outfits", owned, 50, [*FRAMES.values()]),
    ):
        times = [
            _busy(garments or wardrobe(200, seed), Request(frame=frame, count=count))
            for seed in range(max(1, repeats // (4 * len(frames))))
            for frame in frames
        ]
        p50, p95 = np.percentile(times, (50, 95))
        lines.append(f"| {name} | {p50:.0f} | {p95:.0f} | – |")
    for size in (50, 200, 500):
        alone, with_card = zip(
            *(_to_learn_from(size, seed, frame) for seed in range(2) for frame in FRAMES.values()),
            strict=True,
        )
        ratio = statistics.median(b / a for a, b in zip(alone, with_card, strict=True))
        p50, p95 = np.percentile(with_card, (50, 95))
        name = f"{size} garments, every frame, with a card to learn from"
        lines.append(f"| {name} | {p50:.0f} | {p95:.0f} | {ratio:.1f} |")
    return lines


def _photographed() -> list[GarmentView]:
    """The 42 photographed garments of the shared data.

    Raises: FileNotFoundError without `STYLIST_SHARED_DATA`.
    """
    return read_table(Settings().shared_data / "wardrobe" / "wardrobe.tsv").garments


def _busy(garments: list[GarmentView], request: Request) -> float:
    """CPU milliseconds of `recommend`."""
    start = time.process_time()
    recommend(garments, request)
    return (time.process_time() - start) * 1000


def _to_learn_from(size: int, seed: int, frame: ConstraintFrame) -> tuple[float, float]:
    """CPU milliseconds of three outfits, without and with one of them to learn from."""
    garments = wardrobe(size, seed)
    by_id = {garment.id: garment for garment in garments}
    liked = recommend(garments, Request(count=4)).outfits
    taste = learn(
        Reaction(UUID(int=i), tuple(by_id[g] for g in card.garment_ids), "like", 0.0, 0.8)
        for i, card in enumerate(liked)
    )
    request = Request(frame=frame, preferences=Preferences(learned=taste.weights))
    start = time.process_time()
    found = recommend(garments, request)
    alone = time.process_time() - start
    with_something_different(found, garments, request, taste, seed=seed)
    return alone * 1000, (time.process_time() - start) * 1000


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
    with _few(SEARCH_ALL):
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


def main() -> None:
    """Measure everything, print it, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000)
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
            f"other work (load average {os.getloadavg()[0]:.1f} at the end; hence CPU time beside "
            "wall time), by",
            f"`OMP_NUM_THREADS=1 .venv/bin/python -m benchmarks.outfits --cases {options.cases} "
            f"--repeats {options.repeats} --seeds {options.seeds}",
            "--write docs/benchmarks/outfits.md`.",
            "",
            "## The same answer as looking at every outfit",
            "",
            "Random wardrobes of 4 to 22 garments (and an eighth of twins) with random requests:",
            "wishes, exclusions, weather, occasions, tastes, histories, outfits shown before, and",
            "moves from one of them. Compared are all chosen outfits in their order, and what was",
            "given up. The rule and the objective stand in `ml/outfits/choose.py`; brute force is",
            "plain nested loops (`tests/support/all_outfits.py`).",
            "",
            *exactness(options.cases),
            "",
            "## Latency of `recommend`, three outfits, with reasons",
            "",
            f"Frames in turn: {'; '.join(FRAMES)}.",
            "Not proven: the budget of outfits looked at ended first, which the answer says",
            "(`exact`, `headroom`: by how much one of the outfits could at most be better).",
            "",
            *latency(options.repeats),
            "",
            "## Other ways to ask",
            "",
            "The last three rows: the whole answer with one outfit to learn from, over the answer",
            "without it.",
            "",
            *many_and_one_to_learn_from(options.repeats),
            "",
            "## Beside brute force, one outfit, the rainy frame",
            "",
            "Branch and bound alone, against scoring every outfit in arrays. Worth is the score",
            "less .004 for each accessory; −1 (nothing fulfils everything) counts in all means.",
            "",
            *beside_brute_force(options.seeds),
            "",
            "## Beside random sampling, one outfit, the rainy frame",
            "",
            *beside_sampling(options.seeds),
            "",
        ]
    )
    print(report)
    if options.write:
        options.write.write_text(report + _told_before(options.write), "utf-8")


def _told_before(page: Path) -> str:
    """What the page tells of earlier changes, which no run makes again."""
    _, head, told = page.read_text("utf-8").partition(BEFORE) if page.exists() else ("", "", "")
    return f"\n{head}{told}" if head else ""


if __name__ == "__main__":
    main()
