"""A garment is seen: kind, colours, box, cut-out; a photo without one is refused in words."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from drawn_garments import drawn_shirt, empty_scenes
from PIL import Image

from ml.garments import classifier, pipeline
from ml.garments.classifier import GarmentNet, Guess
from ml.garments.colors import palette
from ml.garments.describe import attributes_of, kind_of
from ml.garments.framing import VIEW_PX, box_of, square_view, with_margin
from ml.garments.kinds import coarse_labels, look_of, trained_kinds
from ml.garments.light import light_of
from ml.garments.oklab import oklab, srgb
from ml.garments.pipeline import GarmentPipeline, load_pipeline, thumbnail
from ml.photos import read_photo
from ml.segment import load_segmenter
from stylist import vocabulary
from stylist.errors import BackendUnavailable, PhotoUnusable
from stylist.settings import Settings


@pytest.fixture(scope="module")
def seeing() -> GarmentPipeline:
    """The pipeline with the small segmenter, which is quicker in tests."""
    segmenter = load_segmenter("u2netp", Settings().models_dir)
    return GarmentPipeline(segmenter, GarmentNet())


def patch(*parts, shade=False):
    """A cut-out made of (colour, share) bands, with a transparent rim."""
    pixels = np.zeros((120, 120, 4), np.uint8)
    inner = pixels[10:110, 10:110]
    row = 0
    for color, share in parts:
        inner[row : row + round(share * 100), :, :3] = color
        row += round(share * 100)
    if shade:
        light = np.linspace(0.5, 1.0, 100)[None, :, None] ** (1 / 2.2)
        inner[..., :3] = (inner[..., :3] * light).astype(np.uint8)
    inner[..., 3] = 255
    return pixels


def seen_in(cutout):
    """The palette of a cut-out photographed on light gray."""
    room = np.full((60, 60, 3), 200, np.uint8)
    return palette(cutout, light_of(room, np.zeros((60, 60), np.uint8)))


class TestColors:
    def test_oklab_goes_there_and_back(self):
        rgb = np.random.default_rng(0).integers(0, 256, (50, 3)).astype(float)
        assert np.allclose(srgb(oklab(rgb)), rgb, atol=0.05)

    def test_white_is_the_end_of_the_lightness_axis(self):
        assert np.allclose(oklab(np.array([255.0, 255, 255])), [1, 0, 0], atol=1e-4)

    def test_two_bands_are_two_colours_with_their_shares(self):
        seen = seen_in(patch(((31, 42, 74), 0.7), ((240, 240, 238), 0.3)))
        assert (seen.primary, seen.secondary) == ("navy", "white")
        assert [color.share for color in seen.colors] == pytest.approx([0.7, 0.3], abs=0.06)
        assert seen.colors[0].hex.startswith("#")

    @pytest.mark.parametrize(
        ("color", "name"),
        [((190, 30, 40), "red"), ((240, 240, 238), "white"), ((40, 90, 180), "blue")],
    )
    def test_a_shadow_is_not_a_second_colour(self, color, name):
        seen = seen_in(patch((color, 1.0), shade=True))
        assert seen.primary == name
        assert seen.secondary is None

    def test_many_hues_without_a_leader_are_multicolor(self):
        bands = [(200, 30, 40), (40, 90, 180), (40, 140, 60), (237, 200, 50), (106, 61, 140)]
        seen = seen_in(patch(*((color, 0.2) for color in bands)))
        assert seen.primary == "multicolor"

    @pytest.mark.parametrize(("value", "name"), [(0, "black"), (255, "white")])
    def test_pixels_at_the_ends_of_the_range_have_names(self, value, name):
        assert seen_in(patch(((value,) * 3, 1.0))).primary == name

    def test_shares_of_many_shades_of_one_name_never_pass_one(self):
        for seed in range(8):
            rng = np.random.default_rng(seed)
            shares = rng.dirichlet(np.ones(6))
            shades = [(int(v), 0, 0) for v in rng.integers(40, 255, 6)]
            seen = seen_in(patch(*zip(shades, shares, strict=True)))
            assert 0.9 < sum(color.share for color in seen.colors) <= 1.001
            assert all(color.share <= 1 for color in seen.colors)

    def test_an_empty_cutout_has_no_colour(self):
        seen = seen_in(np.zeros((20, 20, 4), np.uint8))
        assert (seen.primary, seen.colors) == (None, [])


class TestFraming:
    def test_the_box_is_the_smallest_around_the_mask(self):
        mask = np.zeros((50, 80), np.uint8)
        mask[10:20, 30:70] = 200
        assert box_of(mask) == (30, 10, 40, 10)
        assert with_margin((30, 10, 40, 10), 0.5, (80, 50)) == (10, 0, 70, 40)
        assert box_of(np.zeros((5, 5), np.uint8)) is None

    def test_a_view_is_square_and_centred(self):
        rgb = np.zeros((400, 300, 3), np.uint8)
        rgb[150:250, 100:200] = 255
        view = square_view(rgb, (100, 150, 100, 100), margin=0.5, size_px=224)
        assert view.shape == (224, 224, 3)
        rows = np.flatnonzero(view[:, 112, 0] > 127)
        assert abs(rows[0] - 56) <= 2
        assert abs(rows[-1] - 167) <= 2


class TestKinds:
    def test_every_label_and_kind_is_in_the_vocabulary(self):
        assert len(coarse_labels()) == 17
        for label in coarse_labels().values():
            assert label.category in vocabulary.categories()
        assert set(trained_kinds()) <= set(vocabulary.kinds())

    def test_what_is_usual_is_in_the_vocabulary(self):
        for name, kind in vocabulary.kinds().items():
            look = look_of(name, kind.category)
            assert look.material is None or look.material in vocabulary.terms("material")
            assert set(look.styles) <= set(vocabulary.terms("style"))


class TestNetwork:
    def test_its_classes_are_those_of_the_vocabulary(self):
        guess = GarmentNet().guess([np.full((VIEW_PX, VIEW_PX, 3), 127, np.uint8)])
        assert set(guess.labels) == set(coarse_labels())
        assert tuple(guess.kinds) == trained_kinds()
        assert set(guess.patterns) == set(vocabulary.terms("pattern"))
        for head in (guess.labels, guess.kinds, guess.patterns):
            assert sum(head.values()) == pytest.approx(1, abs=1e-3)
        assert np.linalg.norm(guess.features) == pytest.approx(1, abs=1e-3)

    def test_damaged_weights_are_refused(self, tmp_path):
        damaged = tmp_path / classifier.WEIGHTS.name
        damaged.write_bytes(classifier.WEIGHTS.read_bytes()[:-1])
        recorded = classifier.WEIGHTS.with_suffix(".sha256").read_text()
        damaged.with_suffix(".sha256").write_text(recorded)
        with pytest.raises(BackendUnavailable):
            GarmentNet(damaged)


class Lying(GarmentNet):
    """Knows a shirt only when the red end of the view is on top; else it guesses a hat."""

    def guess(self, views, weights=None):
        sure = 0.95 if views[0][30:60, 90:170, 0].mean() > 180 else self.unsure
        kinds = dict.fromkeys(trained_kinds(), 0.0) | {"shirt": sure, "beanie": 1 - sure}
        return Guess({}, kinds, {}, 1.0, np.zeros(1))


class TestTurned:
    @pytest.mark.parametrize("turns", [0, 1, 2, 3])
    @pytest.mark.parametrize(("unsure", "found"), [(0.4, 0.95), (0.1, 0.1)])
    def test_what_is_hardly_recognised_is_looked_at_from_its_other_sides(
        self, turns, unsure, found
    ):
        net = Lying()
        net.unsure = unsure
        rgb = np.full((200, 200, 3), 20, np.uint8)
        rgb[:60, :, 0] = 255
        seen = net.classify(
            np.rot90(rgb, turns), np.full((200, 200), 255, np.uint8), (0, 0, 200, 200)
        )
        assert seen.kinds["shirt"] == (0.95 if turns == 0 else found)


class TestPlaceFirst:
    def test_many_coats_outweigh_one_top(self):
        coats = {"trench-coat": 0.22, "parka": 0.2, "puffer-jacket": 0.2}
        guess = Guess({}, coats | {"shirt": 0.38}, {}, 1.0, np.zeros(1))
        assert kind_of(guess) == ("coat", pytest.approx(0.42), "trench-coat", 0.22)

    @pytest.mark.parametrize(
        ("levels", "said"),
        [({"2": 0.6, "3": 0.4}, 0.25), ({"2": 0.4, "3": 0.6}, 0.5), ({"5": 1.0}, 1.0)],
    )
    def test_formality_is_told_in_the_levels_that_people_use(self, levels, said):
        rgb = np.full((80, 80, 4), (30, 60, 150, 255), np.uint8)
        guess = Guess({}, {"shirt": 1.0}, {"solid": 1.0}, 1.0, np.zeros(1), formality=levels)
        attributes, confidence = attributes_of(guess, "shirt", None, seen_in(rgb))
        assert attributes.formality == said
        assert confidence["formality"] == max(levels.values())


class TestPipeline:
    def test_a_drawn_shirt_is_a_top_of_its_colour(self, seeing):
        rgb, truth = drawn_shirt((185, 30, 40))
        seen = seeing.analyse(rgb)
        assert vocabulary.slot_of(seen.category, seen.subcategory) == "top"
        assert seen.attributes.color_primary == "red"
        assert seen.attributes.pattern == "solid"
        x, y, width, height = seen.bbox_xywh
        assert truth[y : y + height, x : x + width].sum() > 0.97 * truth.sum()
        assert seen.cutout_rgba.shape == (height, width, 4)
        assert 0.5 < seen.detection_confidence <= 1
        assert all(0 <= value <= 1 for value in seen.confidence.values())
        assert seen.attributes.seasons
        assert seen.attributes.fit in {None, *vocabulary.terms("fit")}

    def test_stripes_are_seen(self, seeing):
        rgb, _ = drawn_shirt((30, 50, 120), stripe=(240, 240, 240))
        seen = seeing.analyse(rgb).attributes
        assert seen.pattern == "striped"
        assert {"white"} < {seen.color_primary, seen.color_secondary}

    def test_the_same_photo_gives_the_same_answer(self, seeing):
        rgb, _ = drawn_shirt((30, 120, 60))
        one, two = seeing.analyse(rgb), seeing.analyse(rgb)
        assert (one.category, one.confidence) == (two.category, two.confidence)
        assert one.attributes == two.attributes

    def test_the_box_is_that_of_the_original_photo(self, seeing):
        rgb, _ = drawn_shirt((185, 30, 40))
        large = np.asarray(Image.fromarray(rgb).resize((1500, 2000)))
        small, seen = seeing.analyse(rgb), seeing.analyse(large)
        assert np.abs(np.array(seen.bbox_xywh) / 5 - small.bbox_xywh).max() < 12
        assert max(seen.cutout_rgba.shape) <= pipeline.WORK_PX

    @pytest.mark.parametrize("name", empty_scenes())
    def test_a_photo_without_a_garment_is_refused_in_words(self, seeing, name):
        with pytest.raises(PhotoUnusable, match="could not find a garment"):
            seeing.analyse(empty_scenes()[name])

    @pytest.mark.parametrize("shape", [(1, 1), (3, 900), (900, 3)])
    def test_an_absurd_photo_is_refused_and_breaks_nothing(self, seeing, shape):
        noise = np.random.default_rng(0).integers(0, 256, (*shape, 3), dtype=np.uint8)
        with pytest.raises(PhotoUnusable):
            seeing.analyse(noise)

    def test_stages_are_told_and_timed(self, seeing):
        told = []
        seen = seeing.analyse(drawn_shirt((20, 20, 22))[0], lambda *stage: told.append(stage))
        stages = ["check", "segment", "refine", "classify", "describe"]
        assert [name for name, _ in told] == [*stages, "done"]
        assert [done for _, done in told] == sorted(done for _, done in told)
        assert set(seen.timings_ms) == set(stages)

    def test_a_listener_that_raises_cancels(self, seeing):
        def stop(stage, done):
            if stage == "classify":
                raise KeyError("cancelled")

        with pytest.raises(KeyError, match="cancelled"):
            seeing.analyse(drawn_shirt((185, 30, 40))[0], stop)

    def test_every_result_says_what_made_it(self, seeing):
        backend = seeing.analyse(drawn_shirt((185, 30, 40))[0]).backend
        assert backend["segmenter"].startswith("u2netp@")
        assert backend["classifier"].startswith("garment-net@")

    def test_without_weights_it_still_sees_and_says_that_it_is_degraded(self, tmp_path):
        seen = load_pipeline(tmp_path).analyse(drawn_shirt((30, 60, 150))[0])
        assert seen.degraded == ["u2net-missing", "u2netp-missing"]
        assert vocabulary.slot_of(seen.category, seen.subcategory) == "top"
        assert seen.attributes.color_primary == "blue"

    def test_a_thumbnail_is_a_small_square_picture(self, seeing):
        data = thumbnail(seeing.analyse(drawn_shirt((185, 30, 40))[0]).cutout_rgba, 128)
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.size) == ("WEBP", (128, 128))


def real_photos():
    """Every sixth photo of the wardrobe, when the shared data is here, with its slot."""
    folder = Settings().shared_data / "wardrobe"
    listed = folder / "wardrobe.tsv"
    if not listed.is_file():
        return []
    with listed.open() as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))[::6]
    return [(folder / row["file"], row["slot"]) for row in rows]


def test_real_photos_are_put_in_their_slots(seeing):
    photos: list[tuple[Path, str]] = real_photos()
    right = 0
    for path, slot in photos:
        photo = read_photo(path.read_bytes(), max_bytes=10**8, max_pixels=10**8)
        seen = seeing.analyse(photo.rgb)
        right += vocabulary.slot_of(seen.category, seen.subcategory) == slot
    assert right >= 0.8 * len(photos)


def test_a_dark_cloth_between_navy_and_black_may_be_either() -> None:
    dark = np.full((80, 80, 4), (26, 27, 34, 255), dtype=np.uint8)
    seen = seen_in(dark)
    assert min(seen.chances["navy"], seen.chances["black"]) >= 0.2
    red = seen_in(np.full((80, 80, 4), (200, 30, 40, 255), dtype=np.uint8))
    assert red.chances["red"] > 0.9
