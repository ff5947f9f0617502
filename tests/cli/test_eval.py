"""`stylist eval` as programs call it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import build_app


def run(*arguments: str) -> tuple[int, dict]:
    done = CliRunner().invoke(build_app(["eval"]), ["eval", *arguments, "--json"])
    return done.exit_code, json.loads(done.stdout)


def test_the_suites_are_listed_with_what_their_mapping_cannot_say() -> None:
    status, told = run("list")
    suites = {row["name"]: row for row in told["suites"]}
    assert status == 0
    assert (
        suites["own"]["cases"] == suites["utterances"]["cases"] + suites["conversations"]["cases"]
    )
    assert suites["utterances"]["cases"] >= 300
    assert suites["conversations"]["cases"] >= 60
    for name in ("simmc1", "simmc2", "fashioniq", "bfcl"):
        assert suites[name]["cannot_say"]
        assert suites[name]["licence"]


def test_a_run_writes_its_reports_and_is_told(tmp_path: Path) -> None:
    status, told = run("run", "harness", "--repeat", "2", "--out", str(tmp_path))
    assert status == 0
    assert told["info"]["model"] == "offline-policy"
    assert told["info"]["repeat"] == 2
    assert {one["name"]: one["value"] for one in told["figures"]}["cases right"] == 1
    assert all(Path(path).is_file() for path in told["files"].values())


def test_a_run_that_falls_behind_its_baseline_ends_with_status_1(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        run("run", "harness", "--out", str(folder))
    told = json.loads((after / "results.json").read_text("utf-8"))
    for case in told["cases"]:
        case["holds"] = False
        case["turns"][0]["lost"] = case["turns"][0]["exclusions"]
    (after / "results.json").write_text(json.dumps(told), "utf-8")
    status, told = run("report", str(after), "--baseline", str(before))
    assert status == 1
    assert not told["gate"]["holds"]
    assert run("report", str(before), "--baseline", str(before))[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "nonsense"), "There is no suite nonsense"),
        (("run", "harness", "--model", "gpt"), "ollama:NAME"),
        (("run", "harness", "--model", "openai:m@http://127.0.0.1:1/v1"), "does not answer"),
        (("run", "simmc1"), "--data"),
        (("run", "simmc1", "--data", "/no/such/folder"), "/no/such/folder"),
        (("run", "own", "--baseline", "/no/such/run"), "/no/such/run"),
        (("run", "own", "--model", "ollama:"), "ollama:NAME"),
        (("report", "/no/such/run"), "stylist eval run"),
    ],
)
def test_what_is_wrong_is_told(arguments: tuple[str, ...], says: str) -> None:
    status, told = run(*arguments)
    assert status == 1
    assert says in told["error"]["message"]
