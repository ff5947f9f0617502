import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_follows_the_compose_specification() -> None:
    checker = Path(sys.executable).parent / "check-jsonschema"
    command = [checker, "--builtin-schema", "vendor.compose-spec", ROOT / "docker-compose.yml"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_a_wrong_compose_file_is_noticed(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text("services:\n  api:\n    imagine: stylist\n")
    checker = Path(sys.executable).parent / "check-jsonschema"
    command = [checker, "--builtin-schema", "vendor.compose-spec", wrong]
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


def test_compose_has_every_part_of_the_stack() -> None:
    wanted = {"postgres", "valkey", "chroma", "minio", "ollama", "api", "ui"}
    workers = {"worker-interactive", "worker-batch", "worker-gpu"}
    assert wanted | workers <= set(COMPOSE["services"])
    assert COMPOSE["services"]["worker-gpu"]["profiles"] == ["gpu"]


def test_every_image_that_compose_builds_has_its_dockerfile() -> None:
    builds = [s["build"] for s in COMPOSE["services"].values() if "build" in s]
    assert builds
    assert all((ROOT / build["context"] / build["dockerfile"]).exists() for build in builds)
