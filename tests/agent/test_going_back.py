"""Undoing, once and again, and going back to before something was said."""

from datetime import datetime

import pytest

from agent.understanding.replay import Replay, Said
from stylist.frame import ConstraintFrame, Understanding

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def talk(*said: str) -> Understanding:
    history = [
        Said(role=role, content=words)
        for one in said[:-1]
        for role, words in (("user", one), ("assistant", "Here you are."))
    ]
    return Replay(now=lambda: NOW).read(history, said[-1])


def plain(frame: ConstraintFrame) -> dict[str, object]:
    return frame.model_dump(exclude={"provenance"})


@pytest.mark.parametrize(
    ("said", "same_as"),
    [
        (("for a wedding", "actually for an interview", "undo"), ("for a wedding",)),
        (("for a wedding", "in blue", "scratch that"), ("for a wedding",)),
        (("no black", "hello", "undo"), ("hello",)),
        (("for a wedding", "in blue", "undo", "undo"), ("hello",)),
        (("for work", "in blue", "undo", "no jeans", "undo"), ("for work",)),
        (("for work", "in blue", "no jeans", "undo", "undo"), ("for work",)),
        (
            ("a dress", "in red please", "with sneakers", "go back to before the red thing"),
            ("a dress",),
        ),
        (("for work", "no red", "no jeans", "go back to before the red"), ("for work",)),
        (("for work, no black", "actually black is fine"), ("for work",)),
        (("under 100 dollars, for work", "forget the budget"), ("for work",)),
        (("for work, no black", "never mind what I said about black"), ("for work",)),
    ],
)
def test_what_was_said_before_holds_again(said: tuple[str, ...], same_as: tuple[str, ...]) -> None:
    gone_back = talk(*said)
    assert plain(gone_back.frame) == plain(talk(*same_as).frame)
    assert "retract" in gone_back.acts


def test_going_back_to_what_was_never_there_changes_nothing() -> None:
    before, after = talk("for work"), talk("for work", "go back to before the red thing")
    assert after.frame.occasion == before.frame.occasion == "work"
    assert after.frame.colors == before.frame.colors


def test_undoing_the_first_turn_leaves_nothing() -> None:
    assert plain(talk("for a wedding in blue", "undo").frame) == plain(ConstraintFrame())


def test_undoing_nothing_is_no_fault() -> None:
    assert plain(talk("undo").frame) == plain(ConstraintFrame())


def test_a_line_with_an_undo_gives_the_same_whatever_was_read_before() -> None:
    said = ["for a wedding", "actually for an interview", "undo", "in blue"]
    history: list[Said] = []
    replay = Replay(now=lambda: NOW)
    for words in said:
        last = replay.read(history, words)
        history += [Said(role="user", content=words), Said(role="assistant", content="Here.")]
        history = list(history)
    assert last == replay_alone(history[:-2], said[-1])


def replay_alone(history: list[Said], text: str) -> Understanding:
    return Replay(now=lambda: NOW).read(history, text)


@pytest.mark.parametrize(
    ("said", "back", "kept"),
    [
        ("work tomorrow, 9 degrees and rain", "scratch that, it will be 15 degrees", "work"),
        ("garden party, 24 and sunny", "forget that, now they say 12 degrees and wind", "party"),
        ("dinner date in Paris on Friday", "cancel that, it's on Saturday", "date"),
        ("party, 5 degrees", "scratch that", None),
        ("party, no black", "scratch that, no brown", None),
    ],
)
def test_what_is_said_anew_is_all_that_is_taken_back(
    said: str, back: str, kept: str | None
) -> None:
    assert talk(said).frame.occasion
    again = talk(said, back).frame
    assert again.occasion == kept
    assert "black" not in again.colors.avoid
