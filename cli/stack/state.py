"""What the supervisor leaves in the data directory: its lock, and where the stack answers."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

import psutil
from pydantic import BaseModel, Field, ValidationError

from stylist.errors import BadRequest, Conflict


class ChildState(BaseModel):
    """A child's pid with its start time, since a pid alone may be somebody else's by now."""

    pid: int
    started_at: float


class StackState(BaseModel):
    """Where the stack of a data directory answers, and which processes it is."""

    api_url: str
    ui_url: str
    urls: dict[str, str] = Field(default_factory=dict)
    supervisor: ChildState
    children: dict[str, ChildState] = Field(default_factory=dict)


def describe(pid: int) -> ChildState:
    """Describe a live process of ours."""
    return ChildState(pid=pid, started_at=psutil.Process(pid).create_time())


def _path(data_dir: Path) -> Path:
    return data_dir / "stack.json"


def write(data_dir: Path, state: StackState) -> None:
    """Leave the state for the command line and for the next start."""
    part = _path(data_dir).with_suffix(".part")
    part.write_text(state.model_dump_json(indent=1), "utf-8")
    part.replace(_path(data_dir))


def read(data_dir: Path) -> StackState | None:
    """Read the state that a start left, running or not."""
    with suppress(OSError, ValidationError, json.JSONDecodeError):
        return StackState.model_validate_json(_path(data_dir).read_text("utf-8"))
    return None


def forget(data_dir: Path) -> None:
    """Say that nothing runs here."""
    _path(data_dir).unlink(missing_ok=True)


def is_alive(child: ChildState) -> bool:
    """Tell whether this very process still runs."""
    with suppress(psutil.Error):
        process = psutil.Process(child.pid)
        same = abs(process.create_time() - child.started_at) < 1.0
        return same and process.status() != psutil.STATUS_ZOMBIE
    return False


def end_leftovers(data_dir: Path, *, grace_s: float = 4.0) -> list[str]:
    """End what a killed supervisor left running; returns the names of what was found."""
    state = read(data_dir)
    if state is None:
        return []
    found = {name: child for name, child in state.children.items() if is_alive(child)}
    processes = []
    for child in found.values():
        with suppress(psutil.Error):
            processes.append(psutil.Process(child.pid))
            processes[-1].terminate()
    _, stubborn = psutil.wait_procs(processes, timeout=grace_s)
    for process in stubborn:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=grace_s)
    return sorted(found)


def _open_lock(data_dir: Path) -> TextIO:
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        return (data_dir / "stylist.lock").open("a")
    except OSError as error:
        why = error.strerror or error
        raise BadRequest(f"Stylist cannot keep its data in {data_dir}: {why}.") from error


@contextmanager
def hold(data_dir: Path) -> Iterator[None]:
    """Hold the data directory; the kernel lets go when this process ends, however it ends.

    Raises:
        Conflict: another supervisor holds it.
        BadRequest: nothing can be kept there.
    """
    with _open_lock(data_dir) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            state = read(data_dir)
            where = f" It answers at {state.ui_url}." if state else ""
            raise Conflict(f"Stylist already runs on {data_dir}.{where}") from error
        yield
