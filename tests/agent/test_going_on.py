"""What comes up when people go on talking: undo after a swap, further questions, recaps."""

from datetime import datetime
from typing import Any

import pytest

from agent.policy import Situation, ToolResult, decide
from agent.policy.plan import stages
from agent.policy.returning import made_from
from agent.removals import removal_in
from agent.understanding import understand
from stylist.frame import ConstraintFrame, Understanding
from stylist.outfits import OutfitCard

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def talk(*turns: str, shown: list[OutfitCard] | None = None) -> Understanding:
    """The last turn's understanding, with what was said and held before."""
    frame, past, history, said = ConstraintFrame(), [], [], None
    for n, text in enumerate(turns):
        said = understand(
            text, frame=frame, shown=shown, turn=n, now=NOW, history=history, past=past
        )
        past, frame = [*past, frame], said.frame
        history = [*history, ("user", text), ("assistant", "Here you are.")]
    assert said is not None
    return said


def planned(said: Understanding, text: str, **more: Any) -> list[tuple[str, dict[str, Any]]]:
    situation = Situation(understanding=said, user_text=text, **more)
    return [(call.name, call.arguments) for stage in stages(situation) for call in stage]


def without(card: OutfitCard, n: int) -> OutfitCard:
    """An outfit that was made from another by leaving a piece out."""
    ids = [id_ for k, id_ in enumerate(card.garment_ids) if k != n]
    return card.model_copy(update={"id": card.garment_ids[n], "garment_ids": ids})


def test_the_outfit_before_a_change_is_found_again(shown: list[OutfitCard]) -> None:
    changed = without(shown[0], 2)
    assert made_from([changed], [*shown, changed]) == shown[0]
    assert made_from([shown[1]], shown) is None
    assert made_from([], shown) is None


@pytest.mark.parametrize("text", ["undo that", "put it back", "back to the one before"])
@pytest.mark.parametrize("before", ["swap the shoes", "dressier"])
def test_undoing_a_change_shows_the_outfit_from_before(
    before: str, text: str, shown: list[OutfitCard]
) -> None:
    said = talk("three outfits for work", before, text, shown=shown)
    assert said.frame.occasion == "work"
    made = planned(said, text, shown=[without(shown[0], 2)], replaced=shown[0])
    assert made == [("show_again", {"outfit_ids": [str(shown[0].id)]})]


def test_what_is_ruled_out_by_now_does_not_come_back(shown: list[OutfitCard]) -> None:
    said = talk("three outfits for work", "no loafers", "swap the shoes", "undo that", shown=shown)
    made = planned(said, "undo that", shown=[without(shown[0], 2)], replaced=shown[0])
    assert [name for name, _ in made] == ["recommend_outfits"]


def test_what_was_taken_back_is_said(shown: list[OutfitCard]) -> None:
    said = talk("office, no black", "black is fine after all")
    content = {"outfits": [shown[0].model_dump(mode="json")], "facts": {}}
    made = ToolResult(name="recommend_outfits", arguments={}, content=content)
    text = "black is fine after all"
    situation = Situation(understanding=said, user_text=text, tool_results=[made])
    situation = situation.model_copy(
        update={"tool_results": [made.model_copy(update={"arguments": planned(said, text)[0][1]})]}
    )
    assert "“no black”" in decide(situation).text


@pytest.mark.parametrize(
    ("turns", "arguments"),
    [
        (("how many jackets do I have?", "any purple ones?"), ("jacket", "purple")),
        (
            ("how many jackets do I have?", "any purple ones?", "and black ones?"),
            ("jacket", "black"),
        ),
        (("which shoes do I own?", "and bags?"), ("bag", "")),
    ],
)
def test_a_question_goes_on_with_the_one_before(turns, arguments) -> None:
    said = talk(*turns)
    (made,) = planned(said, turns[-1])
    assert made[0] == "search_wardrobe"
    assert (made[1]["category"], made[1]["color"]) == arguments
    assert said.frame == ConstraintFrame()


def test_a_wish_after_a_question_stays_a_wish() -> None:
    assert talk("how many jackets do I have?", "and for work?").frame.occasion == "work"


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("why the first, and show me something dressier", ["explain_outfit", "recommend_outfits"]),
        ("explain the second and swap its shoes", ["explain_outfit", "swap_item"]),
        (
            "how many coats do I have and give me an outfit",
            ["search_wardrobe", "recommend_outfits"],
        ),
        ("what's the weather in Oslo, and make it warmer", ["get_weather", "recommend_outfits"]),
    ],
)
def test_a_question_and_an_order_are_both_met(text, calls, shown: list[OutfitCard]) -> None:
    assert [name for name, _ in planned(talk(text, shown=shown), text, shown=shown)] == calls


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("no black, for work", "what have I ruled out?"), ["no black", "work"]),
        (("what did I ask for?",), ["Nothing"]),
        (("bye",), ["bye", "See you"]),
        (("give me a second",), ["time", "hurry"]),
        (("what can you do?",), ["wardrobe"]),
    ],
)
def test_talk_is_answered_in_kind(turns: tuple[str, ...], said: list[str]) -> None:
    reply = decide(Situation(understanding=talk(*turns), user_text=turns[-1])).text
    assert any(words in reply for words in said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I want a spacesuit", "“spacesuit”"),
        ("I want to wear my kilt to a wedding", "“kilt”"),
        ("pack for five days in Rome", "one day at a time"),
        ("something for work and call me a taxi", "can not help"),
    ],
)
def test_what_is_not_had_is_said(text: str, said: str, shown: list[OutfitCard]) -> None:
    heard, results = talk(text), []
    for _ in range(3):
        decision = decide(Situation(understanding=heard, user_text=text, tool_results=results))
        if not decision.tool_calls:
            break
        content = {"outfits": [shown[0].model_dump(mode="json")], "facts": {}}
        results += [
            ToolResult(name=call.name, arguments=call.arguments, content=content)
            for call in decision.tool_calls
        ]
    assert said in decision.text


@pytest.mark.parametrize(
    "text", ["I need a change", "a jumper", "wear my lucky shirt", "a raincoat"]
)
def test_known_words_are_no_unknown_garments(text: str, shown: list[OutfitCard]) -> None:
    said = talk(text)
    content = {"outfits": [shown[0].model_dump(mode="json")], "facts": {}}
    made = ToolResult(
        name="recommend_outfits", arguments=planned(said, text)[0][1], content=content
    )
    reply = decide(Situation(understanding=said, user_text=text, tool_results=[made])).text
    assert "I know no" not in reply
    assert "There is no" not in reply


@pytest.mark.parametrize(
    ("text", "by_wear"),
    [
        ("delete all but the white ones", False),
        ("delete everything but the jeans", False),
        ("delete all bar the boots", False),
        ("delete it", False),
        ("get rid of everything I never wear", True),
        ("throw out what I don't wear", True),
    ],
)
def test_orders_that_would_need_a_guess_delete_nothing(text: str, by_wear: bool) -> None:
    order = removal_in(text)
    assert order is not None
    assert order.unclear
    assert order.by_wear is by_wear
    assert not order.pieces


def test_a_lifted_piece_is_told_once(shown: list[OutfitCard]) -> None:
    said = talk("something with black pumps", "undo that")
    arguments = planned(said, "undo that")[0][1]
    content = {"outfits": [shown[0].model_dump(mode="json")], "facts": {}}
    made = ToolResult(name="recommend_outfits", arguments=arguments, content=content)
    reply = decide(Situation(understanding=said, user_text="undo that", tool_results=[made])).text
    assert "“black pumps”" in reply
    assert "“black”" not in reply


@pytest.mark.parametrize("text", ["what would you pick?", "which one would you choose?"])
def test_our_pick_is_the_first(text: str, shown: list[OutfitCard]) -> None:
    made = planned(talk(text, shown=shown), text, shown=shown)
    assert made == [("explain_outfit", {"outfit_ids": [str(shown[0].id)]})]


def test_an_occasion_takes_the_place_of_the_one_let_go() -> None:
    assert talk("beach tomorrow", "never mind the beach, cinema").frame.occasion == "casual"


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("the third but with white sneakers", ["show_again"]),
        ("the first but with white sneakers", ["recommend_outfits"]),
        ("the third but with white sneakers and warmer", ["recommend_outfits"]),
    ],
)
def test_an_outfit_that_has_it_already_stays(text, calls, shown: list[OutfitCard]) -> None:
    assert [name for name, _ in planned(talk(text, shown=shown), text, shown=shown)] == calls


def test_a_wish_that_is_forgotten_rules_nothing_out(shown: list[OutfitCard]) -> None:
    frame = talk("a dress please", "forget the dress, trousers are fine too", shown=shown).frame
    assert frame.categories.want == []
    assert frame.categories.avoid == []
    assert frame.items.exclude == []


def test_a_part_of_the_day_is_of_the_day_named_before() -> None:
    said = talk("travelling to Paris on tuesday", "and in the evening there is a dinner date")
    assert said.frame.weather.when == "in the evening (2026-11-24T19:00)"
    assert talk("in the evening there is a party").frame.weather.when.endswith("21T19:00)")


def test_a_complaint_of_what_was_worn_points_at_it(shown: list[OutfitCard]) -> None:
    said = talk("I was freezing in it", shown=shown)
    assert said.acts == ["refer"]
    assert said.frame.weather.temperature_c is None


def test_what_was_looked_up_unasked_is_not_told(shown: list[OutfitCard]) -> None:
    said = talk("no boots, an outfit for work")
    found = ToolResult(name="search_wardrobe", content={"facts": {"found": ["Brown boots"]}})
    outfits = {"outfits": [shown[0].model_dump(mode="json")], "facts": {}}
    arguments = planned(said, "no boots, an outfit for work")[0][1]
    made = ToolResult(name="recommend_outfits", arguments=arguments, content=outfits)
    text = "no boots, an outfit for work"
    situation = Situation(understanding=said, user_text=text, tool_results=[found, made])
    assert "Brown boots" not in decide(situation).text
    assert "brown boots" not in decide(situation).text
