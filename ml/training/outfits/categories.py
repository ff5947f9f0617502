"""What the fine categories of two pieces say: mutual information, then ranked against swaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from ml.outfits.compatibility.parts import PLACES
from ml.outfits.compatibility.reading import places
from ml.training.outfits.outfits import Ints
from stylist.arrays import Floats

SHRINK: Final = 2.0
"""Pairs added to both counts; of .7 to 10 the best, by cross-validation."""
SPREAD: Final = 3.0
"""How far apart two outfits' mean values are when one is certainly thrown together."""
HOLD: Final = 5e-5
"""How strongly the table is held to the mutual information; of 5e-5, 2e-4 and 1e-3 the best."""
STRETCH: Final = 1.5
"""The power that values are raised to, so that strong ones count more; of 1, 1.25, 1.5 and 2."""
SWAPS_ALL, SWAPS_ONE = 2, 4
STEPS: Final = 60
TITLED_TIMES: Final = 3
"""How often an outfit with titles counts: the questions are asked of such."""


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Outfits with pieces swapped, as entries of a flat table.

    Entry e adds `worth[e]` times the cell `cell[e]` to comparison `row[e]`; the sum is the outfit's
    mean less that of its swapped double.
    """

    row: Ints
    cell: Ints
    worth: Floats
    count: int


def mutual_information(sets: Sequence[Sequence[int]], size: int) -> Floats:
    """(C, C) shrunken log of how often two categories meet, over what chance would give."""
    met = np.zeros((size, size))
    for row in sets:
        ids = np.array(row)
        np.add.at(met, (np.repeat(ids, len(ids)), np.tile(ids, len(ids))), 1.0)
        np.add.at(met, (ids, ids), -1.0)
    total = met.sum(axis=1)
    chance = np.outer(total, total) / total.sum()
    information: Floats = np.log((met + SHRINK) / (chance + SHRINK))
    return information


def fit_categories(
    titled: Sequence[Sequence[str]], others: Sequence[Sequence[str]], names: Sequence[str]
) -> Floats:
    """(C + 1, C + 1) values of pairs of `names`, zero for the unknown.

    The mutual information over all outfits is the start and the prior; the table then ranks whole
    outfits over the same with pieces swapped, by the logistic loss, and is stretched.
    """
    number = {name: at for at, name in enumerate(names)}
    sets = [[number[c] for c in row if c in number] for row in (*titled, *others)]
    prior = mutual_information([row for row in sets if len(row) > 1], len(names))
    rng = np.random.default_rng(0)
    asked = {category for row in sets[: len(titled)] for category in row}
    kept = [[category for category in row if category in asked] for row in sets]
    rows = [_one_each(row, names, rng) for row in kept[len(titled) :]]
    rows += [_one_each(row, names, rng) for row in kept[: len(titled)]] * TITLED_TIMES
    outfits = np.array([row for row in rows if (row >= 0).sum() > 2])
    table = np.zeros((len(names) + 1,) * 2)
    ranked = _ranked(prior, _comparisons(outfits, len(names), rng))
    table[:-1, :-1] = np.sign(ranked) * np.abs(ranked) ** STRETCH
    return table


def _one_each(row: Sequence[int], names: Sequence[str], rng: np.random.Generator) -> Ints:
    """(PLACES,) one category for each place that an outfit fills, −1 elsewhere."""
    filled = np.full(len(PLACES), -1)
    for category in rng.permutation(np.array(row, dtype=np.int64)):
        filled[PLACES.index(places()[names[category]])] = category
    return filled


def _comparisons(outfits: Ints, size: int, rng: np.random.Generator) -> Comparisons:
    kinds = [np.ones(outfits.shape, bool) for _ in range(SWAPS_ALL)]
    kinds += [_one_place(outfits, rng) for _ in range(SWAPS_ONE)]
    parts, count = [], 0
    for number, swapped in enumerate(kinds):
        stretch = 1.0 if number < SWAPS_ALL else 2.0
        double = _swap(outfits, swapped, rng)
        for rows, sign in ((outfits, stretch), (double, -stretch)):
            row, cell, worth = _cells(rows, size)
            parts.append((row + count, cell, sign * SPREAD * worth))
        count += len(outfits)
    row, cell, worth = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Comparisons(row, cell, worth, count)


def _one_place(outfits: Ints, rng: np.random.Generator) -> Ints:
    picked = np.where(outfits >= 0, rng.random(outfits.shape), -1.0).argmax(axis=1)
    chosen: Ints = np.arange(len(PLACES)) == picked[:, None]
    return chosen


def _swap(outfits: Ints, swapped: Ints, rng: np.random.Generator) -> Ints:
    double = outfits.copy()
    for place in range(len(PLACES)):
        there = outfits[:, place] >= 0
        rows, pool = np.flatnonzero(there & swapped[:, place]), outfits[there, place]
        double[rows, place] = pool[rng.integers(len(pool), size=len(rows))]
    return double


def _cells(outfits: Ints, size: int) -> tuple[Ints, Ints, Floats]:
    """Outfit, cell of the flat table and share of the mean, for every pair of every outfit."""
    filled = outfits >= 0
    pairs = filled.sum(axis=1) * (filled.sum(axis=1) - 1) / 2
    found = []
    for a in range(len(PLACES)):
        for b in range(a + 1, len(PLACES)):
            rows = np.flatnonzero(filled[:, a] & filled[:, b])
            low = np.minimum(outfits[rows, a], outfits[rows, b])
            high = np.maximum(outfits[rows, a], outfits[rows, b])
            found.append((rows, low * size + high, 1.0 / pairs[rows]))
    row, cell, worth = (np.concatenate(column) for column in zip(*found, strict=True))
    return row, cell, worth


def _ranked(prior: Floats, data: Comparisons) -> Floats:
    """The table that ranks best by the mean logistic loss, held to `prior`."""
    cells, at = np.unique(data.cell, return_inverse=True)
    start = prior.ravel()[cells]

    def loss(values: Floats) -> tuple[float, Floats]:
        margin = np.bincount(data.row, data.worth * values[at], data.count)
        wrong = 1.0 / (1.0 + np.exp(margin))
        slope = -np.bincount(at, data.worth * wrong[data.row], len(cells)) / data.count
        moved = values - start
        held = HOLD * float(moved @ moved) / 2
        return float(np.logaddexp(0.0, -margin).mean()) + held, slope + HOLD * moved

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    flat = prior.ravel().copy()
    flat[cells] = found.x
    square = flat.reshape(prior.shape)
    ranked: Floats = np.triu(square) + np.triu(square, 1).T
    return ranked
