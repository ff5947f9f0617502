"""Training sees varied views, never a held-out sender, and only kinds that a label can be."""

import csv
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from drawn_garments import drawn_shirt

from ml.garments.framing import VIEW_PX
from ml.garments.kinds import coarse_labels
from ml.garments.oklab import oklab
from ml.training.color_regions import name_of
from ml.training.nothing import nothing_views
from ml.training.photos import pattern_name, shots
from ml.training.targets import names, targets
from ml.training.views import plain_views, varied_view
from stylist import vocabulary

PARTS = ("train", "tune", "test")
LABELS = files("ml.training") / "labels.tsv"

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


def test_what_somebody_saw_is_taught_and_the_rest_is_left_open(data):
    photos = shots(data)
    taught, known = targets(photos), names()
    kind = dict(zip(known["kinds"], taught["kinds"][0], strict=True))
    assert kind["denim-jacket"] == 1
    possible = coarse_labels()[photos[1].label].kinds
    assert set(taught["kinds"][1][taught["kinds"][1] > 0]) == {np.float32(1 / len(possible))}
    assert taught["patterns"][0][known["patterns"].index("dotted")] == 1
    assert taught["patterns"][1].sum() == 0
    color = dict(zip(known["colors"], taught["colors"][0], strict=True))
    assert (color["navy"], color["blue"]) == (np.float32(0.7), np.float32(0.3))
    assert taught["formality"][0].tolist() == [0, 1, 0, 0, 0]


def test_a_level_between_two_is_shared_by_both(data):
    shot = replace(shots(data)[0], formality=2.5, kind_alt="jacket")
    taught = targets([shot])
    assert taught["formality"][0].tolist() == [0, 0.5, 0.5, 0, 0]
    assert sorted(taught["kinds"][0])[-2:] == [np.float32(0.3), np.float32(0.7)]


def test_the_labels_by_eye_use_our_words():
    rows = list(csv.DictReader(LABELS.read_text().splitlines(), delimiter="\t"))
    assert len(rows) > 3_000
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["kind"] for row in rows} <= {"", *vocabulary.kinds()}
    assert {row["color"] for row in rows} | {row["color_alt"] for row in rows} <= {
        "",
        *vocabulary.colors(),
    }
    for column, group in (("pattern", "pattern"), ("material", "material"), ("fit", "fit")):
        assert {row[column] for row in rows} <= {"", *vocabulary.terms(group)}
    assert all(1 <= float(row["formality"]) <= 5 for row in rows)
    assert all(1 <= float(row["warmth"]) <= 3 for row in rows)


def test_tuning_photos_come_from_other_senders_than_training_and_test(data):
    photos = shots(data)
    senders = {part: {s.sender for s in photos if s.part == part} for part in PARTS}
    assert senders["test"]
    assert senders["train"]
    assert sum(map(len, senders.values())) == len({shot.sender for shot in photos})


def test_plain_views_are_those_of_inference():
    rgb, truth = drawn_shirt((185, 30, 40))
    views = plain_views(rgb, truth.astype(np.uint8) * 255)
    assert [view.shape for view in views] == [(VIEW_PX, VIEW_PX, 3)] * 4
    assert np.array_equal(views[1], views[0][:, ::-1])
    assert (views[0][0, 0] == 127).all()
    assert (views[2] != views[0]).any()


def test_varied_views_differ_but_repeat_by_seed():
    rgb, truth = drawn_shirt((185, 30, 40))
    mask = truth.astype(np.uint8) * 255
    (one, _), (same, _), (other, _) = (
        varied_view(rgb, mask, np.random.default_rng(seed), rgb) for seed in (1, 1, 2)
    )
    assert (one.shape, one.dtype) == ((VIEW_PX, VIEW_PX, 3), np.uint8)
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_view_whose_colours_were_changed_says_so():
    rgb = np.full((120, 90, 3), (200, 40, 40), np.uint8)
    mask = np.full((120, 90), 255, np.uint8)
    seen = [varied_view(rgb, mask, np.random.default_rng(seed), rgb) for seed in range(60)]
    redder = [np.quantile(view[..., 0] - view[..., 1].astype(float), 0.8) for view, _ in seen]
    reds = [bool(amount > 60) for amount in redder]
    kept = [red for red, (_, recolored) in zip(reds, seen, strict=True) if not recolored]
    assert all(kept)
    assert 30 < len(kept) < 50
    assert not all(reds)


def test_views_of_nothing_hold_none_of_the_garment():
    rgb, truth = drawn_shirt((255, 0, 0), background=(0, 90, 0))
    mask = truth.astype(np.uint8) * 255
    for seed in range(12):
        views = nothing_views(rgb, mask, np.random.default_rng(seed))
        assert [view.shape for view in views] == [(VIEW_PX, VIEW_PX, 3)] * 2


@pytest.mark.parametrize("name", sorted(set(vocabulary.colors()) - {"multicolor", "silver"}))
def test_the_vocabularys_own_hex_values_get_their_names(name):
    value = vocabulary.colors()[name].hex
    rgb = np.array([int(value[start : start + 2], 16) for start in (1, 3, 5)], float)
    assert name_of(oklab(rgb)) == name
