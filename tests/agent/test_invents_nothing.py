"""Words that name no wish: initials, addresses, what somebody is like, a verb that meets."""

from datetime import datetime
from typing import Any

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def read(text: str) -> ConstraintFrame:
    return understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW).frame


@pytest.mark.parametrize(
    "text",
    [
        "Grey suit for Monday please.\n\nBest wishes,\nS.",
        "No wool, please.\n\nL",
        "Wedding on Saturday, no black.\n\nSincerely,\nL. Okafor",
        "Something warm for tomorrow, please.\n\n- M",
        "no heels tonight thanks, S",
        "Dear Miss or Sir, no red please.",
        "Dear Team or Stylist,\nno leather.",
        "To the Manager or Madam,\n\nno red",
    ],
)
def test_who_writes_and_who_is_written_to_is_no_detail(text: str) -> None:
    assert read(text).details.want == []


@pytest.mark.parametrize(
    ("text", "attribute", "value"),
    [
        ("I'm a M these days", "size", "m"),
        ("size:\nM", "size", "m"),
        ("I need a shirt in L.", "size", "l"),
        ("anything by Marks or Zara", "brand", "Zara"),
        ("Dear me, only anything by Zara, please", "brand", "Zara"),
    ],
)
def test_a_size_and_a_maker_stay(text: str, attribute: str, value: str) -> None:
    wanted = [(one.attribute, one.value) for one in read(text).details.want]
    assert wanted == [(attribute, value)]


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        ("I'm meeting Anna for a coffee at ten", "casual"),
        ("we're meeting his parents on Sunday", None),
        ("meeting my brother at the cinema tonight", "casual"),
        ("meeting an old friend at the museum", "casual"),
        ("meeting up with mates for drinks", "party"),
        ("I'm meeting clients in Leeds", "work"),
        ("meeting my boss at nine", "work"),
        ("meeting the bank at 9", "work"),
        ("a meeting tomorrow at 9", "work"),
        ("I'm in a meeting until noon", "work"),
    ],
)
def test_to_meet_somebody_is_no_meeting(text: str, occasion: str | None) -> None:
    assert read(text).occasion == occasion


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("my gran is old school, so no trousers", []),
        ("The boss is a bit preppy, no jeans please", []),
        ("his family are quite vintage but I wear what I like", []),
        ("she's terribly preppy, so no jeans", []),
        ("I am preppy, no trainers", ["preppy"]),
        ("my style is vintage", ["vintage"]),
        ("you ripper! no wool today", []),
    ],
)
def test_what_somebody_is_like_is_no_style(text: str, styles: list[str]) -> None:
    frame = read(text)
    assert frame.styles.want == styles
    assert frame.details.want == []


@pytest.mark.parametrize(
    ("text", "avoided"),
    [
        ("I want to look expensive", []),
        ("dress me so I look rich and expensive", []),
        ("make me look expensive", []),
        ("it looks expensive", ["expensive"]),
        ("they look pricey", ["expensive"]),
        ("nothing expensive", ["expensive"]),
    ],
)
def test_to_look_expensive_refuses_no_price(text: str, avoided: list[Any]) -> None:
    assert [one.value for one in read(text).details.avoid] == avoided


def test_what_holds_a_tie_is_no_tie() -> None:
    for text in ("no tie clips", "no tie bar please", "No tie pin."):
        frame = read(text)
        assert frame.categories.avoid == []
        assert frame.notes
    assert read("no tie please, pink shirt").categories.avoid == ["tie"]
