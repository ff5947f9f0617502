"""Pairs of garments by what they are: alike ones share a row, and a mean is over the pairs worn."""

import numpy as np
import pytest

from ml.outfits.compatibility.judging import together as judge
from ml.outfits.compatibility.reading import Item
from ml.outfits.compatibility.wardrobe import Tables, judged
from ml.outfits.facts import COLUMNS
from ml.outfits.kinds import AllKinds
from ml.outfits.together import ALONE, Together


def row(**at):
    made = np.full(COLUMNS, -1, dtype=np.int64)
    for column, piece in at.items():
        made[int(column[1:])] = piece
    return made


@pytest.fixture
def together():
    chance = np.array([[0.5, 0.3, 0.9], [0.3, 0.5, 0.7], [0.9, 0.7, 0.5]])
    return Together(np.array([0, 1, 0, 2, 0]), chance)


def items(*kinds):
    return [Item(category=kind, stated=kind) for kind in kinds]


def asked_of(monkeypatch):
    """What is asked of the model, item by item."""
    asked = []

    def pairs(found, **how):
        asked.append([item.category for item in found])
        return judge(found, **how)

    monkeypatch.setattr("ml.outfits.compatibility.wardrobe.together", pairs)
    return asked


def test_alike_garments_share_a_row_that_is_judged_once(monkeypatch):
    asked = asked_of(monkeypatch)
    made = Tables().of(items("shirt", "jeans", "shirt", "shirt", "boots"))
    assert asked == [["shirt", "jeans", "boots"]]
    assert made.table.shape == (3, 3)
    assert (made.table == made.table.T).all()
    assert made.alike.tolist() == [0, 1, 0, 0, 2, 0]


def test_a_table_that_has_all_that_is_asked_is_kept_and_another_grows_from_it(monkeypatch):
    asked, tables = asked_of(monkeypatch), Tables()
    first = tables.of(items("shirt", "jeans", "boots"))
    again = tables.of(items("boots", "shirt"))
    assert again.table is first.table
    assert again.alike.tolist() == [2, 0, 0]
    more = tables.of(items("coat", "shirt"))
    assert asked == [["shirt", "jeans", "boots"], ["shirt", "jeans", "boots", "coat"]]
    alone = judge(items("coat", "shirt"), attributes_only=True)
    assert more.table[more.alike[0], more.alike[1]] == pytest.approx(alone[0, 1], abs=1e-6)


def test_a_table_is_let_go_after_others(monkeypatch):
    asked, tables = asked_of(monkeypatch), Tables()
    monkeypatch.setattr("ml.outfits.compatibility.wardrobe.MOST_KEPT", 2)
    for pair in (("shirt", "jeans"), ("coat", "boots"), ("hat", "scarf"), ("dress", "pumps")):
        tables.of(items(*pair))
    tables.of(items("dress", "pumps"))
    assert len(asked) == 4
    tables.of(items("shirt", "jeans"))
    assert len(asked) == 5


def test_the_mean_is_over_the_pairs_that_are_worn_whatever_their_order(together):
    rows = np.array([row(_0=0, _3=1), row(_0=1, _3=2), row(_0=0, _3=1, _6=3), row(_0=0)])
    expected = [0.3, 0.3, (0.3 + 0.9 + 0.7) / 3, ALONE]
    assert together.mean(rows) == pytest.approx(expected)


def test_no_garments_make_a_table_without_pairs():
    made = judged([])
    assert made.mean(np.full((2, COLUMNS), -1, dtype=np.int64)).tolist() == [ALONE, ALONE]


def test_the_best_partner_is_among_those_that_are_asked_of(together):
    kinds = AllKinds(together)
    some, others, one = (kinds.of(np.array(these)) for these in ([0, 1], [1, 3], [1]))
    assert kinds.best(some, others) == pytest.approx([0.9, 0.7])
    assert kinds.best(some, one) == pytest.approx([0.3, 0.5])


def test_candidates_of_a_kind_share_what_the_best_of_them_brings():
    together = Together(np.array([2, 0, 2, 1, 0, 0]), np.eye(3))
    kinds = AllKinds(together).of(np.array([0, 1, 2, 4]))
    assert kinds.rows.tolist() == [0, 2]
    assert kinds.at.tolist() == [1, 0, 1, 0]
    assert kinds.best(np.array([0.1, 0.2, 0.3, 0.4])).tolist() == [0.4, 0.3]
