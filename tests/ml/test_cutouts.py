"""Masks are refined to the photo's edge, and rid of specks, hooks and torn holes."""

import cv2
import numpy as np
import pytest
from drawn_garments import drawn_shirt

from ml.photos import encode_png
from ml.segment.clean import clean
from ml.segment.garment_segmenter import GarmentSegmenter, load_garment_segmenter
from ml.segment.refine import refine
from ml.segment.stats import estimate_garment_type, get_mask_stats
from stylist.errors import UnsupportedMedia
from stylist.settings import Settings


def iou(one, other):
    first, second = np.asarray(one) >= 128, np.asarray(other) >= 128
    return (first & second).sum() / (first | second).sum()


def scene():
    """A large drawn shirt, its true mask, and the mask as a network of 320 pixels gives it."""
    rgb, truth = drawn_shirt((150, 30, 40))
    rgb = cv2.resize(rgb, None, fx=2.5, fy=2.5, interpolation=cv2.INTER_NEAREST)
    truth = cv2.resize(truth.astype(np.uint8) * 255, rgb.shape[1::-1], interpolation=0)
    coarse = cv2.resize(truth, (80, 107), interpolation=cv2.INTER_AREA)
    return rgb, truth, cv2.resize(coarse, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR)


class TestRefine:
    def test_a_coarse_edge_moves_to_the_photos(self):
        rgb, truth, coarse = scene()
        refined = refine(rgb, coarse)
        assert (refined.shape, refined.dtype) == (coarse.shape, np.uint8)
        assert iou(refined, truth) > iou(coarse, truth)
        edge = cv2.dilate(truth, np.ones((41, 41))) != cv2.erode(truth, np.ones((41, 41)))
        assert np.array_equal(refined[~edge], coarse[~edge])

    def test_where_the_photo_shows_no_edge_nothing_is_invented(self):
        _, truth, coarse = scene()
        plain = np.full((*truth.shape, 3), 128, np.uint8)
        assert iou(refine(plain, coarse), coarse) > 0.98

    @pytest.mark.parametrize("value", [0, 255])
    def test_a_mask_without_an_edge_stays(self, value):
        mask = np.full((500, 400), value, np.uint8)
        assert np.array_equal(refine(np.zeros((500, 400, 3), np.uint8), mask), mask)

    def test_a_photo_as_small_as_the_networks_view_stays(self):
        rgb, _ = drawn_shirt((150, 30, 40))
        rgb = rgb[:300, :240]
        mask = np.zeros(rgb.shape[:2], np.uint8)
        mask[50:200, 50:200] = 255
        assert refine(rgb, mask) is mask


class TestClean:
    def test_specks_far_from_the_garment_go(self):
        rgb, truth, _ = scene()
        specked = truth.copy()
        specked[10:25, 10:25] = 255
        specked[900:990, 20:40] = 120
        assert np.array_equal(clean(rgb, specked) >= 128, truth >= 128)
        assert not clean(rgb, specked)[900:990, 20:40].any()

    def test_a_second_garment_is_no_speck(self):
        rgb, truth, _ = scene()
        both = np.concatenate([truth, truth], axis=1)
        assert np.array_equal(clean(np.concatenate([rgb, rgb], axis=1), both), both)

    def test_a_hole_that_shows_cloth_is_closed_and_one_that_shows_the_ground_stays(self):
        rgb, truth, _ = scene()
        torn = truth.copy()
        cv2.circle(torn, (375, 500), 70, 0, -1)
        assert iou(clean(rgb, torn), truth) > 0.995
        rgb = rgb.copy()
        cv2.circle(rgb, (375, 500), 70, (228, 224, 216), -1)
        assert iou(clean(rgb, torn), torn) > 0.995

    def test_a_hangers_hook_goes_and_a_strap_of_the_same_cloth_stays(self):
        rgb, truth, _ = scene()
        top = int(np.flatnonzero(truth[:, 375])[0])
        hooked, hung = truth.copy(), rgb.copy()
        hooked[top - 70 : top + 2, 371:379] = 255
        hung[top - 70 : top, 371:379] = (60, 60, 70)
        assert iou(clean(hung, hooked)[: top - 4], truth[: top - 4]) > 0.99
        assert not clean(hung, hooked)[top - 70 : top - 12, 371:379].any()
        hung[top - 70 : top, 371:379] = rgb[top + 60, 375]
        assert clean(hung, hooked)[top - 60 : top - 10, 373:377].all()

    def test_an_empty_mask_stays_empty(self):
        assert not clean(np.zeros((50, 50, 3), np.uint8), np.zeros((50, 50), np.uint8)).any()


class TestStats:
    def test_the_counts_are_those_of_the_mask(self):
        mask = np.zeros((20, 40), np.uint8)
        mask[5:15, 10:30] = 200
        assert get_mask_stats(mask) == {
            "valid": True,
            "width": 40,
            "height": 20,
            "total_pixels": 800,
            "foreground_pixels": 200,
            "background_pixels": 600,
            "coverage_percent": 25.0,
        }

    @pytest.mark.parametrize("value", [0, 255])
    def test_all_or_nothing_is_not_valid(self, value):
        assert not get_mask_stats(np.full((8, 8), value, np.uint8))["valid"]

    def test_an_outline_alone_tells_trousers_from_a_top_and_from_nothing(self):
        legs = np.zeros((400, 300), np.uint8)
        legs[40:120, 90:210] = 255
        legs[120:380, 90:140] = 255
        legs[120:380, 160:210] = 255
        assert estimate_garment_type(legs) == "bottom"
        assert estimate_garment_type(drawn_shirt((9, 9, 9))[1].astype(np.uint8) * 255) == "top"
        assert estimate_garment_type(np.zeros((9, 9), np.uint8)) == "unknown"


class TestGarmentSegmenter:
    @pytest.fixture(scope="class")
    def segmenter(self) -> GarmentSegmenter:
        return load_garment_segmenter("u2netp", Settings().models_dir)

    def test_a_file_gives_a_cutout_and_its_mask(self, segmenter, tmp_path):
        rgb, truth = drawn_shirt((150, 30, 40))
        path = tmp_path / "shirt.png"
        path.write_bytes(encode_png(rgb))
        cutout, mask = segmenter.segment_from_path(path)
        assert cutout.shape == (*rgb.shape[:2], 4)
        assert np.array_equal(cutout[..., 3], mask)
        assert iou(mask, truth.astype(np.uint8) * 255) > 0.95
        assert segmenter.get_mask_stats(mask)["valid"]
        assert segmenter.estimate_garment_type(mask) == "top"
        assert segmenter.segment(rgb, return_mask_only=True)[0] is None

    def test_a_file_that_is_no_photo_is_said(self, segmenter, tmp_path):
        (tmp_path / "words.txt").write_text("no photo")
        with pytest.raises(UnsupportedMedia):
            segmenter.segment_from_path(tmp_path / "words.txt")
