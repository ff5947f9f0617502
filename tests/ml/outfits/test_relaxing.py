"""What to let go where exclusions leave no whole outfit: enough, and never more than needed."""

import pytest

from ml.outfits import Request, recommend
from stylist.frame import ConstraintFrame, Items, Wish

CLOTHES = (
    ("shirt", "white"), ("shirt", "navy"), ("trousers", "gray"), ("trousers", "navy"),
    ("oxfords", "brown"), ("oxfords", "black"),
)  # fmt: skip


@pytest.fixture
def answer(garment):
    """Answers exclusions; `without` are kinds that the wardrobe does not have."""

    def ask(colors=(), categories=(), ids=(), without=()):
        clothes = [garment(kind, color) for kind, color in CLOTHES if kind not in without]
        frame = ConstraintFrame(
            colors=Wish(avoid=list(colors)),
            categories=Wish(avoid=list(categories)),
            items=Items(exclude=[str(clothes[n].id) for n in ids]),
        )
        return recommend(clothes, Request(frame=frame))

    return ask


@pytest.mark.parametrize(
    ("said", "sets"),
    [
        ({"colors": ["brown", "black"]}, {"no black", "no brown"}),
        ({"colors": ["white", "navy", "gray"]}, {"no navy"}),
        ({"colors": ["white", "navy", "gray", "brown", "black"]},
         {"no black and no navy", "no brown and no navy"}),
        ({"colors": ["brown"], "categories": ["oxfords"]}, {"no oxfords"}),
        ({"ids": [4, 5]}, {"not the brown oxfords", "not the black oxfords"}),
        ({"colors": ["white"]}, set()),
        ({"categories": ["shoes"]}, set()),
        ({"colors": ["white", "navy"], "without": ["oxfords"]}, set()),
        ({}, set()),
    ],
)  # fmt: skip
def test_the_fewest_exclusions_that_stand_in_the_way_are_named(answer, said, sets):
    assert set(answer(**said).to_relax) == sets


def test_letting_go_what_is_named_makes_a_whole_outfit(answer):
    colors = ["white", "navy", "gray", "brown", "black"]
    before = answer(colors=colors)
    assert before.missing
    for told in before.to_relax:
        gone = {words.removeprefix("no ") for words in told.split(" and ")}
        after = answer(colors=[color for color in colors if color not in gone])
        assert {item.slot for item in after.outfits[0].items} == {"top", "bottom", "shoes"}
        one_kept = sorted(gone)[0]
        fewer = answer(colors=[c for c in colors if c not in gone or c == one_kept])
        assert all(len(card.items) < 3 for card in fewer.outfits)
