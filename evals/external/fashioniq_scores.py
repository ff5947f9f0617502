"""Attribute recall from FashionIQ's relative captions, ours beside plain keyword matching."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from agent.understanding import understand
from evals.external.fashioniq import searches, spoken_of
from evals.external.keywords import keywords
from evals.external.simmc1 import Pair
from evals.external.slots import found
from evals.metrics.counts import Counts, total
from stylist.frame import ConstraintFrame

NOW: Final = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
CaptionReader = Callable[[str], frozenset[Pair]]


@dataclass(frozen=True, slots=True)
class Recall:
    """Attributes of targets that captions told: of all, and of those that any word speaks of.

    `refused` counts attributes of the target that were heard as not wanted.
    """

    of_all: list[Counts] = field(default_factory=list)
    of_spoken: list[Counts] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def told(self) -> tuple[float, float, int]:
        """Recall of all attributes, recall of the spoken ones, and how many were refused."""
        of_all, of_spoken = total(self.of_all).recall, total(self.of_spoken).recall
        return of_all or 0.0, of_spoken or 0.0, sum(self.refused)


def recall(folder: Path, reader: CaptionReader) -> Recall:
    """How much of the targets' attributes a reader hears.

    Raises:
        FileNotFoundError: the folder lacks the data.
    """
    made = Recall()
    for search in searches(folder):
        heard = _together([reader(caption) for caption in search.captions])
        refused = {Pair(p.path, p.value, "want") for p in heard if p.polarity == "avoid"}
        gold = search.attributes
        spoken = frozenset(pair for pair in gold if spoken_of(pair, search.captions))
        made.of_all.append(Counts(len(gold & heard), 0, len(gold - heard)))
        made.of_spoken.append(Counts(len(spoken & heard), 0, len(spoken - heard)))
        made.refused.append(len(gold & refused - heard))
    return made


def _together(parts: Sequence[frozenset[Pair]]) -> frozenset[Pair]:
    return frozenset().union(*parts)


def ours(caption: str) -> frozenset[Pair]:
    """What our understanding hears in one caption."""
    return found(understand(caption, frame=ConstraintFrame(), shown=None, turn=0, now=NOW))


def naive(caption: str) -> frozenset[Pair]:
    """What keywords alone hear."""
    return keywords(caption)
