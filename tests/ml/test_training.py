"""Training sees varied views, never a held-out sender, and only kinds that a label can be."""

from importlib.resources import files

import numpy as np
import pytest
from drawn_garments import drawn_shirt

from ml.garments.kinds import coarse_labels, trained_kinds
from ml.training.nothing import nothing_views
from ml.training.photos import pattern_name, shots
from ml.training.targets import UNKNOWN, names, possible_kinds, targets
from ml.training.views import plain_views, varied_view

HEADER = "dataset_label\tslot\tsubcategory\tcolour\tcolour_alt\tpattern\tformality_1_5\twarmth_1_3"


@pytest.fixture
def data(tmp_path):
    """A data folder of sixty photos by thirty senders, of which the first is labelled finely."""
    root = tmp_path / "garments"
    (root / "labelled").mkdir(parents=True)
    rows = ["file\tlabel\tsender_id\tkids\twidth\theight"]
    for index in range(60):
        label = sorted(coarse_labels())[index % 17]
        rows.append(f"images/{label}/photo{index}.jpg\t{label}\t{index % 30}\tFalse\t240\t320")
    (root / "MANIFEST.tsv").write_text("\n".join(rows))
    label = sorted(coarse_labels())[0]
    fine = f"{label}/photo0.jpg\t{label}\touterwear\tdenim-jacket\tnavy\tblue\tpolka-dot\t2\t2"
    (root / "labelled" / "LABELS.tsv").write_text(f"file\t{HEADER}\n{fine}\n")
    return tmp_path


def test_a_sender_is_wholly_in_training_or_wholly_held_out(data):
    photos = shots(data)
    held_out = {shot.sender for shot in photos if shot.held_out}
    assert held_out
    assert held_out.isdisjoint({shot.sender for shot in photos if not shot.held_out})


def test_finer_labels_are_joined_to_the_photos(data):
    first = shots(data)[0]
    assert (first.kind, first.color, first.color_alt, first.pattern) == (
        "denim-jacket",
        "navy",
        "blue",
        "dotted",
    )
    assert first.path.name == "photo0.jpg"


@pytest.mark.parametrize(
    ("text", "name"), [("solid", "solid"), ("animal-print", "other"), ("color-block", "other")]
)
def test_patterns_get_our_names(text, name):
    assert pattern_name(text) == name


def test_a_kind_somebody_saw_is_the_only_possible_one(data):
    photos = shots(data)
    assert possible_kinds(photos[0]) == ("denim-jacket",)
    assert possible_kinds(photos[1]) == coarse_labels()[photos[1].label].kinds
    taught = targets(photos)
    assert taught.exact[0]
    assert taught.kinds[0].sum() == 1
    assert taught.kinds.shape == (60, len(trained_kinds()))
    assert taught.patterns[0] == names().patterns.index("dotted")
    assert taught.patterns[1] == UNKNOWN


def test_plain_views_are_those_of_inference():
    rgb, truth = drawn_shirt((185, 30, 40))
    views = plain_views(rgb, truth.astype(np.uint8) * 255)
    assert [view.shape for view in views] == [(224, 224, 3)] * 4
    assert np.array_equal(views[1], views[0][:, ::-1])
    assert (views[0][0, 0] == 127).all()
    assert (views[2] != views[0]).any()


def test_varied_views_differ_but_repeat_by_seed():
    rgb, truth = drawn_shirt((185, 30, 40))
    mask = truth.astype(np.uint8) * 255
    one, same, other = (
        varied_view(rgb, mask, np.random.default_rng(seed), rgb) for seed in (1, 1, 2)
    )
    assert one.shape == (224, 224, 3)
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_views_of_nothing_hold_none_of_the_garment():
    rgb, truth = drawn_shirt((255, 0, 0), background=(0, 90, 0))
    mask = truth.astype(np.uint8) * 255
    for seed in range(12):
        views = nothing_views(rgb, mask, np.random.default_rng(seed))
        assert [view.shape for view in views] == [(224, 224, 3)] * 2


def test_labels_of_ours_use_known_names():
    lines = files("ml.training").joinpath("labels.tsv").read_text().splitlines()[1:]
    assert len(lines) > 500
    for line in lines:
        _, kind, pattern = line.split("\t")
        assert not kind or kind in trained_kinds()
        assert not pattern or pattern in names().patterns
