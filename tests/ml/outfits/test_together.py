"""Pairs of garments by what they are: alike ones share a row, and a mean is over the pairs worn."""

import numpy as np
import pytest

from ml.outfits.facts import COLUMNS
from ml.outfits.together import ALONE, grouped


def row(**at):
    made = np.full(COLUMNS, -1, dtype=np.int64)
    for column, piece in at.items():
        made[int(column[1:])] = piece
    return made


@pytest.fixture
def together():
    chance = np.array([[0.5, 0.2, 0.9], [0.4, 0.5, 0.7], [0.9, 0.7, 0.5]])
    return grouped(["a", "b", "a", "c"], lambda firsts: chance[: len(firsts), : len(firsts)])


def test_alike_garments_share_a_row_that_is_judged_once():
    asked = []

    def pairs(firsts):
        asked.extend(firsts)
        return np.eye(len(firsts))

    made = grouped(["shirt", "jeans", "shirt", "shirt", "boots"], pairs)
    assert asked == [0, 1, 4]
    assert made.table.shape == (3, 3)
    assert made.alike[:5].tolist() == [0, 1, 0, 0, 2]


def test_the_mean_is_over_the_pairs_that_are_worn_whatever_their_order(together):
    rows = np.array([row(_0=0, _3=1), row(_0=1, _3=2), row(_0=0, _3=1, _6=3), row(_0=0)])
    expected = [0.3, 0.3, (0.3 + 0.9 + 0.7) / 3, ALONE]
    assert together.mean(rows) == pytest.approx(expected)


def test_no_garments_make_a_table_without_pairs():
    made = grouped([], lambda firsts: np.zeros((0, 0)))
    assert made.mean(np.full((2, COLUMNS), -1, dtype=np.int64)).tolist() == [ALONE, ALONE]


def test_the_best_partner_is_among_those_that_are_asked_of(together):
    kinds, others = np.array([0, 1]), np.array([1, 2])
    assert together.best(kinds, others) == pytest.approx([0.9, 0.7])
    assert together.best(kinds, np.array([1])) == pytest.approx([0.3, 0.5])
