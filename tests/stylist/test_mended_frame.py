"""Frames that were stored before anybody checked them: the known part holds, the rest is told."""

from uuid import uuid4

import pytest

from stylist.frame import ConstraintFrame, Piece, Wish
from stylist.mended_frame import mended
from stylist.named_frame import named, with_ids


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ({"colors": {"avoid": ["blurple", "Black"]}}, "colors.avoid: blurple"),
        ({"colors": {"avoid": ["black"], "hates": ["x"]}}, "colors.hates"),
        ({"colors": {"avoid": ["black", None, 3]}}, "colors.avoid"),
        ({"colors": {"avoid": ["black"]}, "humour": "dry"}, "humour"),
        ({"colors": {"avoid": ["black"]}, "weather": "nice"}, "weather"),
        ({"colors": {"avoid": ["black"]}, "occasion": "coronation"}, "occasion: coronation"),
        ({"colors": {"avoid": ["black"]}, "weather": {"conditions": ["frogs"]}}, "frogs"),
        ({"colors": {"avoid": ["black"]}, "weather": {"rain_probability": 60}}, "rain_probab"),
        ({"colors": {"avoid": ["black"]}, "formality": {"min": 3}}, "formality"),
        ({"colors": {"avoid": ["black"]}, "count": -2}, "count"),
        ({"colors": {"avoid": ["black"]}, "budget": {}}, "budget"),
        ({"colors": {"avoid": ["black"]}, "items": {"require": ["7"]}}, "items.require"),
        ({"colors": {"avoid": ["black"]}, "provenance": {"fit": 3}}, "provenance.fit"),
        ({"colors": {"avoid": ["black"]}, "warmth": "toasty"}, "warmth"),
    ],
)
def test_what_nobody_knows_is_dropped_and_told_and_the_rest_holds(stored, told):
    frame, dropped = mended(stored)
    assert any(told in path for path in dropped), dropped
    assert frame == ConstraintFrame(colors=Wish(avoid=["black"]))
    assert with_ids(named(frame, most=10)) == frame


def test_a_partial_garment_is_dropped_whole_since_less_of_it_would_say_more():
    said = {"pieces": {"avoid": [{"slot": "shoes", "color": "blurple"}, {"color": "red"}]}}
    frame, dropped = mended(said)
    assert frame.pieces.avoid == [Piece(color="red")]
    assert dropped == ["pieces.avoid.color: blurple"]


def test_a_frame_that_is_known_stays_as_it_is():
    known = ConstraintFrame.model_validate(
        {
            "occasion": "work",
            "weather": {"temperature_c": 12, "conditions": ["rain"], "place": "Ys"},
            "colors": {"avoid": ["black"]},
            "items": {"exclude": [str(uuid4())]},
            "notes": ["nothing that itches"],
            "provenance": {"occasion": {"turn": 0, "text": "work", "start": 0, "end": 4}},
        }
    )
    assert mended(known.model_dump(mode="json")) == (known, [])
    assert mended({}) == (ConstraintFrame(), [])
