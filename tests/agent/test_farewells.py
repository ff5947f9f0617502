"""Whether "get rid of it" means the wardrobe or the outfit, and plain answers to what is asked."""

import pytest

from agent.parting_answers import answer_in
from agent.removals import removal_in
from stylist.outfits import OutfitCard


@pytest.mark.parametrize(
    "text",
    [
        "get rid of the yellow rain jacket for me would you", "bin the hoodie",
        "give away my pumps", "donate my floral blouse", "can you get rid of my old beanie?",
        "throw my old hoodie out please", "give the blazer away would you",
        "give my gray hoodie to charity", "I think I'll sell my black pumps", "chuck my tie out",
    ],
)  # fmt: skip
def test_a_garment_of_the_wardrobe_is_asked_about(text: str) -> None:
    order = removal_in(text)
    assert order is not None
    assert order.pieces
    assert order.action == "delete"


@pytest.mark.parametrize(
    "text",
    [
        "get rid of the ties", "get rid of the stripes", "get rid of the tie, office tomorrow",
        "bin jeans", "drop the jacket", "throw on the jacket", "give the boots a miss",
        "take the boots", "lose my tie", "give me the jeans",
        "get rid of the boots and show me others",
        "sell my old coat on ebay", "throw out the navy ones",
    ],
)  # fmt: skip
def test_what_may_mean_an_outfit_is_no_order(text: str) -> None:
    assert removal_in(text) is None


def test_what_is_worn_on_the_screen_is_left_out_of_it(shown: list[OutfitCard]) -> None:
    worn = [item for card in shown for item in card.items]
    kind = worn[0].category
    assert removal_in(f"get rid of the {kind}") is not None
    assert removal_in(f"get rid of the {kind}", worn) is None
    assert removal_in("get rid of the purple beanie", worn) is not None
    assert removal_in(f"bin my {kind}", worn) is not None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("go on then", "yes"), ("actually yes bin it", "yes"), ("yeah get rid of it", "yes"),
        ("yup, do it", "yes"), ("oh go on", "yes"), ("no, leave it", "no"), ("nah", "no"),
        ("actually no", "no"), ("I'd rather keep it", "no"), ("on second thoughts, no", "no"),
        ("not really", "no"), ("let it stay", "no"), ("no, I still wear it", "no"),
        ("yes but not the red", None), ("ok but is it the red one?", None), ("I want it", None),
    ],
)  # fmt: skip
def test_odd_answers_to_the_question(text: str, answer: str | None) -> None:
    assert answer_in(text) == answer
