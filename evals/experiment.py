"""A suite run with pydantic-evals: each case, as often as asked, judged from output and trace."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import Evaluator, EvaluatorContext

from agent.models import ChosenModel
from evals.cases import ConversationCase, UtteranceCase
from evals.families import is_held_out
from evals.judging.conversation import judge_conversation
from evals.judging.meaning import judge_meaning
from evals.judging.screen import fixed_screen
from evals.results import (
    CaseResult,
    TurnResult,
    conversation_words,
    meaning_fields,
    turn_result,
)
from evals.running.converse import converse
from evals.running.hear import hear
from evals.running.seen import ConversationSeen, TurnTrace, UtteranceSeen
from evals.running.traces import read_traces, read_whole
from evals.running.world import World

AnyCase = UtteranceCase | ConversationCase
Seen = UtteranceSeen | ConversationSeen


@dataclass(repr=False)
class Judge(Evaluator[Any, Any, Any]):
    """Judges every run of a case, and keeps the result beside pydantic-evals' own report."""

    def __post_init__(self) -> None:
        # No field: pydantic-evals writes an evaluator's fields into the report of every case.
        self.results: list[CaseResult] = []

    def evaluate(self, ctx: EvaluatorContext[Any, Any, Any]) -> dict[str, bool]:
        """Whether the case holds."""
        result = judge(ctx)
        self.results.append(result)
        return {"holds": result.holds}


def judge(ctx: EvaluatorContext[Any, Any, Any]) -> CaseResult:
    """The record of one run of a case."""
    case, seen = ctx.inputs, ctx.output
    if isinstance(case, UtteranceCase) and isinstance(seen, UtteranceSeen):
        return _utterance(case, seen, read_whole(ctx.span_tree))
    if isinstance(case, ConversationCase) and isinstance(seen, ConversationSeen):
        return _conversation(case, seen, ctx)
    raise TypeError(f"No judge for {type(case).__name__}.")


def _utterance(case: UtteranceCase, seen: UtteranceSeen, trace_: TurnTrace) -> CaseResult:
    screen = fixed_screen(case.shown)
    verdict = judge_meaning(case.expect, seen.understanding, before=seen.before, screen=screen)
    turn = TurnResult(
        holds=verdict.holds,
        **meaning_fields(verdict),
        heard_ms=round(seen.ms, 3),
        ms=round(seen.wall_ms, 2) if trace_.models else None,
        input_tokens=trace_.input_tokens,
        output_tokens=trace_.output_tokens,
        models=trace_.models,
        degraded=seen.degraded,
    )
    told = [f"> {case.text}", *(f"! {fault}" for fault in verdict.wrong)]
    return _record(case, turns=[turn], faults=verdict.wrong, told=told)


def _conversation(
    case: ConversationCase, seen: ConversationSeen, ctx: EvaluatorContext[Any, Any, Any]
) -> CaseResult:
    verdict = judge_conversation(case, seen, read_traces(ctx.span_tree))
    turns = [turn_result(turn) for turn in verdict.turns]
    faults = [
        f"turn {number}: {fault}"
        for number, turn in enumerate(verdict.turns, start=1)
        for fault in turn.faults
    ]
    faults += verdict.faults
    return _record(case, turns=turns, faults=faults, told=conversation_words(verdict))


def _record(
    case: AnyCase, *, turns: list[TurnResult], faults: list[str], told: list[str]
) -> CaseResult:
    return CaseResult(
        id=case.id,
        family=case.family,
        tags=list(case.tags),
        held_out=is_held_out(case.family),
        holds=not faults,
        faults=faults,
        told=told,
        turns=turns,
    )


def failed(case: AnyCase, why: str) -> CaseResult:
    """The record of a case that could not be run: it counts as wrong, and says why."""
    turns = [TurnResult(holds=False)]
    return _record(case, turns=turns, faults=[f"not run: {why}"], told=[])


async def run_cases(
    cases: Sequence[AnyCase],
    task: Callable[[Any], Awaitable[Seen]],
    *,
    name: str,
    repeat: int,
    concurrency: int = 1,
    on_run: Callable[[], None] = lambda: None,
) -> list[CaseResult]:
    """Run every case `repeat` times; the results in the order of the cases, runs together.

    `on_run` is called when a run has ended, well or not.
    """
    record_spans()
    judges = Judge()
    dataset = Dataset[Any, Any, Any](
        name=name,
        cases=[Case(name=case.id, inputs=case) for case in cases],
        evaluators=[judges],
    )

    async def run_one(case: Any) -> Seen:
        try:
            return await task(case)
        finally:
            on_run()

    report = await dataset.evaluate(
        run_one, name=name, repeat=repeat, max_concurrency=concurrency, progress=False
    )
    by_id = {case.id: case for case in cases}
    broken = [
        failed(by_id[one.source_case_name or one.name], one.error_message)
        for one in report.failures
    ]
    broken += [
        failed(by_id[one.source_case_name or one.name], fault.error_message)
        for one in report.cases
        for fault in one.evaluator_failures
    ]
    return _numbered([*judges.results, *broken], list(by_id))


def _numbered(results: Sequence[CaseResult], order: Sequence[str]) -> list[CaseResult]:
    runs: dict[str, list[CaseResult]] = {id_: [] for id_ in order}
    for result in results:
        runs[result.id].append(result)
    return [
        result.model_copy(update={"run": number})
        for id_ in order
        for number, result in enumerate(runs[id_], start=1)
    ]


def record_spans() -> None:
    """Let OpenTelemetry record in this process, once; nothing is exported."""
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        trace.set_tracer_provider(TracerProvider())


def hear_with(model: ChosenModel) -> Callable[[UtteranceCase], Awaitable[Seen]]:
    """The task of an utterance, with a model that may read along."""

    async def listen(case: UtteranceCase) -> Seen:
        return await hear(case, model)

    return listen


def talk_in(world: World) -> Callable[[ConversationCase], Awaitable[Seen]]:
    """The task of a conversation in a world."""

    async def talk(case: ConversationCase) -> Seen:
        return await converse(world, case)

    return talk
