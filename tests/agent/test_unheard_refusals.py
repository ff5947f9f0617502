"""A "no" in words that no rule names, or through another thing, is refused and never wished for."""

from datetime import datetime

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame, Understanding

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def _read(text: str) -> Understanding:
    return understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("I would ask that you refrain from suggesting cardigans.", {"cardigan"}),
        ("I should be obliged if you omitted ties", {"tie"}),
        ("Please exclude, without limitation, shorts and boots", {"shorts", "boots"}),
        ("No boots, likewise sandals", {"boots", "sandals"}),
        ("Jeans are banned at work, hoodies too", {"jeans", "hoodie"}),
        ("No shorts, same with boots", {"shorts", "boots"}),
        ("Ties... please keep them away from me", {"tie"}),
        ("I own many cardigans but never want them picked", {"cardigan"}),
        ("Avoid:\n- boots\n- jeans", {"boots", "jeans"}),
        ("none of the following: jeans, boots", {"jeans", "boots"}),
        ("no shoes with heels, I have pain of feet", {"pumps"}),
        ("scratch that no boots", {"boots"}),
    ],
)
def test_is_refused(text: str, refused: set[str]) -> None:
    frame = _read(text).frame
    assert set(frame.categories.avoid) == refused
    assert not frame.categories.want
    assert not frame.pieces.avoid


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I love boots, sandals too", ["boots", "sandals"]),
        ("please don't refrain from boots", []),
        ("not sure: jeans", []),
        ("I want a blazer, I don't have one that fits", ["blazer"]),
        ("no jeans. I like boots too", ["boots"]),
    ],
)
def test_is_not_refused(text: str, wanted: list[str]) -> None:
    avoided = set(_read(text).frame.categories.avoid) - {"jeans"}
    assert not avoided
    assert set(wanted) <= set(_read(text).frame.categories.want)


def test_what_a_refusing_word_may_govern_is_asked_back() -> None:
    read = _read("we decline whatever the shop calls boots")
    assert not read.frame.categories.want
    assert read.frame.categories.avoid == ["boots"] or [d.text for d in read.uncertain] == ["boots"]


def test_an_exception_to_a_refusal_is_no_wish() -> None:
    frame = _read("exclude loafers, save where they are black").frame
    assert frame.categories.avoid == ["loafers"]
    assert not frame.colors.want
    assert [(p.category, p.color) for p in frame.pieces.allow] == [("loafers", "black")]
