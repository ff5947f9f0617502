import random
from itertools import combinations

import pytest

from ml.outfits import Preferences, Request, recommend
from ml.outfits.clo import ensemble_of
from ml.outfits.eligible import eligible, ready
from ml.outfits.reasons import mean_formality
from ml.outfits.recommend import NOTHING_READY
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Formality, Items, Piece, Pieces, Weather, Wish

RAINY = ConstraintFrame(
    weather=Weather(temperature_c=12, conditions=["rain"]),
    formality=Formality(min=0.35, max=0.7),
    colors=Wish(avoid=["black"]),
    categories=Wish(avoid=["boots"]),
)


def worn(wardrobe, card):
    by_id = {garment.id: garment for garment in wardrobe}
    return [by_id[i] for i in card.garment_ids]


def assert_rainy_day(wardrobe):
    found = recommend(wardrobe, Request(frame=RAINY))
    assert len(found.outfits) == 3
    assert found.missing == []
    assert found.relaxed == []
    for card in found.outfits:
        assert "outerwear" in card.slots
        assert card.explanation
        names = {n for item in card.items for n in (item.category, item.subcategory)}
        assert names.isdisjoint({"boots", "ankle-boots", "rain-boots", "heeled-boots"})
        assert all(color.name != "black" for item in card.items for color in item.colors)
        assert 0.3 <= mean_formality(ready(worn(wardrobe, card))) <= 0.75
    for a, b in combinations(found.outfits, 2):
        shared = {i.garment_id for i in a.items} & {i.garment_id for i in b.items}
        assert len(shared) <= min(len(a.items), len(b.items)) / 2


def test_the_photographed_wardrobe_dresses_a_rainy_smart_casual_day(photographed):
    assert_rainy_day(photographed)


def test_a_wardrobe_of_our_own_dresses_a_rainy_smart_casual_day(capsule):
    assert_rainy_day(capsule)


def test_scores_are_the_weighted_parts(capsule):
    for card in recommend(capsule, Request(frame=RAINY)).outfits:
        parts = card.score_breakdown.values()
        assert card.score == pytest.approx(sum(p.weight * p.score for p in parts), abs=1e-3)
        assert sum(p.weight for p in parts) == pytest.approx(1.0, abs=1e-3)
        assert all(0 <= p.score <= 1 and p.reason for p in parts)


def test_outfits_are_given_best_first_and_the_same_every_time(capsule):
    first = recommend(capsule, Request(frame=RAINY, count=5))
    scores = [card.score for card in first.outfits]
    assert scores == sorted(scores, reverse=True)
    assert first == recommend(capsule, Request(frame=RAINY, count=5))


def test_no_outfit_ever_holds_what_a_random_frame_refuses(random_wardrobe, random_frame):
    rng = random.Random(7)
    for _ in range(300):
        wardrobe, frame = random_wardrobe(rng, rng.randint(5, 60)), random_frame(rng)
        for card in recommend(wardrobe, Request(frame=frame)).outfits:
            for garment in worn(wardrobe, card):
                assert_allowed(garment, frame)


def assert_allowed(garment, frame):
    """An independent reading of the exclusions, without the engine's own functions."""
    seen = {color.name for color in garment.attributes.colors if color.share >= 0.2}
    for name in frame.colors.avoid:
        assert seen.isdisjoint(vocabulary.with_descendants(name))
    for name in frame.categories.avoid:
        kinds = {garment.category, garment.subcategory}
        assert kinds.isdisjoint(vocabulary.with_descendants(name))
    assert (garment.attributes.pattern or "solid") not in frame.patterns.avoid
    assert garment.attributes.material not in {*frame.materials.avoid}
    for piece in frame.pieces.avoid:
        assert garment.slot != piece.slot or piece.color not in seen


def test_outfits_differ_by_more_than_an_accessory(random_wardrobe, random_frame):
    rng = random.Random(8)
    for _ in range(60):
        wardrobe = random_wardrobe(rng, 30)
        cards = recommend(wardrobe, Request(frame=random_frame(rng), count=5)).outfits
        mains = [{i.garment_id for i in c.items if i.slot != "accessory"} for c in cards]
        assert all(not a <= b and not b <= a for a, b in combinations(mains, 2))


def test_one_place_of_an_outfit_holds_one_garment(random_wardrobe, random_frame):
    rng = random.Random(9)
    for _ in range(60):
        for card in recommend(random_wardrobe(rng, 50), Request(frame=random_frame(rng))).outfits:
            places = [
                (i.slot, i.category if i.slot == "accessory" else i.layer) for i in card.items
            ]
            assert len(places) == len(set(places))
            assert not {"dress"} < set(card.slots) or "bottom" not in card.slots


def test_a_wanted_category_is_in_every_outfit(capsule):
    frame = ConstraintFrame(categories=Wish(want=["dress"]))
    found = recommend(capsule, Request(frame=frame))
    assert found.outfits
    assert all("dress" in card.slots for card in found.outfits)


def test_a_wanted_colour_is_in_every_outfit(capsule):
    found = recommend(capsule, Request(frame=ConstraintFrame(colors=Wish(want=["burgundy"]))))
    assert len(found.outfits) == 3
    for card in found.outfits:
        assert any(color.name == "burgundy" for i in card.items for color in i.colors)


def test_a_wanted_piece_decides_its_slot(capsule):
    frame = ConstraintFrame(
        pieces=Pieces(want=[Piece(slot="shoes", color="brown")]), colors=Wish(want=["brown"])
    )
    for card in recommend(capsule, Request(frame=frame)).outfits:
        shoes = next(i for i in card.items if i.slot == "shoes")
        assert shoes.colors[0].name == "brown"


def test_a_trim_counts_only_where_nothing_is_called_by_the_colour(garment):
    rest = [garment("shirt"), garment("trousers"), garment("running-shoes", "blue", second="white")]
    frame = ConstraintFrame(pieces=Pieces(want=[Piece(slot="shoes", color="white")]))
    for wardrobe, color in ((rest, "blue"), ([*rest, garment("sneakers", "white")], "white")):
        found = recommend(wardrobe, Request(frame=frame)).outfits
        shoes = [i for card in found for i in card.items if i.slot == "shoes"]
        assert {i.colors[0].name for i in shoes} == {color}


def test_purple_shoes_that_nobody_owns_are_named_and_the_nearest_offered(capsule):
    frame = ConstraintFrame(
        pieces=Pieces(want=[Piece(slot="shoes", color="purple")]), colors=Wish(want=["purple"])
    )
    found = recommend(capsule, Request(frame=frame))
    assert found.outfits
    assert found.missing == ["purple shoes"]
    assert "burgundy loafers" in found.relaxed[0]


def test_what_was_ruled_out_is_said_when_a_slot_stays_empty(garment):
    wardrobe = [garment("shirt"), garment("jeans"), garment("boots", "black")]
    frame = ConstraintFrame(categories=Wish(avoid=["boots"]))
    found = recommend(wardrobe, Request(frame=frame))
    assert [sorted(card.slots) for card in found.outfits] == [["bottom", "top"]]
    assert "shoes (ruled out: no boots)" in found.missing


def test_an_empty_wardrobe_is_answered():
    found = recommend([], Request())
    assert found.outfits == []
    assert found.missing == [NOTHING_READY]


def test_ten_thousand_identical_shirts_are_answered(garment):
    found = recommend([garment("shirt", key=str(i)) for i in range(10_000)], Request())
    assert found.outfits
    assert "shoes" in found.missing


def test_garments_that_are_not_ready_are_left_out(capsule):
    waiting = [g.model_copy(update={"status": "processing"}) for g in capsule]
    assert recommend(waiting, Request()).outfits == []


def test_a_required_garment_is_in_every_outfit(capsule):
    coat = next(g for g in capsule if g.subcategory == "denim-jacket")
    frame = ConstraintFrame(items=Items(require=[str(coat.id)]))
    found = recommend(capsule, Request(frame=frame))
    assert len(found.outfits) == 3
    assert all(coat.id in card.garment_ids for card in found.outfits)


def test_a_required_garment_that_is_excluded_is_said_and_stays_out(capsule):
    boots = next(g for g in capsule if g.category == "boots" and g.subcategory is None)
    frame = ConstraintFrame(items=Items(require=[str(boots.id)]), colors=Wish(avoid=["black"]))
    found = recommend(capsule, Request(frame=frame))
    assert found.missing == ["black boots: asked for, but no black"]
    assert all(boots.id not in card.garment_ids for card in found.outfits)


def test_a_formality_that_cannot_be_met_is_said(garment):
    wardrobe = [garment("hoodie"), garment("joggers"), garment("running-shoes")]
    frame = ConstraintFrame(formality=Formality(min=0.8, max=1.0))
    found = recommend(wardrobe, Request(frame=frame))
    assert len(found.outfits) == 1
    assert "formality" in found.relaxed[0]


def test_hot_days_have_no_coat_and_cold_days_have_one(capsule):
    for degrees, coated in ((31, False), (25, False), (10, True), (-5, True)):
        frame = ConstraintFrame(weather=Weather(temperature_c=degrees))
        for card in recommend(capsule, Request(frame=frame)).outfits:
            assert ("outerwear" in card.slots) is coated


def test_a_missing_coat_is_said(garment):
    wardrobe = [garment("shirt"), garment("jeans"), garment("sneakers")]
    frame = ConstraintFrame(weather=Weather(temperature_c=3, conditions=["rain"]))
    found = recommend(wardrobe, Request(frame=frame))
    assert found.outfits
    assert "a coat or jacket for 3 °C rain" in found.missing


@pytest.mark.parametrize("move", ["warmer", "cooler"])
def test_warmer_and_cooler_change_the_insulation(capsule, move):
    reference = tuple(worn(capsule, recommend(capsule, Request(frame=RAINY)).outfits[1]))
    found = recommend(capsule, Request(frame=RAINY, moves=(move,), reference=reference))
    before = ensemble_of(ready(reference))
    assert found.outfits
    for card in found.outfits:
        after = ensemble_of(ready(worn(capsule, card)))
        assert (after > before) if move == "warmer" else (after < before)


@pytest.mark.parametrize("move", ["dressier", "more_casual"])
def test_dressier_and_more_casual_change_the_formality(capsule, move):
    frame = ConstraintFrame(occasion="work")
    reference = tuple(worn(capsule, recommend(capsule, Request(frame=frame)).outfits[2]))
    found = recommend(capsule, Request(frame=frame, moves=(move,), reference=reference))
    before = mean_formality(ready(reference))
    assert found.outfits
    for card in found.outfits:
        after = mean_formality(ready(worn(capsule, card)))
        assert (after > before) if move == "dressier" else (after < before)


@pytest.mark.parametrize(
    "move", ["more_colourful", "less_colourful", "simpler", "bolder", "warmer", "dressier"]
)
def test_every_move_gives_different_outfits_or_says_why_not(capsule, move):
    reference = tuple(worn(capsule, recommend(capsule, Request()).outfits[0]))
    found = recommend(capsule, Request(moves=(move,), reference=reference))
    assert found.outfits
    ids = {garment.id for garment in reference}
    assert all(set(card.garment_ids) != ids for card in found.outfits)


def test_outfits_already_shown_do_not_come_again(capsule):
    seen: list[frozenset] = []
    for _ in range(5):
        found = recommend(capsule, Request(frame=RAINY, exclude=tuple(seen)))
        fresh = [frozenset(card.garment_ids) for card in found.outfits]
        assert not set(fresh) & set(seen)
        seen += fresh


def test_black_only_as_shoes_lets_black_shoes_through(capsule):
    frame = ConstraintFrame(
        colors=Wish(avoid=["black"]), pieces=Pieces(allow=[Piece(slot="shoes", color="black")])
    )
    allowed, _ = eligible(capsule, frame)
    black = {g.category for g in allowed if "black" in g.colors}
    assert black == {"boots"}


def test_a_doubtful_colour_is_excluded(garment):
    doubtful = garment("jeans", "navy").model_copy(update={"confidence": {"color:black": 0.3}})
    allowed, refused = eligible([doubtful], ConstraintFrame(colors=Wish(avoid=["black"])))
    assert allowed == []
    assert refused[0].reasons == ("no black",)


def test_no_brown_shoes_leaves_brown_belts(capsule):
    frame = ConstraintFrame(pieces=Pieces(avoid=[Piece(slot="shoes", color="brown")]))
    allowed, refused = eligible(capsule, frame)
    assert {r.garment.slot for r in refused} == {"shoes"}
    assert any(g.category == "belt" for g in allowed)


def test_favourite_colours_raise_the_outfits_that_have_them(capsule):
    def lead(name, preferences):
        """By how much the best outfit with a colour is ahead of the best without it."""
        cards = recommend(capsule, Request(frame=RAINY, preferences=preferences, count=20)).outfits
        best = {True: 0.0, False: 0.0}
        for card in cards:
            has_it = any(c.name == name for i in card.items for c in i.colors)
            best[has_it] = max(best[has_it], card.score)
        assert min(best.values()) > 0
        return best[True] - best[False]

    for name in ("burgundy", "light-blue", "white", "brown", "beige"):
        assert lead(name, Preferences(colors=(name,))) > lead(name, Preferences())


def test_clothes_that_are_too_light_for_the_cold_are_said(garment):
    wardrobe = [garment("shirt"), garment("jeans"), garment("boots"), garment("jacket")]
    found = recommend(wardrobe, Request(frame=ConstraintFrame(weather=Weather(temperature_c=-10))))
    assert found.outfits
    assert "clothes that are warm enough for −10 °C" in found.missing


@pytest.mark.parametrize(
    ("occasion", "never"),
    [
        ("interview", {"jeans", "hoodie", "t-shirt", "sneakers", "shorts"}),
        ("wedding", {"jeans", "hoodie", "t-shirt", "sneakers", "shorts"}),
        ("beach", {"sweater", "coat", "blazer", "jacket"}),
    ],
)
def test_an_occasion_keeps_out_what_does_not_suit_it(capsule, occasion, never):
    found = recommend(capsule, Request(frame=ConstraintFrame(occasion=occasion)))
    assert len(found.outfits) == 3
    for card in found.outfits:
        assert never.isdisjoint(item.category for item in card.items)


def test_a_funeral_is_sober(capsule):
    for card in recommend(capsule, Request(frame=ConstraintFrame(occasion="funeral"))).outfits:
        shown = {color.name for item in card.items for color in item.colors}
        assert all(vocabulary.colors()[name].neutral for name in shown)


def test_hats_and_ties_come_only_with_a_reason(capsule, garment):
    capsule = [*capsule, garment("tie", "burgundy")]

    def kinds(**fields):
        frame = ConstraintFrame(**fields)
        cards = recommend(capsule, Request(frame=frame)).outfits
        return {item.subcategory or item.category for card in cards for item in card.items}

    assert {"beanie", "tie"}.isdisjoint(kinds(weather=Weather(temperature_c=18)))
    assert "beanie" in kinds(weather=Weather(temperature_c=-5))
