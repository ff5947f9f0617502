"""A language model is asked only where it can help to read a turn."""

from datetime import datetime

import pytest

from agent.understanding import understand
from agent.understanding.second_reading.second_reader import why_read_again
from stylist.frame import ConstraintFrame

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def why(text: str) -> str | None:
    ours = understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW)
    return why_read_again(ours, text)


@pytest.mark.parametrize(
    "text",
    [
        "smart casual for a rainy 12 °C day, no black, not the boots",
        "nothing grey, a dress please, spring wedding",
        "hello there, how are you?",
        "the second one, but warmer",
        "do I own a red dress?",
        "something for my mother's birthday dinner on Saturday, please",
        "heels? no chance",
        "thanks, that helps!",
        "",
        "👍",
    ],
)
def test_plain_english_needs_no_second_reader(text: str) -> None:
    assert why(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("kein Schwarz bitte, etwas für eine Hochzeit", "language"),
        ("не хочу чёрное", "language"),
        ("turtlenecks glorf me", "in-doubt"),
        ("my cousin exchanges vows on Friday, no grey", "unread-words"),
        ("chartreuse for the ceilidh", "unread-words"),
        ("I have three kids and no time", "unread-no"),
    ],
)
def test_what_the_rules_do_not_know_is_read_again(text: str, reason: str) -> None:
    assert why(text) == reason
