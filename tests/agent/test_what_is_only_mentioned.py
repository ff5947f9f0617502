"""What is only spoken of is no wish; what is asked of the record is answered from it."""

from datetime import datetime
from typing import Any

import pytest

from agent.policy import Situation, ToolResult, decide
from agent.understanding import understand
from stylist.frame import ConstraintFrame, Delta, Understanding
from stylist.outfits import OutfitCard

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def read(
    text: str, shown: list[OutfitCard] | None, history: list[tuple[str, str]] | None = None
) -> Understanding:
    frame = ConstraintFrame()
    return understand(text, frame=frame, shown=shown, turn=1, now=NOW, history=history or [])


@pytest.mark.parametrize(
    "text",
    ["That cardigan is lovely", "those heels look great", "this parka is gorgeous"],
)
def test_a_thing_that_is_not_there_is_spoken_of(text: str, shown: list[OutfitCard]) -> None:
    for cards in (shown, None):
        said = read(text, cards)
        assert said.delta == Delta()
        assert said.references == []


@pytest.mark.parametrize(
    "text",
    [
        "I want that cardigan",
        "which of these parkas would be best for rain? I need one",
        "that is the parka I need: a red parka",
    ],
)
def test_what_is_asked_for_is_a_wish(text: str) -> None:
    assert read(text, None).frame.categories.want


@pytest.mark.parametrize("text", ["Any others?", "and any more?", "what about other options?"])
def test_others_are_more_outfits_where_some_are_shown(text: str, shown: list[OutfitCard]) -> None:
    history = [("user", "how many jackets do I have?"), ("assistant", "Three.")]
    said = read(text, shown, history)
    assert "ask_fact" not in said.acts
    situation = Situation(understanding=said, shown=shown, user_text=text)
    assert [call.name for call in decide(situation).tool_calls] == ["recommend_outfits"]


def test_a_question_still_goes_on_with_what_it_names() -> None:
    history = [("user", "how many jackets do I have?"), ("assistant", "Three.")]
    assert read("any red ones?", None, history).acts == ["ask_fact"]


@pytest.mark.parametrize(
    "text", ["what did I tell you?", "what have I asked for so far?", "what do you remember of me?"]
)
def test_the_record_is_a_fact_and_no_reason(text: str, shown: list[OutfitCard]) -> None:
    assert read(text, shown).acts == ["ask_fact"]


@pytest.mark.parametrize(
    ("tastes", "words"),
    [
        (
            {"favorite_colors": ["teal"], "learned_weights": {"color:navy": 0.9, "fit:slim": 0.01}},
            ("you like teal", "more navy"),
        ),
        (
            {"learned_weights": {"pattern:floral": -0.8, "fit:slim": 0.1}},
            ("less floral",),
        ),
        ({}, ("",)),
    ],
)
def test_tastes_are_told_on_request(
    tastes: dict[str, Any], words: tuple[str, ...], shown: list[OutfitCard]
) -> None:
    text = "what have you learned about my tastes?"
    situation = Situation(understanding=read(text, shown), shown=shown, user_text=text)
    [call] = decide(situation).tool_calls
    assert (call.name, call.arguments) == ("update_preferences", {})
    content = {"facts": {"tastes": tastes}}
    situation.tool_results = [ToolResult(name=call.name, arguments={}, content=content)]
    reply = decide(situation).text
    assert all(word in reply for word in words)
    assert "slim" not in reply
    assert "remember for the future" not in reply


@pytest.mark.parametrize("text", ["some more", "ok, others please", "more ideas"])
def test_more_is_more_of_what_is_shown(text: str, shown: list[OutfitCard]) -> None:
    situation = Situation(understanding=read(text, shown), shown=shown, user_text=text)
    assert [call.name for call in decide(situation).tool_calls] == ["recommend_outfits"]


@pytest.mark.parametrize("text", ["love outfit 3", "Like number 3"])
def test_an_outfit_is_liked_by_its_number(text: str, shown: list[OutfitCard]) -> None:
    situation = Situation(understanding=read(text, shown), shown=shown, user_text=text)
    [call] = decide(situation).tool_calls
    assert call.arguments["outfit_id"] == str(shown[2].id)
    assert call.arguments["action"] == "like"


def test_a_bitter_word_likes_nothing_and_a_glad_one_does(shown: list[OutfitCard]) -> None:
    bitter = read("super, more mustard, exactly what I dreamt of", shown)
    assert bitter.delta == Delta()
    assert bitter.uncertain[0].why == "sarcasm"
    assert read("the third is exactly what I wanted, love it", shown).uncertain == []
