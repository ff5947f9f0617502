"""Conversations of several turns: what is added, replaced, taken back and pointed at."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
import yaml
from frame_facts import common_facts

from agent.understanding import understand
from stylist.frame import ConstraintFrame, Understanding
from stylist.outfits import OutfitCard

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
DIALOGUES: list[list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("dialogues.yaml").read_text("utf-8")
)


def ids(names: list[str]) -> set[str]:
    return {str(uuid5(UUID(int=0), name)) for name in names}


def facts(said: Understanding) -> dict[str, Any]:
    frame = said.frame
    return {
        **common_facts(said),
        "swaps": set(said.swap_slots),
        "excluded": set(frame.items.exclude),
        "required": set(frame.items.require),
        "refs": {r.outfit_id for r in said.references if not r.garment_ids},
    }


def expected(turn: dict[str, Any]) -> dict[str, Any]:
    wanted = {name: value for name, value in turn.items() if name not in ("say", "refs_any")}
    for name in ("refs", "excluded", "required"):
        if name in wanted:
            wanted[name] = ids(wanted[name])
    return wanted


def differences(turn: dict[str, Any], said: Understanding) -> dict[str, tuple[Any, Any]]:
    found = facts(said)
    wrong = {
        name: (value, found[name])
        for name, value in expected(turn).items()
        if (set(value) if isinstance(found[name], set) else value) != found[name]
    }
    if not ids(turn.get("refs_any", [])) <= found["refs"]:
        wrong["refs_any"] = (turn["refs_any"], found["refs"])
    return wrong


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[d[-1]["say"][:50] for d in DIALOGUES])
def test_a_dialogue_keeps_its_frame(
    dialogue: list[dict[str, Any]], shown: list[OutfitCard]
) -> None:
    frame, wrong = ConstraintFrame(), {}
    for number, turn in enumerate(dialogue):
        said = understand(turn["say"], frame=frame, shown=shown, turn=number, now=NOW)
        frame = said.frame
        wrong |= {f"{number}.{n}": v for n, v in differences(turn, said).items()}
    assert wrong == {}


def test_there_are_enough_dialogues() -> None:
    assert len(DIALOGUES) >= 25
