from uuid import uuid4

import numpy as np
import pytest

from ml.outfits import Preferences, Reaction, Request, learn, recommend, with_something_different
from ml.outfits.taste import draw, pack, unpack
from stylist.frame import ConstraintFrame, Weather, Wish

FRAME = ConstraintFrame(
    weather=Weather(temperature_c=20),
    colors=Wish(avoid=["black"]),
    categories=Wish(avoid=["boots"]),
)
"""Warm enough to go without a coat: with one, more of the best candidates share half their pieces
with the cards kept, and one is left to draw."""


@pytest.fixture
def taste(capsule):
    """Somebody who liked the first outfits that they were shown."""
    by_id = {garment.id: garment for garment in capsule}
    return learn(
        Reaction(uuid4(), tuple(by_id[i] for i in card.garment_ids), "like", 0.0, card.base_score)
        for card in recommend(capsule, Request(frame=FRAME, count=4)).outfits
    )


def asked(taste, **more):
    return Request(frame=FRAME, preferences=Preferences(learned=taste.weights), **more)


def test_the_last_card_is_another_outfit_that_says_why_it_is_there(capsule, taste):
    request = asked(taste)
    best = recommend(capsule, request)
    found = with_something_different(best, capsule, request, taste, seed=1)
    assert found.outfits[:2] == best.outfits[:2]
    last = found.outfits[2]
    assert last.exploratory
    assert last.explanation.startswith("Something different, to learn what you like: ")
    assert set(last.garment_ids) not in [set(card.garment_ids) for card in best.outfits]
    for card in found.outfits[:2]:
        assert not card.exploratory
        shared = set(card.garment_ids) & set(last.garment_ids)
        assert 2 * len(shared) <= min(len(card.garment_ids), len(last.garment_ids))


def test_no_draw_ever_breaks_a_constraint_and_draws_differ(capsule, taste):
    request = asked(taste)
    best = recommend(capsule, request)
    seen = set()
    for seed in range(25):
        last = with_something_different(best, capsule, request, taste, seed=seed).outfits[-1]
        assert last.exploratory
        assert 0 < last.propensity <= 1
        assert all(item.category != "boots" for item in last.items)
        assert all(color.name != "black" for item in last.items for color in item.colors)
        seen.add(frozenset(last.garment_ids))
    assert len(seen) > 1


def test_the_same_seed_gives_the_same_card(capsule, taste):
    request = asked(taste)
    best = recommend(capsule, request)
    first, again = (
        with_something_different(best, capsule, request, taste, seed=5) for _ in range(2)
    )
    assert first == again


def test_nothing_is_tried_when_nothing_was_learned_or_few_are_shown_or_it_was_asked_for(
    capsule, taste
):
    plain = Request(frame=FRAME)
    best = recommend(capsule, plain)
    assert with_something_different(best, capsule, plain, learn([]), seed=1) == best
    two = asked(taste, count=2)
    best = recommend(capsule, two)
    assert with_something_different(best, capsule, two, taste, seed=1) == best
    moved = asked(taste, moves=("warmer",))
    best = recommend(capsule, moved)
    assert with_something_different(best, capsule, moved, taste, seed=1) == best


def test_draws_have_the_mean_and_spread_that_is_believed(taste):
    name = taste.names[0]
    names = [name, "color:orange"]
    fixed = learn([], fixed={"color:orange": 0.5})
    rng = np.random.default_rng(1)
    drawn = draw(taste, names, 20_000, rng)
    assert drawn[:, 0].mean() == pytest.approx(taste.weights[name], abs=0.02)
    assert drawn[:, 0].var() == pytest.approx(taste.covariance[0, 0], rel=0.05)
    assert drawn[:, 1].std() == pytest.approx(0.5, rel=0.05)
    assert draw(fixed, names, 100, rng)[:, 1] == pytest.approx(0.5, abs=0.01)


def test_the_covariance_survives_being_kept(taste):
    kept = unpack(pack(taste.covariance), len(taste.names))
    assert kept == pytest.approx(taste.covariance, abs=1e-6)
    assert len(pack(taste.covariance)) == 4 * len(kept) * (len(kept) + 1) // 2
