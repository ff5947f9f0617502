"""Outfits that the frame rules out are held back, whoever made them."""

from uuid import uuid4

import pytest

from agent.withhold import WITHHELD, withhold
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Items, Piece, Pieces, Wish
from stylist.garments import ColorShare
from stylist.outfits import OutfitCard, OutfitItem


def item(name, color, share=0.9):
    kind = vocabulary.kinds()[name]
    return OutfitItem(
        garment_id=uuid4(),
        name=f"{color} {name}",
        slot=kind.slot,
        layer=kind.layer,
        category=kind.category,
        subcategory=name if kind.parent else None,
        colors=[ColorShare(name=color, hex="#000000", share=share)],
        pattern="solid",
    )


def card(*items):
    return OutfitCard(
        id=uuid4(), score=1, score_breakdown={}, slots={}, items=list(items), explanation="",
        garment_ids=[i.garment_id for i in items],
    )  # fmt: skip


BOOTS, SHOES = item("ankle-boots", "brown"), item("oxfords", "black")
AVOIDED = Wish(avoid=["black"])


@pytest.mark.parametrize(
    ("frame", "held"),
    [
        (ConstraintFrame(), False),
        (ConstraintFrame(categories=Wish(avoid=["boots"])), True),
        (ConstraintFrame(categories=Wish(avoid=["sneakers"])), False),
        (ConstraintFrame(colors=Wish(avoid=["brown"])), True),
        (ConstraintFrame(patterns=Wish(avoid=["solid"])), True),
        (ConstraintFrame(items=Items(exclude=[str(BOOTS.garment_id)])), True),
        (ConstraintFrame(pieces=Pieces(avoid=[Piece(slot="shoes", color="brown")])), True),
        (ConstraintFrame(pieces=Pieces(avoid=[Piece(slot="top", color="brown")])), False),
    ],
)
def test_a_card_with_something_excluded_is_held_back(frame, held):
    kept, degraded = withhold([card(BOOTS)], frame)
    assert bool(kept) is not held
    assert degraded == ([WITHHELD] if held else [])


def test_a_trace_of_a_colour_does_not_count():
    kept, _ = withhold([card(item("shirt", "black", share=0.1))], ConstraintFrame(colors=AVOIDED))
    assert kept


def test_what_is_allowed_in_spite_of_a_flat_avoid_passes():
    frame = ConstraintFrame(
        colors=AVOIDED, pieces=Pieces(allow=[Piece(slot="shoes", color="black")])
    )
    kept, _ = withhold([card(SHOES), card(item("shirt", "black"))], frame)
    assert [c.items[0].slot for c in kept] == ["shoes"]


def test_a_let_off_colour_does_not_let_off_the_kind():
    frame = ConstraintFrame(
        colors=AVOIDED,
        categories=Wish(avoid=["boots"]),
        pieces=Pieces(allow=[Piece(slot="shoes", color="black")]),
    )
    assert withhold([card(item("ankle-boots", "black"))], frame)[0] == []
