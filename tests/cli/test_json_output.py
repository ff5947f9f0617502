import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from ctrl_c import hear_ctrl_c
from silent_api import SilentApi

STYLIST = Path(sys.executable).parent / "stylist"


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(STYLIST), *arguments],
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "hello", "--bogus"),
        ("import", "/no/such/folder"),
        ("up", "--api-port", "70000"),
        ("up", "--data-dir", ""),
        ("nonsense",),
    ],
)
def test_a_wrong_call_is_one_object_and_status_2(arguments) -> None:
    done = run(*arguments, "--json")
    assert done.returncode == 2
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "usage"
    assert error["message"]


@pytest.mark.parametrize(
    ("arguments", "env", "says"),
    [
        (("ask", "hello"), {"STYLIST_API_URL": "http://[::1"}, "not a URL"),
        (("ask", "hello"), {"STYLIST_API_URL": "http://127.0.0.1:1"}, "does not answer"),
        (("ask", "hello"), {"STYLIST_API__PORT": "abc"}, "STYLIST_API__PORT"),
        (("models", "list"), {"STYLIST_API__CORS_ORIGINS": "no list"}, "api"),
        (("doctor",), {"STYLIST_JOBS__MAX_ATTEMPTS": "0"}, "STYLIST_JOBS__MAX_ATTEMPTS"),
    ],
)
def test_a_wrong_setting_is_one_object_that_names_it(arguments, env, says) -> None:
    done = run(*arguments, "--json", **env)
    assert done.returncode == 1
    assert says in json.loads(done.stdout)["error"]["message"]


def test_a_data_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run("up", "--data-dir", str(tmp_path / "file"), "--api-port", "0", "--ui-port", "0")
    assert done.returncode == 1
    assert "cannot keep its data" in done.stderr
    assert "Traceback" not in done.stderr


def test_one_port_for_both_is_refused_before_anything_starts(tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = run("up", "--data-dir", str(data), "--api-port", "9", "--ui-port", "9", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "conflict"
    assert not (data / "postgres").exists()


def test_ctrl_c_is_one_object_and_status_130(silent_api: SilentApi) -> None:
    command = subprocess.Popen(
        [str(STYLIST), "ask", "hello", "--json"],
        env={**os.environ, "STYLIST_API_URL": silent_api.url},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=hear_ctrl_c,
    )
    try:
        silent_api.wait_asked()
        command.send_signal(signal.SIGINT)
        said, _ = command.communicate(timeout=60)
    finally:
        command.kill()
    assert command.returncode == 130
    assert json.loads(said)["error"]["code"] == "interrupted"


def test_a_page_that_is_not_the_api_is_told(page_url: str) -> None:
    asked = run("ask", "hello", "--json", STYLIST_API_URL=page_url)
    assert "not as Stylist's API does" in json.loads(asked.stdout)["error"]["message"]
    found = json.loads(run("doctor", "--json", STYLIST_API_URL=page_url).stdout)["findings"]
    assert {f["name"]: f["status"] for f in found}["api"] == "missing"


def test_a_models_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run("models", "pull", "u2netp", "--json", STYLIST_MODELS_DIR=str(tmp_path / "file"))
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "system"


def test_an_empty_variable_is_one_that_is_not_set(tmp_path: Path) -> None:
    env = {"STYLIST_MODELS_DIR": "", "XDG_CACHE_HOME": str(tmp_path)}
    rows = json.loads(run("models", "list", "--json", **env).stdout)["models"]
    assert all(Path(row["path"]).is_absolute() for row in rows)
