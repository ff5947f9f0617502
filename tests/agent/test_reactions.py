"""Clauses that take, leave, ask why or chat, in words that mean something else elsewhere."""

from datetime import datetime

import pytest

from agent.understanding import understand
from agent.understanding.acts.reactions import reactions
from stylist.frame import ConstraintFrame, Understanding
from stylist.outfits import OutfitCard

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def read(
    text: str, shown: list[OutfitCard] | None = None, *, frame: ConstraintFrame | None = None
) -> Understanding:
    return understand(text, frame=frame or ConstraintFrame(), shown=shown, turn=0, now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "go on then, you've twisted my arm",
        "can't fault it",
        "no complaints from me",
        "nothing to add",
        "wouldn't change a thing",
        "couldn't be happier with that",
        "no notes. ten out of ten.",
        "it's a yes from me",
        "the second one slaps ngl",
        "number two it is",
        "I can live with that",
        "not bad, not bad at all",
        "spot on, you've read my mind",
        "let's roll with 2",
    ],
)
def test_what_pleases_is_taken_and_refuses_nothing(text: str, shown: list[OutfitCard]) -> None:
    said = read(text, shown)
    assert "accept" in said.acts
    assert "reject" not in said.acts
    assert said.delta.add == {}
    assert said.frame.notes == []


@pytest.mark.parametrize(
    "text",
    [
        "not feeling any of it tbh",
        "none of it is really me",
        "it's a no from me",
        "these don't do it for me",
        "the second one gives me the ick",
        "I look like my nan in that",
        "way too try-hard for me",
        "you must be joking",
        "back to the drawing board I'm afraid",
        "my daughter would disown me",
    ],
)
def test_what_displeases_is_left(text: str, shown: list[OutfitCard]) -> None:
    said = read(text, shown)
    assert "reject" in said.acts
    assert "accept" not in said.acts


@pytest.mark.parametrize(
    "text",
    [
        "what made you pick the first one?",
        "talk me through number two",
        "what's the thinking behind the blazer?",
        "on what basis are you suggesting these?",
        "how did you land on the jeans",
        "y this one",
    ],
)
def test_a_reason_is_asked_for(text: str, shown: list[OutfitCard]) -> None:
    said = read(text, shown)
    assert said.acts[0] == "ask_why"
    assert said.delta.add == {}


@pytest.mark.parametrize(
    "text",
    [
        "ta love",
        "ok brb, kettle's on",
        "aw bless you",
        "much obliged to you, young man",
        "back in 5, baby's crying",
        "g'day",
        "you absolute legend",
        "right, I'm off to bed",
        "sorry, phone died",
        "what a week it's been",
    ],
)
def test_talk_is_talk(text: str) -> None:
    said = read(text)
    assert said.acts == ["small_talk"]
    assert said.delta.add == {}


@pytest.mark.parametrize(
    "text", ["I have three kids and no time", "she cannot come", "we never got round to it"]
)
def test_a_no_never_passes_for_talk(text: str) -> None:
    assert "small_talk" not in read(text).acts


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("no notes, but no blazer", "blazer"),
        ("can't fault it, just lose the jeans", "jeans"),
        ("perfect, only without the coat", "coat"),
    ],
)
def test_a_refusal_beside_praise_stays(text: str, kept: str, shown: list[OutfitCard]) -> None:
    assert kept in read(text, shown).frame.categories.avoid


@pytest.mark.parametrize(
    "text",
    [
        "blue again! how many times do I have to tell you",
        "Blue. Again!",
        "blue again?! what did I say",
        "there's blue in there. I said no blue",
    ],
)
def test_a_complaint_lifts_nothing(text: str, shown: list[OutfitCard]) -> None:
    before = read("no blue", shown)
    said = read(text, shown, frame=before.frame)
    assert "reject" in said.acts
    assert said.frame.colors.avoid == ["blue"]
    assert said.frame.colors.want == []


@pytest.mark.parametrize(
    "text", ["perfect for a boring meeting", "a blue shirt for work", "I like everything but jeans"]
)
def test_a_wish_is_no_reaction(text: str) -> None:
    assert [found.kind for found in reactions(text) if found.kind in ("accept", "reject")] == []


@pytest.mark.parametrize(
    "text",
    [
        "Hi, what is the neckline on this dress called?",
        "Thank you, how much does it cost?",
        "Just curious, does it only come in that color?",
        "That's interesting, how much does it run for?",
    ],
)
def test_a_question_beside_a_greeting_is_still_asked(text: str) -> None:
    assert read(text).acts[0] == "ask_fact"


@pytest.mark.parametrize("text", ["Great! Can you remember it for me?", "can you remember that"])
def test_to_remember_it_is_no_complaint(text: str) -> None:
    assert "confirm" in read(text).acts


@pytest.mark.parametrize(
    "text", ["Are the ratings good?", "How do the prices of these compare?", "Any good reviews?"]
)
def test_prices_and_ratings_are_ours_to_be_asked(text: str) -> None:
    assert "out_of_scope" not in read(text).acts
