"""Ending a task for certain."""

import asyncio
import contextlib
from typing import Any

AGAIN_S = 0.2


async def end(task: "asyncio.Task[Any]") -> None:
    """Cancel a task until it has ended; what it raised, other than its cancel, is raised here.

    Until Python 3.12 a library's `wait_for` may swallow a cancel that comes as its event is set
    (https://github.com/python/cpython/issues/86296), so a cancel is said until it is heard.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=AGAIN_S)
    with contextlib.suppress(asyncio.CancelledError):
        task.result()
