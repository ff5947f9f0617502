"""A whole running stack, as a user starts it, for tests that need real processes."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from cli.stack import state
from cli.stack.process import free_port

STYLIST = Path(sys.executable).parent / "stylist"


@dataclass
class Stack:
    """`stylist up` on a folder of its own, started and stopped by the test."""

    data_dir: Path
    env: dict[str, str] = field(default_factory=dict)
    api_port: int = field(default_factory=free_port)
    ui_port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.api_port}"

    @property
    def ui_url(self) -> str:
        return f"http://127.0.0.1:{self.ui_port}"

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "STYLIST_DATA_DIR": str(self.data_dir), **self.env}

    def start(self, *, timeout_s: float = 120) -> None:
        log = (self.data_dir.parent / f"{self.data_dir.name}.up.log").open("ab")
        self.process = subprocess.Popen(
            self.command(),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        log.close()
        self.wait_ready(timeout_s)

    def command(self) -> list[str]:
        ports = ["--api-port", str(self.api_port), "--ui-port", str(self.ui_port)]
        return [str(STYLIST), "up", "--data-dir", str(self.data_dir), *ports]

    def wait_ready(self, timeout_s: float = 120) -> None:
        deadline = time.monotonic() + timeout_s
        while not self.is_ready():
            assert self.process is not None
            ended = self.process.poll()
            assert ended is None, f"stylist up ended with {ended}: {self.output()}"
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.1)

    def is_ready(self) -> bool:
        try:
            api = httpx.get(f"{self.api_url}/health", timeout=2, trust_env=False)
            page = httpx.get(self.ui_url, timeout=2, trust_env=False)
        except httpx.HTTPError:
            return False
        return api.status_code == 200 and page.status_code == 200

    def output(self) -> str:
        log = self.data_dir.parent / f"{self.data_dir.name}.up.log"
        tails = [log, *sorted((self.data_dir / "logs").glob("*.log"))]
        return "\n".join(
            f"--- {path.name}\n{path.read_text(errors='replace')[-1500:]}" for path in tails
        )

    def pid(self, name: str) -> int:
        running = state.read(self.data_dir)
        assert running is not None
        return running.children[name].pid

    def kill(self, name: str) -> None:
        os.kill(self.pid(name), signal.SIGKILL)

    def kill_supervisor(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def interrupt(self) -> float:
        """Press Ctrl-C; returns the seconds until the end."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        return time.monotonic() - began

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.interrupt()

    def run(self, *arguments: str, timeout_s: float = 180) -> "subprocess.CompletedProcess[str]":
        """Run a `stylist` command against this stack."""
        return subprocess.run(
            [str(STYLIST), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
