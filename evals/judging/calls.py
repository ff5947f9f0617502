"""Whether the tool calls of a turn are the expected ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from evals.cases import ExpectedTool
from evals.judging.screen import Screen
from evals.metrics.arguments import AnyOf, wrong
from evals.metrics.trajectory import Mode, matches
from evals.running.seen import ToolSeen

MODES: Final[tuple[Mode, ...]] = get_args(Mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallVerdict:
    """Expected and called tools that count, right and judged arguments, each way of matching.

    `exact` counts calls whose arguments are all right, of the `paired` ones.
    """

    gold: list[str]
    found: list[str]
    right: int = 0
    judged: int = 0
    exact: int = 0
    paired: int = 0
    trajectory: Mapping[Mode, bool] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def judge_calls(
    expect: Sequence[ExpectedTool], called: Sequence[ToolSeen], *, mode: Mode, screen: Screen
) -> CallVerdict:
    """Compare expected calls with those that were made."""
    gold = [(one.name, resolve(one.args, screen)) for one in expect]
    found = [(one.name, one.arguments) for one in called]
    trajectory = {each: matches(gold, found, each, _same) for each in MODES}
    pairs = _pairs(gold, found)
    names, made = _judged([name for name, _ in gold], [name for name, _ in found], mode)
    amiss = [told for wanted, given in pairs if (told := wrong(wanted, given))]
    judged = sum(len(wanted) for wanted, _ in pairs)
    faults = [f"called {[name for name, _ in found]}, expected {mode} {[n for n, _ in gold]}"]
    faults += [f"argument {name}: {why}" for one in amiss for name, why in one.items()]
    return CallVerdict(
        gold=names,
        found=made,
        right=judged - sum(map(len, amiss)),
        judged=judged,
        exact=len(pairs) - len(amiss),
        paired=len(pairs),
        trajectory=trajectory,
        faults=[] if trajectory[mode] else faults,
    )


def _judged(gold: list[str], found: list[str], mode: Mode) -> tuple[list[str], list[str]]:
    """The names that count: where a case allows more calls, or fewer, those tell nothing."""
    both = Counter(gold) & Counter(found)
    if mode == "superset":
        return gold, list(both.elements())
    return (list(both.elements()), found) if mode == "subset" else (gold, found)


def _same(gold: tuple[str, Mapping[str, Any]], found: tuple[str, Mapping[str, Any]]) -> bool:
    return gold[0] == found[0] and not wrong(gold[1], found[1])


def _pairs(
    gold: Sequence[tuple[str, Mapping[str, Any]]], found: Sequence[tuple[str, Mapping[str, Any]]]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Arguments of the expected and the made call, for each expected call that was made."""
    left = list(found)
    pairs = []
    for name, wanted in gold:
        named = [call for call in left if call[0] == name]
        if named:
            best = min(named, key=lambda call: len(wrong(wanted, call[1])))
            left.remove(best)
            pairs.append((wanted, best[1]))
    return pairs


def resolve(args: Mapping[str, Any], screen: Screen) -> dict[str, Any]:
    """Expected arguments with ids for places; a position on the screen may be given as such."""
    return {name: _value(name, value, screen) for name, value in args.items()}


def _value(name: str, value: Any, screen: Screen) -> Any:
    if isinstance(value, Mapping) and set(value) == {"any_of"}:
        return AnyOf(tuple(_value(name, one, screen) for one in value["any_of"]))
    if name.endswith("_ids") and isinstance(value, list):
        return [_one_id(place, screen) for place in value]
    if name.endswith("_id") and value:
        return _one_id(value, screen)
    return value


def _one_id(place: str, screen: Screen) -> Any:
    """An id, and the position of an outfit on the screen, which tools take as well."""
    id_ = screen.ids(place)[0]
    parts = place.split(".")
    is_position = parts[0] == "shown" and len(parts) == 2
    return AnyOf((id_, parts[1])) if is_position else id_
