"""The main job over real photos: imported from a folder, asked for in plain words."""

import json
import shutil
from pathlib import Path

import pytest
from rainy_day import REQUEST, check_answer
from running_stack import Stack

pytestmark = [pytest.mark.process, pytest.mark.timeout(600)]


@pytest.fixture
def own_stack(tmp_path: Path):
    running = Stack(data_dir=tmp_path / "data")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def photos(shared_data: Path, tmp_path: Path) -> Path:
    """Every second photo of the wardrobe, in its folders: half of the time, every slot."""
    wardrobe = shared_data / "wardrobe"
    if not wardrobe.exists():
        pytest.skip(f"{wardrobe} is not here; the drawn wardrobe's test runs the same code")
    for photo in sorted(wardrobe.rglob("*.jpg"))[::2]:
        copy = tmp_path / "photos" / photo.relative_to(wardrobe)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(photo, copy)
    return tmp_path / "photos"


def test_the_photographed_wardrobe_answers_a_rainy_day(own_stack: Stack, photos: Path) -> None:
    imported = own_stack.run("import", str(photos), "--json", timeout_s=500)
    assert imported.returncode == 0, imported.stdout + imported.stderr
    report = json.loads(imported.stdout)
    assert (report["photos"], report["failed"]) == (21, 0)
    asked = own_stack.run("ask", REQUEST, "--json")
    assert asked.returncode == 0, asked.stdout + asked.stderr
    check_answer(json.loads(asked.stdout))
