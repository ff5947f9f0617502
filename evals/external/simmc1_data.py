"""The dialogues of SIMMC 1.0 Fashion, read from a folder outside the project.

Moon et al., "Situated and Interactive Multimodal Conversations" (COLING 2020, CC-BY-NC-SA-4.0). The
data is never part of this project.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

Part = Literal["own", "held-out", "all"]
FILE: Final = "simmc1_fashion_dev.jsonl"
HELD_OUT: Final = frozenset({0, 1})
"""Dialogues whose id modulo 5 is one of these are for totals only; nobody reads them."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the person with its slots, as annotated."""

    name: str
    about: str
    slots: tuple[tuple[str, str], ...]

    @property
    def dislikes(self) -> bool:
        """Whether the act says what the person does not like."""
        return ":DISPREFER" in self.name


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: the person's words with their acts, the system's words and its API call."""

    user: str
    system: str
    acts: tuple[Act, ...]
    api: str
    api_args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A dialogue by its number."""

    number: int
    turns: tuple[Turn, ...]

    @property
    def held_out(self) -> bool:
        """Whether it belongs to the part that is for totals only."""
        return self.number % 5 in HELD_OUT


def dialogues(folder: Path, part: Part = "all") -> Iterator[Dialogue]:
    """The dialogues of one part.

    Raises:
        FileNotFoundError: the folder has no `simmc1_fashion_dev.jsonl`.
    """
    with (folder / FILE).open(encoding="utf-8") as lines:
        for line in lines:
            found = _dialogue(json.loads(line))
            if part == "all" or found.held_out == (part == "held-out"):
                yield found


def _dialogue(row: dict[str, Any]) -> Dialogue:
    return Dialogue(row["dialog_id"], tuple(_turn(turn) for turn in row["turns"]))


def _turn(row: dict[str, Any]) -> Turn:
    acts = tuple(_act(act) for act in row["acts"])
    return Turn(row["user"], row["system"], acts, row["api"], row["api_args"] or {})


def _act(row: dict[str, Any]) -> Act:
    name, _, about = row["act"].partition(".")
    return Act(name, about, tuple((slot, value) for slot, value in row["slots"]))
