"""The look of a garment stays when it is photographed again, and differs from other garments'."""

from dataclasses import replace

import numpy as np
import pytest

from ml.demo.wardrobe import draw_piece
from ml.embed import IMAGE_EMBEDDERS, load_image_embedder
from ml.garments.classifier import GarmentNet
from ml.photos import read_photo
from ml.segment import load_segmenter
from ml.visual.look import GarmentLook, tints
from ml.visual.reshots import reshoot
from ml.visual.space import TINTS, fit_space, read_space, write_space
from stylist.errors import NotFound

PIECES = (0, 3, 6, 9, 12, 15)


@pytest.fixture(scope="module")
def look(tmp_path_factory) -> GarmentLook:
    return load_image_embedder("garment-look", tmp_path_factory.mktemp("no-weights"))


@pytest.fixture(scope="module")
def scenes(tmp_path_factory):
    segmenter = load_segmenter("grabcut", tmp_path_factory.mktemp("none"))
    found = []
    for number in PIECES:
        rgb = read_photo(draw_piece(number).jpeg, max_bytes=10**8, max_pixels=10**8).rgb
        found.append((rgb, segmenter.mask(rgb)))
    return found


def test_a_look_is_a_unit_vector_of_the_length_it_says(look, scenes):
    vectors = look.embed_cutouts([np.dstack(scene) for scene in scenes])
    assert vectors.shape == (len(PIECES), look.dim)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_name_tells_the_version_so_that_another_network_gets_its_own_collection(look):
    assert look.name.endswith(look.version)


def test_garments_photographed_again_are_nearest_to_themselves(look, scenes):
    known = look.embed_cutouts([np.dstack(scene) for scene in scenes])
    for index, (rgb, mask) in enumerate(scenes):
        elsewhere = scenes[(index + 1) % len(scenes)][0]
        again = reshoot(rgb, mask, np.random.default_rng(index), elsewhere)
        asked = look.embed_cutouts([np.dstack(again)])[0]
        assert int((known @ asked).argmax()) == index


def test_a_reshot_is_another_photo_of_the_same_size_of_mask(scenes):
    rgb, mask = scenes[0]
    photo, where = reshoot(rgb, mask, np.random.default_rng(1), scenes[1][0])
    assert photo.shape[:2] == where.shape
    assert photo.dtype == where.dtype == np.uint8
    assert (where > 127).mean() > 0.02


def test_without_the_space_of_this_network_nothing_is_called_the_same(look):
    network = GarmentNet()
    foreign = replace(read_space(), network="another network")
    plain = GarmentLook(network, foreign)
    assert plain.same_from is None
    assert plain.name.startswith("garment-features-")
    assert GarmentLook(network, None).dim == plain.dim


def test_the_shipped_space_belongs_to_the_shipped_network(look):
    assert read_space().network == GarmentNet().version, "run python -m ml.visual.fit"
    assert look.same_from is not None
    assert 0 < look.same_from < 1


def test_a_space_that_was_fitted_brings_photos_of_one_garment_together(tmp_path):
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(200, 1, 40 + TINTS))
    seen = centres + rng.normal(size=(200, 5, 40 + TINTS)) * np.linspace(0.1, 4, 40 + TINTS)
    space = write_space(tmp_path / "space.npz", replace(fit_space(seen, "net"), same_from=0.5))
    first, second = space.place(seen[:, 0]), space.place(seen[:, 1])
    raw = (seen[:, 1] @ seen[:, 0].T).argmax(1) == np.arange(200)
    assert ((second @ first.T).argmax(1) == np.arange(200)).mean() > raw.mean()
    assert space.same_from == pytest.approx(0.5)


def test_tints_are_of_the_cloth_and_not_of_what_lies_behind(scenes):
    cutout = np.zeros((80, 60, 4), np.uint8)
    cutout[20:60, 10:50] = (200, 30, 40, 255)
    behind = cutout.copy()
    behind[:20, :, :3] = (0, 255, 0)
    assert np.allclose(tints(cutout), tints(behind), atol=0.02)


def test_an_embedder_without_a_name_of_ours_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        load_image_embedder("another", tmp_path)
    assert "garment-look" in IMAGE_EMBEDDERS
