"""PostgreSQL's way out of being root does not depend on the threads of who starts it."""

import os
import subprocess
import sys
import threading
import time

import pytest

from cli.stack.postgres import AS_ORDINARY_USER

WHO = ("/usr/bin/env", "id", "-u")


def run(*argv: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        (sys.executable, "-I", "-S", str(AS_ORDINARY_USER), *argv),
        preexec_fn=lambda: None,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def as_root() -> None:
    if os.geteuid() != 0 or run(*WHO).returncode != 0:
        pytest.skip("only root of a kernel with user namespaces goes this way")


def test_a_process_whose_children_begin_with_threads_starts_it_all_the_same(as_root) -> None:
    """`unshare(2)` refuses a process with threads, and some libraries start one after a fork."""
    probing = threading.Event()

    def spin() -> None:
        if probing.is_set():
            threading.Thread(target=time.sleep, args=(1,), daemon=True).start()

    os.register_at_fork(after_in_child=spin)
    probing.set()
    try:
        found = [run(*WHO) for _ in range(5)]
    finally:
        probing.clear()
    assert {one.returncode for one in found} == {0}, found
    assert {one.stdout.strip() for one in found} != {"0"}


def test_a_command_that_is_not_there_says_so(as_root) -> None:
    missing = run("/does/not/exist")
    assert missing.returncode != 0
    assert "/does/not/exist" in missing.stderr or "No such file" in missing.stderr
