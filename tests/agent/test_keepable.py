"""What a model says, made so that it can be kept and answered."""

import json

import pytest
from langchain_core.messages import AIMessage
from langchain_core.messages.tool import tool_call

from agent.keepable import keepable


@pytest.mark.parametrize(
    "said",
    [
        "<think>they want navy</think>Take the first.",
        "<think>\nthey want navy\n\n</think>\n\nTake the first.",
        "<THINKING>navy</THINKING> Take the first.",
        "they want navy, so\n</think>\nTake the first.",
        "Take the first.\n<reasoning>navy goes with it",
        "<think></think>Take the first.",
    ],
)
def test_thoughts_are_no_words(said: str) -> None:
    assert keepable(AIMessage(said), []).content == "Take the first."


@pytest.mark.parametrize(
    "said", ["I think the first.", "Below 10 °C < the first.", " The <b>first</b>.", "", "a\n"]
)
def test_words_stay_as_they_are(said: str) -> None:
    message = AIMessage(said)
    assert keepable(message, []) is message


def test_what_no_database_keeps_is_taken_out_of_words_and_calls() -> None:
    args = {"query\x00": ["lin\x00en", {"a": "\ud83d shoe"}], "limit": 3, "on": None}
    call = tool_call(name="search\x00_wardrobe", args=args, id="1\x00")
    said = keepable(AIMessage("fi\x00ne \udc00", tool_calls=[call]), [])
    assert said.content == "fine "
    kept = said.tool_calls[0]
    assert kept["name"] == "search_wardrobe"
    assert kept["args"] == {"query": ["linen", {"a": " shoe"}], "limit": 3, "on": None}
    json.dumps(kept, ensure_ascii=False).encode()


def test_each_call_has_an_id_of_its_own_in_the_whole_turn() -> None:
    def asks(*ids: str | None) -> AIMessage:
        return AIMessage("", tool_calls=[tool_call(name="t", args={}, id=id_) for id_ in ids])

    first = keepable(asks("call_0", "call_0", "", None), [])
    ids = [call["id"] for call in first.tool_calls]
    assert ids[0] == "call_0"
    assert len({*ids}) == 4
    assert all(ids)
    again = keepable(asks("call_0"), [first])
    assert again.tool_calls[0]["id"] not in ids
