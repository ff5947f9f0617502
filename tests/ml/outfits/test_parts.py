"""The parts of the score one by one: in 0..1, with a reason, and what they react to."""

import random
from uuid import UUID

import pytest

from ml.outfits import History, Preferences, Request, recommend, score
from ml.outfits.explain import SILENT
from ml.outfits.facts import facts_of
from ml.outfits.situation import resolve, suits
from ml.outfits.unary import novelty, rain, rotation
from ml.outfits.unjudged import UNKNOWN, unjudged
from stylist.frame import ConstraintFrame, Weather, Wish

RAIN = ConstraintFrame(weather=Weather(temperature_c=12, conditions=["rain"]))


def in_rain(*kinds_and_materials, garment):
    worn = [garment(kind, "gray", key=str(m), material=m) for kind, m in kinds_and_materials]
    return score(worn, Request(frame=RAIN)).score_breakdown["rain"]


def test_every_part_of_random_requests_is_a_share_with_a_reason(random_wardrobe, random_frame):
    rng = random.Random(31)
    seen = set()
    for _ in range(60):
        wardrobe = random_wardrobe(rng, 40)
        ids = [g.id for g in wardrobe]
        request = Request(
            frame=random_frame(rng),
            preferences=Preferences(colors=("navy",), fit="slim", styles=("classic",)),
            history=History(
                worn_days_ago={i: rng.uniform(0, 14) for i in rng.sample(ids, 10)},
                wears={i: rng.randint(1, 20) for i in rng.sample(ids, 10)},
            ),
        )
        found = recommend(wardrobe, request)
        for card in found.outfits:
            seen |= {*card.score_breakdown}
            for name, part in card.score_breakdown.items():
                assert 0.0 <= part.score <= 1.0, name
                assert part.weight > 0
                assert part.reason.strip()
                assert part.words.strip()
            assert not {*card.score_breakdown} & {*found.not_judged}
    assert {"novelty", "rotation", "season", "style", "fit", "warmth", "rain"} <= seen


def test_the_person_is_told_what_was_not_judged(capsule):
    bare = recommend(capsule, Request())
    assert {*bare.not_judged} == {*UNKNOWN, "body"}
    told = recommend(capsule, Request(frame=RAIN)).not_judged
    assert "warmth" not in told
    assert "measurements" in told["body"]
    assert unjudged(["warmth"])["season"]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (("rain-jacket", None), ("denim-jacket", None)),
        (("boots", None), ("sandals", None)),
        (("boots", None), ("boots", "suede")),
        (("sneakers", None), ("sneakers", "canvas")),
        (("trench-coat", None), ("fur-coat", "fur")),
        (("blouse", None), ("blouse", "silk")),
        (("oxfords", None), ("pumps", None)),
    ],
)
def test_rain_asks_for_what_sheds_it(garment, good, bad):
    better, worse = (facts_of(garment(kind, "gray", material=m)) for kind, m in (good, bad))
    assert rain(better) > rain(worse)


def test_the_rain_part_falls_with_suede_shoes_and_says_so(garment):
    rest = (("shirt", None), ("trousers", None), ("trench-coat", None))
    dry = in_rain(*rest, ("boots", None), garment=garment)
    wet = in_rain(*rest, ("boots", "suede"), garment=garment)
    assert wet.score < dry.score
    assert "will get wet" in wet.reason


def test_the_less_likely_the_rain_the_less_it_counts(garment):
    worn = [garment(kind, "navy") for kind in ("shirt", "chinos", "loafers", "denim-jacket")]

    def judged(**weather):
        frame = ConstraintFrame(weather=Weather(temperature_c=12, **weather))
        return score(worn, Request(frame=frame)).score_breakdown

    sure, likely, unlikely = (
        judged(conditions=["rain"])["rain"],
        judged(rain_probability=0.6)["rain"],
        judged(rain_probability=0.2)["rain"],
    )
    assert sure.weight > likely.weight > unlikely.weight > 0
    assert sure.score == likely.score == unlikely.score
    assert unlikely.words.endswith("should it rain")
    assert not likely.words.endswith("should it rain")
    assert "rain" not in judged(rain_probability=0.0)


def test_the_coat_that_sheds_rain_is_taken_where_one_is_owned(capsule, garment):
    denim = [garment("denim-jacket", c, key=c) for c in ("blue", "gray", "navy", "white")]
    owned = [*capsule, *denim]
    by_id = {g.id: g for g in owned}
    for card in recommend(owned, Request(frame=RAIN, count=5)).outfits:
        outer = [by_id[i] for i in card.slots["outerwear"] if by_id[i].layer == "outer"]
        assert outer
        assert rain(facts_of(outer[0])) >= 0.6
    loud = [garment(kind, "gray", key="few") for kind in ("shirt", "trousers", "oxfords")]
    coats = [garment("denim-jacket", "gray", key="few"), garment("rain-jacket", "orange")]
    found = recommend([*loud, *coats, garment("sweater", "red")], Request(frame=RAIN))
    assert found.outfits
    assert all(coats[1].id in card.garment_ids for card in found.outfits)


def test_no_boots_in_the_heat_unless_nothing_else_is_there_or_they_are_asked_for(garment):
    hot = ConstraintFrame(weather=Weather(temperature_c=31, conditions=["rain"]))
    boots, sneakers = garment("ankle-boots", "brown"), garment("sneakers", "white")
    clothes = [garment("t-shirt", "white"), garment("shorts", "beige")]
    now = resolve(Request(frame=hot), [])
    assert not suits(facts_of(boots), now)
    [card] = recommend([*clothes, boots, sneakers], Request(frame=hot)).outfits[:1]
    assert card.slots["shoes"] == [sneakers.id]
    [only] = recommend([*clothes, boots], Request(frame=hot)).outfits[:1]
    assert only.slots["shoes"] == [boots.id]
    asked = hot.model_copy(update={"categories": Wish(want=["boots"])})
    [wanted] = recommend([*clothes, boots, sneakers], Request(frame=asked)).outfits[:1]
    assert wanted.slots["shoes"] == [boots.id]


def test_what_was_worn_yesterday_rests_and_what_hangs_unworn_comes_earlier(garment):
    top, bottom = garment("shirt", "white"), garment("trousers", "gray")
    history = History(worn_days_ago={top.id: 1.0, bottom.id: 6.0}, wears={top.id: 12})
    worn, fresh = facts_of(top), facts_of(bottom)
    assert rotation(worn, history) < rotation(fresh, history)
    assert novelty(worn, history) < novelty(fresh, history) == 1.0
    card = score([top, bottom], Request(history=history))
    assert (
        card.score_breakdown["novelty"].reason == "the gray trousers have not been worn for weeks"
    )
    often = History(wears={top.id: 20, bottom.id: 9})
    told = score([top, bottom], Request(history=often)).score_breakdown["novelty"]
    assert told.reason == "you wear the white shirt often"
    assert "novelty" in SILENT


@pytest.mark.parametrize("kind", ["belt", "bag", "tie", "cap"])
def test_an_accessory_that_is_asked_for_is_in_every_outfit(capsule, garment, kind):
    extra = garment(kind, "brown", key="asked")
    frame = ConstraintFrame()
    frame.items.require = [str(extra.id)]
    found = recommend([*capsule, extra], Request(frame=frame))
    assert found.outfits
    assert all(extra.id in card.garment_ids for card in found.outfits)


def test_an_unknown_garment_that_is_asked_for_is_named_as_missing(capsule):
    frame = ConstraintFrame()
    frame.items.require = [str(UUID(int=7))]
    found = recommend(capsule, Request(frame=frame))
    assert any("asked for" in words for words in found.missing)


def kinds_of(found):
    items = [item for card in found.outfits for item in card.items]
    return {name for item in items for name in (item.category, item.subcategory)}


def test_what_an_occasion_rules_out_is_offered_only_when_asked_for(capsule, garment):
    gym = [garment("joggers", "gray"), garment("t-shirt", "navy"), garment("running-shoes", "red")]
    frame = ConstraintFrame(occasion="workout")
    ruled_out = {"jeans", "skirt", "shirt", "dress", "blazer", "oxfords", "boots"}
    found = recommend([*capsule, *gym], Request(frame=frame, count=5))
    assert found.outfits
    assert kinds_of(found).isdisjoint(ruled_out)
    frame.categories.want = ["jeans"]
    asked = recommend([*capsule, *gym], Request(frame=frame))
    assert "jeans" in kinds_of(asked)
    assert kinds_of(asked).isdisjoint(ruled_out - {"jeans"})


def test_where_nothing_is_right_for_the_occasion_it_is_named(garment):
    owned = [garment("t-shirt", "white"), garment("shorts", "gray"), garment("oxfords", "brown")]
    frame = ConstraintFrame(occasion="workout")
    found = recommend(owned, Request(frame=frame))
    assert found.outfits
    assert "shoes for a workout" in found.missing


def test_a_piece_far_outside_a_stated_band_is_not_offered_while_another_is_there(capsule):
    frame = ConstraintFrame()
    frame.formality.min = 0.6
    found = recommend(capsule, Request(frame=frame, count=5))
    assert found.outfits
    assert kinds_of(found).isdisjoint({"sneakers", "hoodie", "shorts", "sandals", "rain-boots"})
