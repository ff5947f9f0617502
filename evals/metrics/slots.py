"""Slots: what a frame says as a set of (path, value, polarity), and how sets compare.

"No black" and "black" are two slots of one path and value, so a lost "not" counts twice: as a
slot that was invented and as one that was missed.
"""

import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from evals.metrics.counts import Counts, count, total
from stylist.frame import ConstraintFrame

Polarity = Literal[
    "is", "want", "avoid", "allow", "lift-is", "lift-want", "lift-avoid", "lift-allow"
]
POLARITIES: Final[Mapping[str, Polarity]] = {
    "want": "want",
    "require": "want",
    "avoid": "avoid",
    "exclude": "avoid",
    "allow": "allow",
}
NO_SLOTS: Final = frozenset({"provenance", "notes"})
"""Parts of a frame that say nothing the wardrobe must obey."""


class Slot(NamedTuple):
    """One thing that is said: `path` without its side, the value as text, the polarity."""

    path: str
    value: str
    polarity: Polarity = "is"

    @property
    def unpolarised(self) -> tuple[str, str]:
        """Path and value, whatever the polarity."""
        return self.path, self.value


def slot(path: str, value: Any) -> Slot:
    """A slot from a frame's path (`colors.avoid`) and one value."""
    owner, _, side = path.rpartition(".")
    polarity = POLARITIES.get(side)
    if polarity is None:
        return Slot(path, as_text(value))
    return Slot(owner, as_text(value), polarity)


def as_text(value: Any) -> str:
    """A value so that equal ones are equal: numbers as numbers, mappings without empty keys."""
    if isinstance(value, Mapping):
        kept = {str(name): one for name, one in value.items() if one is not None}
        return json.dumps(kept, sort_keys=True, ensure_ascii=False)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{float(value):g}"
    return str(value)


def slots_of(frame: ConstraintFrame | Mapping[str, Any]) -> frozenset[Slot]:
    """Everything a frame says; a mapping is the frame's JSON."""
    told = frame.model_dump(mode="json") if isinstance(frame, ConstraintFrame) else dict(frame)
    return frozenset(_walk("", {k: v for k, v in told.items() if k not in NO_SLOTS}))


def _walk(path: str, value: Any) -> Iterable[Slot]:
    if isinstance(value, list):
        for one in value:
            yield slot(path, one)
    elif isinstance(value, Mapping) and path != "budget":
        for name, below in value.items():
            yield from _walk(f"{path}.{name}" if path else name, below)
    elif value is not None:
        yield slot(path, value)


@dataclass(slots=True)
class SlotScore:
    """Slot counts over cases: all, by path, by polarity, and how often a polarity was turned."""

    all: Counts = field(default_factory=Counts)
    by_path: dict[str, Counts] = field(default_factory=dict)
    by_polarity: dict[str, Counts] = field(default_factory=dict)
    same: int = 0
    turned: int = 0

    def add(self, gold: Set[Slot], found: Set[Slot]) -> Counts:
        """Take one case in; its counts."""
        here = count(gold, found)
        self.all += here
        for key, table in (("path", self.by_path), ("polarity", self.by_polarity)):
            for name in {getattr(one, key) for one in gold | found}:
                mine = [{s for s in side if getattr(s, key) == name} for side in (gold, found)]
                table[name] = table.get(name, Counts()) + count(*mine)
        self.same += here.tp
        turned = {one.unpolarised for one in gold - found} & {
            one.unpolarised for one in found - gold
        }
        self.turned += len(turned)
        return here

    @property
    def polarity_accuracy(self) -> float | None:
        """Of the values heard at their path, the share with the right polarity."""
        heard = self.same + self.turned
        return self.same / heard if heard else None

    @property
    def macro_f1(self) -> float | None:
        """The mean F1 of the paths, each counting alike."""
        scores = [one.f1 for one in self.by_path.values() if one.f1 is not None]
        return sum(scores) / len(scores) if scores else None


def score(pairs: Iterable[tuple[Set[Slot], Set[Slot]]]) -> SlotScore:
    """Compare (gold, found) of many cases."""
    found = SlotScore()
    for gold, heard in pairs:
        found.add(gold, heard)
    return found


__all__ = [
    "NO_SLOTS",
    "Counts",
    "Slot",
    "SlotScore",
    "as_text",
    "score",
    "slot",
    "slots_of",
    "total",
]
