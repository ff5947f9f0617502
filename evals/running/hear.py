"""Lets the reader hear an utterance."""

import time
from collections.abc import Sequence

from agent.understanding import understand
from evals.cases import UtteranceCase
from evals.judging.screen import Screen, fixed_screen
from evals.judging.slots import frame_of
from evals.running.seen import UtteranceSeen
from evals.wardrobe import NOW
from stylist.frame import ConstraintFrame, Understanding


def hear(case: UtteranceCase) -> UtteranceSeen:
    """Hear the turns before, then the utterance."""
    screen = fixed_screen(case.shown)
    before = frame_of(case.before, screen)
    spoken: list[tuple[str, str]] = []
    for said in case.history:
        if said.role == "user":
            before = _understand(said.content, before, screen, spoken, case).frame
        spoken.append((said.role, said.content))
    began = time.process_time()
    heard = _understand(case.text, before, screen, spoken, case)
    return UtteranceSeen(
        understanding=heard, before=before, ms=(time.process_time() - began) * 1000
    )


def _understand(
    text: str,
    frame: ConstraintFrame,
    screen: Screen,
    spoken: Sequence[tuple[str, str]],
    case: UtteranceCase,
) -> Understanding:
    return understand(
        text,
        frame=frame,
        shown=list(screen.shown),
        turn=sum(role == "user" for role, _ in spoken),
        now=NOW.replace(tzinfo=None),
        history=list(spoken),
        imperial=case.units == "imperial",
    )
