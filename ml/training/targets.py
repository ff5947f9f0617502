"""What the network is taught: for every head a distribution over its classes, per photo."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from ml.garments.kinds import coarse_labels, trained_kinds
from ml.training.photos import Shot
from stylist import vocabulary
from stylist.arrays import Floats

OTHER_LOOK: Final = 0.3
"""Share of a second name that an honest look gave as well."""
FORMALITIES: Final = ("1", "2", "3", "4", "5")
WARMTHS: Final = ("1", "2", "3")

Names = dict[str, tuple[str, ...]]
"""The classes of each head in the order of its outputs."""
Targets = dict[str, Floats]
"""Per head (N, classes) float32, rows summing to 1, or to 0 where nobody has said anything."""


def names() -> Names:
    """The heads: the data's 17 labels, kinds, and what is seen besides."""
    return {
        "labels": tuple(coarse_labels()),
        "kinds": trained_kinds(),
        "patterns": tuple(vocabulary.terms("pattern")),
        "colors": tuple(vocabulary.colors()),
        "materials": tuple(vocabulary.terms("material")),
        "fits": tuple(vocabulary.terms("fit")),
        "formality": FORMALITIES,
        "warmth": WARMTHS,
    }


def targets(shots: Sequence[Shot]) -> Targets:
    """The targets of all photos; without a seen kind any kind of its coarse label is as likely."""
    known = names()
    said = {
        "labels": [{shot.label: 1.0} for shot in shots],
        "kinds": [_kinds(shot) for shot in shots],
        "patterns": [_one(shot.pattern) for shot in shots],
        "colors": [_two(shot.color, shot.color_alt) for shot in shots],
        "materials": [_one(shot.material) for shot in shots],
        "fits": [_one(shot.fit) for shot in shots],
        "formality": [_level(shot.formality) for shot in shots],
        "warmth": [_level(shot.warmth) for shot in shots],
    }
    return {head: _rows(classes, said[head]) for head, classes in known.items()}


def usual_warmth(shots: Sequence[Shot]) -> dict[str, float]:
    """The mean warmth, 1..3, of the photos of each kind."""
    seen: dict[str, list[float]] = {}
    for shot in shots:
        if shot.kind and shot.warmth:
            seen.setdefault(shot.kind, []).append(shot.warmth)
    return {kind: round(sum(found) / len(found), 2) for kind, found in sorted(seen.items())}


def _rows(classes: tuple[str, ...], said: Iterable[dict[str, float]]) -> Floats:
    rows = [[row.get(name, 0.0) for name in classes] for row in said]
    return np.asarray(rows, np.float32)


def _kinds(shot: Shot) -> dict[str, float]:
    if shot.kind in trained_kinds():
        alt = shot.kind_alt if shot.kind_alt in trained_kinds() else None
        return _two(shot.kind, alt)
    possible = coarse_labels()[shot.label].kinds
    return dict.fromkeys(possible, 1 / len(possible))


def _two(name: str | None, alt: str | None) -> dict[str, float]:
    if name is None or alt is None:
        return _one(name)
    return {name: 1 - OTHER_LOOK, alt: OTHER_LOOK}


def _one(name: str | None) -> dict[str, float]:
    return {name: 1.0} if name else {}


def _level(value: float | None) -> dict[str, float]:
    """A level, halves shared between their neighbours."""
    if value is None:
        return {}
    low = int(value)
    return {str(low): 1.0 - (value - low), str(low + 1): value - low}
