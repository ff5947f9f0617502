"""Taste learned from feedback: bounded attribute weights, refitted whole from the events.

Each reaction to an outfit is a signal of −1 to 1. An attribute's weight is how much better outfits
with it were received than this person's outfits on the whole, shrunk towards nothing while there
is little to go by. So someone who likes everything teaches nothing, the order of events does not
matter, and one like moves a weight only a little. Hard constraints are never learned here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from ml.outfits.eligible import ready
from ml.outfits.reasons import mean_formality
from ml.outfits.unary import attribute_names
from stylist.garments import GarmentView

SIGNALS: Final = {"wear": 1.0, "like": 0.6, "save": 0.6, "dislike": -0.8, "skip": 0.0}
"""What a reaction says of taste. A skip says nothing: it is exposure. Judgements."""
SHRINKAGE: Final = 4.0
"""An attribute seen this often has half of its raw weight."""
DOUBT: Final = 5.0
"""The general reception counts this many imagined indifferent events. A judgement."""
HALF_LIFE_DAYS: Final = 90.0
SMALLEST: Final = 0.02
"""Weights nearer to zero than this are dropped, so that what is shown to the person is short."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What somebody thought of an outfit, this many days ago."""

    outfit_id: UUID
    garments: tuple[GarmentView, ...]
    action: str
    days_ago: float


def learn(reactions: Iterable[Reaction]) -> dict[str, float]:
    """Attribute weights in −1..1 from all reactions; an opinion of an outfit is its latest one."""
    events = _current(reactions)
    strength = [0.5 ** (max(0.0, event.days_ago) / HALF_LIFE_DAYS) for event in events]
    signals = [SIGNALS[event.action] for event in events]
    reception = sum(w * s for w, s in zip(strength, signals, strict=True)) / (sum(strength) + DOUBT)
    pull: dict[str, float] = defaultdict(float)
    seen: dict[str, float] = defaultdict(float)
    for event, weight, signal in zip(events, strength, signals, strict=True):
        for name, amount in attributes(event.garments).items():
            pull[name] += weight * (signal - reception) * amount
            seen[name] += weight * abs(amount)
    raw = {name: pull[name] / (seen[name] + SHRINKAGE) for name in sorted(pull)}
    bounded = {name: round(max(-1.0, min(1.0, value)), 4) for name, value in raw.items()}
    return {name: value for name, value in bounded.items() if abs(value) >= SMALLEST}


def attributes(garments: Sequence[GarmentView]) -> dict[str, float]:
    """An outfit's attributes: 1 for each that it has, and its formality as −1..1."""
    worn = ready(garments)
    names = {name for garment in worn for name in attribute_names(garment)}
    formality = 2.0 * (mean_formality(worn) - 0.5) if worn else 0.0
    return {**dict.fromkeys(names, 1.0), "formality": formality}


def _current(reactions: Iterable[Reaction]) -> list[Reaction]:
    """Wears all count; of the opinions on one outfit only the latest; in a fixed order."""
    known = [r for r in reactions if SIGNALS.get(r.action)]
    worn = [r for r in known if r.action == "wear"]
    newest_last = sorted(
        (r for r in known if r.action != "wear"), key=lambda r: (-r.days_ago, r.action)
    )
    opinions = {r.outfit_id: r for r in newest_last}
    return sorted([*worn, *opinions.values()], key=lambda r: (r.days_ago, str(r.outfit_id)))
