"""Micro precision, recall and F1 over turns, with a bootstrap interval over dialogues."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

RESAMPLES: Final = 1000
LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits, false alarms and misses."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """The sum of both."""
        return Counts(
            self.right + other.right, self.extra + other.extra, self.missed + other.missed
        )

    @property
    def precision(self) -> float:
        """Share of what was found that is right, 0..1; 1 when nothing was found."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found, 0..1; 1 when nothing is there."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0..1."""
        found = 2 * self.right + self.extra + self.missed
        return 2 * self.right / found if found else 1.0


def compared(gold: frozenset[Any], found: frozenset[Any]) -> Counts:
    """The counts of one turn."""
    return Counts(len(gold & found), len(found - gold), len(gold - found))


def interval(groups: Sequence[Counts], *, seed: int = 0) -> tuple[float, float]:
    """95 % bootstrap interval of F1, drawing whole groups (dialogues) with replacement.

    Efron & Tibshirani (1993), percentile method.
    """
    drawn = random.Random(seed)
    scores = []
    for _ in range(RESAMPLES if groups else 0):
        picked = drawn.choices(groups, k=len(groups))
        scores.append(sum(picked, Counts()).f1)
    scores.sort()
    if not scores:
        return 0.0, 1.0
    cut = int((1 - LEVEL) / 2 * len(scores))
    return scores[cut], scores[-cut - 1]
