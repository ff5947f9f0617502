"""How well SIMMC 1.0's API calls can be told at all: `python -m benchmarks.dialogue_ceiling`.

A softmax regression is fitted on the own part and judged on the held-out part, once for each kind
of thing that it may read. Prints Markdown; needs the SIMMC data (STYLIST_SHARED_DATA). Nothing that
is fitted here is kept.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from evals.external.simmc1 import Dialogue, Part, dialogues
from evals.external.simmc_actions import ACTIONS, by_main_act, understandings
from stylist.frame import Understanding
from stylist.settings import Settings

L2: Final = 1e-3
ROUNDS: Final = 1200
RAREST: Final = 2
"""Cues of fewer turns than this are passed over."""
_WORD: Final = re.compile(r"[a-z']+|\d+|[?!.]")


@dataclass(frozen=True, slots=True)
class Row:
    """A turn: its words, the assistant's before, the annotated acts, our reading, and the call."""

    text: str
    before: str
    annotated: frozenset[str]
    understood: Understanding
    api: str


Cues = Callable[[Row], Iterator[str]]


def main() -> None:
    """Print the table."""
    folder = Settings().shared_data / "dialogues" / "simmc1_fashion"
    own, held = rows(folder, "own"), rows(folder, "held-out")
    print(f"Fitted on {len(own)} turns, judged on {len(held)}.\n")
    print("| what is read | own (fitted) | held-out |")
    print("|---|---|---|")
    kept = [
        sum(by_main_act(r.understood) == r.api for r in part) / len(part) for part in (own, held)
    ]
    print(f"| our main act, the fixed mapping | {kept[0]:.3f} | {kept[1]:.3f} |")
    for name, kinds in READ.items():
        fit = Fit(own, kinds)
        print(f"| {name} | {fit.share(own):.3f} | {fit.share(held):.3f} |", flush=True)


def rows(folder: Path, part: Part) -> list[Row]:
    """The turns of one part."""
    return [row for dialogue in dialogues(folder, part) for row in _of(dialogue)]


def _of(dialogue: Dialogue) -> Iterator[Row]:
    before = ""
    for turn, understood in zip(dialogue.turns, understandings(dialogue), strict=True):
        yield Row(turn.user, before, frozenset(a.name for a in turn.acts), understood, turn.api)
        before = turn.system


def words(row: Row) -> Iterator[str]:
    """Words and pairs of words, the person's and the assistant's before."""
    for who, text in (("user", row.text), ("assistant", row.before)):
        said = _WORD.findall(text.lower())
        yield from (f"{who} {word}" for word in said)
        yield from (f"{who} {a} {b}" for a, b in pairwise(said))


def acts(row: Row) -> Iterator[str]:
    """Our acts, the main one apart, and all of them as one."""
    yield f"main {row.understood.acts[0]}"
    yield from (f"act {act}" for act in row.understood.acts)
    yield f"acts {'+'.join(row.understood.acts)}"


def output(row: Row) -> Iterator[str]:
    """What else we understood: paths that changed, things pointed at and asked about."""
    said, main = row.understood, row.understood.acts[0]
    told = [*said.delta.set, *said.delta.add, *said.delta.moves, *said.asked_about]
    told += [f"references {len(said.references)}", f"asked {min(2, len(said.asked))}"]
    told += [f"beyond {bool(said.beyond)}", f"answer {said.answer}"]
    yield from told
    yield from (f"{main} {one}" for one in told)


def annotated(row: Row) -> Iterator[str]:
    """The acts that the annotators wrote down."""
    yield from row.annotated
    yield f"all {sorted(row.annotated)}"


READ: Final[dict[str, Sequence[Cues]]] = {
    "our acts": [acts],
    "our whole output": [acts, output],
    "words of the turn and of the assistant before": [words],
    "these words and our acts": [words, acts],
    "annotated acts": [annotated],
    "annotated acts, words and our acts": [annotated, words, acts],
}


class Fit:
    """A softmax regression over cues that are there or not."""

    def __init__(self, own: Sequence[Row], kinds: Sequence[Cues]) -> None:
        self.kinds = kinds
        seen = Counter(cue for row in own for cue in self._cues(row))
        often = sorted(cue for cue, n in seen.items() if n >= RAREST)
        self.places = {cue: k for k, cue in enumerate(often)}
        self.weights = self._fitted(own)

    def _cues(self, row: Row) -> set[str]:
        return {"always", *(f"{k} {cue}" for k, kind in enumerate(self.kinds) for cue in kind(row))}

    def _matrix(self, part: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
        """Row and place of every cue that is there."""
        there = [
            (k, self.places[cue])
            for k, row in enumerate(part)
            for cue in sorted(self._cues(row))
            if cue in self.places
        ]
        pairs = np.array(there)
        return pairs[:, 0], pairs[:, 1]

    def _fitted(self, own: Sequence[Row]) -> np.ndarray:
        """The weights (cues, calls), by accelerated gradient descent from nought."""
        at, cue = self._matrix(own)
        gold = np.array([[row.api == action for action in ACTIONS] for row in own], dtype=float)
        weights = np.zeros((len(self.places), len(ACTIONS)))
        step = 1 / (0.5 * _largest(at, cue, len(own), len(weights)) / len(own) + 2 * L2)
        ahead = weights
        for n in range(ROUNDS):
            off = (_chances(_sums(at, ahead[cue], len(own))) - gold) / len(own)
            new = ahead - step * (_sums(cue, off[at], len(weights)) + 2 * L2 * ahead)
            ahead = new + n / (n + 3) * (new - weights)
            weights = new
        return weights

    def share(self, part: Sequence[Row]) -> float:
        """The share of turns whose call is told right."""
        at, cue = self._matrix(part)
        best = _sums(at, self.weights[cue], len(part)).argmax(axis=1)
        right = sum(ACTIONS[int(k)] == row.api for k, row in zip(best, part, strict=True))
        return right / len(part)


def _sums(places: np.ndarray, values: np.ndarray, number: int) -> np.ndarray:
    """The sums (number, columns) of the values by place."""
    columns = [np.bincount(places, column, minlength=number) for column in values.T]
    return np.stack(columns, axis=1)


def _chances(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _largest(at: np.ndarray, cue: np.ndarray, number: int, width: int) -> float:
    """The largest eigenvalue of the cues' products, by thirty powers."""
    vector, size = np.ones((width, 1)), 1.0
    for _ in range(30):
        vector = _sums(cue, _sums(at, vector[cue], number)[at], width)
        size = float(np.linalg.norm(vector))
        vector /= size
    return size


if __name__ == "__main__":
    main()
