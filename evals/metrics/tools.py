"""Which tools were called, against which should have been: a confusion table with "none".

Calls of a turn are paired by name first; what is left over on both sides is paired in order as a
confusion, and the rest stands against "none". A turn without calls on either side is a right
"none".
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from evals.metrics.counts import Counts, total

NONE: Final = "none"
Pair = tuple[str, str]


def pairs(gold: Sequence[str], found: Sequence[str]) -> list[Pair]:
    """(expected, called) of one turn; "none" stands for no call."""
    same = Counter(gold) & Counter(found)
    matched = [(name, name) for name in same.elements()]
    left = [_rest(gold, same), _rest(found, same)]
    unmatched = list(zip_longest(left[0], left[1], fillvalue=NONE))
    return matched + unmatched or [(NONE, NONE)]


def _rest(names: Sequence[str], taken: Counter[str]) -> list[str]:
    taken, rest = taken.copy(), []
    for name in names:
        if taken[name]:
            taken[name] -= 1
        else:
            rest.append(name)
    return rest


@dataclass(slots=True)
class ToolTable:
    """How often each tool was called where which was expected."""

    cells: Counter[Pair] = field(default_factory=Counter)

    def add(self, gold: Sequence[str], found: Sequence[str]) -> None:
        """Take one turn in."""
        self.cells.update(pairs(gold, found))

    @property
    def names(self) -> list[str]:
        """Every tool of the table, "none" last."""
        named = {name for pair in self.cells for name in pair} - {NONE}
        return [*sorted(named), NONE]

    def counts(self, name: str) -> Counts:
        """Hits and misses of one tool, or of "none"."""
        tp = self.cells[name, name]
        found = sum(n for (_, called), n in self.cells.items() if called == name)
        gold = sum(n for (wanted, _), n in self.cells.items() if wanted == name)
        return Counts(tp, found - tp, gold - tp)

    @property
    def all(self) -> Counts:
        """All tools together (micro average), without "none"."""
        return total(self.counts(name) for name in self.names if name != NONE)

    def row(self, name: str) -> Mapping[str, int]:
        """What was called where `name` was expected."""
        return {called: self.cells[name, called] for called in self.names}


def abstention(turns: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Counts:
    """Turns that need no tool, against turns without a call: BFCL's irrelevance, per turn."""
    counted = (
        Counts(
            int(not gold and not found),
            int(bool(gold) and not found),
            int(not gold and bool(found)),
        )
        for gold, found in turns
    )
    return total(counted)
