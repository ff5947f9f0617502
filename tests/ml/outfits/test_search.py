"""The search against every outfit, enumerated one by one in plain Python."""

import random
from itertools import product

import numpy as np
import pytest

from ml.outfits import Request
from ml.outfits.demands import satisfied
from ml.outfits.eligible import eligible
from ml.outfits.facts import (
    BAG,
    BELT,
    BLAZER,
    BOTTOM,
    COLUMNS,
    DRESS,
    HAT,
    MID,
    OUTER,
    SHOES,
    TIE,
    TOP,
)  # fmt: skip
from ml.outfits.recommend import asked_of, find, fitting_ones
from ml.outfits.score import Judge
from ml.outfits.search import search, value
from ml.outfits.shortlist import shortlist
from ml.outfits.situation import resolve
from ml.outfits.table import build
from ml.outfits.templates import Template
from ml.outfits.wishes import apply_wishes


def every_outfit(judge, must, may):
    """All rows that a template allows, from nested loops over the columns."""
    garments = judge.table.garments
    at = {c: [i for i, g in enumerate(garments) if g.column == c] for c in range(COLUMNS)}

    def options(column):
        if at[column] and (column in must or column == SHOES):
            return at[column]
        return [*at[column], -1] if column in may else [-1]

    bodies = [] if must & {TOP, BOTTOM} else [{DRESS: d} for d in at[DRESS]]
    if DRESS not in must:
        mid_alone = [] if TOP in must else at[MID]
        bodies += [{TOP: t, BOTTOM: b} for t in at[TOP] for b in at[BOTTOM]]
        bodies += [{MID: m, BOTTOM: b} for m in mid_alone for b in at[BOTTOM]]
    for body in bodies:
        mids = [body[MID]] if MID in body else options(MID)
        rest = [SHOES, OUTER, BLAZER, HAT, TIE, BELT, BAG]
        for mid, *others in product(mids, *map(options, rest)):
            row = {**body, MID: mid, **dict(zip(rest, others, strict=True))}
            row = {column: i for column, i in row.items() if i >= 0}
            if sensible(row, garments):
                yield [row.get(column, -1) for column in range(COLUMNS)]


def sensible(row, garments):
    if TIE in row and (TOP not in row or garments[row[TOP]].category != "shirt"):
        return False
    if BELT in row and BOTTOM not in row:
        return False
    hooded = MID in row and garments[row[MID]].category == "hoodie"
    return not (DRESS in row and (hooded or (MID in row and BLAZER in row)))


def small_problem(rng, random_wardrobe, random_frame, sizes):
    """A judge, wishes and situation over a small wardrobe that has whole outfits."""
    while True:
        request = Request(frame=random_frame(rng))
        allowed, refused = eligible(random_wardrobe(rng, rng.randint(*sizes)), request.frame)
        wishes = apply_wishes(allowed, refused, request)
        now = resolve(request, [])
        wishes.garments = fitting_ones(wishes, now)
        judge = Judge(build(wishes.garments, request, now), request, now)
        loose = {i for wish in wishes.loose for i in wish.ids}
        may = now.optional | {g.column for g in wishes.garments if g.view.id in loose}
        rows = np.array([*every_outfit(judge, wishes.mandatory, may)], dtype=np.int64)
        if 0 < len(rows) <= 60_000:
            return judge, wishes, may, rows


def best_of_both(judge, wishes, may, rows):
    """The best value that the search finds and the best there is, after the same relaxations."""
    asked = asked_of(judge, wishes, [])
    mask, given_up = satisfied(asked, rows)
    pool = search(judge, Template(judge.table, frozenset(wishes.mandatory), frozenset(may)), asked)
    ours, ours_given_up = satisfied(asked, pool.rows)
    assert [d.given_up for d in ours_given_up] == [d.given_up for d in given_up]
    return pool.values[ours].max(), value(judge, rows)[mask].max()


def test_the_best_outfit_is_the_best_of_all(random_wardrobe, random_frame):
    rng = random.Random(11)
    for _ in range(250):
        problem = small_problem(rng, random_wardrobe, random_frame, (12, 24))
        found, best = best_of_both(*problem)
        assert found == pytest.approx(best, abs=1e-9)


def test_a_beam_that_is_always_on_seldom_misses_the_best_and_then_by_little(
    random_wardrobe, random_frame, monkeypatch
):
    monkeypatch.setattr("ml.outfits.search.COMPLETE_ROWS", 0)
    rng = random.Random(11)
    gaps = []
    for _ in range(120):
        problem = small_problem(rng, random_wardrobe, random_frame, (16, 26))
        found, best = best_of_both(*problem)
        gaps.append(best - found)
    assert sum(gap > 1e-9 for gap in gaps) <= 2
    assert max(gaps) < 0.01


def test_a_complete_pool_holds_every_outfit_once(random_wardrobe, random_frame):
    rng = random.Random(12)
    for _ in range(40):
        judge, wishes, may, rows = small_problem(rng, random_wardrobe, random_frame, (8, 14))
        template = Template(judge.table, frozenset(wishes.mandatory), frozenset(may))
        pool = search(judge, template, [])
        if pool.complete:
            assert {tuple(row) for row in pool.rows} == {tuple(row) for row in rows}
            assert len(pool.rows) == len(rows)


def test_the_first_choice_has_the_highest_score_that_fulfils_what_was_asked(
    random_wardrobe, random_frame
):
    rng = random.Random(13)
    for _ in range(40):
        judge, wishes, _, rows = small_problem(rng, random_wardrobe, random_frame, (10, 18))
        mask, _ = satisfied(asked_of(judge, wishes, []), rows)
        found = find(wishes, judge.request, judge.now, [])
        best = value(judge, rows)[mask].max()
        assert value(found.judge, found.rows[0][None, :])[0] == pytest.approx(best, abs=1e-9)


def test_the_beam_loses_little_on_a_wardrobe_that_can_be_enumerated(
    random_wardrobe, random_frame, monkeypatch
):
    rng = random.Random(14)
    gaps = []
    for _ in range(10):
        judge, wishes, may, _ = small_problem(rng, random_wardrobe, random_frame, (30, 34))
        template = Template(judge.table, frozenset(wishes.mandatory), frozenset(may))
        beam = search(judge, template, []).values[0]
        with monkeypatch.context() as patch:
            patch.setattr("ml.outfits.search.COMPLETE_ROWS", 10**9)
            gaps.append(search(judge, template, []).values[0] - beam)
    assert min(gaps) >= -1e-9
    assert max(gaps) <= 0.01


def test_a_shortlist_keeps_short_columns_whole_and_bounds_long_ones(random_wardrobe):
    request = Request()
    now = resolve(request, [])
    allowed, _ = eligible(random_wardrobe(random.Random(15), 3_000), request.frame)
    short = shortlist(allowed, request, now, lambda garment: garment.category == "polo")
    for column in range(COLUMNS):
        before = sum(g.column == column for g in allowed)
        after = sum(g.column == column for g in short)
        assert after == min(before, 44)
