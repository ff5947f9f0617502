"""The search: candidates narrowed per column, then a beam over columns, then exact scores.

While nothing is cut off (every wardrobe of ordinary size per column, and a beam that is not full)
the pool holds every outfit, and `complete` says so. What is cut is what scores worst so far, with
the warmth still to be gained granted in advance.
"""

from dataclasses import dataclass

import numpy as np

from ml.outfits.demands import Demand, lean
from ml.outfits.facts import ACCESSORIES, BOTTOM, DRESS, MID, TOP
from ml.outfits.score import Judge
from ml.outfits.table import Floats, Ints
from ml.outfits.templates import FURTHER, Template
from ml.outfits.weights import number

COMPLETE_ROWS = 6_000
"""A pool this small is scored whole, without a beam."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Whole outfits, best first: (N, COLUMNS) rows and their (N,) values; all of them if complete.

    The value is the score less a little for each accessory, so that one is added only if it helps.
    """

    rows: Ints
    values: Floats
    complete: bool


def value(judge: Judge, rows: Ints, slack_clo: float = 0.0) -> Floats:
    """(N,) what the search maximises."""
    accessories = (rows[:, list(ACCESSORIES.values())] >= 0).sum(axis=1)
    worth: Floats = judge.total(rows, slack_clo) - number("search", "min_gain") * accessories
    return worth


def search(judge: Judge, template: Template, demands: list[Demand]) -> Pool:
    """Find the best outfits that a template allows."""
    rows = template.bodies()
    complete = True
    for i, column in enumerate(FURTHER):
        rows, cut = _cut(judge, rows, demands, _slack(template, FURTHER[i:]), template, column)
        complete = complete and not cut
        rows = template.extend(rows, column)
    values = value(judge, rows)
    order = np.argsort(-values, kind="stable")
    return Pool(rows[order], values[order], complete)


def _slack(template: Template, columns: tuple[int, ...]) -> float:
    """The insulation in clo that the columns still to come can add."""
    best = (template.table.clo[template.options(column)].max() for column in columns)
    return float(sum(best))


def _cut(
    judge: Judge,
    rows: Ints,
    demands: list[Demand],
    slack_clo: float,
    template: Template,
    column: int,
) -> tuple[Ints, bool]:
    """Keep the most promising rows when all of them with all options would be too many."""
    beam = int(number("search", "beam"))
    if len(rows) <= beam or len(rows) * len(template.options(column)) <= COMPLETE_ROWS:
        return rows, False
    promise = value(judge, rows, slack_clo) + lean(judge, judge.request, rows)
    if demands:
        held = np.mean([demand.holds(rows) for demand in demands], axis=0)
        promise = promise + number("search", "beam_wish") * held
    order = np.argsort(-promise, kind="stable")
    levels = np.round(judge.insulation(rows) / number("search", "clo_step")).astype(np.int64)
    return rows[_spread(rows, order, levels, beam)], True


def _spread(rows: Ints, order: Ints, levels: Ints, beam: int) -> Ints:
    """Up to `beam` rows, in turn the best of each level of insulation, not too many of one piece.

    Early on, nearly all rows can still become warm enough and tie; those that need the least added
    would be lost among them. Keeping every level alive is what makes the beam find the best.
    """
    most = int(number("search", "per_piece"))
    uppers = rows[:, (TOP, DRESS, MID)].max(axis=1)
    keep = np.ones(len(order), dtype=np.bool_)
    for pieces in (uppers[order], rows[order, BOTTOM]):
        keep &= (_rank_within(pieces) < most) | (pieces < 0)
    kept = order[keep]
    turn = np.argsort(_rank_within(levels[kept]), kind="stable")
    return kept[turn][:beam]


def _rank_within(groups: Ints) -> Ints:
    """(N,) how many earlier entries have the same value."""
    by_group = np.argsort(groups, kind="stable")
    ordered = groups[by_group]
    first = np.r_[True, ordered[1:] != ordered[:-1]]
    starts = np.maximum.accumulate(np.where(first, np.arange(len(groups)), 0))
    rank = np.empty(len(groups), dtype=np.int64)
    rank[by_group] = np.arange(len(groups)) - starts
    return rank
