"""Dialogues of other people as cases: what their loaders hear, in the form that reports read.

No word of the data goes into a result: cases are numbers.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from evals.catalogue import ExternalRequest, ExternalRun, hash_files
from evals.external import simmc1, simmc2, simmc_actions
from evals.metrics.counts import Counts
from evals.metrics.slots import Slot
from evals.results import CaseResult, TurnResult, slot_fields, triple
from stylist.errors import NotFound
from stylist.frame import ConstraintFrame

NOW: Final = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (a person's clock; any will do)


def _slots(pairs: Iterable[Any]) -> frozenset[Slot]:
    return frozenset(Slot(pair.path, pair.value, pair.polarity) for pair in pairs)


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        raise NotFound(f"There is no {path}.")
    return path


def _drawn(cases: Sequence[Any], request: ExternalRequest) -> list[Any]:
    if request.limit is None or request.limit >= len(cases):
        return list(cases)
    places = random.Random(request.seed).sample(range(len(cases)), request.limit)
    return [cases[at] for at in sorted(places)]


def run_simmc1(request: ExternalRequest) -> ExternalRun:
    """SIMMC 1.0 Fashion: slots with polarity, and the API call of each turn.

    Raises:
        NotFound: the folder does not have the data.
    """
    path = _file(request.folder, simmc1.FILE)
    read = _drawn(list(simmc1.dialogues(request.folder)), request)
    cases = [_simmc1(dialogue) for dialogue in read]
    turns = [turn for case in cases for turn in case.turns]
    right = sum(turn.tools is not None and turn.tools[0] == turn.tools[1] for turn in turns)
    extra = {"API-action accuracy, five classes": f"{right / len(turns):.3f} of {len(turns)}"}
    return ExternalRun(cases=cases, dataset_hash=hash_files([path]), extra=extra)


def _simmc1(dialogue: simmc1.Dialogue) -> CaseResult:
    from evals.external.slot_scores import ours

    heard = zip(ours(dialogue), simmc_actions.understandings(dialogue), strict=True)
    turns = []
    for turn, (mine, understood) in zip(dialogue.turns, heard, strict=True):
        gold = simmc1.gold(turn)
        got = mine.pairs - (simmc1.complaints(turn) - gold)
        action = simmc_actions.by_main_act(understood)
        turns.append(
            TurnResult(
                holds=gold == got and turn.api == action,
                **slot_fields(_slots(gold), _slots(got)),
                tools=(_call(turn.api), _call(action)),
            )
        )
    return _case(f"simmc1-{dialogue.number}", "simmc1", dialogue.held_out, turns)


def _call(name: str) -> list[str]:
    return [] if name == "None" else [name]


def _case(id_: str, family: str, held_out: bool, turns: list[TurnResult]) -> CaseResult:
    holds = all(turn.holds for turn in turns)
    return CaseResult(id=id_, family=family, held_out=held_out, holds=holds, turns=turns)


def run_simmc2(request: ExternalRequest) -> ExternalRun:
    """SIMMC 2.0 Fashion: slots of searches, and the act of each turn.

    Raises:
        NotFound: the folder does not have the data.
    """
    path = _file(request.folder, simmc2.FILE)
    read = _drawn(list(simmc2.dialogues(request.folder)), request)
    return ExternalRun(cases=[_simmc2(one) for one in read], dataset_hash=hash_files([path]))


def _simmc2(dialogue: simmc2.Dialogue) -> CaseResult:
    turns = []
    for turn, act, counts in simmc2.judged(dialogue):
        searches = turn.act in simmc2.SEARCHES
        slots_right = not searches or not counts.fp + counts.fn
        turns.append(
            TurnResult(
                holds=turn.act == act and slots_right,
                slots={"search": triple(counts)} if searches else None,
                acts=triple(Counts(1, 0, 0) if turn.act == act else Counts(0, 1, 1)),
            )
        )
    held_out = dialogue.number % 5 in simmc2.HELD_OUT
    return _case(f"simmc2-{dialogue.number}", "simmc2", held_out, turns)


def run_fashioniq(request: ExternalRequest) -> ExternalRun:
    """Multi-turn FashionIQ: attributes of the target that the captions speak of, heard or not.

    Raises:
        NotFound: the folder does not have the data.
    """
    from evals.external import fashioniq

    files = [_file(request.folder, name) for name in (fashioniq.DIALOGUES, fashioniq.ATTRIBUTES)]
    read = _drawn(list(enumerate(fashioniq.searches(request.folder))), request)
    cases = [_fashioniq(number, search) for number, search in read]
    return ExternalRun(cases=cases, dataset_hash=hash_files(files))


def _fashioniq(number: int, search: Any) -> CaseResult:
    from agent.understanding import understand
    from evals.external.fashioniq import spoken_of
    from evals.external.slots import found

    frame, heard = ConstraintFrame(), set[Any]()
    for at, caption in enumerate(search.captions):
        read = understand(caption, frame=frame, shown=None, turn=at, now=NOW)
        frame = read.frame
        heard |= found(read)
    said = {pair for pair in search.attributes if spoken_of(pair, search.captions)}
    turn = TurnResult(holds=said <= heard, recalled=(len(said & heard), len(said)))
    return _case(f"fashioniq-{number}", "fashioniq", number % 5 in (0, 1), [turn])
