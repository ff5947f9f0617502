from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from stylist.errors import BadRequest
from stylist.garments import ColorShare, GarmentAttributes, GarmentView
from tools.corrections import GarmentChange

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def garment(category="boots", subcategory="ankle-boots", colors=(("navy", 0.7), ("white", 0.3))):
    shares = [ColorShare(name=name, hex="#000000", share=share) for name, share in colors]
    return GarmentView(
        id=uuid4(),
        status="ready",
        name="x",
        category=category,
        subcategory=subcategory,
        attributes=GarmentAttributes(colors=shares),
        created_at=NOW,
        updated_at=NOW,
    )


def corrected(change: dict, **now):
    return GarmentChange.model_validate(change).correction(garment(**now))


@pytest.mark.parametrize(
    ("change", "colors"),
    [
        ({"color_primary": "red"}, [("red", 0.7), ("white", 0.3)]),
        ({"color_primary": "white"}, [("white", 0.7)]),
        ({"color_secondary": "red"}, [("navy", 0.7), ("red", 0.3)]),
        ({"color_secondary": None}, [("navy", 0.7)]),
        ({"color_primary": None, "color_secondary": None}, []),
    ],
)
def test_a_corrected_colour_takes_the_place_of_what_was_seen(change, colors) -> None:
    said = corrected(change)["colors"]
    assert [(color["name"], color["share"]) for color in said] == colors


def test_a_colour_of_a_garment_without_colours_is_all_of_it() -> None:
    said = corrected({"color_primary": "red"}, colors=())["colors"]
    assert [(color["name"], color["share"]) for color in said] == [("red", 1.0)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"category": "boots"}, {"category": "boots"}),
        ({"category": "sweater"}, {"category": "sweater", "subcategory": None}),
        ({"subcategory": "cardigan"}, {"category": "sweater", "subcategory": "cardigan"}),
        ({"category": "cardigan"}, {"category": "sweater", "subcategory": "cardigan"}),
        ({"subcategory": None}, {"subcategory": None}),
        ({"category": None}, {"category": None, "subcategory": None}),
        ({"pattern": "plaid"}, {"pattern": "plaid"}),
        ({"seasons": None}, {"seasons": []}),
        ({"name": "Bob"}, {}),
    ],
)
def test_only_what_was_said_or_had_to_follow_is_corrected(change, said) -> None:
    assert corrected(change) == said


def test_a_finer_name_of_another_category_is_refused() -> None:
    with pytest.raises(BadRequest):
        corrected({"category": "jeans", "subcategory": "cardigan"})


def test_a_name_is_one_line_and_a_season_stands_once() -> None:
    change = GarmentChange.model_validate({"name": " my\n best\tcoat ", "seasons": ["fall"] * 3})
    assert change.facts(garment(), today=NOW.date()) == {"custom_name": "my best coat"}
    assert change.correction(garment()) == {"seasons": ["fall"]}


def test_an_unknown_word_is_not_repeated_in_full() -> None:
    with pytest.raises(ValueError, match="not a category") as refused:
        GarmentChange.model_validate({"category": "x" * 100_000})
    assert len(refused.value.errors()[0]["msg"]) < 2_000


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ({"brand": " Loom \n& Co "}, {"brand": "Loom & Co"}),
        ({"brand": "", "size": None}, {"brand": None, "size": None}),
        ({"price": 19.99, "currency": "eur"}, {"price": Decimal("19.99"), "currency": "EUR"}),
        ({"price": None}, {"price": None}),
        ({"purchased_on": "2026-11-22"}, {"purchased_on": date(2026, 11, 22)}),
        ({"availability": "laundry"}, {"availability": "laundry"}),
    ],
)
def test_facts_of_an_item_are_no_correction(said, facts) -> None:
    change = GarmentChange.model_validate(said)
    assert change.facts(garment(), today=NOW.date()) == facts
    assert change.correction(garment()) == {}


@pytest.mark.parametrize(
    "said",
    [
        {"price": -1, "currency": "EUR"},
        {"price": "NaN", "currency": "EUR"},
        {"price": float("inf"), "currency": "EUR"},
        {"price": 1.001, "currency": "EUR"},
        {"price": 1e12, "currency": "EUR"},
        {"currency": "XXX"},
        {"currency": "€"},
        {"purchased_on": "1066-10-14"},
        {"purchased_on": "yesterday"},
        {"availability": "burnt"},
        {"availability": None},
        {"size": "x" * 41},
    ],
)
def test_a_fact_that_cannot_be_is_refused(said) -> None:
    with pytest.raises(ValueError, match="validation error"):
        GarmentChange.model_validate(said)


@pytest.mark.parametrize("said", [{"price": 5}, {"purchased_on": "2026-11-23"}])
def test_a_fact_that_does_not_fit_the_garment_or_the_day_is_refused(said) -> None:
    with pytest.raises(BadRequest):
        GarmentChange.model_validate(said).facts(garment(), today=NOW.date())


def test_a_price_may_be_changed_in_the_currency_that_is_known() -> None:
    known = garment().model_copy(update={"currency": "SEK"})
    change = GarmentChange.model_validate({"price": 300})
    assert change.facts(known, today=NOW.date()) == {"price": Decimal(300)}
