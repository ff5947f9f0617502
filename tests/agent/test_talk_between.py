"""Talk that is no wish: waiting, chatting, services, facts of the world, the weather."""

from datetime import datetime
from typing import Any

import pytest

from agent.policy import Situation
from agent.policy.plan import stages
from agent.understanding import understand
from stylist.frame import ConstraintFrame, Delta, Understanding
from stylist.outfits import OutfitCard

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def heard(*turns: str, shown: list[OutfitCard] | None = None) -> Understanding:
    """The understanding of the last turn, with the frame of those before."""
    frame, said = ConstraintFrame(), None
    for n, text in enumerate(turns):
        said = understand(text, frame=frame, shown=shown, turn=n, now=NOW)
        frame = said.frame
    assert said is not None
    return said


def tools(text: str, shown: list[OutfitCard] | None = None) -> list[str]:
    situation = Situation(understanding=heard(text, shown=shown), shown=shown or [], user_text=text)
    return [call.name for stage in stages(situation) for call in stage]


@pytest.mark.parametrize(
    "text",
    [
        "give me a second",
        "wait a second",
        "just a sec",
        "one moment please",
        "hold on",
        "let me think",
        "could you give me a minute?",
        "how are you today?",
        "hey, how are you doing this morning?",
        "you're funny",
        "that's really sweet",
        "wow you are quick",
        "what a morning",
        "it's been a long day",
    ],
)
def test_waiting_and_chatting_ask_for_nothing(text: str, shown: list[OutfitCard]) -> None:
    for screen in (None, shown):
        said = heard(text, shown=screen)
        assert said.acts == ["small_talk"]
        assert said.delta == Delta()
        assert not said.references
        assert not said.beyond
        assert tools(text, screen) == []


@pytest.mark.parametrize(
    "text",
    [
        "what's the tallest building in Paris?",
        "who designed the Eiffel tower?",
        "do you know a good pizza place?",
        "can you iron my shirt?",
        "sell my old coat on ebay",
        "wake me at six",
        "transfer 200 dollars",
        "is it legal to park here?",
        "my knee hurts, which painkiller should I take?",
        "remind me at eight",
        "how many mg of aspirin can a child take",
        "order these shoes in size 42 and pay with my card",
        "please wash the black dress",
        "call me a taxi",
        "who won the match in Oslo yesterday?",
    ],
)
def test_services_and_facts_of_the_world_are_no_matter_of_clothes(
    text: str, shown: list[OutfitCard]
) -> None:
    for screen in (None, shown):
        said = heard(text, shown=screen)
        assert said.acts == ["out_of_scope"]
        assert said.delta == Delta()
        assert tools(text, screen) == []


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("who makes it?", "ask_fact"),
        ("how many coats do I have?", "ask_fact"),
        ("what is the best thing to wear in Paris?", "request"),
        ("what's the dress code at the opera?", "request"),
        ("sell me on the first one", "refer"),
        ("what are the colours of the coat?", "ask_fact"),
    ],
)
def test_questions_about_clothes_stay(text: str, act: str) -> None:
    assert heard(text).acts[0] == act


@pytest.mark.parametrize(
    "text",
    [
        "find an outfit for lunch",
        "find a coat for dinner",
        "get me a coffee coloured sweater",
        "clean up the look a bit",
        "polish the outfit a little",
        "take me to dinner in something nice",
        "book club outfit",
    ],
)
def test_words_of_clothes_make_a_wish_of_an_errand(text: str) -> None:
    assert "out_of_scope" not in heard(text).acts


def test_a_no_beside_a_service_is_kept() -> None:
    assert heard("can you iron my shirt, no black please").frame.colors.avoid == ["black"]


def test_what_is_asked_beside_a_service_is_heard() -> None:
    said = heard("can you iron my shirt and suggest an outfit for work")
    assert said.frame.occasion == "work"
    assert said.frame.categories.want == []
    assert said.acts == ["request", "out_of_scope"]


@pytest.mark.parametrize(
    "text", ["how cold will it be tomorrow?", "will it rain tomorrow?", "is it snowing in Oslo?"]
)
def test_a_question_about_the_weather_states_none(text: str) -> None:
    weather = heard(text).frame.weather
    assert weather.temperature_c is None
    assert weather.conditions == []
    assert tools(text) == ["get_weather"]


def test_what_is_stated_before_the_question_stands() -> None:
    assert heard("it is cold, is it going to rain?").frame.weather.temperature_c == 5


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("I'm always cold", ["warmer"]),
        ("I am so hot", ["cooler"]),
        ("I get cold easily", ["warmer"]),
    ],
)
def test_what_the_person_feels_is_no_weather(text: str, moves: list[str]) -> None:
    said = heard(text)
    assert said.delta.moves == moves
    assert said.frame.weather.temperature_c is None


@pytest.mark.parametrize(
    ("text", "outfit"),
    [
        ("number three looks good", 2),
        ("option 2 looks great", 1),
        ("the second one looks good", 1),
        ("3rd please", 2),
        ("second it is", 1),
        ("show me number two", 1),
    ],
)
def test_an_outfit_is_pointed_at_and_none_counted(
    text: str, outfit: int, shown: list[OutfitCard]
) -> None:
    said = heard(text, shown=shown)
    assert [r.outfit_id for r in said.references] == [str(shown[outfit].id)]
    assert said.frame.count is None


def test_a_second_outfit_is_one_more(shown: list[OutfitCard]) -> None:
    assert heard("a second outfit please", shown=shown).references == []


@pytest.mark.parametrize(
    ("turns", "path", "value"),
    [
        (("wedding in Oslo tomorrow", "change of plan: Dubai"), "weather.place", "Dubai"),
        (("wedding in Oslo tomorrow", "actually Sydney is next"), "weather.place", "Sydney"),
        (("something for Rome", "not Rome, London"), "weather.place", "London"),
        (("under 100 euros for shoes", "make it 150"), "budget.max", 150),
        (("it's 31 degrees", "no wait I misread, 13"), "weather.temperature_c", 13),
        (("10 degrees, two outfits", "make it 3"), "count", 3),
        (("10 degrees, two outfits", "actually 15"), "weather.temperature_c", 15),
        (("gym", "the gym is closed, we have a dinner for our anniversary"), "occasion", "date"),
        (("wedding tomorrow", "the wedding got cancelled"), "occasion", None),
        (("make it blue", "no, not blue, green"), "colors.want", ["green"]),
        (("make it blue", "no, not blue, green"), "colors.avoid", ["blue"]),
        (("not blue, green",), "colors.avoid", ["blue", "green"]),
        (("party outfit", "that is too much, a bit more casual"), "formality.min", 0.35),
        (("no white because of the coffee",), "colors.want", []),
    ],
)
def test_plans_change(turns: tuple[str, ...], path: str, value: Any) -> None:
    found: Any = heard(*turns).frame
    for name in path.split("."):
        found = getattr(found, name)
    assert found == value


@pytest.mark.parametrize(
    "text", ["nice, thanks", "phoenix", "Florence is getting married, I need a dress"]
)
def test_names_that_are_words_are_no_places(text: str) -> None:
    assert heard(text).frame.weather.place is None


@pytest.mark.parametrize(
    "text", ["next", "next one please", "ok, next", "nor that", "not that either"]
)
def test_what_asks_for_another_rejects(text: str, shown: list[OutfitCard]) -> None:
    assert "reject" in heard(text, shown=shown).acts


@pytest.mark.parametrize(
    "text", ["for the next day: a walk", "a party next saturday", "London is next"]
)
def test_what_comes_next_rejects_nothing(text: str, shown: list[OutfitCard]) -> None:
    assert "reject" not in heard(text, shown=shown).acts


@pytest.mark.parametrize("text", ["yep, go ahead", "yes go ahead please", "sure, why not"])
def test_a_yes_of_several_words_is_a_yes(text: str, shown: list[OutfitCard]) -> None:
    said = heard(text, shown=shown)
    assert said.answer == "yes"
    assert said.acts == ["confirm"]


@pytest.mark.parametrize("text", ["surprise me", "what should I put on?", "you decide"])
def test_a_bare_request_asks_for_outfits(text: str) -> None:
    assert tools(text) == ["recommend_outfits"]
