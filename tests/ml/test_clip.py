"""CLIP where it is installed; where it is not, that is said."""

import hashlib
import sys

import numpy as np
import pytest

from ml.embed import load_image_embedder
from ml.embed.clip import random_clip
from ml.weights import model
from stylist.errors import BackendUnavailable


def test_without_its_weights_the_command_that_fetches_them_is_said(tmp_path):
    with pytest.raises(BackendUnavailable) as raised:
        load_image_embedder("clip-vit-b-32", tmp_path)
    assert raised.value.hint == "Run: stylist models pull clip-vit-b-32"


def test_without_its_libraries_the_extra_that_brings_them_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(BackendUnavailable) as raised:
        random_clip(0)
    assert "stylist[clip]" in raised.value.hint


def test_the_hash_is_the_one_in_the_official_address():
    (file,) = model("clip-vit-b-32").files
    assert not model("clip-vit-b-32").default
    assert f"/{file.sha256}/" in file.sources[0].url
    assert len(file.sha256) == len(hashlib.sha256().hexdigest())


@pytest.mark.filterwarnings("ignore")
def test_texts_and_cutouts_lie_in_one_space_of_512():
    clip = random_clip(0)
    texts = clip.embed(["red shoes", "a coat", "a hat"])
    looks = clip.embed_cutouts([np.full((40, 30, 4), level, np.uint8) for level in (0, 90, 255)])
    assert texts.shape == looks.shape == (3, clip.dim) == (3, 512)
    for rows in (texts, looks):
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    assert np.allclose(clip.embed(["red shoes"])[0], texts[0], atol=1e-5)
    assert clip.embed([]).shape == (0, 512)
