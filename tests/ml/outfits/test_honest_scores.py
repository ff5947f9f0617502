"""What was found by looking: half outfits, coats in rain, one colour all over, warmer than what."""

import pytest

from ml.outfits import Request, recommend, score
from stylist.frame import ConstraintFrame, Weather


@pytest.fixture
def whole(garment):
    return [garment("shirt", "white"), garment("chinos", "navy"), garment("loafers", "brown")]


def test_half_an_outfit_scores_by_what_there_is_of_it_and_says_what_lacks(whole, garment):
    best = score(whole, Request())
    assert "Not a whole outfit" not in best.explanation
    for kept, share in ((whole[1:], 2 / 3), (whole[:2], 2 / 3), (whole[:1], 1 / 3)):
        half = score(kept, Request())
        weights = sum(part.weight for part in half.score_breakdown.values())
        assert weights == pytest.approx(share, abs=1e-3)
        assert half.score <= share + 1e-9
        assert "Not a whole outfit: it lacks" in half.explanation
    dressed = score([garment("dress", "navy"), whole[2]], Request())
    assert sum(p.weight for p in dressed.score_breakdown.values()) == pytest.approx(1.0, abs=1e-3)


def test_a_wardrobe_without_tops_gives_no_top_scores(whole, garment):
    found = recommend([*whole[1:], garment("jeans", "blue")], Request())
    assert found.outfits
    assert "a top or a dress" in found.missing
    assert max(card.score for card in found.outfits) < 0.67


def test_a_coat_that_keeps_the_rain_off_stays_on_in_rain(whole, garment):
    heavy, light = garment("quilted-coat", "navy"), garment("rain-jacket", "navy")

    def warmth(coat, *conditions):
        weather = Weather(temperature_c=20, conditions=[*conditions])
        card = score([*whole, coat], Request(frame=ConstraintFrame(weather=weather)))
        return card.score_breakdown["warmth"]

    assert warmth(heavy).score == pytest.approx(1.0)
    assert warmth(heavy, "rain").score < 0.8
    assert "warm side" in warmth(heavy, "rain").words
    assert warmth(light, "rain").score > warmth(heavy, "rain").score


@pytest.mark.parametrize(
    "asked", [{"moves": ("warmer",)}, {"frame": ConstraintFrame(warmth="warmer")}]
)
def test_warmer_without_anything_to_compare_is_warmer_than_on_an_everyday_day(garment, asked):
    thin = [garment("polo", "navy"), garment("shorts", "beige"), garment("sneakers", "white")]
    warm = [garment("sweater", "navy"), garment("jeans", "black"), garment("boots", "black")]
    judged = [score(outfit, Request(**asked)).score_breakdown["warmth"] for outfit in (thin, warm)]
    assert judged[0].score < 0.5 < judged[1].score
    assert "cool" in judged[0].words


def test_one_colour_from_head_to_toe_costs_a_little(garment):
    green = [garment("t-shirt", "green"), garment("shorts", "green"), garment("sneakers", "green")]
    judged = score(green, Request()).score_breakdown["color_harmony"]
    assert 0.7 < judged.score < 0.9
    assert "a lot of one colour" in judged.words
    calm = score([*green[:2], garment("sneakers", "white")], Request()).score_breakdown
    assert calm["color_harmony"].score > judged.score
    assert "a lot of" not in calm["color_harmony"].words
    black = [garment("t-shirt", "black"), garment("jeans", "black"), garment("boots", "black")]
    assert score(black, Request()).score_breakdown["color_harmony"].score == 1.0
    more = [*green, garment("rain-jacket", "green")]
    assert score(more, Request()).score_breakdown["color_harmony"].score < judged.score


def test_too_little_on_in_the_cold_scores_low_and_warns(garment):
    cold = [garment("denim-jacket"), garment("shorts"), garment("t-shirt"), garment("sneakers")]
    warm = [
        garment(kind) for kind in ("shirt", "sweater", "wool-coat", "trousers", "boots", "beanie")
    ]

    def judged(outfit, degrees):
        weather = Weather(temperature_c=degrees)
        return score(outfit, Request(frame=ConstraintFrame(weather=weather)))

    freezing = judged(cold, -10)
    assert freezing.score < 0.4
    assert judged(warm, -10).score > freezing.score + 0.2
    assert "Less good: far too cold for −10 °C" in freezing.explanation
    assert "safe" not in judged(cold, 12).explanation
    bare = [garment("shorts") if one.category == "trousers" else one for one in warm]
    assert "Less good: too cool for −10 °C" in judged(bare, -10).explanation
    scores = [judged(cold, degrees).score for degrees in (10, 5, 0, -5, -10)]
    assert scores == sorted(scores, reverse=True)
    parts = judged(warm, -10).score_breakdown.values()
    assert sum(part.weight for part in parts) == pytest.approx(1.0, abs=1e-3)


def test_what_looks_the_same_is_not_offered_as_something_else(garment):
    twins = [garment("t-shirt", "white", key=str(i)) for i in range(60)]
    legs = [garment("jeans", "blue", key=str(i)) for i in range(60)]
    shoes = [garment("sneakers", "white", key=str(i)) for i in range(60)]
    found = recommend([*twins, *legs, *shoes], Request())
    assert len(found.outfits) == 1
    assert found.exact
    assert "more than one outfit for this" in found.missing
    other = recommend([*twins, *legs, *shoes, garment("polo", "navy")], Request())
    assert len(other.outfits) == 2
