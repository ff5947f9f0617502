"""Keeps the processes of the stack: starts them in order, restarts what dies, stops them all."""

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from cli.stack import process, state
from cli.stack.process import ProcessSpec

STOP_BUDGET_S = 4.5
BACKOFF_S = (0.1, 0.3, 1.0, 2.0, 3.0)
STEADY_S = 30.0


@dataclass
class Child:
    """A process that is kept: what it is, its present incarnation, and how often it died."""

    spec: ProcessSpec
    popen: "subprocess.Popen[bytes]"
    started: float
    deaths: int = 0
    restart_at: float | None = None


@dataclass
class Supervisor:
    """Keeps processes until told to stop. Not thread-safe: one main thread does it all."""

    data_dir: Path
    state: state.StackState
    say: Callable[[str], None]
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def log(self, spec: ProcessSpec) -> Path:
        """Where a process writes."""
        folder = self.data_dir / "logs"
        folder.mkdir(exist_ok=True, mode=0o700)
        return folder / f"{spec.name}.log"

    def listen_for_stop(self) -> None:
        """Stop on Ctrl-C and on SIGTERM."""

        def stop(_signal: int, _frame: FrameType | None) -> None:
            self.stopping = True

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)

    def start(self, specs: Sequence[ProcessSpec]) -> None:
        """Start processes side by side, and wait until each is ready or we are told to stop."""
        started = [self._start(spec) for spec in specs]
        for child in started:
            self.wait(child)

    def launch(self, spec: ProcessSpec) -> Child:
        """Start a process without waiting for it."""
        return self._start(spec)

    def _start(self, spec: ProcessSpec) -> Child:
        popen = process.start(spec, log=self.log(spec))
        child = Child(spec, popen, time.monotonic())
        self.children.append(child)
        self._record(child)
        return child

    def wait(self, child: Child) -> None:
        """Wait until a started process is ready, or we are told to stop."""
        deadline = time.monotonic() + child.spec.ready_timeout_s
        while not self.stopping and not child.spec.ready():
            if child.popen.poll() is not None or time.monotonic() > deadline:
                process.wait_ready(child.spec, child.popen, log=self.log(child.spec))
                return
            time.sleep(0.03)

    def _record(self, child: Child) -> None:
        self.state.children[child.spec.name] = state.describe(child.popen.pid)
        state.write(self.data_dir, self.state)

    def keep(self) -> None:
        """Watch over the processes until told to stop."""
        while not self.stopping:
            now = time.monotonic()
            for child in self.children:
                self._look_after(child, now)
            time.sleep(0.1)

    def _look_after(self, child: Child, now: float) -> None:
        if child.restart_at is not None:
            if now >= child.restart_at:
                self._restart(child, now)
        elif child.popen.poll() is not None:
            child.deaths = 0 if now - child.started > STEADY_S else child.deaths
            delay = BACKOFF_S[min(child.deaths, len(BACKOFF_S) - 1)]
            child.deaths += 1
            child.restart_at = now + delay
            self.say(f"{child.spec.name} ended ({child.popen.returncode}); starting it again.")

    def _restart(self, child: Child, now: float) -> None:
        child.popen = process.start(child.spec, log=self.log(child.spec))
        child.started, child.restart_at = now, None
        self._record(child)

    def stop(self) -> None:
        """Stop everything within five seconds: those who use servers first, then the servers."""
        deadline = time.monotonic() + STOP_BUDGET_S
        servers = {"postgres", "valkey", "chroma"}
        users = [child for child in self.children if child.spec.name not in servers]
        self._end(users, deadline - 2.0)
        self._end([child for child in self.children if child not in users], deadline)
        state.forget(self.data_dir)

    @staticmethod
    def _end(children: Sequence[Child], deadline: float) -> None:
        for child in children:
            if child.popen.poll() is None:
                child.popen.send_signal(child.spec.stop_signal)
        for child in children:
            try:
                child.popen.wait(max(0.05, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.popen.kill()
                child.popen.wait()
