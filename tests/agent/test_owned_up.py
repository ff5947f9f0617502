"""What the reply owns up to, from the understanding of real sentences."""

from datetime import datetime

import pytest

from agent.policy import Situation, ToolResult, decide
from agent.policy.words import answer
from agent.understanding import understand
from stylist.frame import ConstraintFrame

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def reply(text: str, *results: ToolResult) -> str:
    said = understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW)
    situation = Situation(understanding=said, tool_results=list(results), user_text=text, step=1)
    return answer(situation)


@pytest.mark.parametrize(
    "text",
    [
        "Ich brauche ein Outfit, kein Schwarz",
        "nada de negro por favor",
        "今日は何を着ればいいですか",
    ],
)
def test_another_language_is_owned_up_to_and_no_tool_is_called(text: str) -> None:
    said = understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW)
    assert said.frame == ConstraintFrame()
    decision = decide(Situation(understanding=said, user_text=text))
    assert decision.tool_calls == []
    assert "English" in decision.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("an outfit with a v-neck for work", "necklines"),
        ("something for work, no sequins", "trimmings"),
        ("a red dress for work, no red", "ruled out"),
        ("oh great, another black turtleneck. For work.", "not sure you meant"),
    ],
)
def test_what_is_in_doubt_is_told(text: str, words: str) -> None:
    failed = ToolResult(name="recommend_outfits", ok=False)
    assert words in reply(text, failed)


def test_nothing_is_owned_up_to_without_a_doubt() -> None:
    said = reply("something for work, no black", ToolResult(name="recommend_outfits", ok=False))
    assert not any(word in said for word in ("check", "not sure", "English", "ruled out"))
