"""What a run brought, case by case: what reports, comparisons and gates are made of."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from evals.judging.conversation import ConversationVerdict, TurnVerdict
from evals.judging.meaning import MeaningVerdict
from evals.metrics.counts import Counts
from evals.metrics.slots import Slot, SlotScore

Triple = tuple[int, int, int]
"""True positives, false positives, false negatives."""


class Record(BaseModel):
    """Base of what is kept in `results.json`."""

    model_config = ConfigDict(extra="forbid")


class TurnResult(Record):
    """What one turn adds to the figures; None where the case does not judge it.

    `slots` are counts by path and `polarities` by polarity, `turned` values with the wrong
    polarity. `exclusions` were expected, `lost` of them not heard. Of `outfits` shown, `violating`
    many wear what is excluded. `arguments` and `calls` are (right, judged), `recalled` the values
    heard of those said, where nothing can count as invented. `heard_ms` is the
    processor time of understanding alone, `ms` and `first_ms` the wall time of the whole turn and
    until its first words.
    """

    holds: bool = True
    slots: dict[str, Triple] | None = None
    polarities: dict[str, Triple] = Field(default_factory=dict)
    turned: int = 0
    exclusions: int = 0
    lost: int = 0
    recalled: tuple[int, int] = (0, 0)
    acts: Triple | None = None
    references: Triple | None = None
    tools: tuple[list[str], list[str]] | None = None
    arguments: tuple[int, int] = (0, 0)
    calls: tuple[int, int] = (0, 0)
    trajectory: dict[str, bool] = Field(default_factory=dict)
    outfits: int = 0
    violating: int = 0
    heard_ms: float | None = None
    ms: float | None = None
    first_ms: float | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    models: list[str] = Field(default_factory=list)
    degraded: list[str] = Field(default_factory=list)

    @property
    def slot_counts(self) -> Counts | None:
        """All slots together."""
        if self.slots is None:
            return None
        return sum((Counts(*one) for one in self.slots.values()), start=Counts())


class CaseResult(Record):
    """One run of one case. `told` is the case in words, for own suites only."""

    id: str
    family: str
    tags: list[str] = Field(default_factory=list)
    held_out: bool = False
    run: int = 1
    holds: bool
    faults: list[str] = Field(default_factory=list)
    told: list[str] = Field(default_factory=list)
    turns: list[TurnResult] = Field(default_factory=list)


class RunInfo(Record):
    """What was run, so that somebody else can run it again."""

    suite: str
    kind: str
    about: str
    model: str
    dataset_hash: str
    prompt_version: str
    seed: int
    repeat: int
    limit: int | None
    stylist_version: str
    started_at: str
    command: str
    options: dict[str, Any] = Field(default_factory=dict)
    cannot_say: list[str] = Field(default_factory=list)
    extra: dict[str, Any] = Field(default_factory=dict)


class RunResults(Record):
    """A whole run."""

    info: RunInfo
    cases: list[CaseResult]


def triple(counts: Counts) -> Triple:
    """Counts as they are kept."""
    return counts.tp, counts.fp, counts.fn


def slot_fields(gold: frozenset[Slot], found: frozenset[Slot]) -> dict[str, Any]:
    """The slot fields of a turn."""
    score = SlotScore()
    score.add(gold, found)
    excluded = {one for one in gold if one.polarity == "avoid"}
    return {
        "slots": {path: triple(one) for path, one in score.by_path.items()},
        "polarities": {side: triple(one) for side, one in score.by_polarity.items()},
        "turned": score.turned,
        "exclusions": len(excluded),
        "lost": len(excluded - found),
    }


def meaning_fields(verdict: MeaningVerdict) -> dict[str, Any]:
    """The fields of a turn that tell how it was understood."""
    judged = verdict.gold is not None and verdict.found is not None
    slots = slot_fields(verdict.gold or frozenset(), verdict.found or frozenset()) if judged else {}
    return {
        **slots,
        "acts": triple(verdict.acts) if verdict.acts else None,
        "references": triple(verdict.references) if verdict.references else None,
    }


def turn_result(turn: TurnVerdict) -> TurnResult:
    """A judged turn of a conversation as a record."""
    calls, seen, trace = turn.calls, turn.seen, turn.trace
    called: dict[str, Any] = {}
    if calls is not None:
        called = {
            "tools": (calls.gold, calls.found),
            "arguments": (calls.right, calls.judged),
            "calls": (calls.exact, calls.paired),
            "trajectory": dict(calls.trajectory),
        }
    return TurnResult(
        holds=turn.holds,
        **meaning_fields(turn.meaning),
        **called,
        outfits=turn.outfits,
        violating=turn.violating,
        ms=round(seen.total_ms, 2),
        first_ms=None if seen.first_ms is None else round(seen.first_ms, 2),
        input_tokens=trace.input_tokens,
        output_tokens=trace.output_tokens,
        models=trace.models,
        degraded=seen.degraded,
    )


def conversation_words(verdict: ConversationVerdict) -> list[str]:
    """A conversation in words, with its faults where they arose."""
    told = []
    for turn in verdict.turns:
        told += [f"> {turn.say}", f"< {turn.seen.reply}"]
        told += [f"! {fault}" for fault in turn.faults]
    return told
