"""Shared by the ablations of the score: totals without a part, and paired intervals."""

import math
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np

from ml.outfits.score import Judge, part_weights
from ml.outfits.table import Ints
from stylist.arrays import Floats

Z95: Final = 1.96
WHOLE: Final = "whole score"


def scored(judge: Judge, rows: Ints) -> dict[str, Floats]:
    """(N,) scores of rows: whole, and without each part."""
    parts = judge.parts(rows)
    return {WHOLE: total(parts)} | {f"without {out}": total(parts, out) for out in parts}


class Gap(NamedTuple):
    """A mean paired difference and half the width of its 95 % interval."""

    mean: float
    half: float

    def __str__(self) -> str:
        """With signs, and in bold where nought lies outside the interval."""
        words = f"{self.mean:+.4f} ± {self.half:.4f}"
        return f"**{words}**" if abs(self.mean) > self.half else words


def total(parts: Mapping[str, Floats], out: str | None = None) -> Floats:
    """(N,) the score from its parts, as the engine sums it, without one of them."""
    kept = [part for part in parts if part != out]
    shares = part_weights(kept)
    summed: Floats = np.sum([shares[part] * parts[part] for part in kept], axis=0)
    return summed


def gap(differences: Iterable[float]) -> Gap:
    """The mean of paired differences with its 95 % interval."""
    values = np.fromiter(differences, float)
    return Gap(float(values.mean()), Z95 * float(values.std(ddof=1)) / math.sqrt(len(values)))
