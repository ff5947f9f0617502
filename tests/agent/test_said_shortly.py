"""Short answers to what is shown: bare numbers, "no. others.", "I'm not wearing that"."""

from datetime import datetime

import pytest

from agent.policy import Situation
from agent.policy.verdicts import verdicts
from agent.understanding import understand
from stylist.frame import ConstraintFrame, Understanding
from stylist.outfits import OutfitCard

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def read(text: str, shown: list[OutfitCard], frame: ConstraintFrame | None = None) -> Understanding:
    history = [("user", "for work"), ("assistant", "How about one of these three?  The first.")]
    start = frame or ConstraintFrame(occasion="work")
    return understand(text, frame=start, shown=shown, turn=1, now=NOW, history=history)


def pointed(said: Understanding, shown: list[OutfitCard]) -> list[int]:
    ids = [str(card.id) for card in shown]
    return [ids.index(one.outfit_id) + 1 for one in said.references if one.outfit_id in ids]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("okay 2", 2),
        ("yes 2 please", 2),
        ("ooh love 3!!", 3),
        ("1 it is", 1),
        ("going w 2", 2),
        ("I suppose the last one will do", 3),
        ("guess number two is alright", 2),
        ("sure, the third", 3),
        ("alright then, number 2", 2),
        ("beaut, the second", 2),
        ("you little ripper! the first", 1),
    ],
)
def test_one_is_taken(text: str, number: int, shown: list[OutfitCard]) -> None:
    said = read(text, shown)
    assert "accept" in said.acts
    assert pointed(said, shown) == [number]
    assert not said.delta.set
    assert not said.delta.add


def test_a_number_of_an_outfit_is_no_temperature(shown: list[OutfitCard]) -> None:
    frame = understand(
        "work, 7 degrees", frame=ConstraintFrame(), shown=None, turn=0, now=NOW
    ).frame
    assert read("ok 1", shown, frame).frame.weather.temperature_c == 7
    assert read("no, 9", shown, frame).frame.weather.temperature_c == 9
    assert read("ok 12", shown, frame).frame.weather.temperature_c == 12
    assert read("it's 1 degree now", shown, frame).frame.weather.temperature_c == 1


@pytest.mark.parametrize(
    "text", ["ok 3 more", "2 of them please", "show me 2", "is 1 warmer than 2?"]
)
def test_a_number_that_counts_takes_nothing(text: str, shown: list[OutfitCard]) -> None:
    assert "accept" not in read(text, shown).acts


@pytest.mark.parametrize(
    "text", ["difference between 1 and 2?", "2 vs 3, which is warmer?", "compare 1 with 3"]
)
def test_two_numbers_are_compared(text: str, shown: list[OutfitCard]) -> None:
    said = read(text, shown)
    assert len(pointed(said, shown)) == 2
    assert not {"accept", "reject"} & set(said.acts)


def test_verdicts_by_number_are_noted_one_by_one(shown: list[OutfitCard]) -> None:
    text = "1: yes / 2: bin / 3: keep"
    said = read(text, shown)
    assert pointed(said, shown) == [1, 2, 3]
    assert "reject" in said.acts
    situation = Situation(understanding=said, shown=shown, user_text=text)
    ids = [str(card.id) for card in shown]
    noted = {
        ids.index(c.arguments["outfit_id"]) + 1: c.arguments["action"] for c in verdicts(situation)
    }
    assert noted == {1: "like", 2: "dislike", 3: "like"}


@pytest.mark.parametrize(
    "text",
    [
        "I'm not wearing that",
        "as if I'm wearing that",
        "there's no way I'm wearing that to work",
        "you won't catch me wearing that",
        "would you go away, I'm never wearing that",
        "I refuse to go out in that",
        "no. others.",
        "nope, more please",
        "nah, show me another",
        "a bit much, the second one",
        "too much, the first",
    ],
)
def test_what_is_shown_is_left(text: str, shown: list[OutfitCard]) -> None:
    acts = read(text, shown).acts
    assert "reject" in acts
    assert "accept" not in acts


@pytest.mark.parametrize(
    "text",
    ["sorry, I'm having an awful day", "it's been a terrible week", "slept bad, bear with me"],
)
def test_a_bad_day_leaves_no_outfit(text: str, shown: list[OutfitCard]) -> None:
    said = read(text, shown)
    assert "reject" not in said.acts
    assert said.references == []


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("could the third have other shoes?", "shoes"),
        ("can number 2 come with different boots?", "shoes"),
        ("might the first one get a different jacket?", "outerwear"),
        ("the boots clash, swap them", "shoes"),
        ("that blazer is far too formal, change it please", "outerwear"),
        ("ha, those loafers, replace those", "shoes"),
    ],
)
def test_a_piece_is_swapped(text: str, slot: str, shown: list[OutfitCard]) -> None:
    said = read(text, shown)
    assert said.swap_slots == [slot]
    assert not said.delta.add.get("categories.want")


def test_what_is_swapped_is_the_garment_that_is_named(shown: list[OutfitCard]) -> None:
    assert pointed(read("the boots clash, swap them", shown), shown) == [2]
    assert read("I like the boots, change the blazer", shown).swap_slots == ["outerwear"]
    assert read("no boots, swap them", shown).frame.categories.avoid == ["boots"]
