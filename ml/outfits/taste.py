"""Learned taste as it is kept: the covariance as bytes, and draws from it."""

from collections.abc import Sequence

import numpy as np

from ml.outfits.learn import Taste
from ml.outfits.taste_fit import Floats
from ml.outfits.weights import number

JITTER = 1e-6
"""Added to the variances before a root is taken; float32 leaves them that exact."""


def pack(covariance: Floats) -> bytes:
    """The lower triangle of a (d, d) covariance, row by row, as little-endian float32."""
    return covariance[np.tril_indices(len(covariance))].astype("<f4").tobytes()


def unpack(data: bytes, size: int) -> Floats:
    """The (size, size) covariance that `pack` made bytes of.

    Raises:
        ValueError: it is of another size.
    """
    lower = np.zeros((size, size))
    lower[np.tril_indices(size)] = np.frombuffer(data, "<f4")
    both: Floats = lower + lower.T - np.diag(np.diag(lower))
    return both


def draw(taste: Taste, names: Sequence[str], count: int, rng: np.random.Generator) -> Floats:
    """(count, d) weights for attributes, drawn from what is believed of them (Thompson 1933).

    An attribute that nothing is known of is drawn from the prior; one that the person has set is as
    they set it.
    """
    mean = np.array([taste.weights.get(name, 0.0) for name in names])
    place = {name: i for i, name in enumerate(taste.names)}
    known = [i for i, name in enumerate(names) if name in place]
    at = [place[names[i]] for i in known]
    spread = np.zeros((len(names), len(names)))
    spread[np.ix_(known, known)] = taste.covariance[np.ix_(at, at)]
    for i, name in enumerate(names):
        if name not in place and name not in taste.fixed:
            spread[i, i] = number("learning", "prior_sd") ** 2
    root = np.linalg.cholesky(spread + JITTER * np.eye(len(names)))
    drawn: Floats = mean + rng.standard_normal((count, len(names))) @ root.T
    return drawn
