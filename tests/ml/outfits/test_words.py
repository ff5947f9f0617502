"""What a person reads about an outfit: plain words, whole sentences, no figures but degrees."""

import random
import re

import pytest

from ml.outfits import History, Preferences, Request, explain_card, headline, recommend, score
from ml.outfits.explain import caution
from ml.outfits.plain import PLAIN
from ml.outfits.reasons import REASONS
from ml.outfits.weights import weights
from stylist.frame import ConstraintFrame, Formality, Piece, Pieces, Provenance, Weather, Wish

FIGURES = re.compile(r"\bclo\b|\d\.\d")


def said(garments, part, **asked):
    return score(garments, Request(**asked)).score_breakdown[part].said


def test_every_part_has_a_reason_and_plain_words():
    assert set(REASONS) == set(PLAIN) == {*weights()["parts"], "learned"}


def test_words_for_people_have_no_figures(random_wardrobe, random_frame):
    rng = random.Random(5)
    for _ in range(40):
        request = Request(frame=random_frame(rng), preferences=Preferences(colors=("navy",)))
        for card in recommend(random_wardrobe(rng, 40), request).outfits:
            texts = [card.explanation, explain_card(card), headline(card), caution(card)]
            texts += [part.said for part in card.score_breakdown.values()]
            assert not any(FIGURES.search(text) for text in texts)


@pytest.mark.parametrize(
    ("kinds", "degrees", "words"),
    [
        (("shirt", "trousers", "shoes", "wool-coat"), 12, "a little cool for 12 °C"),
        (("shirt", "sweater", "trousers", "shoes", "wool-coat"), 12, "warm enough for 12 °C; "),
        (("t-shirt", "shorts", "sandals"), 8, "too cool for 8 °C"),
        (("t-shirt", "shorts", "sandals"), 3, "far too cold for 3 °C, and not safe"),
        (("t-shirt", "shorts", "sandals"), 30, "light enough for 30 °C"),
        (("sweater", "jeans", "boots"), 30, "on the warm side for 30 °C"),
    ],
)
def test_warmth_is_said_in_words(garment, kinds, degrees, words):
    frame = ConstraintFrame(weather=Weather(temperature_c=degrees))
    assert said([garment(kind) for kind in kinds], "warmth", frame=frame).startswith(words)


def test_a_coat_that_comes_off_indoors_is_said(garment):
    outfit = [garment(kind) for kind in ("shirt", "sweater", "trousers", "shoes", "wool-coat")]
    frame = ConstraintFrame(weather=Weather(temperature_c=12))
    assert "indoors the coat comes off and leaves a" in said(outfit, "warmth", frame=frame)


def test_a_stated_formality_is_answered_in_the_words_that_were_asked_for(garment):
    outfit = [garment("shirt"), garment("trousers"), garment("oxfords")]
    band = ConstraintFrame(formality=Formality(min=0.35, max=0.7))
    assert said(outfit, "formality_fit", frame=band) == "smart casual, as you asked"


def test_a_formality_that_an_occasion_implies_was_not_asked_for(garment):
    outfit = [garment("shirt"), garment("trousers"), garment("oxfords")]
    where = Provenance(turn=0, text="wedding", start=0, end=7, kind="inferred")
    frame = ConstraintFrame(
        occasion="wedding", formality=Formality(min=0.55), provenance={"formality.min": where}
    )
    assert said(outfit, "formality_fit", frame=frame).endswith("right for a wedding")


def test_plural_garments_take_plural_verbs(garment):
    outfit = [garment("shirt", "white"), garment("trousers"), garment("sandals", "brown")]
    frame = ConstraintFrame(occasion="interview", seasons=["winter"])
    assert said(outfit, "season", frame=frame) == "the brown sandals are not made for winter"
    assert "the brown sandals are not quite right" in said(outfit, "occasion", frame=frame)


def test_a_pattern_without_a_name_is_no_word(garment):
    outfit = [garment("blazer", "brown", pattern="other"), garment("shirt"), garment("jeans")]
    assert said(outfit, "pattern_mixing") == "the brown blazer is the only pattern"


def test_an_unmet_wish_says_what_is_lacking(garment):
    frame = ConstraintFrame(
        colors=Wish(want=["purple"]), pieces=Pieces(want=[Piece(slot="shoes", color="purple")])
    )
    outfit = [garment("shirt", "purple"), garment("jeans"), garment("loafers", "brown")]
    assert said(outfit, "wishes", frame=frame) == "it has no purple shoes"
    assert "Less good: it has no purple shoes." in score(outfit, Request(frame=frame)).explanation


def test_taste_tells_what_was_stated_from_what_was_learned(garment):
    outfit = [garment("shirt", "white"), garment("jeans", "blue"), garment("loafers", "burgundy")]
    stated = Preferences(avoid_colors=("burgundy",))
    words = said(outfit, "taste", preferences=stated)
    assert words == "the burgundy loafers have burgundy, a colour you like less"
    learned = Preferences(learned={"color:burgundy": -0.5})
    words = said(outfit, "learned", preferences=learned)
    assert words == "the burgundy loafers are like what you passed over before"


def test_taste_is_never_called_a_fault(garment):
    outfit = [garment("shirt", "burgundy"), garment("jeans", "burgundy"), garment("loafers")]
    card = score(outfit, Request(preferences=Preferences(avoid_colors=("burgundy",))))
    assert card.score_breakdown["taste"].score < 0.5
    assert "like less" not in card.explanation + explain_card(card)


def test_days_since_wearing_are_counted_in_words(garment):
    outfit = [garment("shirt"), garment("jeans"), garment("loafers")]
    for days, words in ((0.2, "today"), (1.1, "yesterday"), (2.0, "2 days ago")):
        history = History(worn_days_ago={outfit[0].id: days})
        assert said(outfit, "rotation", history=history) == f"you wore the gray shirt {words}"


def test_snow_is_not_called_rain(garment):
    outfit = [garment("shirt"), garment("jeans"), garment("boots"), garment("parka")]
    frame = ConstraintFrame(weather=Weather(temperature_c=0, conditions=["snow"]))
    assert said(outfit, "rain", frame=frame) == "the gray parka keeps the snow off"


def test_the_weather_against_an_outfit_is_a_caution(garment):
    outfit = [garment("t-shirt"), garment("shorts"), garment("sandals")]
    cold = ConstraintFrame(weather=Weather(temperature_c=8))
    assert caution(score(outfit, Request(frame=cold))) == "too cool for 8 °C"
    assert caution(score(outfit, Request())) == ""


@pytest.mark.parametrize(
    ("color", "second", "words"),
    [("white", None, "the white shoes you"), ("blue", "white", "the shoes with some white you")],
)
def test_a_wished_piece_is_named_by_its_main_colour(garment, color, second, words):
    outfit = [garment("shirt"), garment("trousers"), garment("sneakers", color, second=second)]
    frame = ConstraintFrame(pieces=Pieces(want=[Piece(slot="shoes", color="white")]))
    assert words in said(outfit, "wishes", frame=frame)
