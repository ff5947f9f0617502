"""What patterns find in the raw text of a turn: numbers, times, places, sizes, brands."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from agent.understanding.circumstances import (
    moments,
    money,
    quantities,
    tags,
    temperatures,
    whereabouts,
)
from agent.understanding.circumstances.repairs import restated
from agent.understanding.words.atoms import Found
from agent.understanding.words.numerals import may_count
from agent.understanding.words.told import Told, without_past

MOST_HITS: Final = 20
"""Numbers, times and places of one kind that are read from one message."""


def patterns(
    text: str, now: datetime, *, imperial: bool, shown: int = 0, over: Sequence[Told] = ()
) -> list[Found]:
    """Everything found, what was found first winning over what overlaps it.

    `shown` is the number of outfits that "the 2nd" may point at; no day, place or temperature is
    taken from what is `over`.
    """
    found: list[Found] = []
    coming = without_past(text, over)
    counts = may_count(text)
    numbers = (
        temperatures.temperatures(coming, imperial=imperial),
        quantities.rain_chances(text),
        money.budgets(text),
        quantities.counts(text),
    )
    for hits in (
        *(numbers if counts else ()),
        whereabouts.places(coming),
        tags.brands(text),
        moments.moments(coming, now, imperial=imperial, shown=shown, counts=counts),
        moments.months(coming),
        *((quantities.milestones(text), tags.ratings(text)) if counts else ()),
        tags.sizes(text),
    ):
        for hit in islice(hits, MOST_HITS):
            if not any(hit.start < other.end and other.start < hit.end for other in found):
                found.append(hit)
    return [*found, *restated(text, found)] if found else found
