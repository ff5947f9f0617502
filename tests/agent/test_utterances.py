"""Single utterances, as people say them, against the frame that they must give."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from frame_facts import common_facts

from agent.understanding import understand
from agent.understanding.frame.ledger import detail_key
from stylist.frame import ConstraintFrame, Understanding

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
FILES = ("utterances.yaml", "misreadings.yaml")
CASES: list[dict[str, Any]] = [
    case
    for name in FILES
    for case in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
]


def facts(said: Understanding) -> dict[str, Any]:
    frame = said.frame
    return {
        **common_facts(said),
        "when": frame.weather.when,
        "seasons": set(frame.seasons),
        "notes": set(frame.notes),
        "details_want": {detail_key(d) for d in frame.details.want},
        "details_avoid": {detail_key(d) for d in frame.details.avoid},
        "only": list(frame.only),
        "asked_about": set(said.asked_about),
        "uncertain": [doubt.why for doubt in said.uncertain],
        "tastes": said.tastes.model_dump(exclude_defaults=True),
    }


def differences(case: dict[str, Any], said: Understanding) -> dict[str, tuple[Any, Any]]:
    """Expected against found; without a word on it there is no exclusion and no doubt."""
    expected = {"avoid": [], "pieces_avoid": [], "details_avoid": [], "uncertain": [], **case}
    found = facts(said)
    return {
        name: (value, found[name])
        for name, value in expected.items()
        if name != "text" and (set(value) if isinstance(found[name], set) else value) != found[name]
    }


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_an_utterance_gives_its_frame(case: dict[str, Any]) -> None:
    said = understand(case["text"], frame=ConstraintFrame(), shown=None, turn=0, now=NOW)
    assert differences(case, said) == {}


def test_the_suite_is_large_enough() -> None:
    assert len(CASES) >= 200
