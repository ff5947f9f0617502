"""The gate in continuous integration: the offline policy holds what it must, on our own suites.

All utterances run; of the conversations, as many as a build has time for, drawn by a fixed seed.
`stylist eval run own` runs all of them.
"""

from agent.models import offline
from evals.report.saved import tell
from evals.run import Request, run_own
from stylist.settings import Settings

CONVERSATIONS = 12


def failed(results) -> list[str]:
    checks = tell(results, baseline=None).verdict.checks
    must = [check for check in checks if check.kind == "must"]
    assert must
    return [f"{c.name} is {c.found}, wanted {c.wanted}" for c in must if not c.holds]


async def test_every_utterance_is_heard_as_well_as_it_must_be() -> None:
    results = await run_own(Request(suite="utterances"), Settings(), offline())
    assert failed(results) == []


async def test_conversations_go_as_well_as_they_must(eval_settings: Settings) -> None:
    request = Request(suite="conversations", limit=CONVERSATIONS, seed=5)
    results = await run_own(request, eval_settings, offline())
    assert failed(results) == []
    assert len(results.cases) == CONVERSATIONS
