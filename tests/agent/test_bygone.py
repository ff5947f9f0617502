"""What was, would be or was paid tells nothing of the day to dress for."""

from datetime import datetime

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def frame_of(text: str) -> ConstraintFrame:
    return understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW).frame


@pytest.mark.parametrize(
    "text",
    [
        "I bought it last winter",
        "it was 30 degrees last week",
        "we met in Paris three years ago",
        "if it were raining I'd say so",
        "I paid £300 for that",
        "it cost me 80 quid",
        "I wore that to the christmas party",
        "my sister lives in Rome",
        "stay away from red until this blows over",
        "storming into it like I own the place",
    ],
)
def test_what_is_only_told_states_nothing(text: str) -> None:
    frame = frame_of(text)
    assert frame.budget is None
    assert frame.occasion is None
    assert not frame.seasons
    assert frame.weather == ConstraintFrame().weather


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        ("I wore black last time, but now I need something for the office", "work"),
        ("my boss told me yesterday that we have a client meeting", "work"),
        ("got invited to a wedding last night", "wedding"),
        ("same as last week's office look please", "work"),
        ("last week of term school disco, help", "party"),
    ],
)
def test_what_is_asked_for_beside_it_counts(text: str, occasion: str) -> None:
    assert frame_of(text).occasion == occasion


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("my budget's gone up to 150", 150),
        ("the budget is now 90", 90),
        ("€50-100", 100),
        ("I have 80 to spend", 80),
        ("spend no more than 40 bucks", 40),
    ],
)
def test_a_limit_is_heard(text: str, limit: float) -> None:
    budget = frame_of(text).budget
    assert budget is not None
    assert budget.max == limit


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("just one will do", 1),
        ("a couple will do", 2),
        ("one is plenty", 1),
        ("Outfit ideas for a party please, 3 of them", 3),
        ("another two please", 2),
        ("there's only one of me", None),
        ("I have two weddings this year", None),
        ("number three will do", None),
        ("the first one will do", None),
    ],
)
def test_how_many_are_asked_for(text: str, count: int | None) -> None:
    assert frame_of(text).count == count


@pytest.mark.parametrize(
    ("text", "color", "category"),
    [
        ("a red dress, no, hang on, burgundy", "burgundy", "dress"),
        ("blue jeans, sorry, I mean black", "black", "jeans"),
        ("brown, I mean beige, boots", "beige", "boots"),
    ],
)
def test_a_colour_put_right_stays_with_its_garment(text: str, color: str, category: str) -> None:
    frame = frame_of(text)
    assert [(p.color, p.category) for p in frame.pieces.want] == [(color, category)]
    assert frame.colors.want == [color]
    assert not frame.pieces.avoid


@pytest.mark.parametrize("text", ["boots are for winter", "sandals are only for the beach"])
def test_what_a_garment_is_for_wishes_for_none(text: str) -> None:
    frame = frame_of(text)
    assert not frame.categories.want
    assert not frame.seasons
