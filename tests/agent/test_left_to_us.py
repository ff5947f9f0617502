"""Turns that leave the choice to us, weigh outfits, or say too little to act on."""

from datetime import datetime

import pytest

from agent.policy import Situation, ToolResult, decide
from agent.policy.plan import stages
from agent.policy.words import answer
from agent.understanding import understand
from stylist.frame import ConstraintFrame
from stylist.outfits import OutfitCard

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def situation(text: str, shown: list[OutfitCard], *results: ToolResult) -> Situation:
    said = understand(text, frame=ConstraintFrame(), shown=shown, turn=1, now=NOW)
    return Situation(understanding=said, shown=shown, tool_results=list(results), user_text=text)


def explained(text: str, shown: list[OutfitCard]) -> tuple[list[int], str]:
    """The places of the outfits that are explained, and the reply."""
    asked = situation(text, shown)
    calls = [call for stage in stages(asked) for call in stage]
    assert [call.name for call in calls] == ["explain_outfit"]
    ids = calls[0].arguments["outfit_ids"]
    facts = {"explanations": {id_: f"Outfit {id_[-1]} is quiet." for id_ in ids}}
    made = ToolResult(name="explain_outfit", arguments=calls[0].arguments, content={"facts": facts})
    places = [str(card.id) for card in shown]
    return [places.index(id_) + 1 for id_ in ids], decide(situation(text, shown, made)).text


@pytest.mark.parametrize(
    "text",
    [
        "either", "whatever you think", "you choose", "up to you", "oh, I don't mind",
        "any of them",
        "not fussed tbh", "whichever you like best", "hard to say really", "can't decide",
        "which would you wear?", "which of these is the nicest", "what would you go for then?",
        "your call", "go on then",
    ],
)  # fmt: skip
def test_a_choice_left_to_us_is_made_and_notes_nothing(text: str, shown: list[OutfitCard]) -> None:
    places, reply = explained(text, shown)
    assert places == [1]
    assert "the first" in reply
    assert "is quiet" in reply


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("the first or the second?", [1, 2]),
        ("what's nicer, the first or the third", [1, 3]),
        ("how do they differ", [1, 2, 3]),
        ("what's the difference between them?", [1, 2, 3]),
    ],
)
def test_outfits_are_weighed_and_one_is_named(
    text: str, places: list[int], shown: list[OutfitCard]
) -> None:
    told, reply = explained(text, shown)
    assert told == places
    assert "the first" in reply


@pytest.mark.parametrize(
    "text", ["either black or navy", "whatever, but no red", "you choose, but warmer", "any boots?"]
)
def test_a_wish_beside_it_is_no_choice_left_to_us(text: str, shown: list[OutfitCard]) -> None:
    names = [call.name for stage in stages(situation(text, shown)) for call in stage]
    assert "explain_outfit" not in names


@pytest.mark.parametrize("text", ["perfect, cheers", "brilliant", "spot on!"])
def test_delight_over_several_is_asked_back(text: str, shown: list[OutfitCard]) -> None:
    asked = situation(text, shown)
    assert not [call for stage in stages(asked) for call in stage]
    assert "which" in decide(asked).text.lower()


@pytest.mark.parametrize("text", ["hm the blorp", "a bit less still", "right you are squire"])
def test_what_was_not_caught_is_said_so(text: str, shown: list[OutfitCard]) -> None:
    reply = decide(situation(text, shown)).text
    assert "English" not in reply
    assert "I speak of clothes only" not in reply


def test_what_is_no_matter_of_clothes_still_is_none() -> None:
    reply = decide(situation("tell me a joke", [])).text
    assert "clothes" in reply
    assert "catch" not in reply


def test_a_wish_that_only_could_be_written_down_is_owned_up_to(shown: list[OutfitCard]) -> None:
    content = {"outfits": [shown[0].model_dump(mode="json")], "facts": {}}
    made = ToolResult(name="recommend_outfits", arguments={"count": 3}, content=content)
    reply = answer(situation("and nothing that creases", shown, made))
    assert "“nothing that creases”" in reply
