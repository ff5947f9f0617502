"""Questions about the wardrobe: going on, the most of something, what was worn, what is not."""

from datetime import datetime
from typing import Any

import pytest

from agent.policy import Situation, ToolResult
from agent.policy.plan import stages
from agent.policy.words import answer
from agent.understanding import understand
from stylist.frame import ConstraintFrame

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def asked(text: str, *before: str) -> Situation:
    history = [pair for said in before for pair in (("user", said), ("assistant", "You have 2."))]
    said = understand(
        text, frame=ConstraintFrame(), shown=None, turn=len(before), now=NOW, history=history
    )
    assert said.frame == ConstraintFrame()
    return Situation(understanding=said, user_text=text)


def calls(situation: Situation) -> list[tuple[str, dict[str, Any]]]:
    return [(c.name, c.arguments) for stage in stages(situation) for c in stage]


def replied(situation: Situation, **facts: object) -> str:
    ((name, arguments),) = calls(situation)
    made = ToolResult(name=name, arguments=arguments, content={"facts": facts})
    return answer(situation.model_copy(update={"tool_results": [made]}))


@pytest.mark.parametrize(
    ("text", "most", "category"),
    [
        ("whats my warmest coat", "warmest", "coat"),
        ("what's the lightest coat I have?", "lightest", "coat"),
        ("which of my coats is the smartest", "dressiest", "coat"),
        ("what's my most casual dress", "most_casual", "dress"),
    ],
)
def test_the_most_of_something_is_looked_up(text: str, most: str, category: str) -> None:
    ((name, arguments),) = calls(asked(text))
    assert name == "search_wardrobe"
    assert arguments["most"] == most
    assert arguments["category"] == category


@pytest.mark.parametrize("text", ["put on my warmest coat", "something lighter for the office"])
def test_a_wish_for_the_warmest_is_still_a_wish(text: str) -> None:
    said = understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW)
    assert "ask_fact" not in said.acts


def test_the_most_is_told_with_those_that_are_as_much() -> None:
    reply = replied(
        asked("whats my warmest coat"),
        found=["Gray wool coat", "Olive parka", "Beige trench coat"],
        why=["0.60 clo", "0.60 clo", "0.40 clo"],
    )
    assert "the gray wool coat and the olive parka are the warmest" in reply
    assert "After that: the beige trench coat." in reply


@pytest.mark.parametrize(
    ("text", "before", "most"),
    [
        ("how many", "do I have any red clothes", None),
        ("which of them is the warmest?", "do I have any red clothes", "warmest"),
        ("and the lightest", "do I have any red clothes", "lightest"),
        ("show me them", "do I have any red clothes", None),
    ],
)
def test_a_question_goes_on_about_what_was_asked(text: str, before: str, most: str | None) -> None:
    ((name, arguments),) = calls(asked(text, before))
    assert name == "search_wardrobe"
    assert arguments["color"] == "red"
    assert arguments.get("most") == most


def test_a_question_goes_on_through_one_that_names_nothing() -> None:
    ((name, arguments),) = calls(
        asked("which of them is warmest", "do I have red shoes", "how many")
    )
    assert (name, arguments["slot"], arguments["color"]) == ("search_wardrobe", "shoes", "red")


@pytest.mark.parametrize("text", ["and warmer", "and something warm please"])
def test_a_change_after_a_question_is_no_question(text: str) -> None:
    history = [("user", "do I have jeans?"), ("assistant", "You have 2.")]
    said = understand(text, frame=ConstraintFrame(), shown=None, turn=1, now=NOW, history=history)
    assert said.delta.moves == ["warmer"]


def test_what_about_another_kind_goes_on_asking_without_a_question_mark() -> None:
    ((name, arguments),) = calls(asked("what about hats", "do I own a scarf"))
    assert (name, arguments["category"]) == ("search_wardrobe", "hat")


def test_a_no_after_a_question_is_no_question() -> None:
    history = [("user", "do I have jeans?"), ("assistant", "You have 2.")]
    said = understand(
        "and no ties", frame=ConstraintFrame(), shown=None, turn=1, now=NOW, history=history
    )
    assert said.frame.categories.avoid == ["tie"]


def test_what_no_list_knows_is_not_said_to_be_owned() -> None:
    question = asked("do I own a scarf")
    ((_, arguments),) = calls(question)
    assert arguments["query"] == "scarf"
    reply = replied(question, found=["Navy sweater"])
    assert "sweater" not in reply
    assert "scarf" in reply
    assert "Silk scarf".lower() in replied(question, found=["Navy sweater", "Silk scarf"])


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("when did I last wear the brown boots?", "boots"),
        ("what did I wear last time", ""),
    ],
)
def test_what_was_worn_last_is_looked_up(text: str, category: str) -> None:
    ((name, arguments),) = calls(asked(text))
    assert name == "wardrobe_statistics"
    assert arguments["order"] == "last_worn"
    assert arguments["category"] == category


def test_the_last_wear_is_told_by_its_day_or_not_at_all() -> None:
    question = asked("when did I last wear the brown boots?")
    worn = {"name": "Brown ankle boots", "last_worn": "2026-11-20"}
    never = {"name": "Brown ankle boots", "last_worn": None}
    told = replied(question, garments=[worn])
    assert "the brown ankle boots" in told
    assert "Friday 20 November" in told
    assert "note" in replied(question, garments=[never])


def built_on(text: str, told: str = "You have 1: brown ankle boots.") -> ConstraintFrame:
    history = [("user", "do I have brown boots"), ("assistant", told)]
    return understand(
        text, frame=ConstraintFrame(), shown=None, turn=1, now=NOW, history=history
    ).frame


@pytest.mark.parametrize(
    "text",
    [
        "wear them with what", "with what?", "make an outfit with that one", "what goes with them",
        "put them in an outfit for me", "how do I style them", "build something round that",
        "ok, what would you wear with it", "give me a look with those for the office",
    ],
)  # fmt: skip
def test_what_was_found_is_what_an_outfit_is_made_of(text: str) -> None:
    assert built_on(text).categories.want == ["ankle-boots"]


@pytest.mark.parametrize("text", ["no", "something with a dress", "and no ties", "it is cold"])
def test_other_turns_do_not_take_up_what_was_found(text: str) -> None:
    assert "ankle-boots" not in built_on(text).categories.want


def test_what_a_question_takes_as_given_is_wished_for() -> None:
    said = understand(
        "what colour shoes go with a green skirt", frame=ConstraintFrame(), shown=None, turn=0,
        now=NOW,
    )  # fmt: skip
    assert said.frame.categories.want == ["skirt"]
    asked_only = understand(
        "does the blazer go with the jeans?", frame=ConstraintFrame(), shown=None, turn=0, now=NOW
    )
    assert asked_only.frame == ConstraintFrame()


def test_a_suit_is_no_blazer() -> None:
    reply = replied(asked("do I have a suit?"), found=["Navy blazer"])
    assert "suit" in reply
    assert "no" in reply.lower()


def test_a_material_or_pattern_that_is_asked_for_must_be_there() -> None:
    ((_, linen),) = calls(asked("do I have any linen?"))
    assert linen["material"] == "linen"
    ((_, floral),) = calls(asked("do I own floral dresses?"))
    assert (floral["pattern"], floral["category"]) == ("floral", "dress")
    ((_, other),) = calls(asked("what shoes do I have that aren't leather?"))
    assert "material" not in other
    assert "no leather" in other["query"]
