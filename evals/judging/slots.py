"""Expected and found slots of a turn, made comparable.

What was inferred and is not named by the case is left out; a number within its band, a time that
begins as expected and a temperature that was rounded are the expected ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from agent.understanding.circumstances.moments import resolved
from evals.cases import ExpectedDelta
from evals.expected_frame import LISTS, SCALARS, Band
from evals.judging.screen import Screen
from evals.metrics.slots import Slot, as_text, slot
from stylist.frame import ConstraintFrame, Delta

ROUNDING_C: Final = 0.6
"""Degrees Fahrenheit become whole degrees Celsius; half a degree is lost by that."""
UNSET: Final = "none"
FlatFrame = Mapping[str, Any]


def frame_of(flat: FlatFrame, screen: Screen) -> ConstraintFrame:
    """A frame that holds what flat paths say; a band is its middle."""
    told: dict[str, Any] = {}
    for path, value in flat.items():
        owner, _, name = path.rpartition(".")
        target = told.setdefault(owner, {}) if owner else told
        if isinstance(value, list):
            value = [one for each in value for one in screen.resolve(path, each)]
        target[name] = (value.low + value.high) / 2 if isinstance(value, Band) else value
    return ConstraintFrame.model_validate(told)


def plain(value: Any) -> Any:
    """A frame's value as JSON has it."""
    return value.model_dump(exclude_none=True) if hasattr(value, "model_dump") else value


def flatten(frame: ConstraintFrame) -> dict[str, Any]:
    """The flat paths of a frame that say something."""
    found = {}
    for path in (*LISTS, *SCALARS):
        value: Any = frame
        for name in path.split("."):
            value = getattr(value, name)
        if isinstance(value, list):
            value = [plain(one) for one in value]
        if value not in (None, []):
            found[path] = plain(value)
    return found


def agree(path: str, gold: Any, found: Any) -> bool:
    """Whether a scalar is as expected."""
    if isinstance(gold, Band):
        return gold.holds(found)
    if gold is None or found is None:
        return gold is found
    if path == "weather.temperature_c":
        return bool(abs(gold - found) <= ROUNDING_C)
    if path == "weather.when":
        return resolved(str(found)).startswith(str(gold)) or str(found).casefold().startswith(
            str(gold).casefold()
        )
    if path == "weather.place":
        return str(gold).casefold() == str(found).casefold()
    return as_text(gold) == as_text(found)


def expected_text(gold: Any) -> str:
    """An expected scalar as a slot's value."""
    if isinstance(gold, Band):
        return f"{gold.low:g} to {gold.high:g}"
    return UNSET if gold is None else as_text(gold)


def _scalar_pair(path: str, gold: Any, found: Any) -> tuple[str, str]:
    wanted = expected_text(gold)
    return wanted, wanted if agree(path, gold, found) else expected_text(found)


def frame_slots(
    gold: FlatFrame, frame: ConstraintFrame, screen: Screen
) -> tuple[frozenset[Slot], frozenset[Slot]]:
    """(expected, found) slots of a whole frame."""
    heard = flatten(frame)
    return (
        frozenset(_gold_members(gold, screen) | _gold_scalars(gold)),
        frozenset(_found(gold, heard, frame, screen)),
    )


def _gold_members(gold: FlatFrame, screen: Screen) -> set[Slot]:
    return {
        slot(path, one)
        for path, value in gold.items()
        if isinstance(value, list)
        for each in value
        for one in screen.resolve(path, each)
    }


def _gold_scalars(gold: FlatFrame) -> set[Slot]:
    return {
        slot(path, expected_text(value))
        for path, value in gold.items()
        if not isinstance(value, list) and value is not None
    }


def _found(
    gold: FlatFrame, heard: FlatFrame, frame: ConstraintFrame, screen: Screen
) -> Iterator[Slot]:
    members = _gold_members(gold, screen)
    for path, value in heard.items():
        if isinstance(value, list):
            for one in value:
                made = slot(path, one)
                if made in members or not is_inferred(frame, path, one):
                    yield made
        elif path in gold:
            if gold[path] is not None or not is_inferred(frame, path):
                yield slot(path, _scalar_pair(path, gold[path], value)[1])
        elif not is_inferred(frame, path):
            yield slot(path, expected_text(value))


def is_inferred(frame: ConstraintFrame, path: str, value: Any = None) -> bool:
    """Whether nobody said a value of a frame."""
    key = path if value is None else f"{path}.{_key(value)}"
    source = frame.provenance.get(key)
    return source is not None and source.kind == "inferred"


def _key(value: Any) -> str:
    return "+".join(map(str, value.values())) if isinstance(value, Mapping) else str(value)


def delta_slots(
    gold: ExpectedDelta,
    delta: Delta,
    *,
    before: ConstraintFrame,
    after: ConstraintFrame,
    screen: Screen,
) -> tuple[frozenset[Slot], frozenset[Slot]]:
    """(expected, found) slots of what a turn changed; what it took away is a `lift`."""
    wanted = {Slot("moves", move) for move in gold.moves}
    heard = {Slot("moves", move) for move in delta.moves}
    for path, value in gold.set.items():
        wanted.add(_changed(path, value, expected_text(value)))
    for path, value in delta.set.items():
        if path in gold.set:
            heard.add(_changed(path, value, _scalar_pair(path, gold.set[path], value)[1]))
        elif path in SCALARS and not is_inferred(before if value is None else after, path):
            heard.add(_changed(path, value, expected_text(value)))
    for lifted, named, found, frame in (
        (False, gold.add, delta.add, after),
        (True, gold.remove, delta.remove, before),
    ):
        mine = {_side(one, lifted) for one in _gold_members(named, screen)}
        wanted |= mine
        heard |= set(_members(found, frame, lifted, mine))
    return frozenset(wanted), frozenset(heard)


def _members(
    found: Mapping[str, Iterable[Any]], frame: ConstraintFrame, lifted: bool, gold: set[Slot]
) -> Iterator[Slot]:
    for path, values in found.items():
        for value in values if path in LISTS else ():
            made = _side(slot(path, plain(value)), lifted)
            if made in gold or not is_inferred(frame, path, value):
                yield made


def _changed(path: str, value: Any, text: str) -> Slot:
    made = slot(path, text)
    return _side(made, lifted=True) if value is None else made


def _side(made: Slot, lifted: bool) -> Slot:
    return made._replace(polarity=f"lift-{made.polarity}") if lifted else made  # type: ignore[arg-type]


def without(slots: frozenset[Slot], free: Iterable[str]) -> frozenset[Slot]:
    """The slots but those of paths that are not judged."""
    sides = {(made.path, made.polarity) for made in (slot(path, "") for path in free)}
    return frozenset(
        one for one in slots if (one.path, one.polarity.removeprefix("lift-")) not in sides
    )
