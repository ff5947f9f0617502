"""What the offline policy chooses where a turn says two things, or something beside a wish."""

from datetime import datetime
from typing import Any

import pytest

from agent.asides import aside_in, without
from agent.listen import beside_a_wish
from agent.policy import Situation, ToolResult, decide
from agent.policy.plan import stages
from agent.policy.questions import whole_pieces
from agent.understanding import understand
from stylist.frame import ConstraintFrame, Piece
from stylist.outfits import OutfitCard

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def situation(
    text: str, shown: list[OutfitCard] | None = None, results: list[ToolResult] | None = None
) -> Situation:
    aside = aside_in(text)
    rest = without(text, aside)
    said = understand(rest, frame=ConstraintFrame(), shown=shown, turn=0, now=NOW)
    said = beside_a_wish(said, aside, rest)
    return Situation(
        understanding=said, shown=shown or [], tool_results=results or [], user_text=text
    )


def planned(text: str, shown: list[OutfitCard] | None = None) -> list[str]:
    return [call.name for stage in stages(situation(text, shown)) for call in stage]


def noted(text: str, shown: list[OutfitCard]) -> list[tuple[int, str]]:
    """Which outfits are judged how, by their places."""
    places = {str(card.id): n for n, card in enumerate(shown, start=1)}
    made = (call for stage in stages(situation(text, shown)) for call in stage)
    return [
        (
            places[call.arguments["outfit_id"]],
            call.arguments.get("action") or call.arguments["mark"],
        )
        for call in made
        if call.name in ("record_feedback", "mark_outfit")
    ]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("save the second one", [(2, "save")]),
        ("keep the third for later", [(3, "save")]),
        ("the first looks good, save it", [(1, "save")]),
        ("I'll wear the first one", [(1, "wear")]),
        ("I wore the second one today", [(2, "wear")]),
        ("I love the first", [(1, "like")]),
        ("good, wearing the first", [(1, "wear")]),
        ("should I be wearing the first?", []),
        ("show me something else", []),
        ("ok, another one please", []),
        ("that's hideous, show me something else", [(1, "dislike")]),
        ("dislike the first, save the second", [(1, "dislike"), (2, "save")]),
        ("not the second, and swap the shoes of the first", [(2, "dislike")]),
        ("I hate the first and the second", [(1, "dislike"), (2, "dislike")]),
        ("warmer", []),
    ],
)
def test_each_outfit_gets_the_verdict_of_its_own_clause(text, verdicts, shown) -> None:
    assert noted(text, shown) == verdicts


def test_what_shall_not_be_saved_is_not_saved(shown) -> None:
    assert (1, "save") not in noted("don't save the first", shown)


def test_a_saved_outfit_is_noted_before_the_next_wish_is_met(shown) -> None:
    text = "save the second, and show me something warmer"
    assert planned(text, shown) == ["record_feedback", "recommend_outfits"]
    assert noted(text, shown) == [(2, "save")]


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("save the second one", "mark_outfit"),
        ("I wore the first today", "mark_outfit"),
        ("I froze in it", "record_feedback"),
    ],
)
def test_what_an_outfit_was_good_for_brings_no_new_one(text, call, shown) -> None:
    assert planned(text, shown) == [call]


@pytest.mark.parametrize(
    "text",
    [
        "what's the weather in Paris?",
        "will it rain tomorrow?",
        "what's the weather like?",
        "how cold will it be tomorrow morning?",
    ],
)
def test_a_question_of_weather_brings_the_forecast_alone(text, shown) -> None:
    assert planned(text) == ["get_weather"]
    assert planned(text, shown) == ["get_weather"]


@pytest.mark.parametrize(
    "text", ["something for rain in Oslo tomorrow", "what should I wear if it is cold tomorrow?"]
)
def test_weather_that_is_part_of_a_wish_brings_outfits(text) -> None:
    assert planned(text)[-1] == "recommend_outfits"


def test_the_forecast_is_told() -> None:
    text = "will it rain in Oslo tomorrow?"
    [call] = decide(situation(text)).tool_calls
    facts = {"place": "Oslo", "temperature_c": 4.2, "conditions": ["rain"]}
    result = ToolResult(name=call.name, arguments=call.arguments, content={"facts": facts})
    reply = decide(situation(text, results=[result]))
    assert reply.tool_calls == []
    assert "4 °C" in reply.text
    assert "rain" in reply.text


@pytest.mark.parametrize(
    "text",
    ["swap the shoes for the ones from the second", "the first with the shoes of the second"],
)
def test_a_piece_of_one_outfit_is_put_into_the_other(text, shown) -> None:
    [call] = [call for stage in stages(situation(text, shown)) for call in stage]
    boots = [str(item.garment_id) for item in shown[1].items if item.slot == "shoes"]
    assert call.name == "recommend_outfits"
    assert call.arguments["reference_outfit_id"] == str(shown[0].id)
    assert call.arguments["around_garment_ids"] == boots


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("which is warmer?", "The second is the warmest"),
        ("which one is dressier?", "The first is the dressiest"),
        ("is the third warmer than the second?", "The second is the warmest"),
    ],
)
def test_outfits_are_compared_and_not_told_again(text, said, shown) -> None:
    [call] = decide(situation(text, shown)).tool_calls
    told = dict.fromkeys(call.arguments["outfit_ids"], "The colours go well together.")
    result = ToolResult(
        name=call.name, arguments=call.arguments, content={"facts": {"explanations": told}}
    )
    assert decide(situation(text, shown, [result])).text.startswith(said)


def test_why_is_no_comparison(shown) -> None:
    [call] = decide(situation("why is the first so dressy?", shown)).tool_calls
    told = {str(shown[0].id): "Smart throughout."}
    result = ToolResult(
        name=call.name, arguments=call.arguments, content={"facts": {"explanations": told}}
    )
    reply = decide(situation("why is the first so dressy?", shown, [result])).text
    assert "Smart throughout." in reply


@pytest.mark.parametrize(
    "text", ["my knee hurts, which painkiller should I take?", "how many people live in Oslo?"]
)
def test_the_wardrobe_is_not_searched_for_what_it_cannot_know(text) -> None:
    assert "search_wardrobe" not in planned(text)


@pytest.mark.parametrize(
    "text", ["do I own a kilt?", "do I even own a kilt?", "what colours do I have?"]
)
def test_the_wardrobe_is_searched_for_what_one_owns(text) -> None:
    assert planned(text) == ["search_wardrobe"]


@pytest.mark.parametrize(
    "text", ["please remember that I never wear purple", "I like minimalist clothes in general"]
)
def test_a_lasting_taste_is_kept_and_asks_for_nothing_yet(text) -> None:
    assert planned(text) == ["update_preferences"]


def test_a_taste_beside_a_wish_brings_outfits() -> None:
    assert planned("I hate yellow, and something for work") == [
        "update_preferences",
        "recommend_outfits",
    ]


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("swap the shoes", "swap_item"),
        ("swap the shoes and leave out anything brown", "swap_item"),
        ("swap the shoes and leave out anything white", "recommend_outfits"),
        ("swap the shoes, only navy from now", "recommend_outfits"),
    ],
)
def test_a_swap_keeps_nothing_that_is_ruled_out(text, tool, shown) -> None:
    """The first outfit wears white and navy, and brown on the feet only."""
    [call] = stages(situation(text, shown))[-1]
    assert call.name == tool
    field = "outfit_id" if tool == "swap_item" else "reference_outfit_id"
    assert call.arguments[field] == str(shown[0].id)


def test_a_swap_that_cannot_be_made_is_owned_up_to(shown) -> None:
    [call] = decide(situation("swap the shoes", shown)).tool_calls
    content: dict[str, Any] = {"outfits": [], "facts": {"missing": ["no other shoes"]}}
    result = ToolResult(name=call.name, arguments=call.arguments, content=content)
    then = decide(situation("swap the shoes", shown, [result]))
    assert then.tool_calls == []
    assert "no other shoes" in then.text


def test_an_outfit_and_its_reason_are_first_an_outfit() -> None:
    text = "one outfit for work and no jeans; also tell me why you like it"
    assert planned(text) == ["recommend_outfits"]


def test_a_change_is_made_to_the_outfit_that_is_not_refused(shown) -> None:
    text = "not the first. what about the second but dressier?"
    last = stages(situation(text, shown))[-1][0]
    assert noted(text, shown) == [(1, "dislike")]
    assert last.arguments["reference_outfit_id"] == str(shown[1].id)


def test_a_garment_on_the_screen_is_lent_by_its_name(shown) -> None:
    [call] = stages(situation("swap the shoes for the sneakers", shown))[-1]
    sneakers = [str(item.garment_id) for item in shown[2].items if item.slot == "shoes"]
    assert call.arguments["around_garment_ids"] == sneakers
    assert call.arguments["reference_outfit_id"] == str(shown[0].id)


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        ([Piece(slot="shoes"), Piece(color="black")], [Piece(slot="shoes", color="black")]),
        ([Piece(category="dress"), Piece(color="red"), Piece(color="black")], ["dress"]),
        ([Piece(category="dress"), Piece(category="skirt")], ["dress", "skirt"]),
        ([Piece(color="black")], [Piece(color="black")]),
        ([], []),
    ],
)
def test_looks_that_were_said_apart_belong_to_the_garment(asked, searched) -> None:
    wanted = [Piece(category=one) if isinstance(one, str) else one for one in searched]
    assert whole_pieces(asked) == wanted


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("more like this", True),
        ("something similar to that one", True),
        ("nothing like that, something for work", False),
        ("something for work", False),
    ],
)
def test_what_is_like_the_shown_is_sought_near_it(text, near, shown) -> None:
    [call] = stages(situation(text, shown))[-1]
    assert call.name == "recommend_outfits"
    assert bool(call.arguments["reference_outfit_id"]) is near
