"""What a report tells, whatever it is written in."""

from dataclasses import dataclass, field

from evals.figures import Delta, Figure
from evals.gate import Verdict
from evals.results import CaseResult, RunInfo, RunResults
from evals.summary import Summary

MOST_CASES = 60
"""Cases that went wrong and are told in full; the others stand in `results.json`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A run, its figures, its baseline and the gate's verdict."""

    results: RunResults
    summary: Summary
    verdict: Verdict
    baseline: RunInfo | None = None
    deltas: list[Delta] = field(default_factory=list)

    @property
    def compared(self) -> str:
        """What the baseline was, and whether it ran over the same data."""
        if self.baseline is None:
            return ""
        base, info = self.baseline, self.results.info
        same = base.dataset_hash == info.dataset_hash
        data = "the same data" if same else f"other data ({base.dataset_hash})"
        told = f"{base.model}, {base.started_at}, prompts {base.prompt_version}, {data}"
        return told if same else f"{told}: only cases that both have are compared"

    @property
    def wrong(self) -> list[CaseResult]:
        """The runs of cases that went wrong and may be told."""
        return [case for case in self.results.cases if not case.holds and not case.held_out]


def facts(info: RunInfo) -> list[tuple[str, str]]:
    """What was run, so that somebody else can run it again."""
    limit = "all cases" if info.limit is None else f"{info.limit} cases, drawn"
    return [
        ("Suite", f"{info.suite}: {info.about}"),
        ("Model", info.model),
        ("Data", f"hash {info.dataset_hash}, {limit}, each {info.repeat} times"),
        ("Prompts", info.prompt_version),
        ("Seed", str(info.seed)),
        ("Stylist", f"{info.stylist_version}, {info.started_at}"),
        ("Command", info.command),
    ]


def value_of(figure: Figure) -> str:
    """A figure's value in words."""
    return number(figure.value, figure.unit)


def number(value: float | None, unit: str = "share") -> str:
    """A number as reports write it."""
    if value is None:
        return ""
    if unit == "ms":
        return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms"
    return f"{value:,.0f}" if unit == "tokens" else f"{value:.3f}"


def between(figure: Figure | Delta) -> str:
    """A 95 % interval in words."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.3f} to {figure.high:.3f}"


def signed(value: float) -> str:
    """A difference with its sign."""
    return f"{value:+.3f}"
