"""Taste learned from what somebody thought of outfits: how much each attribute is liked.

logit P(like) = a + slope·(score before learning − middle) + w·z(outfit): the score is the offset,
so that only what it does not explain is learned, and `a` takes up how well outfits are received on
the whole. Everything is fitted whole from the events, so their order does not matter. Weights that
the person has set are not fitted; hard constraints are never learned.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import numpy as np

from ml.outfits.eligible import ready
from ml.outfits.taste_attributes import outfit_attributes
from ml.outfits.taste_fit import Evidence, Floats, Posterior, chance, fit_doubting
from ml.outfits.weights import number, weights
from stylist.garments import GarmentView

OCCASIONS: Final = ("wear", "wore_instead")
"""Reactions of which each counts; of the others the latest one of an outfit is the opinion."""
EXPOSURE: Final = "skip"
"""Says something only of an outfit of which nothing else is known."""
DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Reaction:
    """What somebody thought of an outfit, this many days ago.

    `base_score` is what it scored before anything learned, 0..1; None when that is not known.
    """

    outfit_id: UUID
    garments: tuple[GarmentView, ...]
    action: str
    days_ago: float
    base_score: float | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What a reaction says: attributes of an outfit, a signal (against below nought), its age."""

    attributes: Mapping[str, float]
    signal: float
    days_ago: float
    base_score: float | None


@dataclass(frozen=True, slots=True)
class Taste:
    """What was learned: a weight per attribute in log-odds, the intercept, and how sure.

    `names` are the attributes that were fitted, in the order of the (d, d) `covariance`. `fixed`
    weights were set by the person: they are among the `weights` and not among the `names`.
    `events` counts the reactions that were learned from.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    fixed: Mapping[str, float] = field(default_factory=dict)
    intercept: float = 0.0
    names: tuple[str, ...] = ()
    covariance: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    events: int = 0

    def like_chance(self, garments: Iterable[GarmentView], base_score: float | None) -> float:
        """How likely an outfit is to be liked, 0..1."""
        has = outfit_attributes(ready(list(garments)))
        lean = sum(self.weights.get(name, 0.0) * value for name, value in has.items())
        return float(chance(np.array(self.intercept + offset(base_score) + lean)))


def learn(reactions: Iterable[Reaction], *, fixed: Mapping[str, float] | None = None) -> Taste:
    """Fit taste to all reactions; an opinion of an outfit is its latest one.

    `fixed` weights are the person's own and stay as they are.
    """
    observed = [
        Observation(
            attributes=outfit_attributes(ready(event.garments)),
            signal=_signal(event.action),
            days_ago=event.days_ago,
            base_score=event.base_score,
        )
        for event in _current(reactions)
    ]
    return fit_taste(observed, fixed=fixed)


def fit_taste(
    observed: Sequence[Observation], *, fixed: Mapping[str, float] | None = None
) -> Taste:
    """Fit taste to observations; the same ones in the same order give the same bits."""
    kept = dict(fixed or {})
    names = tuple(sorted({name for one in observed for name in one.attributes} - set(kept)))
    posterior = _fit(observed, names, kept)
    learned = {n: round(float(w), DECIMALS) for n, w in zip(names, posterior.weights, strict=True)}
    return Taste(
        weights={n: w for n, w in sorted({**learned, **kept}.items()) if w or n in kept},
        fixed=kept,
        intercept=round(posterior.intercept, DECIMALS),
        names=names,
        covariance=posterior.covariance,
        events=len(observed),
    )


def offset(base_score: float | None) -> float:
    """What a score means in log-odds of liking; nothing when it is not known."""
    if base_score is None:
        return 0.0
    return number("learning", "log_odds_per_score") * (base_score - number("learning", "middle"))


def _fit(
    observed: Sequence[Observation], names: tuple[str, ...], fixed: Mapping[str, float]
) -> Posterior:
    held = [sum(w * one.attributes.get(name, 0.0) for name, w in fixed.items()) for one in observed]
    table = np.array([[one.attributes.get(name, 0.0) for name in names] for one in observed])
    signals = np.array([one.signal for one in observed])
    age = np.array([max(0.0, one.days_ago) for one in observed])
    base = np.array([offset(one.base_score) for one in observed])
    return fit_doubting(
        Evidence(
            attributes=table.reshape(len(observed), len(names)),
            liked=(signals > 0).astype(np.float64),
            weight=0.5 ** (age / number("learning", "half_life_days")) * np.abs(signals),
            offset=base + np.array(held),
        ),
        prior_sd=number("learning", "prior_sd"),
        intercept_sd=number("learning", "intercept_sd"),
    )


def _signal(action: str) -> float:
    """What a reaction says of taste: how strongly, and below nought that it is against."""
    return float(weights()["learning"]["signals"].get(action, 0.0))


def _current(reactions: Iterable[Reaction]) -> list[Reaction]:
    """The reactions that count, in an order that follows from what they are."""
    known = [r for r in reactions if _signal(r.action) and ready(r.garments)]
    occasions = [r for r in known if r.action in OCCASIONS]
    spoken = {r.outfit_id for r in known if r.action != EXPOSURE}
    opinions = [r for r in known if r.action not in (*OCCASIONS, EXPOSURE)]
    skipped = [r for r in known if r.action == EXPOSURE and r.outfit_id not in spoken]
    newest_last = sorted([*skipped, *opinions], key=lambda r: (-r.days_ago, r.action))
    latest = {r.outfit_id: r for r in newest_last}
    mind = {_pieces(r): _signal(r.action) for r in newest_last if r.action != EXPOSURE}
    kept = [r for r in latest.values() if _signal(r.action) * mind.get(_pieces(r), 0.0) >= 0]
    return sorted([*occasions, *kept], key=_place)


def _pieces(reaction: Reaction) -> frozenset[UUID]:
    """What makes an outfit the same though it is shown again, and has another id then.

    A later opinion of it takes back an opposite one.
    """
    return frozenset(garment.id for garment in reaction.garments)


def _place(reaction: Reaction) -> tuple[float, str, str]:
    return reaction.days_ago, str(reaction.outfit_id), reaction.action
