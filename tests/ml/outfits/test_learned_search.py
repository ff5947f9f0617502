"""With learned weights, too, the answer is the best of all outfits, and never one ruled out."""

import random
from dataclasses import replace

from random_requests import Case, draw_case

from ml.outfits.facts import facts_of
from ml.outfits.taste_attributes import attributes_of


def taught(rng, case):
    """The case of somebody with strong feelings about what their garments have."""
    names = sorted({name for view in case.owned for name in attributes_of(facts_of(view))})
    some = rng.sample(names, min(8, len(names)))
    learned = {name: rng.uniform(-1.5, 1.5) for name in some}
    offset = rng.choice([0.0, 0.4, -0.4])
    likes = replace(case.asked.preferences, learned=learned, clo_offset=offset)
    return Case(case.owned, replace(case.asked, preferences=likes))


def test_the_answer_under_learned_weights_is_that_of_looking_at_every_outfit(monkeypatch):
    monkeypatch.setattr("ml.outfits.task.FEW", 0)
    monkeypatch.setattr("ml.outfits.search.SMALL", 0)
    rng = random.Random(77)
    for _ in range(40):
        case = taught(rng, draw_case(rng, (4, 18))[0])
        rows, judge = case.rows()
        ours, given_up, exact = case.by_engine()
        assert (ours, given_up) == case.by_brute_force(rows, judge)
        assert exact
