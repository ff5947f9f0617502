"""Counting a wardrobe's good outfits: against plain enumeration, and by sample where large."""

from itertools import product

import numpy as np

from ml.outfits.capsule import (
    MOST_BESIDE,
    _good,
    _judge,
    _seasons,
    additions,
    count,
    plain,
    thinkable,
)
from ml.outfits.eligible import ready
from ml.outfits.table import row_of


def enumerated(garments):
    """The good core outfits by loops, as sets of ids."""
    facts = ready(garments)
    judge = _judge(facts)
    slots = {slot: [g for g in facts if g.slot == slot] for slot in ("top", "bottom", "dress",
                                                                     "shoes")}  # fmt: skip
    sets = [*product(slots["top"], slots["bottom"], slots["shoes"]),
            *product(slots["dress"], slots["shoes"])]  # fmt: skip
    found = []
    for worn in sets:
        row = np.full_like(row_of([]), -1)
        for garment in worn:
            row[0, garment.column] = facts.index(garment)
        if _good(judge, row, _seasons(facts))[0]:
            found.append({garment.view.id for garment in worn})
    return sets, found


def test_a_count_is_what_enumeration_finds(capsule):
    sets, good = enumerated(capsule)
    found = count(capsule)
    assert (found.possible, found.good, found.estimated) == (len(sets), len(good), False)
    for garment in capsule:
        if garment.slot in ("top", "bottom", "dress", "shoes"):
            assert found.by_garment[garment.id] == sum(garment.id in ids for ids in good)


def test_an_addition_brings_what_a_larger_wardrobe_has_more(capsule, garment):
    for new in (garment("chinos", "olive"), garment("dress", "navy"), garment("blouse", "pink")):
        [found] = additions(capsule, [new])
        more = len(enumerated([*capsule, new])[1]) - len(enumerated(capsule)[1])
        assert abs(found.unlocks - more) <= (0 if not found.estimated else 0.15 * more + 5)


def test_a_large_wardrobe_is_estimated_near_the_truth(garment):
    tops = [garment("shirt", c, key=str(i)) for i in range(30) for c in ("white", "red")]
    bottoms = [garment("trousers", c, key=str(i)) for i in range(20) for c in ("gray", "green")]
    shoes = [garment("oxfords", "brown", key=str(i)) for i in range(30)]
    found = count([*tops, *bottoms, *shoes])
    assert found.estimated
    assert found.possible == 60 * 40 * 30
    few = [*tops[:2], *bottoms[:2], shoes[0]]
    small = count(few)
    assert abs(found.good / found.possible - small.good / small.possible) < 0.02
    assert MOST_BESIDE < 60 * 40


def test_what_is_owned_is_not_thought_of_again(capsule):
    names = {g.name for g in thinkable(capsule)}
    assert "navy chinos" not in names
    assert "gray chinos" in names
    assert plain("chinos", "gray").name == "gray chinos"
