from datetime import UTC, datetime
from uuid import uuid4

import pytest
from fake_api import outfit

from stylist.garments import GarmentAttributes, GarmentView
from ui.cards import describe, outfit_props, spoken


def test_pieces_stand_from_outerwear_to_shoes_and_from_outer_to_inner():
    props = outfit_props(outfit(2), 3, {})
    assert [item["kind"] for item in props["items"]] == [
        "wool coat", "cardigan", "shirt", "jeans", "sneakers",
    ]  # fmt: skip


def test_a_picture_that_could_not_be_had_is_none_not_a_foreign_address():
    (coat, *_) = outfit_props(outfit(2), 3, {})["items"]
    assert coat["picture"] is None


def test_scores_are_shown_in_whole_percent():
    props = outfit_props(outfit(0), 1, {})
    assert props["percent"] == 91
    assert {part["name"]: part["percent"] for part in props["parts"]}["color"] == 93


def test_a_piece_is_named_as_a_person_would():
    words = {item.name: spoken(item) for item in outfit(2).items}
    assert words["Camel wool coat"] == "coat"
    assert words["White leather sneakers"] == "shoes"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("striped", "light blue striped cotton oxford shirt"),
        ("other", "light blue patterned cotton oxford shirt"),
        ("solid", "light blue cotton oxford shirt"),
    ],
)
def test_what_was_recognised_is_said_in_a_few_words(pattern, said):
    seen = GarmentAttributes(color_primary="light-blue", pattern=pattern, material="cotton")
    now = datetime.now(UTC)
    garment = GarmentView(
        id=uuid4(), status="ready", name="x", category="shirt", subcategory="oxford-shirt",
        attributes=seen, created_at=now, updated_at=now,
    )  # fmt: skip
    assert describe(garment) == said
