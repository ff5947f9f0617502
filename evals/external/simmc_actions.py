"""SIMMC 1.0 Fashion: which API call a turn asks for, predicted from our acts alone.

The five classes are those of the data (Moon et al. 2020). The prediction reads the user turns so
far and the system turns before; never the system's answer, the annotations or the pictures.

What the mapping can't say: whether a search finds something. A system turn that asks back ("What
size?") or has nothing is annotated None although the person asked for a search, and that depends on
the catalogue and on the annotator, not on the words.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, get_args

from agent.understanding.replay import Replay, Said
from evals.external.simmc1 import Dialogue, Part, dialogues
from evals.metrics.intervals import Interval, share_interval
from stylist.frame import Act, Understanding

Action = Literal["SearchDatabase", "SpecifyInfo", "AddToCart", "SearchMemory", "None"]
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)
OF_ACT: Final[dict[Act, Action]] = {
    "request": "SearchDatabase",
    "refine": "SearchDatabase",
    "ask_fact": "SpecifyInfo",
    "ask_why": "SpecifyInfo",
    "accept": "AddToCart",
    "refer": "SearchMemory",
}
"""Acts that stand for a call; every other act stands for none."""
_BEFORE_OTHERS: Final[tuple[Act, ...]] = (
    "accept", "ask_fact", "ask_why", "request", "refine", "refer",
)  # fmt: skip
NOW: Final = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (a person's clock; any will do)


def by_main_act(understood: Understanding) -> Action:
    """The call that the first act stands for: acts come with the main one first."""
    return OF_ACT.get(understood.acts[0], "None")


def by_any_act(understood: Understanding) -> Action:
    """The call of whichever act is there, in a fixed order: for readers who take acts as a set."""
    named = (act for act in _BEFORE_OTHERS if act in understood.acts)
    return next((OF_ACT[act] for act in named), "None")


MAPPINGS: Final[dict[str, Callable[[Understanding], Action]]] = {
    "main act": by_main_act,
    "any act": by_any_act,
}


@dataclass(slots=True)
class ActionTable:
    """Gold against predicted calls, dialogue by dialogue."""

    cells: dict[tuple[Action, Action], int] = field(default_factory=dict)
    per_dialogue: list[tuple[float, float]] = field(default_factory=list)

    def add(self, pairs: Sequence[tuple[Action, Action]]) -> None:
        """Take in one dialogue's (gold, predicted) pairs."""
        for pair in pairs:
            self.cells[pair] = self.cells.get(pair, 0) + 1
        self.per_dialogue.append((sum(gold == said for gold, said in pairs), len(pairs)))

    @property
    def turns(self) -> int:
        """Turns that were judged."""
        return sum(self.cells.values())

    @property
    def accuracy(self) -> float:
        """Share of turns whose call is right, 0..1."""
        return sum(n for (gold, said), n in self.cells.items() if gold == said) / self.turns

    def interval(self) -> Interval | None:
        """The 95 % bootstrap interval of the accuracy, over dialogues."""
        return share_interval(self.per_dialogue)

    def scores(self, action: Action) -> tuple[float, float, float]:
        """Precision, recall and F1 of one class; 0 where there is none to judge."""
        right = self.cells.get((action, action), 0)
        said = sum(n for (_, found), n in self.cells.items() if found == action)
        gold = sum(n for (wanted, _), n in self.cells.items() if wanted == action)
        total = said + gold
        return (
            right / said if said else 0.0,
            right / gold if gold else 0.0,
            2 * right / total if total else 0.0,
        )


def evaluate(folder: Path, part: Part) -> dict[str, ActionTable]:
    """A table for each mapping, over one part of the data.

    Raises:
        FileNotFoundError: the folder has no SIMMC 1.0 file.
    """
    tables = {name: ActionTable() for name in MAPPINGS}
    for dialogue in dialogues(folder, part):
        read = list(understandings(dialogue))
        for name, mapping in MAPPINGS.items():
            tables[name].add(
                [
                    (_named(turn.api), mapping(u))
                    for turn, u in zip(dialogue.turns, read, strict=True)
                ]
            )
    return tables


def understandings(dialogue: Dialogue) -> Iterable[Understanding]:
    """What each user turn means after the turns before it."""
    replay = Replay(now=lambda: NOW)
    said: list[Said] = []
    for turn in dialogue.turns:
        yield replay.read(said, turn.user)
        said += [Said(role="user", content=turn.user)]
        said += [Said(role="assistant", content=turn.system)]


def _named(api: str) -> Action:
    return next(action for action in ACTIONS if action == api)
