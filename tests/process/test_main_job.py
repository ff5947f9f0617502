"""The main job: a folder of photos, a question in plain words, outfits from one's own clothes."""

import itertools
import json
from pathlib import Path

import pytest
from rainy_day import REQUEST, check_answer
from running_stack import Stack

from ml.demo.wardrobe import draw_demo_wardrobe

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("stack"), pytest.mark.timeout(600)]


def test_the_drawn_wardrobe_answers_a_rainy_day(dressed_stack: Stack) -> None:
    asked = dressed_stack.run("ask", REQUEST, "--json")
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
