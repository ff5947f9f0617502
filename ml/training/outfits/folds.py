"""Cross-fitting: what a model says of outfits that it was not fitted on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from ml.outfits.compatibility.model import Compatibility
from ml.training.outfits.outfits import ASKED, Outfit
from ml.training.outfits.questions import SEED, Paper, make_paper
from ml.training.outfits.tracks import Vectors, fit_model

FOLDS: Final = 5


@dataclass(frozen=True, slots=True)
class Fold:
    """Questions on outfits, and an unweighed model that was fitted without them."""

    paper: Paper
    model: Compatibility


def fold_of(outfit: Outfit) -> int | None:
    """The fold in which an outfit is asked about, by its set id; None when it never is."""
    return crc32(outfit.set_id.encode()) % FOLDS if outfit.split == ASKED else None


def cross_fitted(
    titled: Sequence[Outfit], others: Sequence[Sequence[str]], vectors: Vectors
) -> Iterator[Fold]:
    """Each fold's questions, their distractors from the same fold, with its model."""
    for fold in range(FOLDS):
        asked = [outfit for outfit in titled if fold_of(outfit) == fold]
        rest = [outfit for outfit in titled if fold_of(outfit) != fold]
        yield Fold(make_paper(asked, SEED + fold), fit_model(rest, others, vectors))
