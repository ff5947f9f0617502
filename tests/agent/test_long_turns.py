"""A turn that is twice as long takes about twice the work, whatever it repeats."""

import sys
from datetime import UTC, datetime

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def steps(text):
    """How many steps of the interpreter a turn takes, after black, red and boots were refused."""
    frame = ConstraintFrame()
    frame.colors.avoid, frame.categories.avoid = ["black", "red"], ["boots"]
    taken = 0

    def count(running, event, _):
        nonlocal taken
        running.f_trace_opcodes, running.f_trace_lines = True, False
        taken += event == "opcode"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        understand(text, frame=frame, shown=None, turn=1, now=NOW)
    finally:
        sys.settrace(before)
    return taken


@pytest.mark.parametrize(
    "said",
    ["black ", "black or red or ", "is black fine? ", "no black, red shoes, ", "red. no red. "],
)
def test_twice_as_long_takes_twice_the_steps(said):
    def long(length):
        return (said * length)[:length]

    steps(long(300))
    assert steps(long(1_200)) < 2.25 * steps(long(600))


def test_the_same_contradiction_is_told_once():
    said = "red shoes, " * 300 + "no red"
    heard = understand(said, frame=ConstraintFrame(), shown=None, turn=0, now=NOW)
    assert heard.frame.colors.avoid == ["red"]
    assert [doubt.why for doubt in heard.uncertain] == ["contradiction"]
