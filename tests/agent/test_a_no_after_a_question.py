"""A refusal in a sentence of its own is heard whatever was asked or wished before it."""

from datetime import datetime

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
BEFORE = [
    "Is {x} ok?", "Can I wear {x}?", "{x}?", "What about {x}?", "{x} please.", "Give me {x}.",
    "Does {x} work for the office?", "Is {x} a no-no?", "{x} today?", "I love {x}.", "Any {x}?",
    "Should I wear {x}?", "I was thinking {x}?", "{x} is great.", "Could we try {x}?",
]  # fmt: skip
AFTER = ["No {y}.", "no {y} please", "Never {y}.", "I hate {y}.", "{y}? No.", "Nothing in {y}."]
THINGS = [("navy", "black"), ("linen", "red"), ("skirts", "yellow"), ("green", "purple")]


@pytest.mark.parametrize("after", AFTER)
@pytest.mark.parametrize("before", BEFORE)
def test_a_no_is_for_what_stands_beside_it(before: str, after: str) -> None:
    for x, y in THINGS:
        text = f"{before.format(x=x)} {after.format(y=y)}"
        frame = understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW).frame
        others = frame.categories.avoid + frame.materials.avoid + frame.patterns.avoid
        assert (frame.colors.avoid, others) == ([y], []), text
