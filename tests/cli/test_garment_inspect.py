"""`stylist garment inspect`: one line a photo, whatever the photo is, and cut-outs on disk."""

import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from drawn_garments import drawn_shirt
from PIL import Image

from cli.inspected import CutoutFolder, row_of
from stylist.settings import Settings

pytestmark = pytest.mark.timeout(900)
KEYS = {
    *(
        "file",
        "slot",
        "category",
        "subcategory",
        "colors",
        "color_primary",
        "pattern",
        "formality",
        "warmth_clo",
    ),
    *("seasons", "material", "fit", "style_tags", "confidence", "backend", "quality", "doubts"),
    *("degraded", "bbox", "others"),
}


def saved(path: Path, image: Image.Image, **options) -> Path:
    path.parent.mkdir(exist_ok=True)
    image.save(path, **options)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("photos")


@pytest.fixture(scope="module")
def photos(folder) -> dict[str, Path]:
    """Every kind of file by what it is, in the order in which they are asked."""
    rgb, _ = drawn_shirt((185, 30, 40))
    shirt = Image.fromarray(rgb)
    turned, upside = shirt.transpose(Image.Transpose.ROTATE_90), Image.Exif()
    upside[0x0112] = 6
    buffer = io.BytesIO()
    shirt.save(buffer, "PNG")
    (folder / "words.jpg").write_text("no photo")
    (folder / "empty.jpg").touch()
    (folder / "half.png").write_bytes(buffer.getvalue()[:2000])
    (folder / "inside").mkdir()
    frames = [shirt.convert("P"), Image.new("P", shirt.size)]
    return {
        "good": saved(folder / "shirt.jpg", shirt),
        "missing": folder / "missing.jpg",
        "folder": folder / "inside",
        "text": folder / "words.jpg",
        "empty": folder / "empty.jpg",
        "truncated": folder / "half.png",
        "blank": saved(folder / "blank.png", Image.new("RGB", (300, 300), "white")),
        "gray": saved(folder / "gray.png", shirt.convert("L")),
        "see-through": saved(folder / "rgba.png", shirt.convert("RGBA")),
        "inks": saved(folder / "cmyk.jpg", shirt.convert("CMYK")),
        "turned": saved(folder / "turned.jpg", turned, exif=upside),
        "animated": saved(folder / "moves.gif", frames[0], save_all=True, append_images=frames[1:]),
        "30 megapixels": saved(folder / "large.jpg", shirt.resize((4800, 6400))),
        "same name": saved(folder / "again" / "shirt.jpg", shirt),
    }


BAD = {"missing", "folder", "text", "empty", "truncated", "blank"}


@pytest.fixture(scope="module")
def ran(photos, folder) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "cli.main", "garment", "inspect", "--json"]
    command += ["--cutout-dir", str(folder / "cutouts"), *map(str, photos.values())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def rows(ran, photos) -> dict[str, dict]:
    lines = ran[1].splitlines()
    assert len(lines) == len(photos), ran[2]
    return dict(zip(photos, map(json.loads, lines), strict=True))


def test_there_is_one_line_a_photo_in_the_order_asked(rows, photos):
    assert [row["file"] for row in rows.values()] == [str(path) for path in photos.values()]


def test_what_failed_is_a_sentence_and_the_exit_status(ran, rows):
    assert ran[0] == 1
    failed = {name: row for name, row in rows.items() if "error" in row}
    assert set(failed) == BAD
    for row in failed.values():
        assert set(row) == {"file", "error"}
        assert row["error"].endswith(".")


def test_every_readable_kind_of_file_is_seen_in_its_colour(rows):
    for name in set(rows) - BAD:
        row = rows[name]
        assert set(row) == KEYS, name
        # A drawing without colour is not surely a shirt; what is tested is that it is read.
        assert name == "gray" or row["slot"] == "top", name
        assert row["others"] == []
        shares = [color["share"] for color in row["colors"]]
        assert shares == sorted(shares, reverse=True)
        assert row["colors"][0]["name"] == ("red" if name != "gray" else "gray"), name


def test_the_box_and_the_cutout_are_those_of_the_upright_photo(rows, folder):
    _, truth = drawn_shirt((185, 30, 40))
    for stem in ("shirt", "turned"):
        with Image.open(folder / "cutouts" / f"{stem}.png") as image:
            assert (image.mode, image.size) == ("RGBA", (300, 400))
            inside = np.asarray(image)[..., 3] >= 128
        assert (inside & truth).sum() / (inside | truth).sum() > 0.95
    with Image.open(folder / "cutouts" / "large.png") as image:
        assert image.size == (4800, 6400)
    x, y, width, height = rows["30 megapixels"]["bbox"]
    assert x + width <= 4800
    assert y + height <= 6400
    assert width > 3000


def test_photos_of_the_same_name_keep_both_cutouts(rows, folder):
    assert {"shirt.png", "shirt~2.png"} <= {path.name for path in (folder / "cutouts").iterdir()}


def test_no_cutout_takes_anothers_name(tmp_path):
    folder = CutoutFolder(tmp_path)
    asked = [("a/x.jpg", 1), ("b/X.png", 1), ("a/x-2.jpg", 1), ("a/x.jpg", 2), ("c/x~2.jpg", 1)]
    names = [folder.keep(Path(name), number, b"png").name for name, number in asked]
    assert len({name.casefold() for name in names}) == len(asked)
    assert names[0] == "x.png"


def test_a_photo_too_large_for_the_memory_stops_none_of_the_others(photos, monkeypatch):
    def no_memory(*_, **__):
        raise MemoryError

    monkeypatch.setattr("ml.photos.read_photo", no_memory)
    file = str(next(iter(photos.values())))
    row = row_of(file, None, Settings().uploads, None)
    assert row == {"file": file, "error": "There is not enough memory for this photo."}
