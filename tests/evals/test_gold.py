"""Gold agrees with itself and with the contract of the frame."""

from collections.abc import Iterator, Mapping
from typing import Any

from evals.cases import ExpectedDelta, Meaning, UtteranceSuite
from evals.expected_frame import WISHES
from evals.metrics.slots import as_text
from evals.suite_files import files, read_suite

Flat = Mapping[str, Any]


def stated() -> Iterator[tuple[str, Flat, Meaning]]:
    """Every case or turn: its id, the gold frame before it, what it must mean."""
    for path in files().values():
        suite = read_suite(path)
        if isinstance(suite, UtteranceSuite):
            yield from ((case.id, case.before, case.expect) for case in suite.cases)
            continue
        for talk in suite.cases:
            before: Flat = {}
            for turn in talk.turns:
                yield f"{talk.id}: {turn.say}", before, turn.expect
                before = after(before, turn.expect)


def after(before: Flat, expect: Meaning) -> Flat:
    """The gold frame after a turn; what is free may be anything, so it stays as it was."""
    if expect.frame is not None:
        return expect.frame
    if expect.delta is None:
        return before
    held = {**before, **expect.delta.set}
    for path, values in expect.delta.remove.items():
        held[path] = [one for one in held.get(path, []) if one not in values]
    for path, values in expect.delta.add.items():
        held[path] = [*held.get(path, []), *values]
    return held


def said(expect: Meaning) -> Flat:
    """The values that a turn brings in."""
    if expect.frame is not None:
        return expect.frame
    return {**expect.delta.set, **expect.delta.add} if expect.delta else {}


def test_nothing_is_wanted_and_refused_at_once() -> None:
    torn = [
        (where, wish, both)
        for where, before, expect in stated()
        for frame in [after(before, expect)]
        for wish in WISHES
        if (both := set(frame.get(f"{wish}.want", [])) & set(frame.get(f"{wish}.avoid", [])))
        and not {f"{wish}.want", f"{wish}.avoid"} & set(expect.free)
    ]
    assert torn == []


def test_what_is_wanted_of_a_piece_is_wanted_flatly_too() -> None:
    fields = {field: wish for wish, field in WISHES.items()}
    alone = [
        (where, field, word)
        for where, before, expect in stated()
        for piece in said(expect).get("pieces.want", [])
        for field, word in piece.items()
        if field in fields
        and word not in after(before, expect).get(f"{fields[field]}.want", [])
        and f"{fields[field]}.want" not in expect.free
    ]
    assert alone == []


def test_what_is_taken_back_was_there_and_what_is_added_was_not() -> None:
    wrong: list[tuple[Any, ...]] = []
    for where, before, expect in stated():
        delta = expect.delta or ExpectedDelta()
        for path, values in delta.remove.items():
            wrong += [(where, path, one) for one in values if one not in before.get(path, [])]
        for path, values in delta.add.items():
            there = [as_text(one) for one in before.get(path, [])]
            wrong += [(where, path, one) for one in values if as_text(one) in there]
        wrong += [(where, path) for path, one in delta.set.items() if before.get(path) == one]
    assert wrong == []


def test_a_piece_that_is_refused_is_not_wanted_in_the_same_words() -> None:
    for where, _, expect in stated():
        pieces = said(expect)
        wanted = {as_text(one) for one in pieces.get("pieces.want", [])}
        assert not wanted & {as_text(one) for one in pieces.get("pieces.avoid", [])}, where
