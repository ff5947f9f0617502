import random
from uuid import uuid4

import pytest

from ml.outfits import Request, recommend, score, swap, why_not_color, why_not_garment
from ml.outfits.eligible import eligible
from ml.outfits.explain import explain_card
from stylist import vocabulary
from stylist.errors import BadRequest
from stylist.frame import ConstraintFrame, Formality, Piece, Pieces, Weather, Wish

RAINY = ConstraintFrame(
    weather=Weather(temperature_c=12, conditions=["rain"]),
    formality=Formality(min=0.35, max=0.7),
    colors=Wish(avoid=["black"]),
)


@pytest.fixture
def outfit(capsule):
    by_id = {garment.id: garment for garment in capsule}
    card = recommend(capsule, Request(frame=RAINY)).outfits[0]
    return [by_id[i] for i in card.garment_ids]


@pytest.mark.parametrize("slot", ["shoes", "outerwear", "bottom", "top"])
def test_a_swap_changes_one_piece_of_the_slot_and_keeps_the_rest(capsule, outfit, slot):
    found = swap(outfit, slot, capsule, Request(frame=RAINY, count=2))
    before = {garment.id for garment in outfit}
    assert found.outfits
    for card in found.outfits:
        after = set(card.garment_ids)
        assert len(after) == len(before)
        assert len(after - before) == 1
        changed = next(item for item in card.items if item.garment_id in after - before)
        assert changed.slot == slot
        assert all(color.name != "black" for color in changed.colors)


def test_a_swap_follows_a_wish_for_the_slot(capsule, outfit):
    frame = RAINY.model_copy(deep=True)
    frame.pieces = Pieces(want=[Piece(slot="shoes", color="white")])
    frame.colors.want = ["white"]
    [card] = swap(outfit, "shoes", capsule, Request(frame=frame, count=1)).outfits
    shoes = next(item for item in card.items if item.slot == "shoes")
    assert shoes.name == "white sneakers"


def test_any_swap_of_any_outfit_is_wearable_and_allowed_or_says_why_not(
    random_wardrobe, random_frame
):
    rng = random.Random(21)
    for _ in range(60):
        wardrobe, request = random_wardrobe(rng, 30), Request(frame=random_frame(rng))
        by_id = {garment.id: garment for garment in wardrobe}
        for card in recommend(wardrobe, request).outfits[:1]:
            worn = [by_id[i] for i in card.garment_ids]
            for slot in vocabulary.SLOTS:
                found = swap(worn, slot, wardrobe, request)
                assert found.outfits or found.missing
                for other in found.outfits:
                    assert len(set(other.garment_ids) - set(card.garment_ids)) == 1
                    assert not {"dress", "bottom"} <= set(other.slots)
                    allowed, _ = eligible([by_id[i] for i in other.garment_ids], request.frame)
                    assert len(allowed) == len(other.garment_ids)


def test_a_swap_without_an_alternative_says_so(outfit):
    found = swap(outfit, "shoes", outfit, Request(frame=RAINY))
    assert found.outfits == []
    assert found.missing == ["no other shoes"]


def test_a_swap_never_keeps_a_piece_that_is_ruled_out(capsule, outfit):
    kept = next(garment for garment in outfit if garment.slot == "top")
    frame = RAINY.model_copy(deep=True)
    frame.items.exclude = [str(kept.id)]
    found = swap(outfit, "shoes", capsule, Request(frame=frame))
    assert found.outfits == []
    assert found.missing == [f"{kept.name}: you ruled it out"]


def test_given_garments_are_scored_as_they_stand(garment):
    dressy = score([garment("shirt"), garment("trousers"), garment("oxfords")], Request())
    mixed = score([garment("shirt"), garment("joggers"), garment("pumps")], Request())
    assert dressy.score > mixed.score
    parts = (dressy.score_breakdown, mixed.score_breakdown)
    assert parts[0]["compatibility"].score > parts[1]["compatibility"].score


def test_two_garments_of_one_place_are_not_an_outfit(garment):
    with pytest.raises(BadRequest, match="same place"):
        score([garment("jeans"), garment("chinos")], Request())
    with pytest.raises(BadRequest, match="no garment"):
        score([], Request())


def test_a_score_does_not_depend_on_the_order_of_the_garments(outfit):
    forwards = score(outfit, Request(frame=RAINY))
    assert score(outfit[::-1], Request(frame=RAINY)) == forwards


def test_an_explanation_names_the_garments_the_warmth_and_the_rain(capsule):
    for card in recommend(capsule, Request(frame=RAINY)).outfits:
        assert all(item.name in card.explanation.lower() for item in card.items)
        assert "arm enough for 12 °C" in card.explanation
        assert "keeps the rain off" in explain_card(card)


def test_why_not_names_the_rule(capsule):
    black = next(garment for garment in capsule if garment.name == "black sweater")
    said = why_not_garment(capsule, black.id, Request(frame=RAINY))
    assert said == "The black sweater is ruled out: no black."
    assert why_not_color(capsule, "black", Request(frame=RAINY)) == (
        "Everything black is ruled out: no black."
    )


def test_why_not_compares_the_best_outfit_with_it(capsule):
    flimsy = next(garment for garment in capsule if garment.name == "brown sandals")
    said = why_not_garment(capsule, flimsy.id, Request(frame=RAINY))
    assert said.startswith("The best outfit with the brown sandals scores 0.")


def test_why_not_of_what_nobody_owns_says_that(capsule):
    assert "not in your wardrobe" in why_not_garment(capsule, uuid4(), Request())
    assert "own nothing purple" in why_not_color(capsule, "purple", Request())
