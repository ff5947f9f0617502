"""Questions that wish for nothing, outfits pointed at in passing, and what is said with a smile."""

from datetime import datetime
from uuid import UUID, uuid5

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame, Delta, Understanding
from stylist.outfits import OutfitCard

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def read(
    text: str, shown: list[OutfitCard] | None = None, *, frame: ConstraintFrame | None = None
) -> Understanding:
    return understand(text, frame=frame or ConstraintFrame(), shown=shown, turn=0, now=NOW)


def id_of(name: str) -> str:
    return str(uuid5(UUID(int=0), name))


@pytest.mark.parametrize(
    "text",
    [
        "Do people wear jeans with a blazer these days?",
        "Do I look daft in stripes?",
        "Am I too old for a leather jacket?",
        "is navy a neutral",
        "Do horizontal stripes make you look fat",
        "are skinny jeans still a thing",
        "does the coat go with brown boots",
        "can chinos go in the tumble dryer?",
        "how do I stop my jumpers from bobbling",
        "my son says skinny jeans are over, is he right?",
        "would a belt spoil it",
        "how often should you wash jeans",
    ],
)
def test_a_question_wishes_for_nothing_and_refuses_nothing(text: str) -> None:
    said = read(text)
    assert said.acts[0] == "ask_fact"
    assert said.delta == Delta()


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("could you do it without jeans?", "jeans"),
        ("is there anything with no blazer?", "blazer"),
        ("can I get a look without a tie?", "tie"),
    ],
)
def test_a_refusal_in_a_question_stays(text: str, refused: str) -> None:
    assert refused in read(text).frame.categories.avoid


@pytest.mark.parametrize(
    "text",
    [
        "how do I get red wine out of a carpet",
        "what year did the Titanic sink",
        "recommend a good thriller",
        "how long do I boil an egg",
    ],
)
def test_what_nobody_wears_is_out_of_scope(text: str) -> None:
    said = read(text)
    assert said.acts == ["out_of_scope"]
    assert said.delta == Delta()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("I'll have the one on the left", "o1"),
        ("the one on the far right", "o3"),
        ("leftmost one", "o1"),
        ("not the first, the other one", ""),
        ("the coat one please", "o2"),
        ("the look with the coat is perfect", "o2"),
    ],
)
def test_an_outfit_is_pointed_at(text: str, meant: str, shown: list[OutfitCard]) -> None:
    said = read(text, shown)
    assert said.delta == Delta()
    assert not meant or [r.outfit_id for r in said.references] == [id_of(meant)]


def test_a_garment_is_refused_where_it_is_worn_and_nowhere_else(shown: list[OutfitCard]) -> None:
    said = read("I hate the coat on number 2", shown)
    assert said.frame.items.exclude == [id_of("coat")]
    assert said.frame.categories.avoid == []


@pytest.mark.parametrize(
    "text",
    [
        "great, another beige cardigan, just what my life was missing",
        "wow, socks with sandals, be still my beating heart",
        "ah yes, brown loafers, how daring",
        "nice, heels, because I love blisters",
        "oh yay more florals, I was running low",
    ],
)
def test_irony_wishes_for_nothing(text: str, shown: list[OutfitCard]) -> None:
    said = read(text, shown)
    assert [doubt.why for doubt in said.uncertain] == ["sarcasm"]
    assert said.delta == Delta()
    assert "accept" not in said.acts


def test_delight_at_what_was_refused_lifts_nothing() -> None:
    before = read("no brown").frame
    said = read("Oh brilliant, brown again, exactly what I asked for", frame=before)
    assert said.frame.colors.avoid == ["brown"]
    assert [doubt.why for doubt in said.uncertain] == ["sarcasm"]


@pytest.mark.parametrize("text", ["great, another blue shirt please", "lovely, more green please"])
def test_a_polite_wish_for_more_is_meant(text: str) -> None:
    assert [doubt.why for doubt in read(text).uncertain] == []
