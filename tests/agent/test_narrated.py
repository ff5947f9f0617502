"""Calls written into words are calls; words are words."""

import pytest
from langchain_core.messages import AIMessage

from agent.narrated import with_calls

CALL = '{"name": "swap_item", "arguments": {"slot": "shoes"}}'


@pytest.mark.parametrize(
    "text",
    [
        CALL,
        f"```json\n{CALL}\n```",
        f"<tool_call>\n{CALL}\n</tool_call>",
        CALL.replace("arguments", "parameters"),
        f'{{"type": "function", "function": {CALL}}}',
        f"[{CALL}]",
    ],
)
def test_a_call_in_words_is_a_call(text: str) -> None:
    said = with_calls(AIMessage(text))
    assert [(c["name"], c["args"]) for c in said.tool_calls] == [("swap_item", {"slot": "shoes"})]
    assert said.text == ""


def test_several_calls_in_words_are_several_calls() -> None:
    said = with_calls(AIMessage(f"{CALL}\n{CALL}"))
    assert len({call["id"] for call in said.tool_calls}) == 2


@pytest.mark.parametrize(
    "text", ["Take the first.", "", "{}", "42", f"I would call {CALL}", '{"name": "x"}', "{broken"]
)
def test_words_stay_words(text: str) -> None:
    said = AIMessage(text)
    assert with_calls(said) is said
