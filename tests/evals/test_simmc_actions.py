"""API calls predicted from acts: on a dialogue written here, and on SIMMC 1.0 where it is."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.external.simmc_actions import MAPPINGS, ActionTable, evaluate
from stylist.settings import Settings

TALK = [
    ("Do you have any other coats?", "Here is a green one.", "SearchDatabase"),
    ("What's the price?", "It is $90.", "SpecifyInfo"),
    ("Does it come in a medium?", "Yes, it does.", "SpecifyInfo"),
    ("That's too much. Can you show me something cheaper?", "This is $40.", "SearchDatabase"),
    ("I love it! Who makes it?", "Ocean Wears.", "SpecifyInfo"),
    ("Great, I'll take it in a medium.", "Added. Anything else?", "AddToCart"),
    ("No, that's all for today, thanks for your help!", "Bye!", "None"),
]


def written(folder: Path, turns: list[tuple[str, str, str]], number: int = 2) -> Path:
    """The folder, with one dialogue in SIMMC's form."""
    rows: list[dict[str, Any]] = [
        {"turn_idx": at, "user": user, "acts": [], "system": system, "api": api, "api_args": None}
        for at, (user, system, api) in enumerate(turns)
    ]
    line = json.dumps({"dialog_id": number, "focus_images": [], "turns": rows})
    (folder / "simmc1_fashion_dev.jsonl").write_text(line + "\n")
    return folder


@pytest.mark.parametrize("mapping", MAPPINGS)
def test_a_plain_talk_is_predicted(tmp_path: Path, mapping: str) -> None:
    table = evaluate(written(tmp_path, TALK), "own")[mapping]
    assert {pair for pair, n in table.cells.items() if pair[0] != pair[1]} == set()
    assert (table.turns, table.accuracy) == (len(TALK), 1.0)


def test_the_held_out_part_is_another(tmp_path: Path) -> None:
    folder = written(tmp_path, TALK, number=5)
    assert evaluate(folder, "held-out")["main act"].turns == len(TALK)
    assert evaluate(folder, "own")["main act"].cells == {}


def test_scores_of_a_class_are_counted() -> None:
    table = ActionTable()
    table.add([("None", "None"), ("None", "AddToCart"), ("AddToCart", "AddToCart")])
    assert table.scores("AddToCart") == pytest.approx((0.5, 1.0, 2 / 3))
    assert table.scores("SearchMemory") == (0.0, 0.0, 0.0)
    assert table.accuracy == pytest.approx(2 / 3)


def test_strangers_are_understood_as_well_as_was_measured() -> None:
    folder = Settings().shared_data / "dialogues/simmc1_fashion"
    if not (folder / "simmc1_fashion_dev.jsonl").exists():
        pytest.skip(f"SIMMC 1.0 is not at {folder}; STYLIST_SHARED_DATA says where.")
    tables = evaluate(folder, "held-out")
    assert tables["main act"].accuracy > 0.79
    assert tables["any act"].accuracy > 0.77
