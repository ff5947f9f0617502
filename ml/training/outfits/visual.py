"""Fits which garments look good together, from a person's outfits and CLIP features of photos.

`python -m ml.training.outfits.visual --looks FEATURES.npz --outfits OUTFITS.jsonl --write FILE`

FEATURES.npz has `ids` (N,) texts and `features` (N, 512), and may have `kinds` (N,) texts: then a
piece is only exchanged for one of its kind, so that looks are learned and not kinds, which the
attributes judge already. A line of OUTFITS.jsonl is a list of ids. FILE is `outfit-visual.npz` in
the folder of models, where the server finds it.

Logistic regression (ridge, Newton) on all products of the first `MOST_RANK` principal components
of the features, of pairs worn together against pairs where one piece was exchanged at random for
one that was never worn with the other; the (R, R) form is then written by its eigenvectors. A fifth
of the outfits is held out and asked: the area under the curve of worn against thrown together. The
weights that are written are fitted on all outfits. Every draw is seeded.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from ml.outfits.compatibility.parts import Ints
from ml.outfits.compatibility.visual import MOST_RANK, UNREADABLE, WIDTH, VisualPairs, write_visual
from ml.training.outfits.weighing import NEWTON_STEPS
from stylist.arrays import Floats
from stylist.errors import BadRequest, StylistError

HELD_OUT: Final = 0.2
FEWEST: Final = 10
"""Outfits of two or more known pieces below which nothing can be said of held-out ones."""
THROWS: Final = 4
"""Pairs thrown together for each that was worn; the offset is put back to one for one."""
WEIGHT: Final = 0.5
"""Photos and attributes tell partly the same, so what photos say counts by half by default."""
RIDGES: Final = (3.0, 30.0, 300.0)
"""Penalties that are tried on a fifth of what is fitted on."""
Outfit = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Photographed garments: `features` (N, WIDTH) of unit length, and what kind each is."""

    features: Floats
    kinds: Sequence[str]


@dataclass(frozen=True, slots=True)
class Report:
    """The area on held-out outfits, beside chance (.5) and the spread of chance (Mann, Whitney)."""

    outfits: int
    held_out: int
    area: float
    chance_spread: float


def fit(
    seen: Seen, outfits: Sequence[Outfit], *, weight: float = WEIGHT, seed: int = 0
) -> tuple[VisualPairs, Report]:
    """A judge fitted on all outfits, and what one fitted on four fifths says of the others.

    Raises: BadRequest when there are fewer than `FEWEST` outfits, or no piece to exchange.
    """
    outfits = [tuple(dict.fromkeys(one)) for one in outfits]
    outfits = [one for one in outfits if len(one) > 1]
    if len(outfits) < FEWEST:
        raise BadRequest(
            f"{len(outfits)} outfits of two or more photographed pieces are too few to learn from.",
            hint=f"Give {FEWEST} or more; a few hundred are better.",
        )
    rng = np.random.default_rng(seed)
    asked, rest = _parted(outfits, rng)
    ridge = _best_ridge(seen, rest, rng)
    judge = _fitted(seen, rest, rng, ridge, weight)
    worn, thrower = _means(judge, seen, asked), _Thrower(seen, outfits, rng)
    thrown = _means(judge, seen, [thrower.outfit(one) for one in asked])
    report = Report(len(outfits), len(asked), area(worn, thrown), _chance_spread(len(asked)))
    return _fitted(seen, outfits, rng, ridge, weight), report


class _Thrower:
    """Exchanges a piece at random for one of its kind that was never worn with the other.

    It knows only the outfits that are given: what is fitted must not learn from held-out ones,
    not even which pairs they keep from being thrown together.
    """

    def __init__(self, seen: Seen, outfits: Sequence[Outfit], rng: np.random.Generator) -> None:
        self._rng, self._kinds = rng, seen.kinds
        self._mates: Mapping[int, set[int]] = defaultdict(set)
        self._of_kind: Mapping[str, list[int]] = defaultdict(list)
        for one in sorted({piece for outfit in outfits for piece in outfit}):
            self._of_kind[seen.kinds[one]].append(one)
        for outfit in outfits:
            for piece in outfit:
                self._mates[piece].update(outfit)

    def instead(self, piece: int, beside: int) -> int | None:
        mates = self._mates[beside]
        free = [one for one in self._of_kind[self._kinds[piece]] if one not in mates]
        return int(self._rng.choice(free)) if free else None

    def outfit(self, worn: Outfit) -> Outfit:
        """Every piece but one is thrown in anew, where there is one to throw in."""
        kept = worn[int(self._rng.integers(len(worn)))]
        thrown = {piece: self.instead(piece, kept) for piece in worn if piece != kept}
        return (kept, *(piece if new is None else new for piece, new in thrown.items()))


def _parted(
    outfits: Sequence[Outfit], rng: np.random.Generator
) -> tuple[list[Outfit], list[Outfit]]:
    """A fifth of the outfits, and the others."""
    order, count = rng.permutation(len(outfits)), max(2, round(HELD_OUT * len(outfits)))
    return [outfits[i] for i in order[:count]], [outfits[i] for i in order[count:]]


def _best_ridge(seen: Seen, outfits: Sequence[Outfit], rng: np.random.Generator) -> float:
    asked, rest = _parted(outfits, rng)
    thrower = _Thrower(seen, outfits, rng)
    thrown = [thrower.outfit(one) for one in asked]

    def reached(ridge: float) -> float:
        judge = _fitted(seen, rest, rng, ridge, WEIGHT)
        return area(_means(judge, seen, asked), _means(judge, seen, thrown))

    return max(RIDGES, key=reached)


def _fitted(
    seen: Seen, outfits: Sequence[Outfit], rng: np.random.Generator, ridge: float, weight: float
) -> VisualPairs:
    """The form by logistic regression on the products of principal components."""
    middle = seen.features.mean(axis=0)
    _, spread, axes = np.linalg.svd(seen.features - middle, full_matrices=False)
    rank = min(MOST_RANK, int((spread > spread[0] * 1e-4).sum()))
    scale = axes[:rank].T / (spread[:rank] / np.sqrt(len(seen.features)))
    worn, thrown = _pairs(outfits, _Thrower(seen, outfits, rng))
    spots = (seen.features - middle) @ scale
    rows_of, columns_of = np.triu_indices(rank)
    upper = rows_of.astype(np.int64), columns_of.astype(np.int64)
    rows = _products(spots, np.concatenate([worn, thrown]), upper)
    truth = np.r_[np.ones(len(worn)), np.zeros(len(thrown))]
    counts = np.r_[np.ones(len(worn)), np.full(len(thrown), len(worn) / len(thrown))]
    found = _regressed(rows, truth, counts, ridge)
    form = np.zeros((rank, rank))
    form[upper] = found[:-1]
    signs, turned = np.linalg.eigh((form + form.T) / 2)
    return VisualPairs(scale @ turned, signs, middle, float(found[-1]), weight)


def _pairs(outfits: Sequence[Outfit], thrower: _Thrower) -> tuple[Ints, Ints]:
    """(W, 2) pairs worn together, (T, 2) thrown together.

    Raises: BadRequest when everything was worn with everything.
    """
    worn = [(a, b) for one in outfits for i, a in enumerate(one) for b in one[i + 1 :]]
    both = [pair for a, b in worn for pair in ((a, b), (b, a))]
    drawn = [(a, thrower.instead(b, a)) for a, b in both for _ in range(THROWS // 2)]
    thrown = [(a, b) for a, b in drawn if b is not None]
    if not thrown:
        raise BadRequest("Every two of these pieces were worn together: nothing to learn from.")
    return np.array(worn, np.int64), np.array(thrown, np.int64)


def _products(spots: Floats, pairs: Ints, upper: tuple[Ints, ...]) -> Floats:
    """(P, R (R + 1) / 2 + 1) such that a row times the form's upper triangle is aᵀ W b."""
    a, b = spots[pairs[:, 0]], spots[pairs[:, 1]]
    i, j = upper
    mixed = (a[:, i] * b[:, j] + a[:, j] * b[:, i]) / 2
    return np.concatenate([mixed, np.ones((len(pairs), 1))], axis=1)


def _regressed(rows: Floats, truth: Floats, counts: Floats, ridge: float) -> Floats:
    """Weights (K,) of a logistic regression; the last one is free of the penalty."""
    weights, penalty = np.zeros(rows.shape[1]), np.full(rows.shape[1], ridge)
    penalty[-1] = 1e-6
    for _ in range(NEWTON_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (counts * (truth - chance)) - penalty * weights
        bend = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty)
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def _means(judge: VisualPairs, seen: Seen, outfits: Sequence[Outfit]) -> Floats:
    """(O,) the mean log-odds over each outfit's pairs."""
    found = []
    for outfit in outfits:
        table = judge.log_odds(seen.features[list(outfit)])
        found.append(table[np.triu_indices(len(outfit), 1)].mean())
    return np.array(found)


def area(worn: Floats, thrown: Floats) -> float:
    """The chance that something worn is above something thrown together; ties count by half."""
    lead = worn[:, None] - thrown[None, :]
    return float((lead > 0).mean() + (lead == 0).mean() / 2)


def _chance_spread(count: int) -> float:
    """One standard deviation of the area of `count` against `count` drawn blindly."""
    return float(np.sqrt((2 * count + 1) / (12 * count * count)))


def read_looks(path: Path) -> tuple[Seen, dict[str, int]]:
    """The garments of a FEATURES.npz, and the row of each id.

    Raises: BadRequest when it is not such a file.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            ids, features = [str(id_) for id_ in file["ids"]], np.asarray(file["features"], float)
            kinds = [str(kind) for kind in file["kinds"]] if "kinds" in file else [""] * len(ids)
    except UNREADABLE as error:
        raise BadRequest(f"{path} is no file of features.", hint=str(error)) from error
    if features.shape != (len(ids), WIDTH) or len(kinds) != len(ids):
        raise BadRequest(f"{path} does not have {WIDTH} features for each id.")
    lengths = np.linalg.norm(features, axis=1)
    seen = np.isfinite(lengths) & (lengths > 0)
    if not seen.any():
        raise BadRequest(f"{path} has no garment with features.")
    kept = np.flatnonzero(seen)
    units = features[kept] / lengths[kept, None]
    return Seen(units, [kinds[i] for i in kept]), {ids[i]: row for row, i in enumerate(kept)}


def read_outfits(path: Path, rows: Mapping[str, int]) -> list[Outfit]:
    """Outfits by rows of garments; pieces without a photo are left out.

    Raises: BadRequest at a line that is not a list of ids.
    """
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            ids = json.loads(line)
        except ValueError as error:
            raise BadRequest(f"Line {number} of {path} is not JSON.", hint=str(error)) from error
        if not isinstance(ids, list):
            raise BadRequest(f"Line {number} of {path} is not a list of ids.")
        found.append(tuple(rows[str(id_)] for id_ in ids if str(id_) in rows))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Fits, prints the area on held-out outfits beside chance, and writes what beats chance."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--looks", type=Path, required=True, metavar="FEATURES.npz")
    options.add_argument("--outfits", type=Path, required=True, metavar="OUTFITS.jsonl")
    options.add_argument("--write", type=Path, required=True, metavar="FILE")
    options.add_argument("--weight", type=float, default=WEIGHT, help="beside attributes")
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args(arguments)
    try:
        seen, rows = read_looks(given.looks)
        outfits = read_outfits(given.outfits, rows)
        judge, report = fit(seen, outfits, weight=given.weight, seed=given.seed)
    except (StylistError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    said = (
        f"{report.held_out} of {report.outfits} outfits held out: area {report.area:.3f}, "
        f"chance 0.500 ± {report.chance_spread:.3f}\n"
    )
    sys.stdout.write(said)
    if report.area < 0.5 + 2 * report.chance_spread:
        sys.stderr.write("Not better than chance by two deviations: nothing is written.\n")
        return 1
    write_visual(given.write, judge)
    sys.stdout.write(f"written: {given.write}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
