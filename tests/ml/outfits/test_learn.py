import random
from dataclasses import replace
from itertools import pairwise
from uuid import uuid4

import numpy as np
import pytest

from ml.outfits import Preferences, Reaction, Request, learn, recommend, score
from ml.outfits.eligible import ready
from ml.outfits.learn import OCCASIONS
from ml.outfits.taste_attributes import outfit_attributes
from stylist.frame import ConstraintFrame, Wish

ACTIONS = ["like", "dislike", "wear", "save", "skip", "wore_instead"]
PIECES = ("shirt", "jeans", "sneakers")
COLORS = ["teal", "pink", "navy", "white", "red"]


@pytest.fixture
def outfit(garment):
    def put_together(*colors, **seen):
        return tuple(
            garment(kind, color, **seen) for kind, color in zip(PIECES, colors, strict=True)
        )

    return put_together


@pytest.fixture
def reaction(outfit):
    def react(action, *colors, days_ago=0.0, outfit_id=None, base_score=0.8):
        return Reaction(outfit_id or uuid4(), outfit(*colors), action, days_ago, base_score)

    return react


@pytest.fixture
def past(reaction):
    def happened(rng, size):
        return [
            reaction(
                rng.choice(ACTIONS),
                *rng.choices(COLORS, k=3),
                days_ago=rng.uniform(0, 200),
                base_score=rng.choice([None, rng.uniform(0.5, 1.0)]),
            )
            for _ in range(size)
        ]

    return happened


def test_nothing_is_learned_from_nothing():
    taste = learn([])
    assert (taste.weights, taste.intercept, taste.events) == ({}, 0.0, 0)


def test_a_liked_colour_gains_and_a_disliked_one_loses(reaction):
    learned = learn(
        [reaction("like", "teal", "blue", "white"), reaction("dislike", "pink", "blue", "white")]
    ).weights
    assert learned["color:teal"] > 0 > learned["color:pink"]
    assert abs(learned.get("color:blue", 0.0)) < learned["color:teal"]


def test_who_likes_everything_is_known_to_like_everything_and_not_a_colour(reaction):
    same = [reaction("like", "teal", "blue", "white") for _ in range(100)]
    taste = learn(same)
    assert taste.intercept > 2
    assert max(map(abs, taste.weights.values())) < 0.3


def test_the_same_events_in_any_order_give_the_same_bits(past):
    rng = random.Random(3)
    events = past(rng, 200)
    learned = learn(events)
    for _ in range(5):
        rng.shuffle(events)
        again = learn(events)
        assert again.weights == learned.weights
        assert again.intercept == learned.intercept
        assert np.array_equal(again.covariance, learned.covariance)


def test_the_latest_opinion_of_an_outfit_counts_once(reaction):
    one = uuid4()
    liked = reaction("like", "teal", "blue", "white", days_ago=2, outfit_id=one)
    disliked = reaction("dislike", "teal", "blue", "white", days_ago=1, outfit_id=one)
    assert learn([liked, liked, disliked]).weights == learn([disliked]).weights


def test_a_later_opinion_of_the_same_pieces_shown_again_takes_the_opposite_one_back(reaction):
    liked = reaction("like", "teal", "blue", "white", days_ago=2)
    disliked = reaction("dislike", "teal", "blue", "white", days_ago=1)
    other = reaction("like", "teal", "blue", "red", days_ago=3)
    assert learn([liked, disliked]).weights == learn([disliked]).weights
    assert learn([other, liked, disliked]).weights == learn([other, disliked]).weights
    again = replace(liked, days_ago=0.0, outfit_id=uuid4())
    assert learn([disliked, again]).weights == learn([again]).weights
    assert learn([liked, again]).weights != learn([again]).weights


def test_every_wearing_counts_and_a_skip_does_not_take_an_opinion_back(reaction):
    worn = reaction("wear", "teal", "blue", "white")
    assert learn([worn, worn]).weights["color:teal"] > learn([worn]).weights["color:teal"]
    liked = reaction("like", "teal", "blue", "white", days_ago=2)
    passed = replace(liked, action="skip", days_ago=0.0)
    assert learn([liked, passed]).weights == learn([liked]).weights


def test_signals_differ_in_strength_and_old_ones_fade(reaction):
    def teal(action, **when):
        return learn([reaction(action, "teal", "blue", "white", **when)]).weights["color:teal"]

    assert teal("wear") > teal("like") == teal("save") > 0
    assert teal("dislike") == teal("wore_instead") < 0
    assert teal("dislike") / 4 < teal("skip") < 0
    assert teal("like") > teal("like", days_ago=90) > teal("like", days_ago=180) > 0


def test_what_was_expected_of_the_score_teaches_less_than_a_surprise(reaction):
    expected = learn([reaction("like", "teal", "blue", "white", base_score=0.95)])
    surprise = learn([reaction("like", "teal", "blue", "white", base_score=0.5)])
    assert surprise.weights["color:teal"] > expected.weights["color:teal"] > 0


def test_a_weight_set_by_the_person_stays_and_the_others_are_fitted_around_it(past):
    events = past(random.Random(5), 60)
    free = learn(events)
    mine = learn(events, fixed={"color:teal": -0.9, "color:pink": 0.0})
    assert mine.weights["color:teal"] == -0.9
    assert mine.weights["color:pink"] == 0.0
    assert not {"color:teal", "color:pink"} & set(mine.names)
    assert mine.weights["color:navy"] != free.weights["color:navy"]


def leaning(taste, worn):
    """What was learned of an outfit beyond how outfits are received on the whole."""
    has = outfit_attributes(ready(worn))
    return sum(taste.weights.get(name, 0.0) * value for name, value in has.items())


def test_a_dislike_never_raises_that_outfit(past, outfit):
    rng = random.Random(11)
    for _ in range(120):
        events = past(rng, rng.randint(0, 40))
        worn, base = outfit(*rng.choices(COLORS, k=3)), rng.uniform(0.5, 1.0)
        before, one = learn(events), uuid4()
        chances, leans = [before.like_chance(worn, base)], [leaning(before, worn)]
        for _ in range(3):
            events.append(Reaction(one, worn, rng.choice(["dislike", "wore_instead"]), 0.0, base))
            after = learn(events)
            chances.append(after.like_chance(worn, base))
            leans.append(leaning(after, worn))
        assert all(b <= a + 1e-6 for a, b in pairwise(chances))
        assert all(b <= a + 1e-6 for a, b in pairwise(leans))
        assert chances[1] < chances[0]


def test_outfits_of_which_no_garment_is_known_teach_nothing():
    assert learn([Reaction(uuid4(), (), "like", 0.0, 0.9)]).events == 0


def test_wearing_something_else_is_an_occasion():
    assert set(OCCASIONS) == {"wear", "wore_instead"}


def test_what_was_learned_moves_the_choice_but_never_a_constraint(capsule):
    loves_black = Preferences(learned={"color:black": 1.0, "category:boots": 1.0})
    free = recommend(capsule, Request(preferences=loves_black))
    assert any(color.name == "black" for item in free.outfits[0].items for color in item.colors)
    frame = ConstraintFrame(colors=Wish(avoid=["black"]), categories=Wish(avoid=["boots"]))
    for card in recommend(capsule, Request(frame=frame, preferences=loves_black)).outfits:
        assert all(item.category != "boots" for item in card.items)
        assert all(color.name != "black" for item in card.items for color in item.colors)


def test_what_was_learned_comes_on_top_of_the_score_without_it(outfit):
    worn = outfit("teal", "blue", "white")
    plain = score(worn, Request())
    unmoved = score(worn, Request(preferences=Preferences(learned={"color:black": 1.0})))
    assert unmoved.score == pytest.approx(plain.score)
    liked = score(worn, Request(preferences=Preferences(learned={"color:teal": 0.3})))
    assert liked.base_score == pytest.approx(plain.score, abs=1e-4)
    assert liked.score > plain.score


def test_two_outfits_differ_in_score_as_in_log_odds(outfit, capsule):
    """Ranking by the score is ranking by the chance of a like."""
    taste = learn(
        [
            Reaction(uuid4(), outfit("teal", "blue", "white"), "like", 0.0, 0.7),
            Reaction(uuid4(), outfit("red", "pink", "navy"), "dislike", 0.0, 0.9),
        ]
    )
    request = Request(preferences=Preferences(learned=taste.weights))
    cards = recommend(capsule, replace(request, count=8)).outfits
    by_id = {garment.id: garment for garment in capsule}
    worn = [[by_id[i] for i in card.garment_ids] for card in cards]
    chances = [
        taste.like_chance(one, card.base_score) for one, card in zip(worn, cards, strict=True)
    ]
    parts = [card.score_breakdown["learned"] for card in cards]
    worth = [
        card.base_score + part.weight * (part.score - 0.5)
        for card, part in zip(cards, parts, strict=True)
    ]
    best_first = [chance for _, chance in sorted(zip(worth, chances, strict=True), reverse=True)]
    assert len(cards) == 8
    assert sorted(chances, reverse=True) == pytest.approx(best_first, abs=1e-3)
