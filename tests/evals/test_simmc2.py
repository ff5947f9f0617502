"""Slots and acts of SIMMC 2.0: on a dialogue written here, and on the data where it is present."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.external.simmc2 import dialogues, evaluate
from stylist.settings import Settings

TALK: list[tuple[str, str, str, dict[str, Any]]] = [
    ("Show me some black jackets.", "Here.", "REQUEST:GET", {"type": "jacket", "color": "black"}),
    (
        "Anything else in size M?",
        "This one.",
        "INFORM:REFINE",
        {"type": "jacket", "color": "black", "size": "M"},
    ),
    ("How much is it?", "Which one do you mean?", "ASK:GET", {}),
    ("The one on the left.", "It is 30.", "INFORM:DISAMBIGUATE", {}),
    ("Now show me some jeans.", "Here.", "REQUEST:GET", {"type": "jeans"}),
    ("Can you compare the two pairs?", "One is wider.", "REQUEST:COMPARE", {}),
    ("Please add them to my cart.", "Done.", "REQUEST:ADD_TO_CART", {}),
]


def written(folder: Path) -> Path:
    turns = [
        {
            "transcript": user,
            "system_transcript": system,
            "transcript_annotated": {
                "act": act,
                "act_attributes": {"slot_values": slots, "request_slots": [], "objects": []},
            },
        }
        for user, system, act, slots in TALK
    ]
    rows = {"dialogue_data": [{"dialogue": []}, {"dialogue": []}, {"dialogue": turns}]}
    (folder / "simmc2_fashion_dev_part.json").write_text(json.dumps(rows))
    return folder


def test_a_plain_talk_is_understood(tmp_path: Path) -> None:
    report = evaluate(written(tmp_path), "own")
    assert {pair: n for pair, n in report.acts.items() if pair[0] != pair[1]} == {}
    assert report.of_slots().f1 == 1.0


def test_a_search_carries_its_values_until_other_garments_are_asked_for(tmp_path: Path) -> None:
    report = evaluate(written(tmp_path), "own")
    assert report.of_slots("INFORM:REFINE").tp == 3
    assert report.of_slots("REQUEST:GET").tp == 3


def test_parts_are_told_apart_by_the_place_in_the_file(tmp_path: Path) -> None:
    folder = written(tmp_path)
    assert [d.number for d in dialogues(folder, "held-out")] == [0, 1]
    assert [d.number for d in dialogues(folder, "own")] == [2]


def test_strangers_are_understood_as_well_as_was_measured() -> None:
    folder = Settings().shared_data / "dialogues/simmc2_fashion"
    if not (folder / "simmc2_fashion_dev_part.json").exists():
        pytest.skip(f"SIMMC 2.0 is not at {folder}; STYLIST_SHARED_DATA says where.")
    report = evaluate(folder, "held-out")
    assert report.accuracy > 0.8
    assert (report.of_slots().f1 or 0) > 0.68
