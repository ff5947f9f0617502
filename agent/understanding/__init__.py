"""Understand a person's words: text to constraint frame, without a model and without doubt on "no".

The reading goes: plain letters → the person's own words → tokens → atoms (values and cues, longest
match) → polarity (how far a "no" reaches) → noun phrases → ledger (the frame; the newest word
wins) → dialogue acts.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from agent.understanding.acts.elsewhere import own_matter
from agent.understanding.reading import Turn
from agent.understanding.words.legible import in_its_places
from agent.understanding.words.pasted import own_words, says_nothing
from agent.understanding.words.shorthand import as_read
from stylist.frame import Act, ConstraintFrame, Understanding
from stylist.outfits import OutfitCard

__all__ = ["understand"]
_IDLE: Final = frozenset({"small_talk", "confirm", "out_of_scope"})


def understand(
    text: str,
    *,
    frame: ConstraintFrame,
    shown: list[OutfitCard] | None,
    turn: int,
    now: datetime,
    history: Sequence[tuple[str, str]] = (),
    imperial: bool = False,
    past: Sequence[ConstraintFrame] = (),
) -> Understanding:
    """What `text` means after `frame` and what was `shown`.

    `turn` counts the person's turns from 0, `now` is their local time, `history` holds (role,
    content) pairs, and `imperial` reads bare degrees as Fahrenheit. `past` are the frames before
    each earlier turn, oldest first; without them, undoing cannot bring back what was replaced.
    """
    seen = as_read(text)
    plain = seen.text if seen else text
    own = own_words(plain)
    heard = own_matter(own)
    understood = Turn(
        heard,
        frame,
        shown=shown or [],
        turn=turn,
        now=now,
        history=history,
        imperial=imperial,
        past=past,
    ).read()
    if heard != plain and says_nothing(heard):
        understood = understood.model_copy(update={"acts": ["out_of_scope"]})
    elif heard != own:
        understood = understood.model_copy(update={"acts": _beside(understood.acts)})
    return in_its_places(understood, seen, text, turn) if seen else understood


def _beside(acts: Sequence[Act]) -> list[Act]:
    """The acts of a turn that also asks for what is no matter of clothes."""
    said: list[Act] = [act for act in acts if act not in _IDLE]
    return [*said, "out_of_scope"]
