"""What the network is taught: coarse label, which kinds are possible, pattern."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml.garments.kinds import coarse_labels, trained_kinds
from ml.training.photos import Shot
from stylist import vocabulary
from stylist.arrays import Floats

UNKNOWN = -1
"""Target of a photo whose pattern nobody has said."""


@dataclass(frozen=True, slots=True)
class Names:
    """The classes of each head in the order of its outputs."""

    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """Per photo: label (N,), possible kinds (N, K) 0 or 1, whether one is known, pattern (N,)."""

    labels: Floats
    kinds: Floats
    exact: Floats
    patterns: Floats


def names() -> Names:
    """Of the 17 labels, of the kinds found under them, of the patterns of the vocabulary."""
    return Names(tuple(coarse_labels()), trained_kinds(), tuple(vocabulary.terms("pattern")))


def targets(shots: Sequence[Shot]) -> Targets:
    """The targets of all photos; a photo without a finer label may be any kind of its label."""
    known = names()
    kinds = np.zeros((len(shots), len(known.kinds)), np.float32)
    for row, shot in zip(kinds, shots, strict=True):
        for kind in possible_kinds(shot):
            row[known.kinds.index(kind)] = 1
    return Targets(
        labels=np.array([known.labels.index(shot.label) for shot in shots]),
        kinds=kinds,
        exact=kinds.sum(axis=1) == 1,
        patterns=np.array(
            [known.patterns.index(shot.pattern) if shot.pattern else UNKNOWN for shot in shots]
        ),
    )


def possible_kinds(shot: Shot) -> tuple[str, ...]:
    """The one kind somebody saw, else every kind that its coarse label holds."""
    return (shot.kind,) if shot.kind in trained_kinds() else coarse_labels()[shot.label].kinds
