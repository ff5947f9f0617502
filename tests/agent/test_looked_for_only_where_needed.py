"""What is tried only where cheap signs of it are there is found wherever it was said."""

from datetime import datetime

import pytest

from agent.understanding.acts.orders import before_order
from agent.understanding.circumstances.patterns import patterns
from agent.understanding.refusals.yes_no import hear_questions
from agent.understanding.words.atoms import atoms
from agent.understanding.words.numerals import may_count
from agent.understanding.words.shorthand import spelled_out
from agent.understanding.words.tokens import tokenize

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("it's just above freezing", "temperature"),
        ("it will be in the mid-twenties", "temperature"),
        ("single digits tonight", "temperature"),
        ("it's dropped to ninety", "temperature"),
        ("a hundred quid at most", "budget"),
        ("half a dozen outfits", "count"),
        ("just a few options", "count"),
        ("a handful of looks", "count"),
        ("it's on the fourteenth of may", "when"),
        ("on march the twentieth", "when"),
        ("we meet at midday", "when"),
        ("by midnight", "when"),
        ("HALF SEVEN", "when"),
        ("a rating above 3.5 rating", "detail"),
        ("her 40th, on friday", "occasion"),
    ],
)
def test_numbers_in_any_shape_are_found(said: str, kind: str) -> None:
    assert may_count(said)
    assert kind in [found.kind for found in patterns(said, NOW, imperial=False)]


def test_most_texts_hold_no_number() -> None:
    assert not may_count("something blue to wear with my boots, please")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("no swayed boots", "no suede boots"),
        ("what should i ware", "what should i wear"),
        ("smth 4 work", "for work"),
        ("no pets, um, no heals", "no heels"),
        ("NO GENES", "NO jeans"),
        ("know leather, no played skirt", "no leather, no plaid skirt"),
    ],
)
def test_each_slip_is_put_right_beside_others(said: str, meant: str) -> None:
    found = spelled_out(said)
    assert found is not None
    assert meant in found.text


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("what to wear in new york", "New York"),
        ("actually SYDNEY is next", "Sydney"),
        ("I’m off to LONDON", "London"),
    ],
)
def test_cities_are_found_in_any_letters(said: str, place: str) -> None:
    assert place in [found.value for found in patterns(said, NOW, imperial=False)]


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("Why the first, AND SHOW ME something dressier", "Why the first"),
        ("İs it warm? no, AND SHOW ME boots", "İs it warm? no"),
    ],
)
def test_an_order_begins_in_any_letters(said: str, own: str) -> None:
    assert before_order(said) == own


@pytest.mark.parametrize("between", [" ", "\t", "\n", "\x1f", "\u00a0"])
@pytest.mark.parametrize("cut", ["isnt", "isn't", "isn’t"])
def test_a_no_that_opens_a_question_is_heard_however_it_is_typed(between: str, cut: str) -> None:
    found = hear_questions(atoms(tokenize(text := f"{cut}{between}velvet too warm?"), []), text)
    assert bool(found) == (between != "\n")
