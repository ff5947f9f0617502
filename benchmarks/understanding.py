"""Speed and accuracy of the understanding: `python benchmarks/understanding.py [DATA_FOLDER]`.

`DATA_FOLDER` holds `simmc1_fashion` and `fashioniq_multiturn`, which are never part of the project;
it is `STYLIST_SHARED_DATA/dialogues` unless given. Without it only the own suites are measured.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from agent.understanding import understand
from evals.catalogue import own_suites as suites_of
from evals.external import fashioniq_scores, slot_scores
from evals.external.keywords import keywords
from evals.external.simmc1 import Part
from evals.families import is_held_out
from evals.judging.meaning import MeaningVerdict, judge_meaning
from evals.judging.screen import fixed_screen
from evals.judging.slots import frame_of
from evals.metrics.slots import SlotScore
from stylist.frame import ConstraintFrame, Understanding
from stylist.settings import Settings

NOW = slot_scores.NOW
TESTS = Path(__file__).parents[1] / "tests" / "agent"
REPEATS = 10


def main() -> None:
    """Print everything."""
    speed()
    own_suites()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Settings().shared_data / "dialogues"
    if not folder.is_dir():
        print(f"no data of others at {folder}: SIMMC 1.0 and FashionIQ are not measured")
        return
    simmc1(folder / "simmc1_fashion")
    fashioniq(folder / "fashioniq_multiturn")


def load(name: str) -> ModuleType:
    """A test module with its cases, which are the suite that is measured."""
    spec = spec_from_file_location(name, TESTS / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(text: str) -> Understanding:
    """One first turn without anything shown."""
    return understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW)


def speed() -> None:
    """Processor time of a turn, beside plain keyword matching in the same run."""
    texts = [case["text"] for case in load("test_utterances").CASES]
    began = time.process_time()
    read("hello")
    print(f"first turn (builds the lexicon): {(time.process_time() - began) * 1000:.0f} ms")
    keywords("hello")
    for name, reader in (("understand", read), ("keywords", keywords)):
        spent_ms = [timed(reader, text) for _ in range(REPEATS) for text in texts]
        cuts = statistics.quantiles(spent_ms, n=100)
        print(
            f"{name}: {1000 / statistics.fmean(spent_ms):.0f} turns a second of processor time, "
            f"p50 {cuts[49]:.2f}, p95 {cuts[94]:.2f}, p99 {cuts[98]:.2f} ms"
        )


def timed(reader: Callable[[str], object], text: str) -> float:
    """Milliseconds of processor time that one turn takes."""
    began = time.process_time()
    reader(text)
    return (time.process_time() - began) * 1000


def own_suites() -> None:
    """Tests' utterances and refusals, and the suites of `evals/` by seen and unseen wording."""
    suite, refusals = load("test_utterances"), load("test_no_refusal_is_lost")
    right = sum(not suite.differences(case, read(case["text"])) for case in suite.CASES)
    print(f"tests' utterances right in every stated part: {right} of {len(suite.CASES)}")
    tried = [row for family in refusals.FAMILIES for row in refusals._tried(family)]
    kept = sum(not refusals._lost(*row) for row in tried)
    print(f"refusals kept: {kept} of {len(tried)}")
    seen, unseen = SlotScore(), SlotScore()
    for family, verdict in judged():
        if verdict.gold is not None:
            (unseen if is_held_out(family) else seen).add(verdict.gold, verdict.found)
    for name, score in (("seen wording", seen), ("unseen wording", unseen)):
        print(f"own suites, {name}: slot F1 {score.all.f1 or 0:.3f}, {score.all}")


def judged() -> Iterator[tuple[str, MeaningVerdict]]:
    """Family and verdict of each utterance of our own suites."""
    for suite in suites_of("utterances"):
        for case in suite.cases if suite.kind == "utterances" else ():
            screen = fixed_screen(case.shown)
            frame, history, turn = frame_of(case.before, screen), list[tuple[str, str]](), 0
            for said in case.history:
                if said.role == "user":
                    frame = understand(
                        said.content, frame=frame, shown=list(screen.shown), turn=turn, now=NOW
                    ).frame
                    turn += 1
                history.append((said.role, said.content))
            heard = understand(
                case.text,
                frame=frame,
                shown=list(screen.shown),
                turn=turn,
                now=NOW,
                history=history,
                imperial=case.units == "imperial",
            )
            before = frame
            yield case.family, judge_meaning(case.expect, heard, before=before, screen=screen)


def simmc1(folder: Path) -> None:
    """Both tracks on the part that rules were written from, and on the part that nobody read."""
    parts: tuple[Part, ...] = ("own", "held-out")
    for part in parts:
        for name, reader in (("ours", slot_scores.ours), ("keywords", slot_scores.naive)):
            for track, score in slot_scores.scores(folder, part, reader).items():
                counts, sure = score.total, score.interval
                interval = f"[{sure.low:.3f}, {sure.high:.3f}]" if sure else "-"
                print(
                    f"SIMMC 1.0 {part}, {name}, {track}: P {counts.precision or 0:.3f} "
                    f"R {counts.recall or 0:.3f} F1 {counts.f1 or 0:.3f} {interval}"
                )


def fashioniq(folder: Path) -> None:
    """Attribute recall from relative captions."""
    for name, reader in (("ours", fashioniq_scores.ours), ("keywords", fashioniq_scores.naive)):
        of_all, of_spoken, refused = fashioniq_scores.recall(folder, reader).told()
        print(
            f"FashionIQ, {name}: recall of all attributes {of_all:.3f}, of those spoken of "
            f"{of_spoken:.3f}, refused by mistake {refused}"
        )


if __name__ == "__main__":
    main()
