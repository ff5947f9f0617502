"""The reply's check: what a model may say of garments, and what it may not."""

from uuid import uuid4

import pytest

from agent.verify import Mention, find_faults, mentions
from tools.boundary import GarmentRef


def garment(name, category, *colors, subcategory=None):
    return GarmentRef(
        garment_id=uuid4(), name=name, category=category, subcategory=subcategory,
        colors=list(colors),
    )  # fmt: skip


SHIRT = garment("navy striped shirt", "shirt", "navy")
BOOTS = garment("brown ankle boots", "boots", "brown", subcategory="ankle-boots")
KNOWN = [SHIRT, BOOTS, garment("Granny's knit", "sweater", "burgundy")]


def faults(reply, *, excluded=(), said=""):
    return find_faults(
        reply, known=KNOWN, excluded={str(g.garment_id) for g in excluded}, said=said
    )


def test_a_coloured_garment_is_found_in_plain_words():
    said = "a light blue linen shirt, and navy trousers with brown ankle boots"
    assert list(mentions(said)) == [
        Mention("light-blue", "shirt", material="linen"),
        Mention("navy", "trousers"),
        Mention("brown", "ankle-boots"),
    ]


@pytest.mark.parametrize(
    "reply",
    [
        "The navy striped shirt keeps it smart.",
        "Your navy shirt with the brown boots works well.",
        "Blue shirt, brown boots, done.",
        "Wear Granny's knit on top; the burgundy sweater is the warmest you have.",
        "Something dressier would need a blazer.",
        "Your shirt goes well with your boots.",
        "Your striped shirt will do.",
        "The dress code is strict, so these are my top three.",
        "You have no linen trousers, sorry.",
        "Shall I look for your linen trousers?",
        "Your knit is the warmest.",
    ],
)
def test_what_tools_returned_may_be_spoken_of(reply):
    assert faults(reply) == []


@pytest.mark.parametrize(
    "reply",
    [
        "Add your red scarf.",
        "Your linen trousers would be perfect.",
        "I would add your scarf.",
        "You have 2: a tuxedo and a waistcoat.",
        "You own a kilt.",
        "The leather boots are best.",
        "Take the plaid shirt.",
        "The navy shirt with white sneakers.",
        "A green silk blouse would be lovely.",
        "",
        "Take outfit 0b1a7d0e-54a3-4f6b-9d3b-6f1e2f1c9a77.",
    ],
)
def test_what_no_tool_returned_may_not(reply):
    assert faults(reply)


def test_the_persons_own_words_may_be_taken_up():
    reply = "You have no purple shoes, so I took the brown ankle boots."
    assert faults(reply)
    assert faults(reply, said="only purple shoes") == []


def test_an_excluded_garment_may_be_refused_but_not_offered():
    assert faults("Wear the brown ankle boots.", excluded=[BOOTS])
    assert faults("I left out the brown ankle boots.", excluded=[BOOTS]) == []
