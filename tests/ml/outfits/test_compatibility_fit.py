"""The fit finds what was planted and writes what is loaded; questions leak nothing."""

import random
from pathlib import Path

import numpy as np
import pytest

from ml.outfits.compatibility.model import load, on_scale
from ml.outfits.compatibility.parts import PARTS
from ml.outfits.compatibility.reading import Item, read
from ml.training.outfits.__main__ import write
from ml.training.outfits.folds import cross_fitted, fold_of
from ml.training.outfits.outfits import Outfit, counted, pieces
from ml.training.outfits.questions import area_under_curve, make_paper, right
from ml.training.outfits.tracks import fit_model, weighed
from ml.training.outfits.weighing import calibrate, sheet_of, weigh

KINDS = {"upper": "Blouses", "bottom": "Skirts", "shoe": "Pumps", "bag": "Clutches"}


def planted(count, seed=3):
    """Outfits of two worlds: red or navy throughout, the rest of the words drawn."""
    rng, outfits = random.Random(seed), []
    for number in range(count):
        world = rng.choice([("red", "satin"), ("navy", "denim")])
        items = [
            Item(f"{rng.choice(world)} {rng.choice(['mini', 'maxi', 'lace', 'long'])}", kind)
            for kind in KINDS.values()
        ]
        outfits.append(Outfit(str(number), "valid", tuple(items), tuple(KINDS)))
    return outfits


def vectors(words):
    return np.stack([np.random.default_rng(sum(map(ord, word))).normal(size=8) for word in words])


@pytest.fixture(scope="module")
def folds():
    outfits = planted(150)
    others = [["Blouses", "Skirts", "Pumps"], ["Blouses", "Pumps", "Clutches"]] * 20
    return list(cross_fitted(outfits, others, vectors))


def test_what_was_planted_is_found_on_outfits_not_fitted_on(folds):
    sheets = [sheet_of(fold.model, fold.paper, attributes_only=True) for fold in folds]
    weight = weigh(sheets[1:])
    slot = sheets[0].slot @ weight
    assert np.mean(slot[:, :1] > slot[:, 1:]) > 0.65
    assert area_under_curve(sheets[0].worn @ weight, sheets[0].thrown @ weight) > 0.8


PARTS_OF_WORDS = ["odds of words", "same words", "meanings", "ratio of frequent words"]


@pytest.mark.parametrize("part", PARTS_OF_WORDS)
def test_every_part_of_words_finds_it_alone(folds, part):
    sheet = sheet_of(folds[0].model, folds[0].paper, attributes_only=True)
    at = PARTS.index(part)
    assert area_under_curve(sheet.worn[:, at], sheet.thrown[:, at]) > 0.7


def test_words_beside_categories_find_which_category_a_word_goes_with():
    rng, outfits = random.Random(5), []
    for number in range(200):
        word, kind = rng.choice([("lace", "Pumps"), ("denim", "Sneakers")])
        worn = (Item(f"{word} blouse", "Blouses"), Item("", kind), Item("", "Clutches"))
        outfits.append(Outfit(str(number), "valid", worn, ("upper", "shoe", "bag")))
    model = fit_model(outfits, [], vectors)
    asked = [Item("lace blouse", "Blouses"), Item("", "Pumps"), Item("", "Sneakers")]
    readings = [read(item, attributes_only=True) for item in asked]
    beside = model.parts(readings, attributes_only=True)[PARTS.index("words beside categories")]
    np.testing.assert_allclose(beside, beside.T, atol=1e-6)
    assert beside[0, 1] > 0 > beside[0, 2]


def test_a_part_that_speaks_against_counts_for_nothing(folds):
    weight = np.array([1.0, 2.0, -1.0, 0.5, 0.5, 0.5])
    model = weighed(folds[0].model, weight, weight)
    np.testing.assert_array_equal(model.titles.weight, [1.0, 2.0, 0.0, 0.5, 0.5, 0.5])


def test_what_is_written_judges_as_what_was_fitted(folds, tmp_path):
    weight = weigh([sheet_of(fold.model, fold.paper, attributes_only=True) for fold in folds])
    model = weighed(folds[0].model, weight, weight)
    file = Path(tmp_path) / "compatibility.npz"
    digest = write(file, model, [(2.0, -0.5), (1.0, 0.0)])
    found = load(file)
    assert digest.startswith(found.version)
    readings = [read(item, attributes_only=True) for item in folds[0].paper.items[:40]]
    value = np.sum(model.parts(readings, attributes_only=True), axis=0)
    fitted = on_scale(2.0 * value - 0.5)
    np.testing.assert_allclose(found.pairs(readings, attributes_only=True), fitted, atol=0.02)


def test_the_same_outfits_give_the_same_model():
    outfits = planted(40)
    one, two = (fit_model(outfits, [["Blouses", "Pumps", "Skirts"]] * 9, vectors) for _ in range(2))
    np.testing.assert_array_equal(one.attributes.odds, two.attributes.odds)
    np.testing.assert_array_equal(one.titles.categories, two.titles.categories)


def test_no_outfit_is_asked_about_in_two_folds_and_the_train_subset_never():
    outfits = planted(60)
    assert {fold_of(outfit) for outfit in outfits} == set(range(5))
    assert fold_of(Outfit("1", "train_subset", (), ())) is None


def test_distractors_are_of_the_slot_or_category_and_of_other_outfits():
    outfits = planted(30)
    paper = make_paper(outfits)
    owner = [number for number, outfit in enumerate(outfits) for _ in outfit.items]
    assert len(paper.slot) == len(paper.category) == 120
    for blank in (*paper.slot, *paper.category):
        true = blank.candidates[blank.answer]
        assert len(set(blank.candidates)) == 4
        for other in set(blank.candidates) - {true}:
            assert paper.items[other].category == paper.items[true].category
            assert owner[other] != owner[true]
        assert {owner[at] for at in blank.rest} == {owner[true]}


def test_the_answer_stands_anywhere_and_the_seed_decides_where():
    one, two = make_paper(planted(60)), make_paper(planted(60))
    assert one == two
    assert np.bincount([blank.answer for blank in one.slot], minlength=4).min() > 40
    assert make_paper(planted(60), seed=1) != one


def test_ties_are_shared():
    assert right([1.0, 1.0, 1.0, 1.0], 2) == 0.25
    assert right([0.0, 2.0, 1.0, 2.0], 1) == 0.5
    assert right([0.0, 2.0, 1.0, 0.0], 2) == 0.0


def test_the_area_is_the_share_of_pairs_in_order():
    rng = np.random.default_rng(0)
    worn, thrown = rng.integers(0, 9, 50) * 1.0, rng.integers(0, 7, 40) * 1.0
    wins = [(a > b) + (a == b) / 2 for a in worn for b in thrown]
    assert area_under_curve(worn, thrown) == pytest.approx(np.mean(wins))


def test_calibration_gives_the_chance_of_being_worn():
    rng = np.random.default_rng(0)
    worn, thrown = rng.normal(1.0, 1.0, 4000), rng.normal(0.0, 1.0, 4000)
    slope, offset = calibrate(worn, thrown)
    assert (slope, offset) == (pytest.approx(1.0, abs=0.1), pytest.approx(-0.5, abs=0.1))


def test_outfits_like_those_asked_about_count_twice():
    asked = Outfit("1", "valid", (), ())
    other = Outfit("2", "train_subset", (), ())
    assert counted([other, asked]) == [other, asked, asked]


def test_pairs_join_items_of_one_outfit_only():
    found = pieces(planted(5), attributes_only=True)
    assert len(found.pairs) == 5 * 6
    assert (found.owner[found.pairs[:, 0]] == found.owner[found.pairs[:, 1]]).all()
