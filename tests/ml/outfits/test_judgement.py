import csv
import random

import numpy as np
import pytest

from ml.outfits import History, Request, clo, color, recommend, score
from ml.outfits.situation import resolve
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Weather


def part(card, name):
    return card.score_breakdown[name].score


def test_required_insulation_is_that_of_the_published_table(shared_data):
    table = shared_data / "thermal" / "required_clo_by_temperature.tsv"
    assert table.exists(), f"{table} is absent; set STYLIST_SHARED_DATA"
    with table.open(newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            degrees = float(row["tdb_c"])
            if 10 <= degrees <= 25:
                i = clo.TEMPERATURES_C.index(degrees) if degrees in clo.TEMPERATURES_C else None
                low = float(row["pmv_m0.5_met2.0_v0.7"])
                high = float(row["pmv_0_met2.0_v0.7"])
            elif degrees < 10:
                i = clo.TEMPERATURES_C.index(degrees) if degrees in clo.TEMPERATURES_C else None
                low = float(row["ireq_icl_min_met2_v1.5"])
                high = float(row["ireq_icl_neutral_met2_v1.5"])
            if degrees < 26 and i is not None:
                assert clo.LOW_CLO[i] == pytest.approx(low, abs=0.01)
                assert clo.NEUTRAL_CLO[i] == pytest.approx(high, abs=0.01)


def test_colder_asks_for_more_and_never_for_the_impossible():
    bands = [clo.band(float(t)) for t in range(-30, 45)]
    lows, highs = zip(*bands, strict=True)
    assert list(lows) == sorted(lows, reverse=True)
    assert list(highs) == sorted(highs, reverse=True)
    assert max(lows) <= clo.MOST_ASKED_CLO
    assert min(highs) >= clo.LEAST_ALLOWED_CLO


def test_known_ensembles_have_their_published_insulation(garment):
    summer = [garment("t-shirt"), garment("shorts"), garment("sneakers")]
    winter = ["shirt", "sweater", "chinos", "coat", "boots"]
    frame = ConstraintFrame(weather=Weather(temperature_c=12))
    assert "0.37 clo" in score(summer, Request(frame=frame)).score_breakdown["warmth"].reason
    warm = score([garment(kind) for kind in winter], Request(frame=frame))
    assert "1.47 clo" in warm.score_breakdown["warmth"].reason


def test_white_is_the_lightest_colour_and_gray_has_no_hue():
    assert color.named("white")[0] > 0.95
    assert color.named("gray")[1] < 0.01
    assert color.oklch("#ff0000") == pytest.approx((0.628, 0.2577, 29.23), abs=1e-2)


def test_neutrals_have_no_hue_family_and_shades_share_one():
    assert {n for n in vocabulary.colors() if color.family(n) is None} == {
        name for name, known in vocabulary.colors().items() if known.neutral
    }
    assert color.family("light-blue") == color.family("blue")
    assert color.family("burgundy") == color.family("red")


def test_the_clash_table_is_symmetric_and_bounded():
    table = color.clash_table()
    np.testing.assert_allclose(table, table.T)
    assert table.min() >= 0
    assert table.max() <= 1
    assert not table.diagonal().any()


def test_neutrals_agree_and_many_saturated_hues_do_not(garment):
    quiet = [garment("shirt", "white"), garment("jeans", "navy"), garment("shoes", "brown")]
    loud = [garment("shirt", "orange"), garment("jeans", "purple"), garment("shoes", "green")]
    one = [garment("shirt", "white"), garment("jeans", "navy"), garment("shoes", "red")]
    harmony = [part(score(worn, Request()), "color_harmony") for worn in (quiet, one, loud)]
    assert harmony[0] == harmony[1]
    assert harmony[2] < harmony[0]


def test_a_colour_that_comes_back_is_worth_something_and_said(garment):
    shirt, jeans = garment("shirt", "white"), garment("jeans", "navy")
    judged = [
        score([shirt, jeans, garment("sneakers", color)], Request()).score_breakdown[
            "color_harmony"
        ]
        for color in ("brown", "white")
    ]
    assert judged[0].score < judged[1].score < 1
    assert "comes back" not in judged[0].said
    assert judged[1].said == "navy and white are all neutral; white comes back"
    black = [garment(kind, "black") for kind in ("shirt", "jeans", "sneakers")]
    all_black = score(black, Request()).score_breakdown["color_harmony"]
    assert (all_black.score, all_black.said) == (1, "black throughout")


def test_hues_that_are_near_and_not_the_same_are_a_lot_of_colour(garment):
    red = [garment("shirt", "red"), garment("jeans", "navy"), garment("shoes", "orange")]
    assert color.clashes(["red", "orange"])
    judged = score(red, Request()).score_breakdown["color_harmony"]
    assert judged.said == "orange and red together, which is a lot of colour"
    green = score([*red[:2], garment("shoes", "green")], Request()).score_breakdown
    assert judged.score < green["color_harmony"].score


def test_patterns_are_free_alone_and_cost_together(garment):
    plain, stripes = garment("jeans"), garment("shirt", pattern="striped")
    checks = garment("jeans", pattern="plaid")
    shoes = garment("shoes")
    alone = part(score([stripes, plain, shoes], Request()), "pattern_mixing")
    mixed = part(score([stripes, checks, shoes], Request()), "pattern_mixing")
    twice = [stripes, garment("jeans", pattern="striped"), shoes]
    assert alone == 1
    assert part(score(twice, Request()), "pattern_mixing") < mixed < 1


def test_suede_and_open_shoes_suffer_in_the_rain(garment):
    frame = ConstraintFrame(weather=Weather(temperature_c=14, conditions=["rain"]))

    def dry(*shoes, coat="trench-coat"):
        worn = [garment("shirt"), garment("jeans"), garment(coat), *shoes]
        return part(score(worn, Request(frame=frame)), "rain")

    leather = dry(garment("boots", material="leather"))
    assert leather > dry(garment("boots", material="suede")) > dry(garment("sandals"))
    assert leather > dry(garment("boots", material="leather"), coat="denim-jacket")


def test_the_worse_the_gap_the_lower_the_warmth(garment):
    worn = [garment("shirt"), garment("jeans"), garment("sneakers")]
    scores = [
        part(
            score(worn, Request(frame=ConstraintFrame(weather=Weather(temperature_c=t)))), "warmth"
        )
        for t in (20, 15, 10, 5, 0)
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1


def test_a_removable_coat_counts_as_a_range(garment):
    base = [garment("shirt"), garment("jeans"), garment("sneakers")]
    frame = ConstraintFrame(weather=Weather(temperature_c=18))
    coat = score([*base, garment("coat")], Request(frame=frame))
    assert part(coat, "warmth") == 1


def test_yesterdays_clothes_rest(capsule):
    first = recommend(capsule, Request(count=1)).outfits[0]
    history = History(worn_days_ago=dict.fromkeys(first.garment_ids, 0.5))
    second = recommend(capsule, Request(count=1, history=history)).outfits[0]
    shared = set(first.garment_ids) & set(second.garment_ids)
    assert len(shared) < len(first.garment_ids) - 1


def test_a_disliked_outfit_does_not_come_back(capsule):
    first = recommend(capsule, Request(count=1)).outfits[0]
    history = History(disliked=(frozenset(first.garment_ids),))
    again = recommend(capsule, Request(count=5, history=history)).outfits
    assert all(set(card.garment_ids) != set(first.garment_ids) for card in again)


@pytest.mark.parametrize(
    ("frame", "asked"),
    [
        (ConstraintFrame(), False),
        (ConstraintFrame(weather=Weather(temperature_c=15)), True),
        (ConstraintFrame(weather=Weather(temperature_c=20)), False),
        (ConstraintFrame(weather=Weather(temperature_c=20, conditions=["rain"])), True),
        (ConstraintFrame(weather=Weather(temperature_c=30, conditions=["rain"])), False),
        (ConstraintFrame(weather=Weather(conditions=["snow"])), True),
        (ConstraintFrame(seasons=["winter"]), True),
    ],
)
def test_weather_asks_for_outerwear(frame, asked):
    assert resolve(Request(frame=frame), []).outerwear_asked is asked


def test_random_outfits_have_every_part_between_zero_and_one(random_wardrobe, random_frame):
    rng = random.Random(5)
    for _ in range(100):
        request = Request(frame=random_frame(rng), count=2)
        for card in recommend(random_wardrobe(rng, 40), request).outfits:
            assert 0 <= card.score <= 1
            assert all(0 <= p.score <= 1 for p in card.score_breakdown.values())
