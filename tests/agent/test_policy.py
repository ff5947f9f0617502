"""The offline policy: which tools a turn needs, and what is said of their results."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from agent.policy import Decision, OfflinePolicy, Situation, ToolResult, decide
from agent.policy.situation import HEADING
from agent.understanding import understand
from stylist.errors import BadRequest
from stylist.frame import ConstraintFrame
from stylist.outfits import OutfitCard
from stylist.wording import in_sentence

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def situation(
    text: str, shown: list[OutfitCard] | None = None, results: list[ToolResult] | None = None
) -> Situation:
    said = understand(text, frame=ConstraintFrame(), shown=shown, turn=0, now=NOW)
    return Situation(
        understanding=said, shown=shown or [], tool_results=results or [], user_text=text
    )


def calls(decision: Decision) -> list[tuple[str, dict[str, Any]]]:
    return [(call.name, call.arguments) for call in decision.tool_calls]


def names(decision: Decision) -> list[str]:
    return [call.name for call in decision.tool_calls]


def answered(text: str, shown: list[OutfitCard] | None, contents: dict[str, Any]) -> str:
    """The reply once every planned call has been answered with its content."""
    results: list[ToolResult] = []
    for _ in range(6):
        decision = decide(situation(text, shown, results))
        if not decision.tool_calls:
            return decision.text
        for call in decision.tool_calls:
            content = contents.get(call.name, {})
            results.append(ToolResult(name=call.name, arguments=call.arguments, content=content))
    raise AssertionError("the policy did not come to an end")


def outfits_block(cards: list[OutfitCard], **facts: Any) -> dict[str, Any]:
    return {
        "outfits": [card.model_dump(mode="json") for card in cards],
        "facts": {"missing": [], "relaxed": [], **facts},
    }


@pytest.mark.parametrize("text", ["hello", "thanks!", "what's the capital of France?", "", "🎉"])
def test_small_talk_calls_no_tool(text: str) -> None:
    decision = decide(situation(text))
    assert decision.tool_calls == []
    assert decision.text


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("something for work, no black", ["recommend_outfits"]),
        ("what should I wear?", ["recommend_outfits"]),
        ("what blue shirts do I have?", ["search_wardrobe"]),
        ("I hate yellow", ["update_preferences"]),
        ("dinner in Oslo tomorrow evening", ["get_weather"]),
        ("dinner in Oslo tomorrow, it will be 3 degrees", ["recommend_outfits"]),
    ],
)
def test_a_first_turn_calls_its_tool(text: str, tools: list[str]) -> None:
    assert names(decide(situation(text))) == tools


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("not that one", ["record_feedback"]),
        ("I don't like the second", ["record_feedback"]),
        ("warmer", ["recommend_outfits"]),
        ("not the boots", ["recommend_outfits"]),
        ("swap the shoes", ["swap_item"]),
        ("the second, but in blue", ["recommend_outfits"]),
        ("why these?", ["explain_outfit"]),
        ("I love the first", ["record_feedback"]),
        ("forget the rain", ["recommend_outfits"]),
        ("number 3", ["explain_outfit"]),
    ],
)
def test_a_later_turn_calls_its_tool(text: str, tools: list[str], shown: list[OutfitCard]) -> None:
    assert names(decide(situation(text, shown))) == tools


@pytest.mark.parametrize(
    ("text", "category", "color"),
    [("why not the boots?", "boots", ""), ("why no navy?", "", "navy"), ("why these?", "", "")],
)
def test_why_not_names_what_is_missed(text, category, color, shown: list[OutfitCard]) -> None:
    [call] = decide(situation(text, shown)).tool_calls
    assert call.arguments.get("why_not_category", "") == category
    assert call.arguments.get("why_not_color", "") == color
    assert len(call.arguments["outfit_ids"]) == (1 if category or color else len(shown))


def test_weather_is_asked_for_before_outfits_are(shown: list[OutfitCard]) -> None:
    text = "dinner in Oslo tomorrow evening"
    first = decide(situation(text))
    assert calls(first) == [
        ("get_weather", {"place": "Oslo", "when": "tomorrow evening (2026-11-22T19:00)"})
    ]
    told = ToolResult(name="get_weather", arguments=first.tool_calls[0].arguments)
    assert names(decide(situation(text, results=[told]))) == ["recommend_outfits"]


def test_a_rejected_outfit_is_disliked_and_replaced(shown: list[OutfitCard]) -> None:
    first = decide(situation("I don't like the second", shown))
    assert calls(first) == [
        (
            "record_feedback",
            {"outfit_id": str(shown[1].id), "action": "dislike", "reason": ""},
        )
    ]
    noted = ToolResult(name="record_feedback", arguments=first.tool_calls[0].arguments)
    then = decide(situation("I don't like the second", shown, [noted]))
    assert names(then) == ["recommend_outfits"]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("I was too cold in that", "too_cold"),
        ("I was freezing in the first one", "too_cold"),
        ("I got a bit too warm in the second", "too_warm"),
    ],
)
def test_what_was_felt_in_an_outfit_is_noted(
    text: str, action: str, shown: list[OutfitCard]
) -> None:
    noted = [
        call for call in decide(situation(text, shown)).tool_calls if call.name == "record_feedback"
    ]
    assert [call.arguments["action"] for call in noted] == [action]
    which = shown[1] if "second" in text else shown[0]
    assert noted[0].arguments["outfit_id"] == str(which.id)


@pytest.mark.parametrize(
    "text", ["I was not too cold", "I am cold", "it was too cold out", "warmer"]
)
def test_what_is_no_complaint_of_an_outfit_is_not_noted(text: str, shown: list[OutfitCard]) -> None:
    calls = decide(situation(text, shown)).tool_calls
    assert "too_cold" not in [call.arguments.get("action") for call in calls]


def test_refused_garments_are_left_out(shown: list[OutfitCard]) -> None:
    ((_, arguments),) = calls(decide(situation("not the boots", shown)))
    boots = next(i for i in shown[1].items if i.category == "boots")
    assert arguments["exclude_garment_ids"] == [str(boots.garment_id)]


def test_moves_compare_with_the_outfit_that_is_meant(shown: list[OutfitCard]) -> None:
    ((_, arguments),) = calls(decide(situation("the second but warmer", shown)))
    assert arguments["moves"] == ["warmer"]
    assert arguments["reference_outfit_id"] == str(shown[1].id)


def test_a_swap_names_outfit_and_slot(shown: list[OutfitCard]) -> None:
    assert calls(decide(situation("swap the shoes in the second", shown))) == [
        ("swap_item", {"outfit_id": str(shown[1].id), "slot": "shoes"})
    ]


def test_the_count_is_passed_on() -> None:
    ((_, arguments),) = calls(decide(situation("give me five outfits for work")))
    assert arguments["count"] == 5


def test_the_reply_names_the_garments_of_the_first_outfit_and_leaves_the_rest_to_cards(
    shown: list[OutfitCard],
) -> None:
    reply = answered("something for work", None, {"recommend_outfits": outfits_block(shown)})
    assert all(in_sentence(item.name) in reply for item in shown[0].items)
    assert not any(in_sentence(item.name) in reply for item in shown[2].items)


def test_the_reply_says_what_was_kept_out(shown: list[OutfitCard]) -> None:
    reply = answered("no green or hats", None, {"recommend_outfits": outfits_block(shown)})
    assert "no green or hat" in reply


def test_an_excluded_garment_is_never_named(shown: list[OutfitCard]) -> None:
    reply = answered("no boots", None, {"recommend_outfits": outfits_block(shown)})
    assert "ankle boots" not in reply.lower()
    assert "white oxford shirt" in reply


def test_an_unsatisfiable_wish_says_what_is_missing() -> None:
    block = outfits_block([], missing=["no purple shoes"])
    reply = answered("only purple shoes", None, {"recommend_outfits": block})
    assert "no purple shoes" in reply


def test_what_was_given_up_is_said(shown: list[OutfitCard]) -> None:
    block = outfits_block(shown, relaxed=["no purple shoes; the nearest is Brown loafers"])
    reply = answered("purple shoes", None, {"recommend_outfits": block})
    assert "the nearest is Brown loafers" in reply


def test_an_unknown_weather_is_said(shown: list[OutfitCard]) -> None:
    reply = answered(
        "dinner in Oslo tomorrow",
        None,
        {
            "recommend_outfits": outfits_block(shown),
            "get_weather": {"facts": {"place": "Oslo"}, "degraded": ["weather-unreachable"]},
        },
    )
    assert "assumed nothing about the weather" in reply


def test_an_assumed_temperature_is_said(shown: list[OutfitCard]) -> None:
    reply = answered("it's freezing", None, {"recommend_outfits": outfits_block(shown)})
    assert "-2 °C" in reply


def test_a_failed_tool_ends_in_words() -> None:
    text = "something for work"
    call = decide(situation(text)).tool_calls[0]
    failed = ToolResult(name=call.name, arguments=call.arguments, ok=False)
    assert "did not work" in decide(situation(text, results=[failed])).text


def test_the_same_words_are_answered_alike(shown: list[OutfitCard]) -> None:
    block = {"recommend_outfits": outfits_block(shown)}
    assert len({answered("for work", None, block) for _ in range(3)}) == 1


def messages(text: str, shown: list[OutfitCard] | None = None) -> list[Any]:
    told = situation(text, shown).model_copy(update={"user_text": ""})
    return [SystemMessage(HEADING + told.model_dump_json()), HumanMessage(text)]


def test_the_chat_model_calls_tools_and_then_speaks(shown: list[OutfitCard]) -> None:
    model = OfflinePolicy()
    thread = messages("something for work")
    asked = model.invoke(thread)
    assert [call["name"] for call in asked.tool_calls] == ["recommend_outfits"]
    block = outfits_block(shown)
    result = ToolMessage("found", tool_call_id=asked.tool_calls[0]["id"], artifact=block)
    said = model.invoke([*thread, asked, result])
    assert said.tool_calls == []
    assert "white oxford shirt" in said.text


def test_streamed_pieces_make_the_whole_reply() -> None:
    pieces = list(OfflinePolicy().stream(messages("hello")))
    assert len(pieces) > 2
    assert "".join(p.text for p in pieces) == OfflinePolicy().invoke(messages("hello")).text


async def test_streamed_tool_calls_are_whole(shown: list[OutfitCard]) -> None:
    whole = None
    async for piece in OfflinePolicy().astream(messages("swap the shoes", shown)):
        whole = piece if whole is None else whole + piece
    assert isinstance(whole, AIMessage)
    assert [c["args"] for c in whole.tool_calls] == [
        {"outfit_id": str(shown[0].id), "slot": "shoes"}
    ]


def test_a_tool_that_is_not_offered_is_not_called() -> None:
    bound = OfflinePolicy().bind_tools([{"name": "search_wardrobe"}])
    assert bound.invoke(messages("something for work")).tool_calls == []


def test_without_a_situation_the_policy_refuses() -> None:
    with pytest.raises(BadRequest):
        OfflinePolicy().invoke([HumanMessage("hello")])


def test_call_ids_differ_within_a_thread(shown: list[OutfitCard]) -> None:
    asked = OfflinePolicy().invoke(messages("swap the shoes and change the jacket", shown))
    assert len({call["id"] for call in asked.tool_calls}) == len(asked.tool_calls) == 2
    assert UUID(asked.tool_calls[0]["args"]["outfit_id"]) == shown[0].id


def test_an_empty_wardrobe_is_told_from_one_whose_photos_are_still_read() -> None:
    def reply(waiting: int) -> str:
        block = outfits_block([], missing=["garments that are ready to wear"], waiting=waiting)
        return answered("something for work", None, {"recommend_outfits": block})

    assert reply(0).startswith("Your wardrobe is still empty. Add photos")
    assert "12 photos are still being looked at" in reply(12)
    assert "stylist demo" in reply(12)
    assert "ready to wear" not in reply(0)


def test_a_wardrobe_that_is_being_drawn_is_not_called_empty() -> None:
    block = outfits_block([], missing=["garments that are ready to wear"], waiting=0, drawing=True)
    reply = answered("something for work", None, {"recommend_outfits": block})
    assert "drawn" in reply
    assert "empty" not in reply


def test_clothes_that_are_all_away_are_told_and_no_wish_is_asked_to_go() -> None:
    away = "garments that are ready to wear (your navy jeans are in the laundry)"
    block = outfits_block([], missing=[away])
    reply = answered("something for work", None, {"recommend_outfits": block})
    assert "your navy jeans are in the laundry" in reply
    assert "wish" not in reply


def test_what_to_let_go_is_told_with_and_without_an_outfit(shown: list[OutfitCard]) -> None:
    for cards in ([], shown[:1]):
        block = outfits_block(cards, missing=["shoes"], to_relax=["no red", "no black and no navy"])
        reply = answered("something for work", None, {"recommend_outfits": block})
        assert "“no red” or “no black and no navy”" in reply


def test_a_place_that_nobody_named_is_asked_for(shown: list[OutfitCard]) -> None:
    told = situation("something for tomorrow")
    (call,) = decide(told).tool_calls
    results = [ToolResult(name=call.name, arguments=call.arguments, ok=False)]
    (asked,) = decide(situation("something for tomorrow", results=results)).tool_calls
    block = outfits_block(shown)
    results.append(ToolResult(name=asked.name, arguments=asked.arguments, content=block))
    assert "name a place" in decide(situation("something for tomorrow", results=results)).text


def test_a_swap_names_the_new_piece_only(shown: list[OutfitCard]) -> None:
    after = shown[0].model_copy(deep=True)
    after.items[2] = shown[2].items[1]
    after.garment_ids[2] = after.items[2].garment_id
    reply = answered("swap the shoes", shown, {"swap_item": outfits_block([after])})
    assert "with the white sneakers" in reply
    assert "oxford shirt" not in reply


def test_a_swap_without_another_piece_says_so(shown: list[OutfitCard]) -> None:
    block = outfits_block([], missing=["no other shoes"])
    assert "no other shoes" in answered("swap the shoes", shown, {"swap_item": block})


def test_a_dislike_of_an_outfit_that_is_not_there_is_not_noted(shown: list[OutfitCard]) -> None:
    assert decide(situation("I don't like the fifth", shown)).tool_calls == []
