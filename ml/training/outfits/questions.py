"""Questions on outfits: which of four fits in, and is this an outfit or thrown together?

Fill-in-the-blank after McAuley and Han et al. 2017, with distractors from the same slot (as MCN,
Wang et al. 2019) or from the same fine category (as Vasileva et al. 2018). The right answer's
place among the four is drawn, ties are shared, and nothing a scorer sees holds an id.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from ml.outfits.compatibility.reading import Item
from ml.training.outfits.outfits import Outfit, known_category
from stylist.arrays import Floats

SEED: Final = 20261121
CANDIDATES: Final = 4
Rule = Literal["slot", "category"]


@dataclass(frozen=True, slots=True)
class Blank:
    """An outfit without one piece and four candidates for it; `answer` is the right one's place."""

    rest: tuple[int, ...]
    candidates: tuple[int, ...]
    answer: int


@dataclass(frozen=True, slots=True)
class Paper:
    """All questions on some outfits, over the numbers of their items in a row.

    `worn` are the outfits, `thrown` the same with every item swapped for one of its slot.
    """

    items: list[Item]
    slot: list[Blank]
    category: list[Blank]
    worn: list[tuple[int, ...]]
    thrown: list[tuple[int, ...]]


def make_paper(outfits: Sequence[Outfit], seed: int = SEED) -> Paper:
    """Questions on every piece of every outfit, the distractors from the other outfits given."""
    rng = np.random.default_rng(seed)
    items = [item for outfit in outfits for item in outfit.items]
    slots = [slot for outfit in outfits for slot in outfit.slots]
    owner = [number for number, outfit in enumerate(outfits) for _ in outfit.items]
    by_slot, by_category = defaultdict(list), defaultdict(list)
    for at, item in enumerate(items):
        by_slot[slots[at]].append(at)
        by_category[known_category(item)].append(at)

    def drawn(pool: list[int], at: int, count: int) -> list[int]:
        others = [other for other in pool if owner[other] != owner[at]]
        if len(others) < count:
            return []
        return [others[i] for i in rng.choice(len(others), count, replace=False)]

    paper = Paper(items, [], [], [], [])
    first = np.cumsum([0, *(len(outfit.items) for outfit in outfits)])
    for number in range(len(outfits)):
        worn = tuple(range(first[number], first[number + 1]))
        for at in worn:
            rest = tuple(other for other in worn if other != at)
            asked: list[tuple[list[Blank], list[int]]] = [(paper.slot, by_slot[slots[at]])]
            if known_category(items[at]):
                asked.append((paper.category, by_category[known_category(items[at])]))
            for blanks, pool in asked:
                if others := drawn(pool, at, CANDIDATES - 1):
                    answer = int(rng.integers(CANDIDATES))
                    others.insert(answer, at)
                    blanks.append(Blank(rest, tuple(others), answer))
        thrown = [drawn(by_slot[slots[at]], at, 1) for at in worn]
        if all(thrown):
            paper.worn.append(worn)
            paper.thrown.append(tuple(one[0] for one in thrown))
    return paper


def right(scores: Sequence[float], answer: int) -> float:
    """1 when the answer scores highest, its share of a tie, else 0."""
    best = max(scores)
    tied = [at for at, score in enumerate(scores) if score >= best - 1e-12]
    return 1.0 / len(tied) if answer in tied else 0.0


def area_under_curve(worn: Floats, thrown: Floats) -> float:
    """The chance that an outfit scores above one thrown together; a tie counts half."""
    order = np.sort(thrown)
    below = np.searchsorted(order, worn, side="left")
    same = np.searchsorted(order, worn, side="right") - below
    return float((below + same / 2).mean() / len(thrown))
