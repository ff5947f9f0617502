"""What is measured: for each measure, what one case adds, and how sums become a figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from evals.metrics.counts import Counts, total
from evals.metrics.intervals import Statistic, f1, ratio
from evals.metrics.repeats import pass_hat
from evals.metrics.tools import ToolTable
from evals.metrics.trajectory import Mode
from evals.results import CaseResult, Triple, TurnResult

Better = Literal["higher", "lower"]
Columns = tuple[float, ...]
Rows = dict[str, Columns]
"""What each case adds, by its id, over all of its runs; a case without support is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A share (hits, chances) or an F1 (tp, fp, fn) over cases."""

    name: str
    of: str
    rows: Callable[[Sequence[CaseResult]], Rows]
    statistic: Statistic = ratio
    better: Better = "higher"

    def support(self, sums: Columns) -> float:
        """How many things were judged."""
        return sums[1] if self.statistic is ratio else sums[0] + sums[2]


Pair = tuple[float, float]


def summed(of_case: Callable[[CaseResult], Columns]) -> Callable[[Sequence[CaseResult]], Rows]:
    """Rows of a measure that adds up over the runs of a case."""

    def rows(cases: Sequence[CaseResult]) -> Rows:
        found: Rows = {}
        for case in cases:
            mine = of_case(case)
            have = found.get(case.id, (0.0,) * len(mine))
            found[case.id] = tuple(a + b for a, b in zip(have, mine, strict=True))
        return {id_: columns for id_, columns in found.items() if any(columns)}

    return rows


def share(
    name: str, of: str, of_turn: Callable[[TurnResult], Pair], better: Better = "higher"
) -> Measure:
    """A share of what the turns have."""

    def of_case(case: CaseResult) -> Columns:
        pairs = [of_turn(turn) for turn in case.turns]
        return sum(hits for hits, _ in pairs), sum(chances for _, chances in pairs)

    return Measure(name=name, of=of, rows=summed(of_case), better=better)


def f1_of(name: str, of: str, of_turn: Callable[[TurnResult], Counts | None]) -> Measure:
    """An F1 of what the turns have."""

    def of_case(case: CaseResult) -> Columns:
        mine = total(one for turn in case.turns if (one := of_turn(turn)) is not None)
        return mine.tp, mine.fp, mine.fn

    return Measure(name=name, of=of, rows=summed(of_case), statistic=f1)


def reliability(k: int) -> Measure:
    """pass^k over cases that were run k times or more."""

    def rows(cases: Sequence[CaseResult]) -> Rows:
        runs: dict[str, list[bool]] = {}
        for case in cases:
            runs.setdefault(case.id, []).append(case.holds)
        rates = {id_: pass_hat(k, [passed]) for id_, passed in runs.items()}
        return {id_: (rate, 1.0) for id_, rate in rates.items() if rate is not None}

    return Measure(name=f"pass^{k}", of="cases", rows=rows)


def _counts(kept: Triple | None) -> Counts | None:
    return None if kept is None else Counts(*kept)


def _joint(turn: TurnResult) -> Pair:
    counts = turn.slot_counts
    return (0, 0) if counts is None else (int(not counts.fp and not counts.fn), 1)


def _precision(turn: TurnResult) -> Pair:
    counts = turn.slot_counts or Counts()
    return counts.tp, counts.tp + counts.fp


def _recall(turn: TurnResult) -> Pair:
    counts = turn.slot_counts or Counts()
    return counts.tp, counts.tp + counts.fn


def _polarity(turn: TurnResult) -> Pair:
    right = (turn.slot_counts or Counts()).tp if turn.polarities else 0
    return right, right + turn.turned


def _acts(turn: TurnResult) -> Pair:
    return (0, 0) if turn.acts is None else (int(turn.acts[1:] == (0, 0)), 1)


def _tool_counts(turn: TurnResult) -> Counts | None:
    if turn.tools is None:
        return None
    table = ToolTable()
    table.add(*turn.tools)
    return table.all


def _abstained(turn: TurnResult) -> Pair:
    if turn.tools is None or turn.tools[0]:
        return 0, 0
    return int(not turn.tools[1]), 1


def _matching(mode: Mode) -> Callable[[TurnResult], Pair]:
    def of_turn(turn: TurnResult) -> Pair:
        return (int(turn.trajectory[mode]), 1) if mode in turn.trajectory else (0, 0)

    return of_turn


def _stood_in(turn: TurnResult) -> Pair:
    """Turns of a language model in which the offline policy took a step in its place."""
    models = set(turn.models)
    others = models - {"offline-policy"}
    return (int(others != models), 1) if others or turn.degraded else (0, 0)


HELD: Final = Measure(
    name="cases right", of="runs of cases", rows=summed(lambda case: (int(case.holds), 1))
)
SLOT_F1: Final = f1_of("slot F1", "slots", lambda turn: turn.slot_counts)
LOST: Final = share(
    "exclusions lost", "exclusions", lambda turn: (turn.lost, turn.exclusions), better="lower"
)
JOINT: Final = share("joint goal accuracy", "turns", _joint)
MAIN: Final = (HELD, SLOT_F1, JOINT, LOST)
"""Told for every part and tag as well."""
MEASURES: Final = (
    *MAIN,
    share("slot precision", "slots", _precision),
    share("slot recall", "slots", _recall),
    share("polarity accuracy", "slots", _polarity),
    share("attribute recall", "attributes", lambda turn: turn.recalled),
    f1_of("act F1", "acts", lambda turn: _counts(turn.acts)),
    share("act accuracy", "turns", _acts),
    f1_of("reference F1", "references", lambda turn: _counts(turn.references)),
    share(
        "exclusion violations", "outfits", lambda t: (t.violating, t.outfits), better="lower"
    ),
    f1_of("tool F1", "calls", _tool_counts),
    share("argument accuracy", "arguments", lambda turn: turn.arguments),
    share("exact calls", "calls", lambda turn: turn.calls),
    share("abstention", "turns without a tool", _abstained),
    share("trajectory strict", "turns", _matching("strict")),
    share("trajectory unordered", "turns", _matching("unordered")),
    share("trajectory subset", "turns", _matching("subset")),
    share("trajectory superset", "turns", _matching("superset")),
    share("policy stood in", "turns", _stood_in, better="lower"),
    *(reliability(k) for k in (1, 2, 3, 4, 5, 8, 10)),
)  # fmt: skip
