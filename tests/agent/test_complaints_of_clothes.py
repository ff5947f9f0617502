"""Complaints about what is worn: they refuse it or change the warmth, and wish for nothing."""

from datetime import datetime

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame, Understanding
from stylist.outfits import OutfitCard

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def heard(text: str, shown: list[OutfitCard] | None = None) -> Understanding:
    return understand(text, frame=ConstraintFrame(), shown=shown, turn=1, now=NOW)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("the pumps are too high", "pumps"), ("those boots are too clunky", "boots"),
        ("the jacket is too bright", "jacket"), ("the trousers are a bit tight", "trousers"),
        ("the blazer looks too stiff", "blazer"), ("the skirt feels way too tight", "skirt"),
    ],
)  # fmt: skip
def test_what_is_complained_of_is_refused(text: str, category: str) -> None:
    frame = heard(text).frame
    assert frame.categories.avoid == [category]
    assert not frame.categories.want
    assert frame.fit is None


@pytest.mark.parametrize(
    ("text", "warmth"),
    [
        ("now I'd be cold", "warmer"), ("too cold in that blouse today", "warmer"),
        ("I'll be freezing in that", "warmer"), ("I'd boil in those", "cooler"),
        ("I'd be cold in the blouse", "warmer"), ("way too hot in this jacket", "cooler"),
    ],
)  # fmt: skip
def test_how_it_would_be_felt_changes_the_warmth_only(text: str, warmth: str) -> None:
    frame = heard(text).frame
    assert frame.warmth == warmth
    assert frame.weather.temperature_c is None
    assert not frame.categories.want


@pytest.mark.parametrize("text", ["cold in the morning, something for work", "it's cold today"])
def test_cold_weather_is_still_weather(text: str) -> None:
    assert heard(text).frame.weather.temperature_c is not None


@pytest.mark.parametrize("text", ["boring", "that's boring", "this is all a bit boring"])
def test_boring_asks_for_bolder(text: str, shown: list[OutfitCard]) -> None:
    assert heard(text, shown).delta.moves == ["bolder"]


def test_something_boring_is_still_asked_for() -> None:
    assert heard("something boring for the office").delta.moves == ["simpler"]


@pytest.mark.parametrize(
    "text", ["I wore the navy blazer yesterday, something else today",
             "I wore the navy blazer yesterday so something else please"],
)  # fmt: skip
def test_what_was_just_worn_is_left_out(text: str) -> None:
    pieces = heard(text).frame.pieces.avoid
    assert [(p.category, p.color) for p in pieces] == [("blazer", "navy")]


def test_what_was_worn_and_liked_is_not() -> None:
    assert heard("I wore the boots yesterday and loved them").frame == ConstraintFrame()


def test_what_is_ok_again_is_lifted_and_not_wished_for() -> None:
    frame = ConstraintFrame()
    frame.categories.avoid = ["boots"]
    after = understand("boots ok again", frame=frame, shown=None, turn=1, now=NOW).frame
    assert not after.categories.avoid
    assert not after.categories.want
