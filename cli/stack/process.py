"""One child process of the stack: how to start it, tell that it is ready, and stop it."""

import contextlib
import ctypes
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stylist.errors import BackendUnavailable
from stylist.settings import child_environment

PR_SET_PDEATHSIG = 1
FIRST_PORT = 20_000
PORTS_TRIED = 50


@dataclass(frozen=True, kw_only=True)
class ProcessSpec:
    """What a process of the stack is.

    `ready` is a cheap probe; `before_exec` runs in the child between fork and exec; `stop_signal`
    asks for a quick clean end.
    """

    name: str
    argv: tuple[str, ...]
    ready: Callable[[], bool]
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    before_exec: Callable[[], None] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    ready_timeout_s: float = 60.0


def free_port() -> int:
    """A loopback port that nobody listens on, and that no outgoing connection is given.

    A client that knocks again and again at a server that is away might be given the very port
    it knocks at, and keep the server out of it.

    Raises:
        OSError: none is free.
    """
    ours = range(FIRST_PORT, _first_outgoing_port())
    for port in random.sample(ours, min(PORTS_TRIED, len(ours))):
        with contextlib.suppress(OSError):
            return _bound(port)
    return _bound(0)


def _bound(port: int) -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", port))
        bound: int = sock.getsockname()[1]
        return bound


def _first_outgoing_port() -> int:
    """Where the ports for outgoing connections begin (Linux: `ip(7)`)."""
    try:
        return int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    except OSError:
        return 32_768


def port_answers(port: int) -> bool:
    """Tell whether something accepts connections on loopback `port`."""
    with socket.socket() as sock:
        sock.settimeout(0.5)
        return sock.connect_ex(("127.0.0.1", port)) == 0


def _child_setup(spec: ProcessSpec) -> Callable[[], None]:
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def setup() -> None:
        if spec.before_exec:
            spec.before_exec()
        if libc:
            # A killed supervisor must not leave servers behind that hold the data directory.
            libc.prctl(PR_SET_PDEATHSIG, int(spec.stop_signal))

    return setup


def start(spec: ProcessSpec, *, log: Path) -> subprocess.Popen[bytes]:
    """Start a process in our process group, its output appended to `log`."""
    with log.open("ab") as out:
        return subprocess.Popen(
            spec.argv,
            env=child_environment(spec.env),
            cwd=spec.cwd,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            preexec_fn=_child_setup(spec),
        )


def wait_ready(spec: ProcessSpec, process: "subprocess.Popen[bytes]", *, log: Path) -> None:
    """Wait until the process answers.

    Raises:
        BackendUnavailable: it ended, or did not answer in time; the message quotes its log.

    """
    deadline = time.monotonic() + spec.ready_timeout_s
    while not spec.ready():
        if process.poll() is not None or time.monotonic() > deadline:
            tail = log.read_text("utf-8", "replace")[-800:] if log.exists() else ""
            what = "ended" if process.poll() is not None else "did not become ready"
            raise BackendUnavailable(f"{spec.name} {what}; see {log}.\n{tail}")
        time.sleep(0.05)


def stop(spec: ProcessSpec, process: "subprocess.Popen[bytes]", *, grace_s: float) -> None:
    """Ask the process to end, and end it when it has not within `grace_s`."""
    if process.poll() is None:
        process.send_signal(spec.stop_signal)
        try:
            process.wait(grace_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
