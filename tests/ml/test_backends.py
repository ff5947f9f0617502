"""One contract for every background removal, one for every text embedder."""

from types import SimpleNamespace

import numpy as np
import pytest
from drawn_garments import drawn_shirt

from ml.embed import EMBEDDERS, describe_garment, load_embedder, load_text_embedder
from ml.segment import BY_QUALITY, SEGMENTERS, load_best_segmenter, load_segmenter
from ml.segment.u2net_cloth import ClothSegmenter
from ml.weights import model
from ml.weights.status import state_of
from stylist.errors import BackendUnavailable, NotFound
from stylist.garments import GarmentAttributes
from stylist.settings import Settings


@pytest.fixture(scope="module")
def models_dir():
    return Settings().models_dir


CLOTH = "u2net_cloth_seg"
"""Fetched only when asked for: it keeps the contract wherever somebody has asked."""
HERE = [
    name
    for name in SEGMENTERS
    if name != CLOTH or state_of(model(CLOTH), Settings().models_dir) == "present"
]


@pytest.fixture(scope="module", params=HERE)
def segmenter(request, models_dir):
    return load_segmenter(request.param, models_dir)


class TestSegmenters:
    def test_the_mask_is_of_the_photo_size_and_finds_the_garment(self, segmenter):
        rgb, truth = drawn_shirt((150, 30, 40), background=(205, 200, 190))
        mask = segmenter.mask(rgb)
        assert (mask.shape, mask.dtype) == (rgb.shape[:2], np.uint8)
        inside = mask >= 128
        assert (inside & truth).sum() / (inside | truth).sum() > 0.9
        assert np.array_equal(segmenter.mask(rgb), mask)

    def test_a_uniform_photo_has_an_empty_mask(self, segmenter):
        blank = np.full((120, 90, 3), 180, np.uint8)
        assert not segmenter.mask(blank).any()

    @pytest.mark.parametrize("shape", [(1, 1), (7, 300)])
    def test_odd_shapes_do_not_break_it(self, segmenter, shape):
        noise = np.random.default_rng(0).integers(0, 255, (*shape, 3), dtype=np.uint8)
        assert segmenter.mask(noise).shape == shape

    def test_it_says_what_it_is(self, segmenter):
        assert segmenter.name in SEGMENTERS
        assert segmenter.version


class FakeClothModel:
    """Answers as the cloth model does: (1, 4, 768, 768) scores of nothing, upper, lower, full."""

    def get_inputs(self):
        return [SimpleNamespace(name="input")]

    def run(self, _, given):
        assert given["input"].shape == (1, 3, 768, 768)
        scores = np.zeros((1, 4, 768, 768), np.float32)
        scores[0, 0] = 0.5
        scores[0, 1, :300, :384] = scores[0, 2, 400:, :384] = scores[0, 3, :, 700:] = 1
        return [scores]


def test_upper_lower_and_full_body_clothes_make_one_mask(models_dir):
    segmenter = ClothSegmenter(models_dir / "u2netp" / "u2netp.onnx", 1)
    segmenter._session.inner_session = FakeClothModel()
    rgb, _ = drawn_shirt((150, 30, 40), background=(205, 200, 190))
    mask = segmenter.mask(rgb)
    height, width = rgb.shape[:2]
    assert mask.shape == (height, width)
    inside = mask >= 128
    for row, column, wanted in ((0.2, 0.2, 1), (0.45, 0.2, 0), (0.8, 0.2, 1), (0.5, 0.97, 1)):
        assert inside[int(row * height), int(column * width)] == wanted
    assert not inside[:, int(0.6 * width)].any()


def test_without_weights_the_weight_free_one_serves_and_says_so(tmp_path):
    segmenter, missing = load_best_segmenter(tmp_path)
    assert segmenter.name == BY_QUALITY[-1] == "grabcut"
    assert missing == ["u2net-missing", "u2netp-missing"]


def test_damaged_weights_are_not_loaded(tmp_path):
    (tmp_path / "u2netp").mkdir()
    (tmp_path / "u2netp" / "u2netp.onnx").write_bytes(b"not the weights")
    with pytest.raises(BackendUnavailable, match="damaged"):
        load_segmenter("u2netp", tmp_path)


@pytest.mark.parametrize("load", [load_segmenter, load_embedder])
def test_an_unknown_name_is_not_found(load, tmp_path):
    with pytest.raises(NotFound):
        load("no-such-backend", tmp_path)


@pytest.fixture(scope="module", params=EMBEDDERS)
def embedder(request, models_dir):
    return load_embedder(request.param, models_dir)


class TestEmbedders:
    def test_vectors_have_unit_length_and_the_right_shape(self, embedder):
        texts = ["a navy wool coat", "", "👗", "two  words", "x" * 5000, "a navy wool coat"]
        vectors = embedder.embed(texts)
        assert (vectors.shape, vectors.dtype) == ((len(texts), embedder.dim), np.float32)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        assert np.allclose(vectors[0], vectors[-1], atol=0.02)

    def test_no_texts_give_no_vectors(self, embedder):
        assert embedder.embed([]).shape == (0, embedder.dim)

    def test_shared_words_bring_texts_closer(self, embedder):
        coat, coats, dress = embedder.embed(
            ["black wool coat for winter", "wool coat", "floral summer dress"]
        )
        assert coat @ coats > coat @ dress

    def test_more_texts_than_a_batch_keep_their_order(self, embedder):
        texts = [f"garment number {number}" for number in range(40)]
        alone = embedder.embed(texts[37:38])[0]
        assert float(embedder.embed(texts)[37] @ alone) > 0.98


def test_the_model_knows_what_the_letters_do_not(models_dir):
    embedder = load_embedder("minilm-int8", models_dir)
    texts = ["clothes for a freezing day", "thick winter coat", "beach sandals"]
    wanted, coat, sandals = embedder.embed(texts)
    assert wanted @ coat > wanted @ sandals


def test_without_weights_words_are_hashed_and_it_is_said(tmp_path, models_dir):
    embedder, degraded = load_text_embedder(tmp_path)
    assert (embedder.name, degraded) == ("hashed-words", ["text-embedder-missing"])
    embedder, degraded = load_text_embedder(models_dir)
    assert (embedder.name, degraded) == ("minilm-int8", [])


def test_a_caption_says_what_is_known_and_nothing_else():
    known = GarmentAttributes(
        color_primary="navy",
        color_secondary="white",
        pattern="striped",
        formality=0.7,
        warmth_clo=0.36,
        seasons=["fall", "winter"],
        style_tags=["preppy"],
        material="wool",
    )
    assert describe_garment("Office blazer", "blazer", None, known) == (
        "Office blazer: navy and white striped wool blazer, smart, warm, preppy, "
        "for fall and winter"
    )
    assert describe_garment("Thing", None, None, GarmentAttributes()) == "Thing: garment"
    boots = describe_garment("Boots", "boots", "ankle-boots", GarmentAttributes())
    assert boots == "Boots: ankle boots, a kind of boots"
