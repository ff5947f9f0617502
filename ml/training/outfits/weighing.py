"""How much each part of a pair's value counts, by the questions that it shall answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ml.outfits.compatibility.model import Compatibility
from ml.outfits.compatibility.reading import read
from ml.training.outfits.questions import Blank, Paper
from stylist.arrays import Floats

RIDGE: Final = 1e-3
NEWTON_STEPS: Final = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """The K parts' mean values over a paper.

    Candidates of blanks, (Q, 4, K), the right one first; outfits worn and thrown together, (O, K).
    """

    slot: Floats
    category: Floats
    worn: Floats
    thrown: Floats


def sheet_of(model: Compatibility, paper: Paper, *, attributes_only: bool) -> Sheet:
    """What the parts of an unweighed model say of every question of a paper."""
    readings = [read(item, attributes_only=attributes_only) for item in paper.items]
    tables = np.stack(model.parts(readings, attributes_only=attributes_only), axis=-1)
    return Sheet(
        slot=np.array([_blank(tables, blank) for blank in paper.slot]),
        category=np.array([_blank(tables, blank) for blank in paper.category]),
        worn=np.array([_mean(tables, outfit) for outfit in paper.worn]),
        thrown=np.array([_mean(tables, outfit) for outfit in paper.thrown]),
    )


def _blank(tables: Floats, blank: Blank) -> Floats:
    others = [c for at, c in enumerate(blank.candidates) if at != blank.answer]
    order = [blank.candidates[blank.answer], *others]
    mean: Floats = tables[np.ix_(order, blank.rest)].mean(axis=1)
    return mean


def _mean(tables: Floats, outfit: Sequence[int]) -> Floats:
    rows, columns = np.triu_indices(len(outfit), 1)
    ids = np.array(outfit)
    mean: Floats = tables[ids[rows], ids[columns]].mean(axis=0)
    return mean


def weigh(sheets: Sequence[Sheet], used: Sequence[int] | None = None) -> Floats:
    """(K,) weights that answer the sheets best; only `used` parts count.

    Newton steps on the softmax loss of both kinds of blank and the logistic loss of worn against
    thrown outfits, with a small ridge on weights of parts scaled to one deviation.
    """
    count = sheets[0].worn.shape[1]
    kept = list(range(count)) if used is None else list(used)
    slot, category = (
        np.concatenate([getattr(s, n) for s in sheets])[..., kept] for n in ("slot", "category")
    )
    worn, thrown = (
        np.concatenate([getattr(s, n) for s in sheets])[..., kept] for n in ("worn", "thrown")
    )
    scale = np.maximum(worn.std(axis=0), 1e-9)
    blanks = [(rows[:, 1:] - rows[:, :1]) / scale for rows in (slot, category) if len(rows)]
    lead = (worn - thrown) / scale
    weight = np.zeros(len(kept))
    for _ in range(NEWTON_STEPS):
        slope, bend = -RIDGE * weight, RIDGE * np.eye(len(kept))
        for rows in (*blanks, -lead[:, None]):
            chance = np.exp(np.clip(rows @ weight, -30, 30))
            chance /= 1.0 + chance.sum(axis=1, keepdims=True)
            mean = np.einsum("qc,qck->qk", chance, rows)
            spread = (np.sqrt(chance)[..., None] * rows).reshape(-1, len(kept))
            slope = slope - mean.mean(axis=0)
            bend = bend + (spread.T @ spread - mean.T @ mean) / len(rows)
        weight = weight + np.linalg.solve(bend, slope)
    whole = np.zeros(count)
    whole[kept] = weight / scale
    return whole


def calibrate(worn: Floats, thrown: Floats) -> tuple[float, float]:
    """Slope and offset that make a pair's value the chance that it is from an outfit, 50 : 50."""
    value, truth = np.r_[worn, thrown], np.r_[np.ones(len(worn)), np.zeros(len(thrown))]
    rows = np.stack([value, np.ones(len(value))], axis=1)
    weight = np.zeros(2)
    for _ in range(NEWTON_STEPS):
        chance = 1.0 / (1.0 + np.exp(-rows @ weight))
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows
        weight = weight + np.linalg.solve(bend, rows.T @ (truth - chance))
    return float(weight[0]), float(weight[1])
