"""Lets the reader hear an utterance, and the model read along where it does so in the product."""

import time
from collections.abc import Sequence

from agent.models import ChosenModel, offline
from agent.read_along import read_along
from agent.understanding import understand
from evals.cases import UtteranceCase
from evals.judging.screen import Screen, fixed_screen
from evals.judging.slots import frame_of
from evals.running.seen import UtteranceSeen
from evals.wardrobe import NOW
from stylist.frame import ConstraintFrame, Understanding


async def hear(case: UtteranceCase, model: ChosenModel | None = None) -> UtteranceSeen:
    """Hear the turns before by the rules alone, then the utterance with the model beside them."""
    screen = fixed_screen(case.shown)
    before = frame_of(case.before, screen)
    spoken: list[tuple[str, str]] = []
    for said in case.history:
        if said.role == "user":
            before = _understand(said.content, before, screen, spoken, case).frame
        spoken.append((said.role, said.content))
    began, ticked = time.perf_counter(), time.process_time()
    heard = _understand(case.text, before, screen, spoken, case)
    ms = (time.process_time() - ticked) * 1000
    heard, degraded = await read_along(
        model or offline(), heard, text=case.text, before=before, turn=_turn(spoken)
    )
    return UtteranceSeen(
        understanding=heard,
        before=before,
        ms=ms,
        wall_ms=(time.perf_counter() - began) * 1000,
        degraded=degraded,
    )


def _turn(spoken: Sequence[tuple[str, str]]) -> int:
    return sum(role == "user" for role, _ in spoken)


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
        turn=_turn(spoken),
        now=NOW.replace(tzinfo=None),
        history=list(spoken),
        imperial=case.units == "imperial",
    )
