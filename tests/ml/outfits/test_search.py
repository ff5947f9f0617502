"""The search against every outfit, enumerated one by one in plain Python."""

import random
from dataclasses import replace
from uuid import UUID
from zlib import crc32

import numpy as np
import pytest
from random_requests import draw_case, garment, wardrobe

from ml.outfits import Request, recommend, table
from ml.outfits.bounds import Known
from ml.outfits.choose import extras, worth
from ml.outfits.demands import MEASURES, Limit
from ml.outfits.facts import COLUMNS
from ml.outfits.find import template_of
from ml.outfits.gains import COUPLED, SUMMED, TOGETHER
from ml.outfits.limits import Sum
from ml.outfits.recommend import SEARCH_ENDED
from ml.outfits.together import Together
from ml.outfits.tree import Tree, divide, every_row
from ml.outfits.weights import numbers, weights
from stylist.frame import ConstraintFrame, Weather


@pytest.mark.parametrize(
    ("few", "small", "cases"), [(0, 0, 110), (0, 4_000, 40), (100_000, 4_000, 40)]
)
def test_the_answer_is_that_of_looking_at_every_outfit(few, small, cases, monkeypatch):
    monkeypatch.setattr("ml.outfits.task.FEW", few)
    monkeypatch.setattr("ml.outfits.search.SMALL", small)
    rng = random.Random(2026 + few + small)
    for _ in range(cases):
        case, rows, judge = draw_case(rng, (4, 22))
        ours, given_up, exact = case.by_engine()
        theirs, they_gave_up = case.by_brute_force(rows, judge)
        assert ours == theirs
        assert given_up == they_gave_up
        assert exact


@pytest.fixture
def pairs_judged(monkeypatch):
    """Garments of a kind and colour that go together as drawn at random, or not, for a quarter."""
    plain = table.build

    def build(garments, request, now):
        kinds = [(g.kind_names[1], tuple(g.main_colors)) for g in garments]
        place = {kind: i for i, kind in enumerate(dict.fromkeys(kinds))}
        alike = np.array([*(place[kind] for kind in kinds), 0], dtype=np.int64)
        names = sorted(place, key=place.__getitem__)
        drawn = [np.random.default_rng(crc32(str(n).encode())).normal(size=9) for n in names]
        nearness = np.array(drawn or [np.zeros(9)])
        chance = 1.0 / (1.0 + np.exp(-(nearness @ nearness.T) / 3.0))
        return replace(plain(garments, request, now), together=Together(alike, chance))

    monkeypatch.setitem(weights()["parts"], "compatibility", 0.25)
    monkeypatch.setattr("ml.outfits.find.build", build)
    monkeypatch.setattr("random_requests.build", build)


@pytest.mark.usefixtures("pairs_judged")
def test_the_answer_is_exact_where_pairs_are_judged(monkeypatch):
    monkeypatch.setattr("ml.outfits.task.FEW", 0)
    monkeypatch.setattr("ml.outfits.search.SMALL", 0)
    rng = random.Random(77)
    for _ in range(50):
        case, rows, judge = draw_case(rng, (4, 20))
        ours, given_up, exact = case.by_engine()
        assert (ours, given_up) == case.by_brute_force(rows, judge)
        assert exact


@pytest.mark.usefixtures("pairs_judged")
def test_sharing_pairs_anew_lowers_the_bound_and_never_below_an_outfit():
    rng, lowered = random.Random(78), 0
    for _ in range(30):
        case, rows, judge = draw_case(rng, (8, 16))
        extra = extras(judge, [])
        for shape in template_of(judge, case.wishes()).shapes():
            tree = Tree(Known(judge), shape, extra, [])
            before = tree.most(tree.root(), 0)[0]
            tree.tighten(3)
            after = tree.most(tree.root(), 0)[0]
            whole = shaped(tree, rows)
            worths = worth(judge, whole, extra)
            for depth, partial in beginnings(tree, whole):
                bounds = tree.most(partial, depth)
                assert (bounds >= worths - 1e-9).all()
            assert after <= before + 1e-9
            lowered += after < before - 1e-6
    assert lowered > 10


def sum_of_pairs(tree, partial, depth):
    """What the decided pieces of partial outfits bring together, as the search adds it up."""
    found = np.zeros(len(partial))
    for i, column in enumerate(tree.order[:depth]):
        after = tree.order[i + 1 :]
        now, *_ = tree.bounds.reach.next(partial.rows, tree.order[:i], column, after)
        at = np.searchsorted(np.sort(tree.shape[column]), partial.rows[:, column])
        order = np.argsort(tree.shape[column])
        found += np.broadcast_to(now, (len(partial), len(order)))[
            np.arange(len(partial)), order[at]
        ]
    return found


def beginnings(tree, rows):
    """Per depth of a tree: the beginnings of these whole rows, and the rows."""
    for depth in range(len(tree.order) + 1):
        partial = tree.bounds.start().take(np.zeros(len(rows), dtype=np.int64))
        for column in tree.order[:depth]:
            at = np.arange(len(rows))
            partial = tree.bounds.grow(partial, at, column, rows[:, column])
        yield depth, replace(partial, sure=partial.sure + sum_of_pairs(tree, partial, depth))


def shaped(tree, rows):
    filled = [column in tree.shape for column in range(rows.shape[1])]
    return rows[((rows >= 0) == filled).all(axis=1)]


def test_no_outfit_is_worth_more_than_the_bound_of_its_beginning():
    rng = random.Random(5)
    looked_at = 0
    for _ in range(70):
        case, rows, judge = draw_case(rng, (6, 16))
        extra = extras(judge, [rows[0]] if len(rows) else [])
        for shape in template_of(judge, case.wishes()).shapes():
            tree = Tree(Known(judge), shape, extra, [])
            whole = shaped(tree, rows)
            worths = worth(judge, whole, extra)
            for depth, partial in beginnings(tree, whole):
                bounds = tree.most(partial, depth)
                assert (bounds >= worths - 1e-9).all()
                looked_at += len(whole)
            if "rain" not in tree.bounds.shares and "near" not in tree.bounds.shares:
                assert bounds == pytest.approx(worths, abs=1e-9)
    assert looked_at > 5_000


def test_every_part_of_the_score_has_a_bound():
    unary = {"season", "style", "occasion", "fit", "taste", "rotation", "novelty"}
    unary |= {TOGETHER}
    assert set(weights()["parts"]) <= COUPLED | SUMMED | unary


def test_what_the_bounds_take_to_fall_does_fall():
    losses, factors = numbers("color", "hue_loss"), numbers("pattern", "by_count")
    assert list(losses) == sorted(losses)
    assert list(numbers("color", "one_hue_loss")) == sorted(numbers("color", "one_hue_loss"))
    assert list(factors) == sorted(factors, reverse=True)


@pytest.mark.parametrize("measure", sorted({measure for measure, *_ in MEASURES.values()}))
def test_a_measure_is_never_outside_what_its_beginning_allows(measure):
    rng = random.Random(6)
    for _ in range(15):
        case, rows, judge = draw_case(rng, (6, 16))
        found = getattr(judge, measure)(rows) if len(rows) else np.zeros(0)
        for shape in template_of(judge, case.wishes()).shapes():
            tree = Tree(Known(judge), shape, extras(judge, []), [])
            filled = [column in shape for column in range(COLUMNS)]
            for i in np.flatnonzero(((rows >= 0) == filled).all(axis=1))[:20]:
                exact = Sum(judge, tree.shape, tree.order, Limit(measure, found[i], found[i]))
                for depth, partial in beginnings(tree, rows[i : i + 1]):
                    assert exact.may(partial.rows, depth).all()


def test_a_shape_is_divided_into_outfits_with_a_wanted_piece_each_once():
    rng = random.Random(7)
    for _ in range(20):
        shape = {c: np.array(rng.sample(range(100), 3)) + 100 * c for c in (0, 3, 6)}
        wanted = np.zeros(1_000, dtype=np.bool_)
        wanted[[i for pieces in shape.values() for i in pieces if rng.random() < 0.4]] = True
        whole = every_row([shape])
        expected = {tuple(row) for row in whole if wanted[row[row >= 0]].any()}
        parts = [tuple(row) for row in every_row([*divide(shape, wanted)])]
        assert len(parts) == len(set(parts))
        assert set(parts) == expected


def test_a_search_that_ends_early_says_so_and_by_how_much_it_may_miss(monkeypatch):
    owned = wardrobe(random.Random(8), 500)
    asked = Request(frame=ConstraintFrame(weather=Weather(temperature_c=12, conditions=["rain"])))
    monkeypatch.setattr("ml.outfits.find.budget", lambda: 1_000_000)
    proven = recommend(owned, asked)
    assert proven.exact
    assert proven.headroom == 0
    assert proven.degraded == []
    monkeypatch.setattr("ml.outfits.find.budget", lambda: 3_000)
    hasty = recommend(owned, asked)
    assert not hasty.exact
    assert hasty.degraded == [SEARCH_ENDED]
    assert 0 < hasty.headroom < 0.2
    assert len(hasty.outfits) == 3
    gap = proven.outfits[0].score - hasty.outfits[0].score
    assert gap <= hasty.headroom + 1e-4


def test_identical_garments_are_told_apart_by_lot_and_not_by_their_order():
    rng = random.Random(9)
    shirt = garment(rng).model_copy(update={"category": "shirt", "subcategory": None})
    others = wardrobe(rng, 12)
    twins = [shirt.model_copy(update={"id": UUID(int=rng.getrandbits(128))}) for _ in range(400)]
    asked = Request(count=5)
    answers = []
    for _ in range(3):
        mixed = rng.sample([*twins, *others], len(twins) + len(others))
        answers.append([card.garment_ids for card in recommend(mixed, asked).outfits])
    assert answers[0] == answers[1] == answers[2]
