"""The main job: a folder of photos, a question in plain words, outfits from one's own clothes."""

import itertools
import json
from pathlib import Path

import pytest
from running_stack import Stack

from ml.demo.wardrobe import draw_demo_wardrobe
from stylist.vocabulary import with_descendants

pytestmark = [pytest.mark.process, pytest.mark.timeout(600)]
REQUEST = "smart casual for a rainy 12 °C day, no black, not the boots"


def check_answer(answer: dict) -> None:
    """Three distinct outfits without a black or boot item, with outerwear, explained."""
    assert answer["reply"]
    assert answer["constraints"]["colors"]["avoid"] == ["black"]
    outfits = answer["outfits"]
    assert len(outfits) == 3
    assert len({frozenset(outfit["garment_ids"]) for outfit in outfits}) == 3
    boots = with_descendants("boots")
    for outfit in outfits:
        assert outfit["explanation"]
        assert outfit["slots"].get("outerwear"), outfit
        for item in outfit["items"]:
            assert item["category"] not in boots
            assert item["subcategory"] not in boots
            shares = {c["name"]: c["share"] for c in item["colors"]}
            assert shares.get("black", 0.0) < 0.2, item


@pytest.fixture
def own_stack(tmp_path: Path):
    running = Stack(data_dir=tmp_path / "data")
    running.start()
    yield running
    running.stop()


def import_and_ask(stack: Stack, folder: Path, count: int) -> dict:
    imported = stack.run("import", str(folder), "--json", timeout_s=500)
    assert imported.returncode == 0, imported.stdout + imported.stderr
    report = json.loads(imported.stdout)
    assert (report["photos"], report["failed"]) == (count, 0)
    asked = stack.run("ask", REQUEST, "--json")
    assert asked.returncode == 0, asked.stdout + asked.stderr
    return json.loads(asked.stdout)


def test_the_photographed_wardrobe_answers_a_rainy_day(own_stack: Stack, shared_data: Path) -> None:
    folder = shared_data / "wardrobe"
    if not folder.exists():
        pytest.skip(f"{folder} is not here; the drawn wardrobe's test runs the same code")
    check_answer(import_and_ask(own_stack, folder, 42))


def test_the_drawn_wardrobe_answers_a_rainy_day(stack: Stack) -> None:
    demo = stack.run("demo", "--json")
    assert demo.returncode == 0, demo.stdout + demo.stderr
    asked = stack.run("ask", REQUEST, "--json")
    assert asked.returncode == 0, asked.stdout + asked.stderr
    check_answer(json.loads(asked.stdout))


def test_drawn_photos_are_imported_from_a_folder(stack: Stack, tmp_path: Path) -> None:
    for number, garment in enumerate(itertools.islice(draw_demo_wardrobe(seed=3), 4)):
        (tmp_path / f"{number}.jpg").write_bytes(garment.jpeg)
    imported = stack.run("import", str(tmp_path), "--json")
    assert imported.returncode == 0, imported.stdout + imported.stderr
    assert json.loads(imported.stdout)["ready"] == 4


def test_a_photo_that_fails_is_named_and_the_exit_status_says_so(
    stack: Stack, tmp_path: Path
) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a photo")
    imported = stack.run("import", str(tmp_path), "--json")
    assert imported.returncode == 1
    (row,) = json.loads(imported.stdout)["garments"]
    assert row["status"] == "failed"
    assert row["error"]


def test_doctor_prints_one_object_and_finds_the_running_stack(stack: Stack) -> None:
    looked = stack.run("doctor", "--json")
    findings = {row["name"]: row for row in json.loads(looked.stdout)["findings"]}
    for name in ("database", "redis", "chroma", "api", "worker-interactive", "worker-batch", "ui"):
        assert findings[name]["status"] == "ok", findings[name]
