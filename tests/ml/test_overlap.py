"""Two garments upon each other: what the doubt rests on, and the pictures it was taught with."""

import numpy as np
import pytest
from drawn_garments import drawn_shirt

from ml.garments.classifier import GarmentNet
from ml.garments.overlap import WEIGHTS, Overlap, read_overlap
from ml.training.overlap import laid_upon
from stylist.errors import BackendUnavailable


def drawn(color, **options):
    rgb, truth = drawn_shirt(color, **options)
    return rgb, truth.astype(np.uint8) * 255


def test_it_was_fitted_on_the_network_that_is_shipped():
    overlap = read_overlap()
    assert overlap.network == GarmentNet().version
    assert 0 < overlap.told_from < 1
    rgb, mask = drawn((185, 30, 40))
    features = GarmentNet().classify(rgb, mask, (20, 60, 260, 290)).features
    assert features.shape == overlap.weights.shape
    assert not overlap.told(features)


def test_it_is_told_from_its_bar_on_and_refuses_another_networks_features():
    overlap = Overlap(np.array([4.0, 0.0]), -2.0, 0.5, "any")
    assert overlap.chance(np.array([0.5, 1.0])) == 0.5
    assert overlap.told(np.array([0.5, 1.0]))
    assert not overlap.told(np.array([0.4, 1.0]))
    assert not overlap.reads(np.array([9.0, 0.0, 0.0]))
    with pytest.raises(BackendUnavailable):
        overlap.told(np.array([9.0, 0.0, 0.0]))


def test_damaged_weights_are_refused(tmp_path):
    damaged = tmp_path / WEIGHTS.name
    damaged.write_bytes(WEIGHTS.read_bytes()[:-1])
    damaged.with_suffix(".sha256").write_text(WEIGHTS.with_suffix(".sha256").read_text())
    with pytest.raises(BackendUnavailable):
        read_overlap(damaged)


def test_a_garment_laid_upon_another_hides_a_part_and_both_are_in_the_mask():
    rgb, mask = drawn((185, 30, 40))
    upper = drawn((20, 40, 160))
    for seed in range(8):
        seen, both = laid_upon(rgb, mask, upper, np.random.default_rng(seed))
        blue = (seen[..., 2] > seen[..., 0] + 40) & (both > 127)
        red = (seen[..., 0] > seen[..., 2] + 40) & (both > 127)
        assert blue.sum() > 2000
        assert red.sum() > 2000
        assert ((both > 127) >= (mask > 127)).all()


def test_a_pasted_single_garment_is_alone():
    rgb, mask = drawn((185, 30, 40))
    seen, alone = laid_upon(
        rgb, np.zeros_like(mask), drawn((20, 40, 160)), np.random.default_rng(1)
    )
    assert not (seen[..., 0] > seen[..., 2].astype(int) + 60).any()
    assert ((seen[..., 2] > seen[..., 0].astype(int) + 60) <= (alone > 0)).all()
