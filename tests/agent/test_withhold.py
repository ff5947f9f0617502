"""Outfits that the frame rules out are held back, whoever made them."""

from uuid import uuid4

import pytest
from langchain_core.messages import ToolMessage

from agent.withhold import WITHHELD, withhold, without_withheld
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Items, Piece, Pieces, Wish
from stylist.garments import ColorShare
from stylist.outfits import OutfitCard, OutfitItem
from tools.boundary import ToolBlock
from tools.outfit_doors import tell_card


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


def test_a_material_that_is_ruled_out_is_held_back():
    leather = item("ankle-boots", "brown").model_copy(update={"material": "leather"})
    flat = ConstraintFrame(materials=Wish(avoid=["leather"]))
    tied = ConstraintFrame(pieces=Pieces(avoid=[Piece(slot="shoes", material="leather")]))
    for frame in (flat, tied):
        assert withhold([card(leather)], frame) == ([], [WITHHELD])
        assert withhold([card(BOOTS)], frame)[0], "an unknown material is not held back"
    spared = ConstraintFrame(
        materials=Wish(avoid=["leather"]),
        pieces=Pieces(allow=[Piece(slot="shoes", material="leather")]),
    )
    assert withhold([card(leather)], spared)[0]


@pytest.mark.parametrize(
    ("names", "avoid", "occasion", "kept"),
    [
        (("skirt", "loafers"), [Piece(slot="top")], "work", False),
        (("skirt", "loafers"), [Piece(slot="top")], "beach", True),
        (("dress", "loafers"), [Piece(slot="top")], "work", True),
        (("shirt", "skirt", "loafers"), [Piece(slot="outerwear")], "work", True),
        (("skirt", "loafers"), [Piece(slot="top", color="red")], "work", True),
        (("shirt", "loafers"), [Piece(slot="bottom")], None, False),
    ],
)
def test_what_is_left_bare_by_a_no_is_no_outfit(names, avoid, occasion, kept):
    frame = ConstraintFrame(pieces=Pieces(avoid=avoid), occasion=occasion)
    found, degraded = withhold([card(*(item(name, "green") for name in names))], frame)
    assert bool(found) is kept
    assert degraded == []


def test_a_model_is_not_told_of_what_is_held_back():
    good, bad = card(SHOES), card(BOOTS)
    answer = ToolMessage(
        f"recommend_outfits: {tell_card(1, good)}\n{tell_card(2, bad)}\ngiven up: nothing",
        name="recommend_outfits",
        tool_call_id="1",
        artifact=ToolBlock(outfits=[good, bad]).model_dump(mode="json"),
    )
    told = without_withheld(answer, [good])
    assert str(good.id) in told.content
    assert str(bad.id) not in told.content
    assert BOOTS.name not in told.content
    assert "given up" in told.content
    assert [each["id"] for each in told.artifact["outfits"]] == [str(good.id)]
    assert without_withheld(answer, [good, bad]) is answer


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


@pytest.mark.parametrize(("wanted", "held"), [("black", True), ("brown", False), ("beige", True)])
def test_what_is_not_the_only_colour_wanted_is_held_back(wanted, held):
    frame = ConstraintFrame(colors=Wish(want=[wanted]), only=["colors"])
    assert bool(withhold([card(BOOTS)], frame)[1]) is held
