"""SIMMC 1.0's slots as frame values, on dialogues made up here in its file format."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.external import slot_scores
from evals.external.simmc1 import FILE, Pair, asked, complaints, dialogues, gold, refused
from stylist.settings import Settings


def act(name: str, *slots: tuple[str, str]) -> dict[str, Any]:
    return {"act": f"DA:{name}", "slots": [list(slot) for slot in slots]}


def turn(user: str, *acts: dict[str, Any]) -> dict[str, Any]:
    return {"user": user, "system": "Sure.", "acts": list(acts), "api": "None", "api_args": None}


ROWS = [
    {
        "dialog_id": 12,
        "turns": [
            turn(
                "I don't like this purple scarf. Is there a dotted one, not too long?",
                act("INFORM:DISPREFER:CLOTHING.color", ("O", "OBJECT_0"), ("color", "purple")),
                act("REQUEST:GET:CLOTHING", ("pattern", "dotted"), ("NEG", "long")),
            ),
            turn(
                "Do you have it in extra large, and how much is it?",
                act("ASK:CHECK:CLOTHING.availableSizes", ("check", "extra large")),
                act("ASK:GET:CLOTHING.price", ("price", "how much")),
            ),
            turn("That's a bit expensive.", act("INFORM:DISPREFER:CLOTHING.price")),
        ],
    },
    {
        "dialog_id": 15,
        "turns": [
            turn(
                "Something red or grey for less than $90 by Blue Barn",
                act(
                    "REQUEST:GET:CLOTHING",
                    ("color", "red or grey"),
                    ("price", "less than $90"),
                    ("brand", "Blue Barn"),
                    ("amount", "one"),
                ),
            )
        ],
    },
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [json.dumps({"focus_images": [], **row}) for row in ROWS]
    (tmp_path / FILE).write_text("\n".join(lines), "utf-8")
    return tmp_path


def test_dialogues_are_split_by_their_number(folder: Path) -> None:
    assert [d.number for d in dialogues(folder, "own")] == [12]
    assert [d.number for d in dialogues(folder, "held-out")] == [15]
    assert len(list(dialogues(folder))) == 2


def test_slots_become_values_with_polarity(folder: Path) -> None:
    first, second, third = next(dialogues(folder)).turns
    assert gold(first) == {
        Pair("color", "purple", "avoid"),
        Pair("pattern", "dotted", "want"),
        Pair("length", "long", "avoid"),
    }
    assert refused(first, marked=True) == {Pair("length", "long", "avoid")}
    assert refused(first, marked=False) == {Pair("color", "purple", "avoid")}
    assert gold(second) == {Pair("size", "xl", "want")}
    assert asked(second) == {"price"}
    assert gold(third) == frozenset()
    assert complaints(third) == {Pair("price", "expensive", "avoid")}


def test_lists_limits_and_brands_are_values_and_counts_for_the_cart_are_not(folder: Path) -> None:
    (only,) = next(dialogues(folder, "held-out")).turns
    assert gold(only) == {
        Pair("color", "red", "want"),
        Pair("color", "gray", "want"),
        Pair("budget", "90.0", "want"),
        Pair("brand", "blue barn", "want"),
    }


def test_our_reading_is_scored_turn_by_turn(folder: Path) -> None:
    scores = slot_scores.scores(folder, "all", slot_scores.ours)
    assert scores["all"].total.f1 == 1
    assert scores["NEG"].total.recall == scores["dispreference"].total.recall == 1
    naive = slot_scores.scores(folder, "all", slot_scores.naive)
    assert naive["dispreference"].total.recall == 0


def test_the_part_that_nobody_reads_is_understood_well() -> None:
    folder = Settings().shared_data / "dialogues/simmc1_fashion"
    if not folder.is_dir():
        pytest.skip("the data is not here")
    score = slot_scores.scores(folder, "held-out", slot_scores.ours)["all"].total
    assert (score.f1 or 0) >= 0.8
