"""What is asked for by a finer word than the vocabulary has is not claimed to be there."""

from datetime import UTC, datetime

import pytest

from agent.policy import Situation, ToolResult, decide
from agent.understanding import understand
from stylist.frame import ConstraintFrame


def reply(text: str, found: list[str]) -> str:
    understood = understand(
        text, frame=ConstraintFrame(), shown=[], turn=0, now=datetime.now(UTC).replace(tzinfo=None)
    )
    asked = decide(Situation(understanding=understood, user_text=text)).tool_calls
    results = [
        ToolResult(name=c.name, arguments=c.arguments, content={"facts": {"found": found}})
        for c in asked
    ]
    situation = Situation(understanding=understood, user_text=text, tool_results=results)
    return decide(situation).text


@pytest.mark.parametrize(
    ("text", "found"),
    [("do I have a tuxedo?", ["navy blazer"]), ("do I own a jumpsuit?", ["red dress"])],
)
def test_a_blazer_is_not_called_a_tuxedo(text: str, found: list[str]) -> None:
    said = reply(text, found)
    assert found[0] in said
    assert not said.startswith(("You have", "I found"))
    assert " no " in said or said.startswith("Nothing")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what trainers do I have?", ["white sneakers"]),
        ("do I have a tuxedo?", ["black tuxedo"]),
        ("how many dresses do I own?", ["red dress", "black dress"]),
    ],
)
def test_another_word_for_the_same_is_answered_plainly(text: str, found: list[str]) -> None:
    assert str(len(found)) in reply(text, found)
