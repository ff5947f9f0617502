"""What a dialogue's turns refuse and wish for, as sets of names."""

from datetime import datetime

from agent.understanding.replay import Replay, Said
from stylist.frame import ConstraintFrame, Understanding, Wish

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def hear(*turns: str) -> Understanding:
    """The last turn, understood after the others."""
    answered = [
        said
        for turn in turns[:-1]
        for said in (
            Said(role="user", content=turn),
            Said(role="assistant", content="Here are three ideas."),
        )
    ]
    return Replay(now=lambda: NOW).read(answered, turns[-1])


def refused_by(*turns: str) -> set[str]:
    """Everything that stands refused on its own after the turns."""
    return {name for wish in _lists(hear(*turns).frame) for name in wish.avoid}


def wanted_by(*turns: str) -> set[str]:
    """Everything that stands wished for after the turns."""
    return {name for wish in _lists(hear(*turns).frame) for name in wish.want}


def _lists(frame: ConstraintFrame) -> tuple[Wish, ...]:
    return (frame.colors, frame.categories, frame.patterns, frame.materials)
