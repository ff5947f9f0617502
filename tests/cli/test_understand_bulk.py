"""Many lines at once go to several processes; what comes out is the same, in the same order."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.understand_lines import MOST_BYTES

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "cli.main", "understand", "--now", "2026-11-21T10:00", "--jsonl")
COLORS = ("black", "red", "navy", "green", "white", "brown", "pink")


def lines(count: int) -> list[bytes]:
    """Turns with one message before each, so that histories cross the batches."""
    made = []
    for at in range(count):
        before = {"role": "user", "content": f"something {COLORS[at % 7]} for work"}
        told = {"id": at, "history": [before], "text": f"no {COLORS[at % 5]}, {at % 30} °C"}
        made.append(json.dumps(told).encode() + b"\n")
    return made


def answered(given: bytes, *options: str) -> bytes:
    done = subprocess.run([*COMMAND, "-", *options], input=given, capture_output=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def talking() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [*COMMAND, "-", "--jobs", "2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    yield process
    process.kill()
    process.wait()


def test_many_lines_are_answered_alike_by_one_process_and_by_three(tmp_path: Path) -> None:
    many = lines(900)
    many[700:700] = [b"no json\n", b"{" + b" " * (MOST_BYTES + 5) + b"\n", b"\n"]
    given = b"".join(many)[:-1]
    alone = answered(given, "--jobs", "1")
    assert answered(given, "--jobs", "3") == alone
    told = [json.loads(line) for line in alone.splitlines()]
    assert len(told) == len(many)
    assert [t["error"]["code"] for t in told[700:703]] == [
        "not_json",
        "payload_too_large",
        "not_json",
    ]
    file = tmp_path / "lines.jsonl"
    file.write_bytes(given)
    done = subprocess.run([*COMMAND, str(file), "--jobs", "3"], capture_output=True, cwd=ROOT)
    assert done.stdout == alone


def test_who_waits_for_answers_gets_them_before_saying_more(talking) -> None:
    assert talking.stdin
    assert talking.stdout
    for count in (1, 40, 200, 1):
        talking.stdin.write(b"".join(lines(count)))
        talking.stdin.flush()
        ids = [json.loads(talking.stdout.readline())["id"] for _ in range(count)]
        assert ids == list(range(count))
    talking.stdin.close()
    assert talking.stdout.read() == b""
    assert talking.wait() == 0


def test_nobody_goes_on_when_the_command_is_killed(talking) -> None:
    assert talking.stdin
    assert talking.stdout
    talking.stdin.write(b"".join(lines(1)))
    talking.stdin.flush()
    talking.stdout.readline()
    talking.stdin.write(b"".join(lines(300)))
    talking.stdin.flush()
    for _ in range(300):
        talking.stdout.readline()
    children = Path(f"/proc/{talking.pid}/task/{talking.pid}/children").read_text().split()
    assert len(children) == 2
    talking.kill()
    talking.wait()
    assert talking.stdout.read() == b""  # it ends only when the last of them has let go of it
