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
        "a storm in a teacup, that",
        "she has a sunny personality",
        "a mist-coloured top",
        "I never go to parties",
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
        ("I've got a christening at noon", "wedding"),
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
        ("two would be ideal", 2),
        ("could I see 3 at once?", 3),
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


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("nowhere near as formal", "more_casual"),
        ("a little less stuffy maybe", "more_casual"),
        ("a tad smarter?", "dressier"),
        ("bump up the formality a touch", "dressier"),
        ("I'd be frozen in that", "warmer"),
    ],
)
def test_a_degree_is_a_move(text: str, move: str) -> None:
    before = frame_of("something for the office")
    heard = understand(text, frame=before, shown=None, turn=1, now=NOW)
    assert heard.delta.moves == [move]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("make it 90 instead", 90),
        ("can we go up to 80 then?", 80),
        ("scratch that, 70", 70),
        ("double the budget, 120", 120),
    ],
)
def test_a_bare_number_goes_on_with_the_limit(text: str, limit: float) -> None:
    before = frame_of("under 60 euros")
    heard = understand(text, frame=before, shown=None, turn=1, now=NOW)
    assert heard.frame.budget is not None
    assert (heard.frame.budget.max, heard.frame.budget.currency) == (limit, "EUR")


def test_a_limit_is_put_right_by_its_currency() -> None:
    before = frame_of("under 60 euros")
    heard = understand("I said pounds, not euros", frame=before, shown=None, turn=1, now=NOW)
    assert heard.frame.budget is not None
    assert (heard.frame.budget.max, heard.frame.budget.currency) == (60, "GBP")


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("any blouses from Cats Are Great?", "Cats Are Great"),
        ("something by Home Store", "Home Store"),
        ("dress me like James Bond", None),
        ("a look from Navy Linen", None),
    ],
)
def test_a_name_is_a_maker_though_its_words_are_known(text: str, brand: str | None) -> None:
    made = [d.value for d in frame_of(text).details.want if d.attribute == "brand"]
    assert made == ([brand] if brand else [])


@pytest.mark.parametrize("text", ["is darker with white writing", "has pink stripes"])
def test_a_predicate_without_its_subject_describes(text: str) -> None:
    assert frame_of(text).colors.want


@pytest.mark.parametrize("text", ["has this got stripes", "is black ok for a funeral"])
def test_a_question_without_its_mark_only_asks(text: str) -> None:
    frame = frame_of(text)
    assert not frame.colors.want
    assert not frame.patterns.want


def test_degrees_are_put_right_by_a_bare_number() -> None:
    before = frame_of("it's 15 degrees")
    for text, degrees in (("scratch that, it's going to be 5", 5), ("actually it's 8 not 15", 8)):
        heard = understand(text, frame=before, shown=None, turn=1, now=NOW)
        assert heard.frame.weather.temperature_c == degrees
