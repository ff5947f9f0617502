"""Slots of SIMMC 1.0 Fashion, scored turn by turn: two tracks, refusals apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from agent.understanding import understand
from evals.external.keywords import keywords
from evals.external.simmc1 import (
    SAYABLE,
    Dialogue,
    Pair,
    Part,
    Turn,
    asked,
    complaints,
    dialogues,
    gold,
    refused,
)
from evals.external.slots import found
from evals.metrics.counts import Counts, count, total
from evals.metrics.intervals import Interval, counts_interval
from stylist.frame import ConstraintFrame

NOW: Final = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
TRACKS: Final = ("sayable", "all", "all, without polarity", "NEG", "dispreference", "asked")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a reader heard in one turn: values, and qualities that are asked for."""

    pairs: frozenset[Pair]
    asked: frozenset[str] = frozenset()


Reader = Callable[[Dialogue], Sequence[Heard]]


@dataclass(frozen=True, slots=True)
class Score:
    """One track: the counts of each dialogue."""

    dialogues: list[Counts] = field(default_factory=list)

    @property
    def total(self) -> Counts:
        """All counts together."""
        return total(self.dialogues)

    @property
    def interval(self) -> Interval | None:
        """The 95 % bootstrap interval of F1 over dialogues."""
        return counts_interval(self.dialogues)


def scores(folder: Path, part: Part, reader: Reader) -> dict[str, Score]:
    """Every track on one part of the data.

    `NEG` and `dispreference` hold only recall: how much of what was refused is heard as refused.
    """
    made = {track: Score() for track in TRACKS}
    for dialogue in dialogues(folder, part):
        counts = dict.fromkeys(TRACKS, Counts())
        for turn, heard in zip(dialogue.turns, reader(dialogue), strict=True):
            for track, more in _of_turn(turn, heard).items():
                counts[track] += more
        for track, score in made.items():
            score.dialogues.append(counts[track])
    return made


def _of_turn(turn: Turn, heard: Heard) -> dict[str, Counts]:
    stated = gold(turn)
    got = heard.pairs - (complaints(turn) - stated)
    bare = frozenset(p[:2] for p in stated), frozenset(p[:2] for p in got)
    return {
        "sayable": count(_sayable(stated), _sayable(got)),
        "all": count(stated, got),
        "all, without polarity": count(*bare),
        "NEG": _recalled(refused(turn, marked=True), got),
        "dispreference": _recalled(refused(turn, marked=False), got),
        "asked": count(asked(turn), heard.asked),
    }


def _sayable(pairs: frozenset[Pair]) -> frozenset[Pair]:
    return frozenset(pair for pair in pairs if pair.path in SAYABLE)


def _recalled(stated: frozenset[Pair], got: frozenset[Pair]) -> Counts:
    return Counts(len(stated & got), 0, len(stated - got))


def ours(dialogue: Dialogue) -> list[Heard]:
    """Each turn read by our understanding, with the frame and the words of the turns before."""
    frame, history, made = ConstraintFrame(), list[tuple[str, str]](), list[Heard]()
    for number, turn in enumerate(dialogue.turns):
        read = understand(turn.user, frame=frame, shown=None, turn=number, now=NOW, history=history)
        frame = read.frame
        history += [("user", turn.user), ("assistant", turn.system)]
        made.append(Heard(found(read), frozenset(read.asked_about)))
    return made


def naive(dialogue: Dialogue) -> list[Heard]:
    """Each turn by keywords alone."""
    return [Heard(keywords(turn.user)) for turn in dialogue.turns]
