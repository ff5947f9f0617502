"""The gate: figures that must hold, and how far a run may fall behind its baseline.

Thresholds are data (`gates.toml`). `must` decides the exit status; `goal` is what we are after, and
is only told.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from evals.figures import Delta
from evals.results import Record, RunInfo
from evals.summary import Summary

FILE: Final = Path(__file__).with_name("gates.toml")


class Limit(Record):
    """Ends that a figure must lie within."""

    at_least: float | None = None
    at_most: float | None = None

    def holds(self, value: float) -> bool:
        """Whether a value lies within."""
        low = self.at_least is None or value >= self.at_least
        return low and (self.at_most is None or value <= self.at_most)

    @property
    def told(self) -> str:
        """The limit in words."""
        ends = [f"at least {self.at_least:g}"] if self.at_least is not None else []
        ends += [f"at most {self.at_most:g}"] if self.at_most is not None else []
        return " and ".join(ends)


class Gate(Record):
    """The limits of one suite."""

    must: dict[str, Limit] = Field(default_factory=dict)
    goal: dict[str, Limit] = Field(default_factory=dict)


class Gates(Record):
    """All gates. Limits are meant for the `models` that are named.

    A figure may not be worse than the baseline's by more than `slack` and beyond doubt (the paired
    interval leaves out zero); a `guarded` one may not be worse at all.
    """

    slack: float
    guarded: list[str]
    models: list[str]
    suites: dict[str, Gate]


class Check(Record):
    """One limit against what was found."""

    kind: Literal["must", "goal", "baseline"]
    name: str
    wanted: str
    found: float | None
    holds: bool


class Verdict(Record):
    """Everything that was checked."""

    checks: list[Check]

    @property
    def holds(self) -> bool:
        """Whether nothing that must hold fails; goals do not count."""
        return all(check.holds for check in self.checks if check.kind != "goal")


def read_gates(path: Path = FILE) -> Gates:
    """The limits."""
    return Gates.model_validate(tomllib.loads(path.read_text("utf-8")))


def judge_gate(gates: Gates, info: RunInfo, summary: Summary, deltas: Sequence[Delta]) -> Verdict:
    """Check a run's figures, and its differences from a baseline."""
    gate = gates.suites.get(info.suite, Gate())
    checks: list[Check] = []
    if info.model in gates.models:
        checks += _limits("must", gate.must, summary)
        checks += _limits("goal", gate.goal, summary)
    return Verdict(checks=[*checks, *_regressions(gates, deltas)])


def _limits(
    kind: Literal["must", "goal"], limits: Mapping[str, Limit], summary: Summary
) -> Iterator[Check]:
    for name, limit in limits.items():
        found = summary.figure(name)
        yield Check(
            kind=kind,
            name=name,
            wanted=limit.told,
            found=None if found is None else found.value,
            # A figure that is gone is no figure that holds.
            holds=found is not None and limit.holds(found.value),
        )


def _regressions(gates: Gates, deltas: Sequence[Delta]) -> Iterator[Check]:
    for delta in deltas:
        fall = -delta.delta if delta.direction == "higher" else delta.delta
        strict = delta.name in gates.guarded
        if not strict and fall <= 0:
            continue
        wanted = "not worse" if strict else f"within {gates.slack:g} of the baseline"
        holds = fall <= 0 if strict else (fall <= gates.slack or not delta.worse)
        yield Check(kind="baseline", name=delta.name, wanted=wanted, found=delta.after, holds=holds)
