"""What is said beside a wish: heard where it is meant, and nowhere else."""

import pytest

from agent.asides import aside_in, without
from stylist.frame import Budget, Piece

EIGHTY = Budget(max=80, currency="EUR")


@pytest.mark.parametrize(
    ("text", "mark", "name", "day", "left"),
    [
        ("save the second", "save", "", "", "the second"),
        ("Please save it as Rainy Monday!", "save", "Rainy Monday", "", "it"),
        ("call it “Office black”", "name", "Office black", "", "it"),
        ("name the first one Beach day", "name", "Beach day", "", "the first one"),
        ("unsave that", "forget", "", "", "that"),
        ("remove the third from my favourites", "forget", "", "", "the third"),
        ("I wore the first yesterday", "wear", "", "yesterday", "the first"),
        ("I’m wearing this today, thanks", "wear", "", "today", "this"),
        ("log outfit 2 as worn on monday", "wear", "", "on monday", "outfit 2"),
        ("I have worn it 3 days ago", "wear", "", "3 days ago", "it"),
        ("I didn't wear it", "unwear", "", "", "it"),
    ],
)
def test_a_mark_is_heard_and_only_the_outfit_is_left_to_understand(text, mark, name, day, left):
    aside = aside_in(text)
    assert aside is not None
    assert (aside.kind, aside.mark, aside.name, aside.day) == ("mark", mark, name, day)
    rest = without(text, aside)
    assert rest.strip() == left
    assert len(rest) == len(text)
    assert rest.index(left) == text.index(left)


@pytest.mark.parametrize(
    ("text", "order", "piece"),
    [
        ("what do I never wear?", "least_worn", Piece()),
        ("Which of my shirts have I never worn", "least_worn", Piece(category="shirt")),
        ("what haven't I worn?", "least_worn", Piece()),
        ("cost per wear of my boots", "cost_per_wear", Piece(category="boots")),
        (
            "what do my navy chinos cost a wear?",
            "cost_per_wear",
            Piece(category="chinos", color="navy"),
        ),
        ("what do I wear most?", "most_worn", Piece()),
        ("how many outfits can I make with my clothes?", "most_outfits", Piece()),
    ],
)
def test_a_question_in_figures_is_heard(text, order, piece):
    aside = aside_in(text)
    assert aside is not None
    assert (aside.kind, aside.order, aside.piece) == ("figures", order, piece)
    assert not without(text, aside).strip()


@pytest.mark.parametrize(
    ("text", "piece", "budget"),
    [
        ("what should I buy next?", Piece(), None),
        ("what one purchase would unlock the most outfits?", Piece(), None),
        ("should I buy a white shirt?", Piece(category="shirt", color="white"), None),
        ("what shoes should I buy for under 80 euros?", Piece(slot="shoes"), EIGHTY),
    ],
)
def test_a_question_what_to_buy_is_heard(text, piece, budget):
    aside = aside_in(text)
    assert aside is not None
    assert (aside.kind, aside.piece, aside.budget) == ("purchase", piece, budget)


def test_only_the_sentence_that_asks_in_figures_is_taken_out():
    text = "It is 12 degrees, something for work. What do I wear most?"
    rest = without(text, aside_in(text))
    assert rest.rstrip() == "It is 12 degrees, something for work."


@pytest.mark.parametrize(
    "text",
    [
        "I never wear black",
        "what should I never wear with brown shoes?",
        "what can I wear to buy a car?",
        "an outfit for going to buy a ring",
        "what not to wear to a wedding?",
        "do not show anything I would not wear",
        "save the planet, dress me green",
        "call me a taxi",
        "keep the shoes",
        "I wore a suit yesterday, something casual please",
        "I'm wearing boots, what goes with them?",
        "save the second and show me something warmer",
        "no boots, 20 % cheaper",
        "",
        "save it as " + "x" * 400,
        "a wear " * 5000,
    ],
)
def test_a_wish_is_no_aside(text):
    assert aside_in(text) is None
    assert without(text, None) == text
