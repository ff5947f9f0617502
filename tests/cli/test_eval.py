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


OWN = """suite: mine
kind: utterances
about: Two right, one with a turned polarity, one missed.
cases:
  - {id: a, family: f, text: no black, tags: [negation], expect: {frame: {colors.avoid: [black]}}}
  - {id: b, family: g, text: a red dress, tags: [piece],
     expect: {frame: {colors.want: [red], categories.want: [dress],
                      pieces.want: [{category: dress, color: red}]}}}
  - {id: c, family: h, text: no grey, tags: [negation], expect: {frame: {colors.want: [gray]}}}
  - {id: d, family: i, text: hello, tags: [small-talk], expect: {frame: {patterns.avoid: [plaid]}}}
"""


def test_a_suite_of_ones_own_is_run_from_its_file_and_its_figures_are_right(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(OWN, "utf-8")
    status, told = run(
        "run", str(tmp_path / "mine.yaml"), "--repeat", "2", "--out", str(tmp_path / "out")
    )
    assert status == 0  # limits are for our own suites
    figures = {one["name"]: one["value"] for one in told["figures"]}
    # By hand: 4 slots hit, 1 invented (no grey), 2 missed (grey, no plaid); 5 values heard at
    # their place, one of them on the wrong side.
    assert figures["slot precision"] == pytest.approx(4 / 5, abs=1e-4)
    assert figures["slot recall"] == pytest.approx(4 / 6, abs=1e-4)
    assert figures["slot F1"] == pytest.approx(8 / 11, abs=1e-4)
    assert figures["polarity accuracy"] == pytest.approx(4 / 5, abs=1e-4)
    assert figures["joint goal accuracy"] == pytest.approx(2 / 4, abs=1e-4)
    assert figures["exclusions lost"] == pytest.approx(1 / 2, abs=1e-4)
    assert figures["pass^1"] == figures["pass^2"] == pytest.approx(2 / 4, abs=1e-4)
    assert "pass^3" not in figures


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("away.yaml", None, "not_found"),
        ("open.yaml", b"suite: [", "bad_request"),
        ("bytes.yaml", b"\xff\xfe\x00", "bad_request"),
        ("empty.yaml", b"", "bad_request"),
        ("list.yaml", b"- 1", "bad_request"),
        ("other.yaml", OWN.encode(), "bad_request"),
    ],
)
def test_a_file_that_is_no_suite_is_told(tmp_path: Path, name, written, code) -> None:
    if written is not None:
        (tmp_path / name).write_bytes(written)
    status, told = run("run", str(tmp_path / name), "--out", str(tmp_path / "out"))
    assert status == 1
    assert told["error"]["code"] == code
    assert not (tmp_path / "out").exists()
