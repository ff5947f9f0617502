"""Whether the calls of a turn are the ones expected, in four strictnesses.

The modes are those of openevals' trajectory match: strict (the same calls in the same order),
unordered (the same calls), subset (no call but expected ones), superset (every expected call, and
maybe more).
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal

Mode = Literal["strict", "unordered", "subset", "superset"]


def matches(
    gold: Sequence[Any], found: Sequence[Any], mode: Mode, same: Callable[[Any, Any], bool]
) -> bool:
    """Compare expected with found calls; `same(expected, found)` compares two."""
    if mode == "strict":
        return len(gold) == len(found) and all(map(same, gold, found))
    edges = [[at for at, call in enumerate(found) if same(wanted, call)] for wanted in gold]
    paired = _most_pairs(edges)
    all_met, none_over = paired == len(gold), paired == len(found)
    return {
        "unordered": all_met and none_over,
        "subset": none_over,
        "superset": all_met,
    }[mode]


def _most_pairs(edges: Sequence[Sequence[int]]) -> int:
    """The size of a largest one-to-one pairing (Kuhn's augmenting paths)."""
    owner: dict[int, int] = {}

    def place(wanted: int, seen: set[int]) -> bool:
        for at in edges[wanted]:
            if at in seen:
                continue
            seen.add(at)
            if at not in owner or place(owner[at], seen):
                owner[at] = wanted
                return True
        return False

    return sum(place(wanted, set()) for wanted in range(len(edges)))
