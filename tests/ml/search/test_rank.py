"""The order of garments and the words about them."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from ml.search import rank, read_query
from ml.search.likeness import kind_likeness, likeness
from ml.search.query import Wish
from stylist import vocabulary
from stylist.garments import ColorShare, GarmentAttributes, GarmentView, garment_name

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def garment(number: int, kind: str, color: str, share: float = 0.9, **attributes) -> GarmentView:
    known = vocabulary.kinds()[kind]
    seen = GarmentAttributes(
        color_primary=color,
        colors=[ColorShare(name=color, hex=vocabulary.colors()[color].hex, share=share)],
        **{"pattern": "solid", **attributes},
    )
    subcategory = known.name if known.parent else None
    return GarmentView(
        id=UUID(int=number),
        status="ready",
        name=garment_name(known.category, subcategory, seen),
        category=known.category,
        subcategory=subcategory,
        attributes=seen,
        created_at=NOW,
        updated_at=NOW,
    )


def order(text: str, *garments: GarmentView) -> list[str]:
    return [hit.garment.name for hit in rank(read_query(text), garments, None, limit=10)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("blue", "blue sweater"),
        ("navy", "navy sweater"),
        ("dark", "black sweater"),
        ("bright colours", "yellow sweater"),
        ("pastel", "light blue sweater"),
        ("dark green", "olive sweater"),
        ("teal-ish", "teal sweater"),
    ],
)
def test_colours_are_near_by_name_and_by_distance(text, first):
    names = ("black", "navy", "blue", "light-blue", "teal", "olive", "yellow", "white")
    assert order(text, *(garment(n, "sweater", name) for n, name in enumerate(names)))[0] == first


def test_a_navy_garment_is_blue_but_a_blue_one_is_not_navy():
    blue, navy = (Wish("color", (name,), name) for name in ("blue", "navy"))
    assert likeness(blue, garment(1, "shirt", "navy")) > 0.9
    assert likeness(navy, garment(1, "shirt", "blue")) < 0.6


def test_kinds_are_near_in_steps():
    exact = kind_likeness("chinos", "pants", "chinos")
    perhaps = kind_likeness("chinos", "pants", None)
    sibling = kind_likeness("chinos", "pants", "joggers")
    alike = kind_likeness("chinos", "jeans", None)
    slot = kind_likeness("chinos", "skirt", None)
    assert exact == 1.0 > perhaps > sibling > alike > slot > kind_likeness("chinos", "boots", None)
    assert kind_likeness("boots", "boots", "ankle-boots") == 1.0


def test_not_too_formal_is_met_by_the_casual_ones():
    casual, formal = (
        garment(1, "sweater", "navy", formality=0.3),
        garment(2, "blazer", "navy", formality=0.9),
    )
    (wish,) = read_query("not too formal").wishes
    assert likeness(wish, casual) == 1.0
    assert likeness(wish, formal) < 0.4
    (opposite,) = read_query("not too casual").wishes
    assert likeness(opposite, formal) > likeness(opposite, casual)


def test_warm_means_warm_for_its_slot():
    (wish,) = read_query("warm").wishes
    boots, sandals = (
        garment(1, "boots", "brown", warmth_clo=0.1),
        garment(2, "sandals", "brown", warmth_clo=0.02),
    )
    assert likeness(wish, boots) == 1.0
    assert likeness(wish, sandals) == 0.0


def test_every_hit_says_what_it_meets_and_what_not():
    teal = garment(1, "sweater", "teal", material="wool", formality=0.6)
    (hit,) = rank(read_query("blue wool sweater"), [teal], None, limit=5)
    assert hit.matched == ["wool", "sweater"]
    assert hit.missed == ["blue"]
    assert hit.why == "wool, sweater; not blue: this one is teal"
    (hit,) = rank(read_query("smart teal wool"), [teal], None, limit=5)
    assert (hit.why, hit.missed) == ("0.6 formal, teal, wool", [])


def test_scores_stay_between_nothing_and_one():
    some = [garment(n, kind, "red") for n, kind in enumerate(vocabulary.kinds())]
    for text in ("red", "blue boots", "qwertz", "warm red wool dress for a wedding"):
        hits = rank(read_query(text), some, {g.id: 0.99 for g in some}, limit=500)
        assert all(0.0 <= hit.score <= 1.0 for hit in hits)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_garments_own_name_comes_first_whatever_its_words_mean():
    named = garment(1, "hat", "brown").model_copy(
        update={"custom_name": "Black Mamba", "name": "Black Mamba"}
    )
    found = order("black mamba", garment(2, "dress", "black"), named)
    assert found[0] == "Black Mamba"
