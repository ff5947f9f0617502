"""Whether a question is still open to be asked of another thing: "and what about the blue?"."""

from collections.abc import Sequence
from typing import Final

from agent.understanding.acts.speech import Speech

_FURTHEST: Final = 6
"""Turns of the person that a chain of "and that one?" is followed back."""


def was_asked(history: Sequence[tuple[str, str]]) -> bool:
    """Whether the person's last turn asked for a fact, itself or on and on from an earlier one.

    `history` holds roles and words, oldest first.
    """
    back = [k for k, (role, _) in enumerate(history) if role == "user"][: -_FURTHEST - 1 : -1]
    for k in back:
        before = history[k - 1] if k else ("", "")
        said = Speech(history[k][1], before=before[1] if before[0] != "user" else "")
        if not said.asks_on:
            return said.main == "ask"
    return False
