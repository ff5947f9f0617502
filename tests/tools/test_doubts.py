from datetime import UTC, datetime
from uuid import uuid4

import pytest

from stylist.garments import GarmentAttributes, GarmentView
from tools.doubts import Alternative, doubt_of, field_doubts

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def garment(confidence, *, doubts=(), category="sweater", subcategory="cardigan", **attributes):
    looks = {"color_primary": "navy", "pattern": "solid", "seasons": ["fall"], **attributes}
    return GarmentView(
        id=uuid4(),
        status="ready",
        name="x",
        category=category,
        subcategory=subcategory,
        attributes=GarmentAttributes(**looks),
        confidence=confidence,
        doubts=list(doubts),
        created_at=NOW,
        updated_at=NOW,
    )


def asked(confidence, **now):
    return [doubt.field for doubt in field_doubts(garment(confidence, **now))]


def test_a_doubt_about_the_category_comes_before_one_about_the_pattern() -> None:
    assert asked({"pattern": 0.3, "category": 0.6, "color_primary": 0.5}) == [
        "category",
        "color_primary",
        "pattern",
    ]


@pytest.mark.parametrize(
    ("confidence", "fields"),
    [
        ({"category": 0.99, "pattern": 0.9}, []),
        ({"category": 0.84}, ["category"]),
        ({"pattern": 0.7}, []),
        ({"seasons": 0.0}, []),
        ({"material": 0.4}, []),
        ({"category": 1.0, "color_primary": 1.0}, []),
        ({}, []),
    ],
)
def test_only_what_is_worth_a_question_is_asked(confidence, fields) -> None:
    assert asked(confidence) == fields


def test_what_is_not_known_is_not_asked_about() -> None:
    assert asked({"pattern": 0.1, "subcategory": 0.1}, pattern=None, subcategory=None) == []


def test_other_values_come_from_what_the_prediction_tells() -> None:
    seen = garment(
        {
            "category": 0.4,
            "kind:cardigan": 0.3,
            "kind:sweater": 0.1,
            "kind:hoodie": 0.25,
            "kind:shirt": 0.2,
            "kind:polo": 0.01,
            "kind:no-such-kind": 0.9,
            "subcategory": 0.3,
            "color_primary": 0.5,
            "color:navy": 0.5,
            "color:black": 0.4,
            "color:blue": 0.1,
            "color:teal": 0.05,
            "color:gray": 0.04,
            "pattern": 0.2,
        }
    )
    others = {doubt.field: doubt.alternatives for doubt in field_doubts(seen)}
    assert others["category"] == [Alternative("hoodie", 0.25), Alternative("shirt", 0.2)]
    assert others["subcategory"] == [Alternative("sweater", 0.1)]
    assert [other.value for other in others["color_primary"]] == ["black", "blue", "teal"]
    assert others["pattern"] == []


def test_words_against_the_photo_add_to_the_doubt() -> None:
    plain, blurred = garment({"category": 0.5}), garment({"category": 0.5}, doubts=["blurred"])
    assert doubt_of(plain, field_doubts(plain)) == 0.5
    assert doubt_of(blurred, field_doubts(blurred)) == 0.525
