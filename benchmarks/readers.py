"""The rules, a language model, and both as readers of the same messages.

    STYLIST_OLLAMA__HOST=URL STYLIST_OLLAMA__MODEL=NAME python -m benchmarks.readers --limit 40

Every message goes to the model once; the same claims make the two readings with a model in them.
Single errors are not told, since some families are held out.
"""

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from agent.models import ChosenModel, ollama_model
from agent.ollama import ERRORS
from agent.ollama_check import look_at
from agent.read_along import extract
from agent.understanding.claims import Claim
from agent.understanding.merging import merge, untouched
from evals import catalogue
from evals.cases import UtteranceCase
from evals.judging.meaning import judge_meaning
from evals.judging.screen import fixed_screen
from evals.metrics.counts import Counts, count
from evals.run import Request, draw
from evals.running.hear import hear
from evals.running.seen import UtteranceSeen
from evals.suite_files import read_suite
from stylist.frame import Understanding
from stylist.settings import OllamaSettings, Settings

FOREIGN: Final = Path(__file__).parent / "data" / "other-languages.yaml"
READERS: Final = ("rules", "model", "both")
PATIENCE_S: Final = 600.0


@dataclass
class Score:
    """What a reader got right: slots, exclusions apart, and whole messages."""

    slots: Counts = field(default_factory=Counts)
    refusals: Counts = field(default_factory=Counts)
    right: int = 0

    def add(self, case: UtteranceCase, seen: UtteranceSeen, heard: Understanding) -> None:
        """Judge one reading."""
        screen = fixed_screen(case.shown)
        verdict = judge_meaning(case.expect, heard, before=seen.before, screen=screen)
        gold, found = verdict.gold or frozenset(), verdict.found or frozenset()
        self.slots += count(gold, found)
        self.refusals += count(
            {slot for slot in gold if slot.polarity == "avoid"},
            {slot for slot in found if slot.polarity == "avoid"},
        )
        self.right += gold == found


async def compare(name: str, cases: Sequence[UtteranceCase], model: ChosenModel) -> None:
    """Let three readers read the cases, and print how they did."""
    scores = {reader: Score() for reader in READERS}
    dropped: Counter[str] = Counter()
    added, failed, spent_s = 0, 0, []
    for case in cases:
        seen = await hear(case)
        began = time.perf_counter()
        try:
            claims = await read(case, model)
        except ERRORS:
            claims, failed = [], failed + 1
        spent_s.append(time.perf_counter() - began)
        turn = sum(said.role == "user" for said in case.history)
        grounds = {"model": untouched(seen.before, case.text), "both": seen.understanding}
        scores["rules"].add(case, seen, seen.understanding)
        for reader, ground in grounds.items():
            merged = merge(ground, claims, text=case.text, before=seen.before, turn=turn)
            scores[reader].add(case, seen, merged.understanding)
            if reader == "both":
                dropped += merged.dropped
                added += len(merged.added)
    print(f"\n{name}: {len(cases)} messages, {failed} not read by the model")
    print("| reader | slots P | R | F1 | refusals P | R | messages right |")
    print("|---|---|---|---|---|---|---|")
    for reader, score in scores.items():
        shares = [score.slots.precision, score.slots.recall, score.slots.f1]
        shares += [score.refusals.precision, score.refusals.recall]
        told = " | ".join("–" if share is None else f"{share:.3f}" for share in shares)
        print(f"| {reader} | {told} | {score.right} of {len(cases)} |")
    print(f"claims added {added}; left out: {dict(dropped.most_common())}")
    print(f"one reading: {sorted(spent_s)[len(spent_s) // 2]:.1f} s (median), not timed alone")


async def read(case: UtteranceCase, model: ChosenModel) -> list[Claim]:
    """The model's claims."""
    if model.server is None:
        raise TypeError("a model without a server reads nothing")
    found, _ = await extract(model, model.server, case.text)
    return found.found


async def main() -> None:
    """Compare on the drawn utterances of the own suites, and on other languages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--foreign", type=int, default=100, help="most messages of other languages")
    given = parser.parse_args()
    patient = {"first_token_timeout_s": PATIENCE_S, "read_timeout_s": PATIENCE_S}
    settings = OllamaSettings.model_validate(Settings().ollama.model_dump() | patient)
    state = await look_at(settings)
    if not state.is_usable:
        raise SystemExit(f"{state.detail}. {state.mend}")
    model = ollama_model(settings, state, reads=True)
    own = [case for suite in catalogue.own_suites("utterances") for case in suite.cases]
    drawn = draw(own, Request(suite="utterances", limit=given.limit, seed=given.seed))
    print(f"{model.name}, seed {given.seed}")
    utterances = [case for case in drawn if isinstance(case, UtteranceCase)]
    await compare("own utterances", utterances, model)
    foreign = [case for case in read_suite(FOREIGN).cases if isinstance(case, UtteranceCase)]
    await compare("other languages", foreign[: given.foreign], model)


if __name__ == "__main__":
    asyncio.run(main())
