import hashlib

import cv2
import numpy as np
import pytest

from ml.demo.draw import shapes
from ml.demo.fabric import WEAVES
from ml.demo.motifs import PRINTS
from ml.demo.wardrobe import DRAWN_NOTE, draw_demo_wardrobe, draw_piece, pieces
from stylist.vocabulary import SLOTS, colors, formality_bands, kinds, slot_of, terms

NAMES = [row["name"] for row in pieces()]


def decoded(jpeg: bytes):
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def digest(index: int, seed: int) -> str:
    return hashlib.sha256(draw_piece(index, seed=seed).jpeg).hexdigest()


def test_the_same_seed_draws_the_same_bytes_and_another_seed_others():
    index = NAMES.index("Navy regimental tie")
    assert digest(index, 7) == digest(index, 7) != digest(index, 8)


def test_a_piece_does_not_depend_on_the_pieces_drawn_before_it():
    first = next(draw_demo_wardrobe(seed=7))
    assert first.jpeg == draw_piece(0, seed=7).jpeg


def test_the_wardrobe_covers_every_slot_with_names_that_differ():
    slots = {kinds()[row["kind"]].slot for row in pieces()}
    assert slots == set(SLOTS)
    assert len(set(NAMES)) == len(NAMES) >= 38


@pytest.mark.parametrize("row", pieces(), ids=NAMES)
def test_every_word_of_a_piece_is_in_the_vocabulary(row):
    assert row["kind"] in kinds()
    assert {name for name, _, _ in row["colors"]} <= set(colors())
    assert sum(share for _, _, share in row["colors"]) == pytest.approx(1.0)
    assert row.get("pattern", "solid") in terms("pattern")
    assert set(row["styles"]) <= set(terms("style"))
    assert row.get("material", "cotton") in terms("material")
    assert row.get("fit", "regular") in terms("fit")
    assert 0 <= row.get("formality", 0) <= 1


@pytest.mark.parametrize("row", pieces(), ids=NAMES)
def test_every_piece_names_a_shape_a_weave_and_a_print_that_exist(row):
    assert row["shape"] in shapes()
    assert row["cloth"] in WEAVES
    assert row.get("print", "solid") in PRINTS


def test_a_drawn_piece_is_a_portrait_jpeg_and_says_that_it_is_drawn():
    piece = draw_piece(NAMES.index("Burgundy pique polo"))
    assert decoded(piece.jpeg).shape == (1024, 768, 3)
    assert piece.notes == DRAWN_NOTE
    assert (piece.category, piece.subcategory) == ("t-shirt", "polo")
    assert piece.attributes.color_primary == "burgundy"


def test_a_drawn_garment_shows_its_stated_colour_in_its_middle():
    piece = draw_piece(NAMES.index("Khaki chinos"))
    seen = decoded(piece.jpeg)[300:340, 290:330, ::-1].reshape(-1, 3).mean(0)
    stated = np.array(list(bytes.fromhex(piece.attributes.colors[0].hex[1:])))
    assert np.abs(seen - stated).max() < 30


def test_a_rainy_smart_casual_day_without_black_or_boots_has_choices_in_every_slot():
    low, high = formality_bands()["smart casual"]
    fitting = [
        kinds()[row["kind"]]
        for row in pieces()
        if low - 0.1 <= row.get("formality", kinds()[row["kind"]].formality) <= high + 0.1
        and "black" not in {name for name, _, _ in row["colors"]}
        and kinds()[row["kind"]].category != "boots"
    ]
    count = {slot: sum(slot_of(k.category) == slot for k in fitting) for slot in SLOTS}
    assert all(count[slot] >= 3 for slot in ("top", "bottom", "outerwear", "shoes"))


def test_no_shape_is_drawn_outside_the_picture():
    for shape in shapes().values():
        for part in shape["part"]:
            points = np.array([p[:2] for p in part["points"]])
            assert np.abs(points[:, 0]).max() < 150
            assert points[:, 1].min() > 0
            assert points[:, 1].max() < 400
