"""A Bayesian logistic regression with a fixed offset and an intercept, in numpy.

logit P(like) = a + offset + w·z, a ~ N(0, s²), w ~ N(0, t²) each; the mode by Newton's method, and
around it the normal approximation of Laplace (MacKay, Information Theory, 2003, chapter 41).
Without the offset and the intercept the weights take up how well outfits are received on the whole,
and learning does harm after some tens of events.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_STEPS = 50
CLOSE_ENOUGH = 1e-10
"""Newton's steps end when none is longer, in log-odds."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """n observations: (n, d) attributes; (n,) liked 0..1, weight ≥ 0, offset in log-odds."""

    attributes: Floats
    liked: Floats
    weight: Floats
    offset: Floats


@dataclass(frozen=True, slots=True)
class Posterior:
    """(d,) weights and the intercept, (d, d) covariance of the weights, and the log-evidence."""

    weights: Floats
    intercept: float
    covariance: Floats
    log_evidence: float


def fit(evidence: Evidence, *, prior_sd: float, intercept_sd: float) -> Posterior:
    """The posterior of one person's taste; with no observation, the prior.

    The objective is strictly convex, so there is one mode whatever the order of the rows.
    """
    n, d = evidence.attributes.shape
    z = np.hstack([np.ones((n, 1)), evidence.attributes])
    precision = np.r_[intercept_sd**-2, np.full(d, prior_sd**-2)]
    theta = np.zeros(d + 1)
    for _ in range(MOST_STEPS):
        gradient, hessian = _slopes(theta, z, evidence, precision)
        step = _floats(np.linalg.solve(hessian, gradient))
        theta = _descend(theta, step, float(gradient @ step), z, evidence, precision)
        if np.abs(step).max() < CLOSE_ENOUGH:
            break
    _, hessian = _slopes(theta, z, evidence, precision)
    covariance = _floats(np.linalg.inv(hessian)[1:, 1:])
    simplicity = 0.5 * float(np.log(precision).sum() - np.linalg.slogdet(hessian)[1])
    log_evidence = simplicity - _loss(theta, z, evidence, precision)
    return Posterior(theta[1:], float(theta[0]), covariance, log_evidence)


def fit_doubting(evidence: Evidence, *, prior_sd: float, intercept_sd: float) -> Posterior:
    """The average of a taste and of none at all, by how well each explains the observations.

    Bayesian model averaging (Hoeting and others, 1999) with even odds: reactions that follow from
    no attribute (a coin, somebody else's hand) leave the weights near nought.
    """
    taste = fit(evidence, prior_sd=prior_sd, intercept_sd=intercept_sd)
    bare = replace(evidence, attributes=evidence.attributes[:, :0])
    none = fit(bare, prior_sd=prior_sd, intercept_sd=intercept_sd)
    trust = float(chance(np.array(taste.log_evidence - none.log_evidence)))
    own = np.outer(taste.weights, taste.weights)
    return Posterior(
        weights=trust * taste.weights,
        intercept=trust * taste.intercept + (1.0 - trust) * none.intercept,
        covariance=trust * taste.covariance + trust * (1.0 - trust) * own,
        log_evidence=float(np.logaddexp(taste.log_evidence, none.log_evidence) - np.log(2.0)),
    )


def chance(log_odds: Floats) -> Floats:
    """Log-odds as probability, without overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * log_odds))


def _floats(values: NDArray[np.floating[Any]]) -> Floats:
    return values.astype(np.float64, copy=False)


def _slopes(
    theta: Floats, z: Floats, evidence: Evidence, precision: Floats
) -> tuple[Floats, Floats]:
    """Gradient and Hessian of the negative log-posterior."""
    expected = chance(z @ theta + evidence.offset)
    gradient = z.T @ (evidence.weight * (expected - evidence.liked)) + precision * theta
    curvature = evidence.weight * expected * (1.0 - expected)
    return gradient, (z.T * curvature) @ z + np.diag(precision)


def _loss(theta: Floats, z: Floats, evidence: Evidence, precision: Floats) -> float:
    log_odds = z @ theta + evidence.offset
    misfit = evidence.weight * (np.logaddexp(0.0, log_odds) - evidence.liked * log_odds)
    return float(misfit.sum() + 0.5 * (precision * theta**2).sum())


def _descend(
    theta: Floats, step: Floats, slope: float, z: Floats, evidence: Evidence, precision: Floats
) -> Floats:
    """The Newton step, halved until it gains what its slope promises (Armijo)."""
    before, length = _loss(theta, z, evidence, precision), 1.0
    while length > 1e-6:
        after = theta - length * step
        if _loss(after, z, evidence, precision) <= before - 1e-4 * length * slope + 1e-12:
            return after
        length /= 2.0
    return theta
