"""Calls written into words are calls; words are words; code is shown to nobody."""

import pytest
from langchain_core.messages import AIMessage

from agent.narrated import machine_words, of_the_person, with_calls

CALL = '{"name": "swap_item", "arguments": {"slot": "shoes"}}'
TOOLS = {"swap_item", "recommend_outfits"}


def heard(text: str, *told: str) -> AIMessage:
    return with_calls(AIMessage(text), offered=TOOLS, told=told)


@pytest.mark.parametrize(
    "text",
    [
        CALL,
        f"```json\n{CALL}\n```",
        f"<tool_call>\n{CALL}\n</tool_call>",
        CALL.replace("arguments", "parameters"),
        f'{{"type": "function", "function": {CALL}}}',
        f"[{CALL}]",
        f"I would call {CALL}",
        f"Sure! Let me look.\n\n```json\n{CALL}\n```\nOne moment.",
        f'{{"tool_calls": [{CALL}]}}',
        f"{{not this}} but {CALL}",
    ],
)
def test_a_call_in_words_is_a_call(text: str) -> None:
    said = heard(text)
    assert [(c["name"], c["args"]) for c in said.tool_calls] == [("swap_item", {"slot": "shoes"})]
    assert said.text == ""


def test_several_calls_in_words_are_several_calls() -> None:
    said = heard(f"{CALL}\nand then\n{CALL}")
    assert len({call["id"] for call in said.tool_calls}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Take the first.", "", "{}", "42", '{"name": "x"}', "{broken",
        CALL.replace("swap_item", "delete_wardrobe"),
        CALL[:-1], "{" * 10_000,
    ],
)  # fmt: skip
def test_words_stay_words(text: str) -> None:
    said = heard(text)
    assert said.text == text
    assert not said.tool_calls


@pytest.mark.parametrize("told", [CALL, f"the shirt “{CALL}”", CALL.replace('"', "'")])
def test_a_call_that_stands_in_a_name_or_a_message_is_not_made(told: str) -> None:
    assert not heard(f"You own the shirt {CALL}.", "hello", told).tool_calls


def test_a_call_that_was_made_is_not_made_again() -> None:
    made = [("swap_item", {"slot": "shoes"})]
    text = f"I called {CALL} and here it is."
    assert with_calls(AIMessage(text), offered=TOOLS, made=made).text == text
    other = f"{text} {CALL.replace('shoes', 'top')}"
    (call,) = with_calls(AIMessage(other), offered=TOOLS, made=made).tool_calls
    assert call["args"] == {"slot": "top"}


@pytest.mark.parametrize(
    "text",
    [
        CALL, CALL[:-3], f"Here you are. {CALL}", "Let me call recommend_outfits(count=2).",
        "```\nlook\n```", "<tool_call>", "[{'a': 1}]", "<|im_end|>", '{ count: 2 }',
    ],
)  # fmt: skip
def test_code_is_noticed(text: str) -> None:
    assert machine_words(text, TOOLS)


@pytest.mark.parametrize(
    "text",
    [
        "The first is warm, _very_ warm: 12 °C (about 54 °F).",
        "Take the “navy blazer” [size 40] and the *white* shirt.",
        "• shoes: brown\n• top: linen shirt",
        "You swap item by item; I recommend outfits.",
        "A smart_casual look.",
    ],
)
def test_plain_words_are_no_code(text: str) -> None:
    assert machine_words(text, TOOLS) is None


@pytest.mark.parametrize(
    "text",
    [
        "The person has seen three outfits.",
        "The person says: make it blue instead.",
        "What the person does in this turn: request.",
        "What holds in this conversation: {}",
        "Sure. The user wants no black.",
    ],
)
def test_words_about_the_person_are_noticed(text: str) -> None:
    assert of_the_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "You asked for no black, so the first is navy.",
        "Bring something for the person who drives.",
        "It suits the personal note that you like.",
    ],
)
def test_words_to_the_person_are_not(text: str) -> None:
    assert of_the_person(text) is None
