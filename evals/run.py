"""Runs suites: own ones over the real agent, external ones by their loaders."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any, Final

from agent.models import ChosenModel
from evals import catalogue
from evals.cases import ConversationCase, ConversationSuite, UtteranceCase
from evals.catalogue import External, ExternalRequest
from evals.experiment import hear_with, run_cases, talk_in
from evals.results import CaseResult, RunInfo, RunResults
from evals.running.hear import hear
from evals.running.world import open_world
from prompts import edition
from stylist.settings import Settings

NOT_ASKED: Final = "Utterances were read by the rules alone: this model does not read along."
HIDDEN: Final = "held out: errors of this family are not told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to run. `limit` draws that many cases with `seed`, the same for the same seed."""

    suite: str
    model: str = "offline"
    repeat: int = 1
    limit: int | None = None
    seed: int = 0
    concurrency: int = 1
    show_held_out: bool = False
    command: str = ""
    options: dict[str, Any] = field(default_factory=dict)


def needs_servers(suite: str) -> bool:
    """Whether an own suite has conversations, which are carried out over real servers."""
    return any(isinstance(one, ConversationSuite) for one in catalogue.own_suites(suite))


Progress = Callable[[int, int], None]
"""Told after each run of a case: how many have ended, of how many."""


async def run_own(
    request: Request,
    settings: Settings,
    model: ChosenModel,
    *,
    progress: Progress = lambda ended, of: None,
) -> RunResults:
    """Run an own suite or group; `settings` name the servers where conversations need them."""
    suites = catalogue.own_suites(request.suite)
    chosen = draw([case for suite in suites for case in suite.cases], request)
    utterances = [case for case in chosen if isinstance(case, UtteranceCase)]
    conversations = [case for case in chosen if isinstance(case, ConversationCase)]
    done: list[CaseResult] = []
    ended = count(1)

    def tell() -> None:
        progress(next(ended), len(chosen) * request.repeat)

    if utterances:
        await hear(utterances[0])  # builds the word lists, whose time is no turn's
        done += await run_cases(
            utterances,
            hear_with(model),
            name=f"{request.suite} utterances",
            repeat=request.repeat,
            on_run=tell,
        )
    if conversations:
        async with open_world(settings, model) as world:
            done += await run_cases(
                conversations,
                talk_in(world),
                name=f"{request.suite} conversations",
                repeat=request.repeat,
                concurrency=request.concurrency,
                on_run=tell,
            )
    kinds = {suite.kind for suite in suites}
    about = suites[0].about if len(suites) == 1 else catalogue.GROUPS[request.suite]
    info = _info(
        request,
        model.name,
        kind=kinds.pop() if len(kinds) == 1 else "mixed",
        about=about,
        dataset_hash=catalogue.own_hash(request.suite, suites),
    )
    if utterances and not (model.is_offline or model.reads):
        info = info.model_copy(update={"cannot_say": [NOT_ASKED]})
    return RunResults(info=info, cases=done if request.show_held_out else hide(done))


def run_external(
    request: Request, suite: External, *, folder: Path, model: ChosenModel
) -> RunResults:
    """Run a suite over data from outside."""
    asked = ExternalRequest(
        folder=folder,
        limit=request.limit,
        seed=request.seed,
        repeat=request.repeat,
        model=model,
    )
    ran = suite.run(asked)
    info = _info(
        request, model.name, kind="external", about=suite.about, dataset_hash=ran.dataset_hash
    )
    told = {"cannot_say": list(suite.cannot_say), "extra": dict(ran.extra)}
    return RunResults(info=info.model_copy(update=told), cases=ran.cases)


def draw(
    cases: Sequence[UtteranceCase | ConversationCase], request: Request
) -> list[UtteranceCase | ConversationCase]:
    """All cases, or as many as asked for, drawn by the seed and left in their order."""
    if request.limit is None or request.limit >= len(cases):
        return list(cases)
    places = sorted(random.Random(request.seed).sample(range(len(cases)), request.limit))
    return [cases[at] for at in places]


def hide(cases: Sequence[CaseResult]) -> list[CaseResult]:
    """The cases without what would give the errors of held-out families away."""
    return [
        case.model_copy(update={"faults": [HIDDEN] if case.faults else [], "told": []})
        if case.held_out
        else case
        for case in cases
    ]


def _info(request: Request, model: str, *, kind: str, about: str, dataset_hash: str) -> RunInfo:
    return RunInfo(
        suite=request.suite,
        kind=kind,
        about=about,
        model=model,
        dataset_hash=dataset_hash,
        prompt_version=edition(),
        seed=request.seed,
        repeat=request.repeat,
        limit=request.limit,
        stylist_version=version("stylist"),
        started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=request.command,
        options=request.options,
    )
