"""The rules, a language model, and both as readers of the same messages.

    STYLIST_OLLAMA__HOST=URL STYLIST_OLLAMA__MODEL=NAME python -m benchmarks.readers --limit 40

Every message goes to the model once; the same claims make the two readings with a model in them.
"both" asks the model only where the product does (`agent/understanding/second_reading`); with
`--asked-only` no other message is sent, and there is no row of the model alone. `--claims FILE`
keeps what the model said, and what it says there is not asked again. Single errors are not told,
since some families are held out.
"""

import argparse
import asyncio
import json
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
from agent.understanding.second_reading.claims import Claim
from agent.understanding.second_reading.merging import merge, untouched
from agent.understanding.second_reading.second_reader import why_read_again
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


class Told:
    """What the model has said of each message; kept in a file where one is named."""

    def __init__(self, model: ChosenModel, path: Path | None) -> None:
        self._model, self._path = model, path
        rows = path.read_text("utf-8").splitlines() if path and path.exists() else []
        self._known = {row["text"]: row for row in map(json.loads, rows)}

    async def of(self, text: str) -> tuple[list[Claim] | None, float]:
        """Its claims, None where it failed, and how long it took (seconds)."""
        if text not in self._known:
            await self._ask(text)
        row = self._known[text]
        claims = row["claims"]
        return None if claims is None else [Claim(**claim) for claim in claims], row["s"]

    async def _ask(self, text: str) -> None:
        if self._model.server is None:
            raise TypeError("a model without a server reads nothing")
        began, claims = time.perf_counter(), None
        try:
            found, _ = await extract(self._model, self._model.server, text)
            claims = [claim.model_dump() for claim in found.found]
        except ERRORS as error:
            print(f"not read: {type(error).__name__}")
        row = {"text": text, "claims": claims, "s": round(time.perf_counter() - began, 2)}
        self._known[text] = row
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as kept:
                kept.write(json.dumps(row) + "\n")


async def compare(
    name: str, cases: Sequence[UtteranceCase], told: Told, *, asked_only: bool
) -> None:
    """Let three readers read the cases, and print how they did."""
    scores = {reader: Score() for reader in READERS if reader != "model" or not asked_only}
    dropped: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    added, failed, spent_s = 0, 0, []
    for case in cases:
        seen = await hear(case)
        why = why_read_again(seen.understanding, case.text)
        scores["rules"].add(case, seen, seen.understanding)
        turn = sum(said.role == "user" for said in case.history)
        claims: list[Claim] = []
        if why is not None or not asked_only:
            found, spent = await told.of(case.text)
            failed, claims = failed + (found is None), found or []
            spent_s.append(spent)
        if not asked_only:
            ground = untouched(seen.before, case.text)
            alone = merge(ground, claims, text=case.text, before=seen.before, turn=turn)
            scores["model"].add(case, seen, alone.understanding)
        if why is None:
            scores["both"].add(case, seen, seen.understanding)
            continue
        asked[why] += 1
        both = merge(seen.understanding, claims, text=case.text, before=seen.before, turn=turn)
        scores["both"].add(case, seen, both.understanding)
        dropped += both.dropped
        added += len(both.added)
    print(f"\n{name}: {len(cases)} messages, {failed} not read by the model")
    print(f"asked for {asked.total()}: {dict(asked.most_common())}")
    print("| reader | slots P | R | F1 | refusals P | R | messages right |")
    print("|---|---|---|---|---|---|---|")
    for reader, score in scores.items():
        shares = [score.slots.precision, score.slots.recall, score.slots.f1]
        shares += [score.refusals.precision, score.refusals.recall]
        cells = " | ".join("–" if share is None else f"{share:.3f}" for share in shares)
        print(f"| {reader} | {cells} | {score.right} of {len(cases)} |")
    print(f"claims added {added}; left out: {dict(dropped.most_common())}")
    if spent_s:
        print(f"one reading: {sorted(spent_s)[len(spent_s) // 2]:.1f} s (median), not timed alone")


async def is_foreign(case: UtteranceCase) -> bool:
    """Whether the rules take a message for another language."""
    return any(doubt.why == "language" for doubt in (await hear(case)).understanding.uncertain)


async def main() -> None:
    """Compare on the drawn utterances of the own suites, and on other languages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--foreign", type=int, default=100, help="most messages of other languages")
    parser.add_argument("--claims", type=Path, help="where to keep what the model said")
    parser.add_argument("--asked-only", action="store_true", help="send what the product sends")
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
    english = [case for case in utterances if not await is_foreign(case)]
    if len(english) < len(utterances):
        # Their cases say what is heard without a model, which is nothing.
        print(f"{len(utterances) - len(english)} messages of other languages left out")
    told = Told(model, given.claims)
    await compare("own utterances", english, told, asked_only=given.asked_only)
    foreign = [case for case in read_suite(FOREIGN).cases if isinstance(case, UtteranceCase)]
    others = foreign[: given.foreign]
    await compare("other languages", others, told, asked_only=given.asked_only)


if __name__ == "__main__":
    asyncio.run(main())
