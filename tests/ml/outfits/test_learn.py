import random
from uuid import uuid4

import pytest

from ml.outfits import Preferences, Reaction, Request, learn, recommend
from stylist.frame import ConstraintFrame, Wish


@pytest.fixture
def reaction(garment):
    def react(action, *colors, days_ago=0.0, outfit_id=None):
        pieces = ("shirt", "jeans", "sneakers")
        worn = tuple(garment(kind, color) for kind, color in zip(pieces, colors, strict=True))
        return Reaction(outfit_id or uuid4(), worn, action, days_ago)

    return react


def test_nothing_is_learned_from_nothing():
    assert learn([]) == {}


def test_a_liked_colour_gains_and_a_disliked_one_loses(reaction):
    learned = learn(
        [reaction("like", "teal", "blue", "white"), reaction("dislike", "pink", "blue", "white")]
    )
    assert learned["color:teal"] > 0 > learned["color:pink"]
    assert abs(learned.get("color:blue", 0.0)) < learned["color:teal"]


def test_who_likes_everything_teaches_almost_nothing(reaction):
    same = [reaction("like", "teal", "blue", "white") for _ in range(100)]
    assert all(abs(weight) < 0.05 for weight in learn(same).values())


def test_weights_stay_bounded_and_do_not_depend_on_the_order(reaction):
    rng = random.Random(3)
    colors = ["teal", "pink", "navy", "white", "red"]
    actions = ["like", "dislike", "wear", "save", "skip"]
    events = [
        reaction(rng.choice(actions), *rng.choices(colors, k=3), days_ago=rng.uniform(0, 200))
        for _ in range(200)
    ]
    learned = learn(events)
    assert all(-1 <= weight <= 1 for weight in learned.values())
    rng.shuffle(events)
    assert learn(events) == learned


def test_the_latest_opinion_of_an_outfit_counts_once(reaction):
    one = uuid4()
    liked = reaction("like", "teal", "blue", "white", days_ago=2, outfit_id=one)
    disliked = reaction("dislike", "teal", "blue", "white", days_ago=1, outfit_id=one)
    assert learn([liked, liked, disliked]) == learn([disliked])


def test_a_skip_teaches_nothing_and_old_events_fade(reaction):
    assert learn([reaction("skip", "teal", "blue", "white")]) == {}
    fresh = learn([reaction("like", "teal", "blue", "white")])["color:teal"]
    old = learn([reaction("like", "teal", "blue", "white", days_ago=90)])["color:teal"]
    assert 0 < old < fresh


def test_what_was_learned_moves_the_choice_but_never_a_constraint(capsule):
    loves_black = Preferences(learned={"color:black": 1.0, "category:boots": 1.0})
    free = recommend(capsule, Request(preferences=loves_black))
    assert any(color.name == "black" for item in free.outfits[0].items for color in item.colors)
    frame = ConstraintFrame(colors=Wish(avoid=["black"]), categories=Wish(avoid=["boots"]))
    for card in recommend(capsule, Request(frame=frame, preferences=loves_black)).outfits:
        assert all(item.category != "boots" for item in card.items)
        assert all(color.name != "black" for item in card.items for color in item.colors)
