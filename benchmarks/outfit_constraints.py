"""Hard constraints over random requests on random wardrobes, by a checker that is not the engine's.

    .venv/bin/python -m benchmarks.outfit_constraints [--requests 10000] [--write FILE]

Exit status 1 when any was broken.
"""

import argparse
import random
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from ml.outfits import recommend

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
SIZES = (1, 40)


def measure(requests: int) -> tuple[list[str], int]:
    """The table's lines, and how many violations there were."""
    from outfit_checker import violations
    from random_requests import draw_request

    rng, outfits, unproven = random.Random(10_000), 0, 0
    broken: Counter[str] = Counter()
    answered = 0
    for _ in range(requests):
        owned, asked = draw_request(rng, SIZES)
        answer = recommend(owned, asked)
        broken.update(violations(owned, asked, answer))
        answered += bool(answer.outfits)
        outfits += len(answer.outfits)
        unproven += not answer.exact
    lines = ["| requests | with an outfit | outfits | not proven the best | violations |"]
    lines.append("|---|---|---|---|---|")
    lines.append(
        f"| {requests:,} | {answered:,} | {outfits:,} | {unproven:,} | {broken.total():,} |"
    )
    return lines + [
        f"- {words}: {times}" for words, times in broken.most_common(20)
    ], broken.total()


def main() -> int:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    lines, broken = measure(options.requests)
    report = "\n".join(
        [
            "# Hard constraints of outfits",
            "",
            f"Measured {datetime.now(UTC):%Y-%m-%d} by `.venv/bin/python -m "
            f"benchmarks.outfit_constraints --requests {options.requests}`.",
            "",
            f"Wardrobes of {SIZES[0]} to {SIZES[1]} garments, a tenth of them not ready. Checked:",
            "excluded garments, kinds, colours (doubtful ones too), patterns, materials, styles",
            "and pieces; required garments; the stated band of formality; one garment for each",
            "(slot, layer); outfits shown before; two outfits that differ in accessories only. The",
            "checker (`tests/support/outfit_checker.py`) shares no code with the engine.",
            "",
            *lines,
            "",
        ]
    )
    print(report)
    if options.write:
        options.write.write_text(report, "utf-8")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
