"""No answer to a random request breaks a hard constraint, by a checker that is not the engine's."""

import random

import pytest
from outfit_checker import violations
from random_requests import draw_request

from ml.outfits import Request, recommend
from stylist.frame import ConstraintFrame, Formality, Items, Wish


def test_no_answer_to_a_random_request_breaks_a_hard_constraint():
    rng, outfits = random.Random(300), 0
    for _ in range(300):
        owned, asked = draw_request(rng, (1, 26))
        answer = recommend(owned, asked)
        assert violations(owned, asked, answer) == []
        outfits += len(answer.outfits)
    assert outfits > 300


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (lambda g: ConstraintFrame(items=Items(exclude=[str(g.id)])), "excluded"),
        (lambda g: ConstraintFrame(categories=Wish(avoid=[g.category])), "excluded"),
        (lambda g: ConstraintFrame(colors=Wish(avoid=[g.attributes.color_primary])), "excluded"),
        (lambda g: ConstraintFrame(formality=Formality(min=0.99, max=1.0)), "formality"),
    ],
)
def test_the_checker_sees_what_is_wrong(capsule, frame, words):
    answer = recommend(capsule, Request(count=1))
    worn = next(g for g in capsule if g.id == answer.outfits[0].garment_ids[0])
    assert any(words in one for one in violations(capsule, Request(frame=frame(worn)), answer))


def test_the_checker_misses_what_was_required(capsule):
    answer = recommend(capsule, Request(count=1))
    left_out = next(g for g in capsule if g.id not in answer.outfits[0].garment_ids)
    asked = Request(frame=ConstraintFrame(items=Items(require=[str(left_out.id)])))
    assert violations(capsule, asked, answer) == [f"{left_out.name} was required"]


def test_the_checker_knows_an_outfit_again(capsule):
    answer = recommend(capsule, Request(count=1))
    shown = Request(exclude=(frozenset(answer.outfits[0].garment_ids),))
    assert violations(capsule, shown, answer) == ["an outfit that was shown already"]
