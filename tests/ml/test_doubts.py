"""Poor photos are refused or told, several garments told apart, and doubts said in words."""

import cv2
import numpy as np
import pytest
from drawn_garments import drawn_shirt

from ml.garments.classifier import GarmentNet
from ml.garments.doubts import PENALTY, background_pattern, contrast, doubts_of, touched_rim
from ml.garments.framing import box_of
from ml.garments.person import shows_person
from ml.garments.pipeline import GarmentPipeline, _lowered, in_photo
from ml.garments.quality import is_overexposed, measure, refuse_blurred, refuse_unusable
from ml.garments.split import split
from stylist.errors import PhotoUnusable


class KnownMask:
    """A segmenter that knows the answer, so that a test is about what comes after it."""

    name, version = "known", "1"

    def __init__(self, mask):
        self._mask = mask

    def mask(self, rgb):
        return self._mask


@pytest.fixture(scope="module")
def net() -> GarmentNet:
    return GarmentNet()


def shirt(color=(150, 30, 40), **options):
    rgb, truth = drawn_shirt(color, **options)
    return rgb, truth.astype(np.uint8) * 255


def seen(rgb, mask, net):
    return GarmentPipeline(KnownMask(mask), net).analyse_all(rgb)


class TestQuality:
    def test_a_good_photo_has_no_flaws(self):
        assert measure(shirt()[0]).flaws == []

    def test_blur_dark_and_small_are_told(self):
        rgb, _ = shirt()
        assert measure(cv2.GaussianBlur(rgb, (0, 0), 3)).flaws == ["blurred"]
        assert "dark" in measure(rgb // 8).flaws
        assert measure(cv2.resize(rgb, (90, 120))).flaws == ["small"]

    @pytest.mark.parametrize(
        ("worse", "word"),
        [
            (lambda rgb: rgb // 40, "dark"),
            (lambda rgb: np.full_like(rgb, 254), "bright"),
            (lambda rgb: cv2.resize(rgb, (30, 40)), "small"),
        ],
    )
    def test_what_cannot_be_judged_is_refused_with_a_hint(self, worse, word):
        with pytest.raises(PhotoUnusable, match=word) as refusal:
            refuse_unusable(measure(worse(shirt()[0])))
        assert refusal.value.hint != refusal.value.message

    def test_nothing_but_a_blur_is_refused(self):
        rgb, _ = shirt((10, 10, 12))
        refuse_blurred(measure(rgb))
        with pytest.raises(PhotoUnusable, match="blurred"):
            refuse_blurred(measure(cv2.GaussianBlur(rgb, (0, 0), 12)))

    def test_a_burnt_out_garment_is_told(self):
        rgb, mask = shirt(background=(90, 80, 70))
        assert not is_overexposed(rgb, mask)
        burnt = rgb.copy()
        burnt[mask > 0] = 255
        assert is_overexposed(burnt, mask)

    def test_a_dark_photo_is_used_and_told(self, net):
        rgb, mask = shirt()
        assert seen(rgb, mask, net)[0].quality == []
        assert seen((rgb // 3).astype(np.uint8), mask, net)[0].quality == ["dark"]

    def test_each_flaw_and_doubt_lowers_every_confidence_but_no_chance_of_a_colour(self):
        sure = {"category": 0.9, "pattern": 0.8, "color:red": 0.7}
        dark = _lowered(sure, ["dark"], [])
        both = _lowered(sure, ["dark"], ["low-contrast"])
        assert 0 < both["category"] < dark["category"] < sure["category"]
        assert both["pattern"] < dark["pattern"] < sure["pattern"]
        assert both["color:red"] == sure["color:red"]


class TestSplit:
    def test_two_garments_side_by_side_are_two_largest_first(self, net):
        (red, one), (blue, two) = shirt(), shirt((30, 50, 140))
        gap = np.full((400, 40, 3), (228, 224, 216), np.uint8)
        smaller, less = cv2.resize(blue, (240, 320)), cv2.resize(two, (240, 320))
        frame = cv2.copyMakeBorder(smaller, 0, 80, 0, 0, cv2.BORDER_REPLICATE)
        rgb = np.concatenate([frame, gap, red], axis=1)
        sides = np.pad(less, ((0, 80), (0, 0))), np.zeros((400, 40), np.uint8), one
        mask = np.concatenate(sides, axis=1)
        first, second = seen(rgb, mask, net)
        assert first.attributes.color_primary in {"red", "burgundy"}
        assert second.attributes.color_primary in {"blue", "navy"}
        assert first.bbox_xywh[0] > second.bbox_xywh[0]
        assert in_photo(rgb, first)[..., 3][:, :240].max() == 0

    def test_a_sleeve_cut_off_by_the_mask_is_no_item(self, net):
        rgb, mask = shirt()
        torn = mask.copy()
        cv2.line(torn, (95, 60), (82, 170), 0, 6)
        assert cv2.connectedComponents((torn > 0).astype(np.uint8))[0] > 2
        assert len(split(rgb, torn, net)) == 1

    def test_a_small_thing_beside_the_garment_is_no_item(self, net):
        rgb, mask = shirt()
        beside = mask.copy()
        beside[370:395, 5:50] = 255
        assert len(split(rgb, beside, net)) == 1


class TestDoubts:
    def test_a_clear_photo_leaves_none(self, net):
        rgb, mask = shirt()
        assert doubts_of(rgb, mask, net.classify(rgb, mask, box_of(mask))) == []

    def test_near_white_on_white_and_a_carpet_are_told(self, net):
        rgb, mask = shirt((236, 233, 226), background=(228, 224, 216))
        guess = net.classify(rgb, mask, box_of(mask))
        assert "low-contrast" in doubts_of(rgb, mask, guess)
        rows, columns = np.mgrid[0:400, 0:300]
        tiles = np.where((rows // 9 + columns // 9) % 2, 60, 180).astype(np.uint8)[..., None]
        carpet = np.where(mask[..., None] > 0, shirt()[0], tiles).astype(np.uint8)
        assert "busy-background" in doubts_of(carpet, mask, guess)

    def test_a_garment_that_goes_over_the_rim_is_cut_off(self, net):
        rgb, mask = shirt()
        rgb, mask = rgb[70:340, 70:230], mask[70:340, 70:230]
        assert "cut-off" in doubts_of(rgb, mask, net.classify(rgb, mask, box_of(mask)))

    def test_a_head_on_the_garment_is_a_person(self):
        rgb, mask = shirt((40, 70, 140))
        assert not shows_person(rgb, mask)
        worn, whole = rgb.copy(), mask.copy()
        cv2.ellipse(worn, (150, 48), (26, 38), 0, 0, 360, (205, 150, 125), -1)
        cv2.ellipse(whole, (150, 48), (26, 38), 0, 0, 360, 255, -1)
        assert shows_person(worn, whole)

    def test_measures_are_defined_where_there_is_no_outside(self):
        rgb, inside = np.full((40, 40, 3), 90, np.uint8), np.ones((40, 40), np.uint8)
        assert contrast(rgb, inside) == 100.0
        assert background_pattern(rgb, inside) == 0.0
        assert touched_rim(inside) == 1.0

    def test_every_doubt_costs_something(self):
        assert all(0 < left < 1 for left in PENALTY.values())
