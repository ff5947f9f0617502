"""SIMMC 2.0 Fashion: slots and acts of user turns against our understanding.

Kottur et al., "SIMMC 2.0: A Task-oriented Dialog Dataset for Immersive Multimodal Conversations"
(EMNLP 2021, CC-BY-NC-SA-4.0). The data is never part of this project.

What the mapping can't say: INFORM:GET takes its slots from the thing pointed at ("like that dress
in pattern" is annotated with that dress's pattern), which only the scene tells; `availableSizes`
and prices such as 174.99 are of the thing as well; whether ASK:GET or REQUEST:COMPARE is meant
depends on how many things are in the picture. Slots of a search are annotated again on each turn
that refines it, so what was found is carried on until another kind of garment is asked for.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from agent.understanding.replay import Replay, Said
from evals.external.simmc1 import Pair, Part, named
from evals.external.slots import found
from evals.metrics.counts import Counts, count, total
from evals.metrics.intervals import Interval, counts_interval, share_interval
from stylist import names
from stylist.frame import Understanding

FILE: Final = "simmc2_fashion_dev_part.json"
HELD_OUT: Final = frozenset({0, 1})
"""Dialogues whose place in the file modulo 5 is one of these are for totals only."""
NOW: Final = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (a person's clock; any will do)
_SLOTS: Final = {
    "color": "color", "pattern": "pattern", "size": "size", "brand": "brand", "price": "price",
    "customerReview": "customerRating", "sleeveLength": "sleeveLength",
}  # fmt: skip
_CARRIED: Final = frozenset(
    {"category", "color", "pattern", "material", "size", "brand", "price", "rating", "sleeves"}
)
_LIKE: Final = re.compile(
    r"\b(?:like|similar|resembl\w+|same|as)\b[^.?!]*\b(?:the|that|those|this)\b|\bsimilar to\b"
)
_SEVERAL: Final = re.compile(
    r"\b(?:two|both|three|compar\w+|differ\w+|same|each|between|versus|the ones"
    r"|(?:the|that) [^.?!]* (?:and|or) (?:the|that) (?!price|size|brand|rating|cost)[^.?!]*)\b"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A user turn: its words, its act, the values it states, and the system's words after it."""

    user: str
    system: str
    act: str
    slots: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A dialogue by its place in the file."""

    number: int
    turns: tuple[Turn, ...]


def dialogues(folder: Path, part: Part = "all") -> Iterator[Dialogue]:
    """The dialogues of one part.

    Raises:
        FileNotFoundError: the folder has no SIMMC 2.0 file.
    """
    rows = json.loads((folder / FILE).read_text("utf-8"))["dialogue_data"]
    for number, row in enumerate(rows):
        if part == "all" or (number % 5 in HELD_OUT) == (part == "held-out"):
            yield Dialogue(number, tuple(_turn(turn) for turn in row["dialogue"]))


def _turn(row: dict[str, Any]) -> Turn:
    said = row["transcript_annotated"]
    slots = said["act_attributes"]["slot_values"]
    pairs = frozenset(pair for slot, value in slots.items() for pair in _pairs(slot, str(value)))
    return Turn(row["transcript"], row["system_transcript"], said["act"], pairs)


def _pairs(slot: str, value: str) -> Iterator[Pair]:
    if slot == "type":
        yield Pair("category", _kind(names.find("category", value) or value), "want")
    elif slot in _SLOTS:
        for part in value.split(", ") if slot == "color" else [value]:
            yield Pair(*named(_SLOTS[slot], part), "want")


def _kind(name: str) -> str:
    """A kind of garment; SIMMC calls all pants but jeans and joggers trousers."""
    return "pants" if name in ("trousers", "chinos") else name


@dataclass(slots=True)
class Search:
    """What is being looked for, carried on from turn to turn."""

    pairs: frozenset[Pair] = frozenset()
    kinds: set[str] = field(default_factory=set)

    def take(self, understood: Understanding) -> frozenset[Pair]:
        """The values of a turn with what still holds; other garments begin another search."""
        now = stated(understood)
        kinds = {pair.value for pair in now if pair.path == "category"}
        if kinds - self.kinds:
            self.pairs, self.kinds = now, kinds
        else:
            renewed = {pair.path for pair in now}
            self.pairs = now | {pair for pair in self.pairs if pair.path not in renewed}
        return self.pairs


def stated(understood: Understanding) -> frozenset[Pair]:
    """The wanted values of one turn in the paths that SIMMC 2.0 has."""
    kinds = {
        Pair("category", _kind(span.path.rpartition(".")[2]), "want")
        for span in understood.spans
        if span.path.startswith(("categories.want.", "asked.category."))
    }
    pairs = {pair for pair in found(understood) if pair.polarity == "want"}
    return frozenset(pair for pair in kinds | pairs if pair.path in _CARRIED)


def act_of(understood: Understanding, text: str, *, searching: bool, fresh: bool) -> str:
    """SIMMC's act for ours; `searching` says that a search goes on, `fresh` that a kind is named.

    Acts and delta tell all but two pairs of acts apart, for which the words are looked at: one
    thing or several (ASK:GET, REQUEST:COMPARE), like a thing or not (INFORM:GET, the others).
    """
    lowered = text.lower()
    match understood.acts[0]:
        case "accept":
            return "REQUEST:ADD_TO_CART"
        case "ask_fact" | "ask_why":
            return "REQUEST:COMPARE" if _SEVERAL.search(lowered) else "ASK:GET"
        case "refer" | "confirm":
            return "INFORM:DISAMBIGUATE"
        case _ if _LIKE.search(lowered):
            return "INFORM:GET"
        case _:
            return "REQUEST:GET" if fresh or not searching else "INFORM:REFINE"


SEARCHES: Final = frozenset({"REQUEST:GET", "INFORM:REFINE", "INFORM:GET"})
"""Acts whose slots say what is looked for."""


@dataclass(slots=True)
class Report:
    """Slots of the turns that search, by act, and acts of all turns."""

    slots: dict[str, list[Counts]] = field(default_factory=dict)
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)
    per_dialogue: list[tuple[float, float]] = field(default_factory=list)
    by_dialogue: list[Counts] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """Share of turns whose act is right, 0..1."""
        right = sum(n for (gold, said), n in self.acts.items() if gold == said)
        return right / self.acts.total()

    def accuracy_interval(self) -> Interval | None:
        """Its 95 % bootstrap interval, over dialogues."""
        return share_interval(self.per_dialogue)

    def of_slots(self, *acts: str) -> Counts:
        """Hits and misses of the slots of turns with these acts; of all searches without any."""
        return total(one for act in acts or SEARCHES for one in self.slots.get(act, []))

    def slots_interval(self) -> Interval | None:
        """The 95 % bootstrap interval of the slots' F1, over dialogues."""
        return counts_interval(self.by_dialogue)


def evaluate(folder: Path, part: Part) -> Report:
    """Slots and acts over one part of the data.

    Raises:
        FileNotFoundError: the folder has no SIMMC 2.0 file.
    """
    report = Report()
    for dialogue in dialogues(folder, part):
        rows = list(judged(dialogue))
        for turn, act, counts in rows:
            report.acts[turn.act, act] += 1
            if turn.act in SEARCHES:
                report.slots.setdefault(turn.act, []).append(counts)
        report.per_dialogue.append((sum(turn.act == act for turn, act, _ in rows), len(rows)))
        report.by_dialogue.append(total(c for turn, _, c in rows if turn.act in SEARCHES))
    return report


def judged(dialogue: Dialogue) -> Iterator[tuple[Turn, str, Counts]]:
    """Each turn with the act that we hear, and its slots counted against what is looked for."""
    replay, search = Replay(now=lambda: NOW), Search()
    said: list[Said] = []
    for turn in dialogue.turns:
        understood = replay.read(said, turn.user)
        searching = bool(search.pairs)
        seeks = understood.acts[0] in ("request", "refine")
        pairs = search.take(understood) if seeks else search.pairs
        fresh = any(pair.path == "category" for pair in stated(understood))
        act = act_of(understood, turn.user, searching=searching, fresh=fresh)
        yield turn, act, count(turn.slots, pairs)
        said += [Said(role="user", content=turn.user)]
        said += [Said(role="assistant", content=turn.system)]
