"""Outfit search: that it is exact, its latency by wardrobe size, and what else reaches.

    .venv/bin/python -m benchmarks.outfits [--cases 1000] [--repeats 40] [--write FILE]

Wardrobes are drawn from the vocabulary with a seed; nothing is read from outside the repository.
"""

import argparse
import os
import platform
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.outfit_latency import latency, many_and_one_to_learn_from
from benchmarks.outfit_wardrobes import FRAMES
from benchmarks.outfit_ways import SEARCH_ALL, beside_brute_force, beside_sampling, looking_at_few
from ml.outfits import search, task

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

BEFORE = "## Before and after"


def exactness(cases: int) -> list[str]:
    """How many random requests over random small wardrobes have brute force's whole answer."""
    from random_requests import draw_case

    lines = ["| way | requests | outfits chosen | same answer | proven by the search itself |"]
    lines.append("|---|---|---|---|---|")
    for way, few, small in (
        ("branch and bound alone", SEARCH_ALL, SEARCH_ALL),
        ("small shapes all looked at", SEARCH_ALL, search.SMALL),
        ("as shipped", task.FEW, search.SMALL),
    ):
        rng, same, proven, chosen = random.Random(2026), 0, 0, 0
        with looking_at_few(few, small):
            for _ in range(cases):
                case, rows, judge = draw_case(rng, (4, 22))
                ours, given_up, exact = case.by_engine()
                same += (ours, given_up) == case.by_brute_force(rows, judge)
                proven += exact
                chosen += len(ours)
        lines.append(f"| {way} | {cases:,} | {chosen:,} | {same:,} | {proven:,} |")
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
