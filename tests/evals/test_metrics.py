"""Metrics against examples that were worked by hand."""

import numpy as np
import pytest

from evals.metrics import arguments, intervals, slots, tools
from evals.metrics.arguments import AnyOf
from evals.metrics.counts import Counts, count
from evals.metrics.exclusions import Worn, violations
from evals.metrics.repeats import pass_at, pass_hat
from evals.metrics.slots import Slot
from evals.metrics.timing import percentile
from evals.metrics.trajectory import matches
from stylist.frame import Budget, ConstraintFrame, Piece


def test_precision_recall_and_f1() -> None:
    found = count({"a", "b", "c"}, {"b", "c", "d", "e"})
    assert found == Counts(tp=2, fp=2, fn=1)
    assert (found.precision, found.recall) == (0.5, pytest.approx(2 / 3))
    assert found.f1 == pytest.approx(4 / 7)


def test_nothing_to_find_and_nothing_found_is_no_figure() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (None, None, None)
    assert Counts(fp=1).f1 == 0


def test_a_frame_is_its_slots() -> None:
    frame = ConstraintFrame(occasion="work", count=3, notes=["hm"], budget=Budget(max=100))
    frame.colors.avoid, frame.weather.temperature_c = ["black"], 12
    frame.pieces.avoid = [Piece(slot="shoes", color="brown")]
    frame.items.require = ["g1"]
    assert slots.slots_of(frame) == {
        Slot("occasion", "work"),
        Slot("count", "3"),
        Slot("budget", '{"max": 100.0}'),
        Slot("colors", "black", "avoid"),
        Slot("weather.temperature_c", "12"),
        Slot("pieces", '{"color": "brown", "slot": "shoes"}', "avoid"),
        Slot("items", "g1", "want"),
    }
    assert slots.slots_of(frame.model_dump(mode="json")) == slots.slots_of(frame)


def test_a_lost_not_is_missed_and_invented() -> None:
    gold = {Slot("colors", "black", "avoid"), Slot("occasion", "work")}
    heard = {Slot("colors", "black", "want"), Slot("occasion", "work")}
    score = slots.score([(gold, heard), ({Slot("colors", "red", "avoid")}, set())])
    assert score.all == Counts(tp=1, fp=1, fn=2)
    assert (score.same, score.turned) == (1, 1)
    assert score.polarity_accuracy == 0.5
    assert score.by_polarity["avoid"] == Counts(fn=2)
    assert score.by_path["colors"].f1 == 0
    assert score.macro_f1 == 0.5


def test_tools_are_paired_by_name_then_confused_in_order() -> None:
    assert tools.pairs(["a", "b"], ["b", "c"]) == [("b", "b"), ("a", "c")]
    assert tools.pairs(["a", "a"], ["a"]) == [("a", "a"), ("a", "none")]
    assert tools.pairs([], ["a"]) == [("none", "a")]
    assert tools.pairs([], []) == [("none", "none")]


def test_the_table_of_tools() -> None:
    table = tools.ToolTable()
    for gold, found in (
        (["swap"], ["swap"]), (["swap"], ["recommend"]), ([], ["recommend"]), ([], []),
        (["weather", "recommend"], ["recommend"]),
    ):  # fmt: skip
        table.add(gold, found)
    assert table.counts("swap") == Counts(tp=1, fp=0, fn=1)
    assert table.counts("recommend") == Counts(tp=1, fp=2, fn=0)
    assert table.counts("weather") == Counts(fn=1)
    assert table.counts("none") == Counts(tp=1, fp=1, fn=1)
    assert table.all == Counts(tp=2, fp=2, fn=2)
    assert table.row("none") == {"recommend": 1, "swap": 0, "weather": 0, "none": 1}
    assert table.names[-1] == "none"


def test_abstention_counts_turns() -> None:
    turns = [([], []), ([], ["a"]), (["a"], []), (["a"], ["a"])]
    assert tools.abstention(turns) == Counts(tp=1, fp=1, fn=1)


@pytest.mark.parametrize(
    ("expected", "given", "is_same"),
    [
        ("New York", "new-york", True), ("New York", "Boston", False), (5, 5.0, True),
        (True, 1, False), ([1, 2], [1, 2], True), ([1, 2], [2, 1], False), (["a"], "a", False),
        (AnyOf(("a", "b")), "b", True), ({"x": 1}, {"x": 1, "y": 2}, False), ("5", 5, False),
    ],
)  # fmt: skip
def test_arguments_compare_as_in_bfcl(expected: object, given: object, is_same: bool) -> None:
    assert arguments.same(expected, given) is is_same


def test_wrong_arguments_are_told() -> None:
    expected = {"city": "Oslo", "unit": AnyOf(("celsius",), optional=True), "days": AnyOf((1, 2))}
    assert arguments.wrong(expected, {"city": "oslo", "days": 2}) == {}
    told = arguments.wrong(expected, {"days": 3, "sky": "blue"}, closed=True)
    assert told == {"city": "missing", "days": "3, expected 1 or 2", "sky": "not expected"}


@pytest.mark.parametrize(
    ("gold", "found", "passing"),
    [
        ("ab", "ab", {"strict", "unordered", "subset", "superset"}),
        ("ab", "ba", {"unordered", "subset", "superset"}),
        ("ab", "a", {"subset"}),
        ("a", "ab", {"superset"}),
        ("aa", "a", {"subset"}),
        ("ab", "ac", set()),
        ("", "", {"strict", "unordered", "subset", "superset"}),
    ],
)
def test_trajectories(gold: str, found: str, passing: set[str]) -> None:
    modes = ("strict", "unordered", "subset", "superset")
    equal = str.__eq__
    assert {m for m in modes if matches(list(gold), list(found), m, equal)} == passing


def test_a_pairing_is_the_largest_there_is() -> None:
    same = lambda wanted, call: call in wanted  # noqa: E731
    assert matches([{"a", "b"}, {"a"}], ["a", "b"], "unordered", same)


def test_pass_hat_is_the_formula_of_tau_bench() -> None:
    runs = [[True] * 5, [True, True, True, False, False], [False] * 5]
    assert pass_hat(1, runs) == pytest.approx((1 + 0.6 + 0) / 3)
    assert pass_hat(2, runs) == pytest.approx((1 + 3 / 10 + 0) / 3)
    assert pass_hat(5, runs) == pytest.approx(1 / 3)
    assert pass_at(2, runs) == pytest.approx((1 + (1 - 1 / 10) + 0) / 3)
    assert pass_hat(6, runs) is None


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([3, 1, 2, 4], 0.5) == 2
    assert percentile(list(range(1, 101)), 0.95) == 95
    assert percentile([7], 0.95) == 7
    assert percentile([], 0.5) is None


def test_intervals_hold_the_figure_and_shrink() -> None:
    few = [Counts(1, 0, 0), Counts(0, 1, 1)] * 10
    many = few * 20
    narrow, wide = intervals.counts_interval(many), intervals.counts_interval(few)
    assert narrow
    assert wide
    assert wide.low < narrow.low < 0.5 < narrow.high < wide.high
    # A share of one half over 20 independent cases: ±1.96 · sqrt(.25 / 20) = ±.22.
    assert wide.high - wide.low == pytest.approx(0.44, abs=0.1)
    assert intervals.counts_interval(few) == wide
    assert intervals.counts_interval(few[:1]) is None
    assert intervals.share_interval([(0, 0), (0, 0)]) is None


def test_ratio_is_nan_where_nothing_can_be_divided() -> None:
    assert np.isnan(intervals.ratio(np.array([[0.0, 0.0]]))).all()


BOOTS = Worn(
    name="boots", kinds=frozenset({"boots", "ankle-boots", "shoes"}), color="brown",
    pattern="solid", material="leather",
)  # fmt: skip
NAVY = Worn(name="chinos", kinds=frozenset({"pants", "chinos"}), color="navy", pattern="solid")


@pytest.mark.parametrize(
    ("frame", "broken"),
    [
        ({"colors.avoid": ["blue"]}, ["chinos: colors.avoid blue"]),
        ({"colors.avoid": ["black"]}, []),
        ({"categories.avoid": ["boots"]}, ["boots: categories.avoid boots"]),
        ({"categories.avoid": ["boots"], "pieces.allow": [{"category": "ankle-boots"}]}, []),
        ({"materials.avoid": ["leather"]}, ["boots: materials.avoid leather"]),
        ({"items.exclude": ["boots"]}, ["boots: items.exclude boots"]),
        ({"pieces.avoid": [{"slot": "shoes", "color": "black"}]}, []),
        ({"colors.want": ["brown"]}, []),
        (
            {"colors.want": ["brown"], "only": ["colors"]},
            ["chinos: only colors ['brown']"],
        ),
    ],
)
def test_exclusions_reach_what_lies_below(frame: dict, broken: list[str]) -> None:
    assert violations(frame, [BOOTS, NAVY]) == broken


def test_a_piece_that_is_avoided_is_avoided_in_spite_of_an_allowance() -> None:
    frame = {
        "pieces.avoid": [{"slot": "shoes", "color": "brown"}],
        "pieces.allow": [{"category": "boots"}],
    }
    assert len(violations(frame, [BOOTS])) == 1
