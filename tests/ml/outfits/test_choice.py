"""Which of many good outfits are shown: near what was meant, unlike each other, by lot."""

import random

import pytest

from ml.outfits import History, Request, recommend
from ml.outfits.choose import CLOTHES, two_apart
from ml.outfits.eligible import ready
from ml.outfits.table import row_of
from stylist.frame import ConstraintFrame, Formality, Weather, Wish

RAINY = ConstraintFrame(
    weather=Weather(temperature_c=12, conditions=["rain"]), formality=Formality(min=0.35, max=0.7)
)


def worn(garments, card):
    return tuple(g for i in card.garment_ids for g in garments if g.id == i)


def kept(card, reference):
    return len({g.id for g in reference} & set(card.garment_ids))


@pytest.mark.parametrize("color", ["blue", "burgundy", "white"])
@pytest.mark.parametrize("n", [0, 1, 2])
def test_the_same_outfit_in_another_colour_keeps_all_but_a_piece_or_two(capsule, color, n):
    reference = worn(capsule, recommend(capsule, Request(frame=RAINY)).outfits[n])
    frame = RAINY.model_copy(update={"colors": Wish(want=[color])})
    first = recommend(capsule, Request(frame=frame, reference=reference)).outfits[0]
    assert "wishes" in first.score_breakdown
    assert first.score_breakdown["wishes"].score == 1
    assert set(first.garment_ids) != {garment.id for garment in reference}
    assert kept(first, reference) >= len(reference) - 2


@pytest.mark.parametrize("move", ["warmer", "cooler", "dressier", "more_casual"])
def test_a_move_stays_nearer_to_what_was_meant_than_without_a_reference(capsule, move):
    frame = ConstraintFrame(weather=Weather(temperature_c=12))
    reference = worn(capsule, recommend(capsule, Request(frame=frame)).outfits[0])
    near = recommend(capsule, Request(frame=frame, moves=(move,), reference=reference)).outfits[0]
    far = recommend(capsule, Request(frame=frame, moves=(move,))).outfits[0]
    same = set(far.garment_ids) == {garment.id for garment in reference}
    assert kept(near, reference) >= (1 if same else max(kept(far, reference), 1))


def test_nothing_is_stayed_near_to_without_a_reference(capsule):
    assert all("near" not in c.score_breakdown for c in recommend(capsule, Request()).outfits)


def test_outfits_differ_in_two_main_pieces_where_they_can(capsule):
    for frame in (RAINY, ConstraintFrame(), ConstraintFrame(occasion="work")):
        facts = ready(capsule)
        place = {fact.view.id: i for i, fact in enumerate(facts)}
        rows = []
        for card in recommend(capsule, Request(frame=frame)).outfits:
            row = row_of([])
            for id_ in card.garment_ids:
                row[0, facts[place[id_]].column] = place[id_]
            rows.append(row)
        assert len(rows) == 3
        assert all(two_apart(a, b[0])[0] for i, a in enumerate(rows) for b in rows[:i])
        assert all((row[0, list(CLOTHES)] >= 0).any() for row in rows)


def test_no_layer_is_in_all_outfits_where_there_are_others(capsule):
    cards = recommend(capsule, Request(frame=RAINY)).outfits
    everywhere = set.intersection(*(set(card.garment_ids) for card in cards))
    assert not everywhere


def test_the_order_of_the_wardrobe_decides_nothing(random_wardrobe, random_frame):
    rng = random.Random(3)
    for _ in range(25):
        wardrobe, frame = random_wardrobe(rng, 30), random_frame(rng)
        other = rng.sample(wardrobe, len(wardrobe))
        first, second = (
            [set(c.garment_ids) for c in recommend(g, Request(frame=frame)).outfits]
            for g in (wardrobe, other)
        )
        assert first == second


def test_equals_take_turns_by_lot(garment):
    wardrobe = [garment("t-shirt", "white", key=str(n)) for n in range(6)]
    wardrobe += [garment("jeans"), garment("sneakers")]
    tops = {
        recommend(wardrobe, Request(lot=lot, count=1)).outfits[0].slots["top"][0]
        for lot in range(20)
    }
    assert len(tops) > 2
    same = [recommend(wardrobe, Request(lot=4)) for _ in range(2)]
    assert same[0] == same[1]


def test_what_was_shown_of_late_comes_later(garment):
    wardrobe = [garment("t-shirt", "white", key=str(n)) for n in range(4)]
    wardrobe += [garment("jeans"), garment("sneakers")]
    shown: dict = {}
    for _ in range(4):
        request = Request(count=1, history=History(shown=shown))
        top = recommend(wardrobe, request).outfits[0].slots["top"][0]
        assert top not in shown
        shown = {**shown, top: 1}


def test_an_ordinary_day_is_not_a_gala(garment):
    gown = garment("dress", "burgundy", formality=0.95)
    wardrobe = [gown, garment("shirt"), garment("jeans"), garment("loafers"), garment("pumps")]
    assert gown.id not in recommend(wardrobe, Request(count=1)).outfits[0].garment_ids


def test_in_blue_makes_a_piece_blue_that_was_not(capsule, garment):
    reference = tuple(
        g for g in capsule if g.name in {"white shirt", "navy chinos", "brown oxfords"}
    )
    frame = ConstraintFrame(colors=Wish(want=["blue"]))
    request = Request(frame=frame, reference=reference, recolor=("blue",))
    for card in recommend(capsule, request).outfits:
        new = [item for item in card.items if item.garment_id not in {g.id for g in reference}]
        assert any(c.name in {"blue", "navy", "light-blue"} for i in new for c in i.colors)


def test_a_colour_that_nothing_else_has_is_said(garment):
    reference = (garment("shirt", "teal"), garment("jeans"), garment("loafers"))
    wardrobe = [*reference, garment("sneakers"), garment("chinos")]
    frame = ConstraintFrame(colors=Wish(want=["teal"]))
    found = recommend(wardrobe, Request(frame=frame, reference=reference, recolor=("teal",)))
    assert "nothing else teal goes with that" in found.relaxed


def test_sandals_stay_at_home_in_the_cold_unless_they_are_asked_for(capsule, garment):
    cold = ConstraintFrame(weather=Weather(temperature_c=5))

    def shoes(wardrobe, frame):
        cards = recommend(wardrobe, Request(frame=frame, count=5)).outfits
        return {item.category for card in cards for item in card.items if item.slot == "shoes"}

    assert "sandals" not in shoes(capsule, cold)
    asked = cold.model_copy(update={"categories": Wish(want=["sandals"])})
    assert shoes(capsule, asked) == {"sandals"}
    only = [g for g in capsule if g.slot != "shoes"] + [garment("sandals")]
    assert shoes(only, cold) == {"sandals"}
