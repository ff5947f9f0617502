"""Hits and misses, and what follows from them."""

from collections.abc import Hashable, Iterable, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives (found, not expected), false negatives (missed)."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float | None:
        """The share of the found that is right; None when nothing was found."""
        found = self.tp + self.fp
        return self.tp / found if found else None

    @property
    def recall(self) -> float | None:
        """The share of the expected that was found; None when nothing was expected."""
        expected = self.tp + self.fn
        return self.tp / expected if expected else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None when there was nothing to find and nothing found."""
        judged = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / judged if judged else None


def count(gold: Set[Hashable], found: Set[Hashable]) -> Counts:
    """Compare two sets."""
    return Counts(len(gold & found), len(found - gold), len(gold - found))


def total(counts: Iterable[Counts]) -> Counts:
    """The sum, which weighs each member alike (micro average)."""
    return sum(counts, start=Counts())
