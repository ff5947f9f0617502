"""Many lines at once are answered by several processes, in order; a few by this one, at once."""

import os
import select
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from io import UnsupportedOperation
from multiprocessing import connection, get_context, parent_process
from typing import BinaryIO, Final

from agent.understanding.replay import Replay
from cli.understand_lines import MOST_BYTES, answer, too_long

BLOCK: Final = 2**16
"""Bytes that are read at once, as many as a pipe holds."""
FEW: Final = 8
"""Lines that are not worth another process."""
MOST_JOBS: Final = 64
_PENDING: Final = 3
"""Batches per process that may wait to be written."""

_replay: Replay | None = None


def usual_jobs() -> int:
    """The processors that this process may use; one where processes cannot be forked safely."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def answer_all(
    file: BinaryIO, out: BinaryIO, *, clock: Callable[[], datetime], imperial: bool, jobs: int
) -> None:
    """Answer the lines of `file`, of which nothing was read yet, into `out`.

    What was answered is written before more is waited for, so that a program can talk over a pipe.
    """
    replay = Replay(now=clock, imperial=imperial)
    pending: deque[Future[bytes]] = deque()
    with ExitStack() as stack:
        pool: ProcessPoolExecutor | None = None
        warm = False
        for batch in _batches(file, out, pending, most=_PENDING * jobs):
            if jobs == 1 or not warm or (len(batch) < FEW and not pending):
                for line in batch:
                    out.write(_answered([line], replay))
                    out.flush()
                warm = True
                continue
            if pool is None:  # forked only now, with the lexicon read
                pool = stack.enter_context(_pool(jobs, clock, imperial))
            pending.append(pool.submit(_answer_batch, batch))


def _batches(
    file: BinaryIO, out: BinaryIO, pending: deque[Future[bytes]], *, most: int
) -> Iterator[list[bytes | None]]:
    """The lines as they come; between them, answers that are due are written."""
    lines = _Lines()
    while True:
        while pending and (len(pending) >= most or not _has_more(file)):
            _write(out, pending)
        block = _next_block(file)
        if batch := lines.feed(block) if block else lines.end():
            yield batch
        if not block:
            break
    while pending:
        _write(out, pending)


def _next_block(file: BinaryIO) -> bytes:
    """What is there, without waiting until it is a whole block; nothing at the end."""
    return os.read(file.fileno(), BLOCK) if _is_open(file) else file.read(BLOCK)


def _has_more(file: BinaryIO) -> bool:
    return not _is_open(file) or bool(select.select([file], [], [], 0)[0])


def _is_open(file: BinaryIO) -> bool:
    """Whether the system knows the file, and can tell whether something is there."""
    try:
        file.fileno()
    except UnsupportedOperation:
        return False
    return True


def _write(out: BinaryIO, pending: deque[Future[bytes]]) -> None:
    out.write(pending.popleft().result())
    out.flush()


class _Lines:
    """Blocks of bytes parted into lines; None stands for a line of more bytes than are read."""

    def __init__(self) -> None:
        self._rest = b""
        self._skips = False

    def feed(self, block: bytes) -> list[bytes | None]:
        """The lines that end in a block."""
        *whole, self._rest = (self._rest + block).split(b"\n")
        found = [self._line(line) for line in whole]
        if len(self._rest) > MOST_BYTES:
            self._rest, self._skips = b"", True
        return found

    def end(self) -> list[bytes | None]:
        """A last line without its end."""
        return [self._line(self._rest)] if self._rest or self._skips else []

    def _line(self, line: bytes) -> bytes | None:
        skips, self._skips = self._skips, False
        return None if skips or len(line) > MOST_BYTES else line


def _answered(batch: Sequence[bytes | None], replay: Replay) -> bytes:
    told = (too_long() if line is None else answer(line, replay) for line in batch)
    return b"".join(line + b"\n" for line in told)


def _pool(jobs: int, clock: Callable[[], datetime], imperial: bool) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        jobs, get_context("fork"), initializer=_begin, initargs=(clock, imperial)
    )


def _begin(clock: Callable[[], datetime], imperial: bool) -> None:
    """Make ready to answer; Ctrl-C is for the parent, and without one there is nothing to do."""
    global _replay
    _replay = Replay(now=clock, imperial=imperial)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _answer_batch(batch: Sequence[bytes | None]) -> bytes:
    if _replay is None:
        raise RuntimeError("A process answers before it has begun.")
    return _answered(batch, _replay)
