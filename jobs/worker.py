"""The worker: `python -m jobs.worker --queue interactive|batch [--ready-file PATH] [--warm]`."""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args
from uuid import UUID, uuid4

from arq.worker import Worker, func
from redis.exceptions import RedisError

from jobs.arq_queue import ARQ_FUNCTION, arq_queue_name, connect, decode, encode
from jobs.mender import mend_forever
from jobs.queue import QueueName
from jobs.runner import run_job
from jobs.sweeper import sweep_forever
from jobs.tasks import KINDS
from jobs.world import Kinds, World, build_world
from stylist.errors import BackendUnavailable
from stylist.settings import Settings

if TYPE_CHECKING:
    from arq.typing import StartupShutdown, WorkerCoroutine

log = logging.getLogger(__name__)
ARQ_GRACE_S = 60
"""Our own limit of an attempt comes first; arq's is a net below it."""
MAX_RECONNECT_S = 2.0
END_TIMEOUT_S = 1.5
"""A worker that is told to end is gone after this, whatever still runs."""


async def serve(
    settings: Settings,
    queue: QueueName,
    *,
    kinds: Kinds,
    ready_file: Path | None = None,
    warm: bool = False,
) -> None:
    """Work until SIGTERM or SIGINT."""
    world = build_world(settings)
    worker_id = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid4().hex[:8]}"

    async def run(ctx: dict[Any, Any], *args: Any, **kwargs: Any) -> None:
        await run_job(world, kinds, UUID(args[0]), worker_id=worker_id)

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    loops = [
        asyncio.create_task(_listen_forever(world, queue, run, ready_file)),
        asyncio.create_task(sweep_forever(world, queue)),
    ]
    if queue == "batch":
        loops.append(asyncio.create_task(mend_forever(world)))
    warming = asyncio.create_task(_warm(world)) if warm else None
    ended = asyncio.create_task(stop.wait())
    await asyncio.wait((*loops, ended), return_when=asyncio.FIRST_COMPLETED)
    for task in (*loops, *filter(None, (warming,))):
        task.cancel()
    done, _ = await asyncio.wait(loops, timeout=END_TIMEOUT_S)
    for task in done:
        with contextlib.suppress(asyncio.CancelledError):
            task.result()


async def _warm(world: World) -> None:
    with contextlib.suppress(BackendUnavailable):
        await world.models.warm()


async def _listen_forever(
    world: World, queue: QueueName, run: "WorkerCoroutine", ready_file: Path | None
) -> None:
    """Take jobs from the queue; when it goes away, come back with it."""
    pause_s = 0.1

    async def connected(ctx: dict[Any, Any]) -> None:
        nonlocal pause_s
        pause_s = 0.1
        log.info("listening on %s", queue)
        if ready_file:
            await asyncio.to_thread(ready_file.touch)

    while True:
        worker = _arq_worker(world.settings, queue, run, connected)
        try:
            await worker.async_run()
        except (RedisError, OSError) as error:
            log.warning("the queue does not answer, trying again: %s", error)
        except asyncio.CancelledError:
            for task in worker.job_tasks.values():
                task.cancel()
            raise
        finally:
            # Jobs in work go on without the queue: the row is their authority.
            await asyncio.gather(*worker.tasks.values(), return_exceptions=True)
            await worker.pool.aclose()
        await asyncio.sleep(pause_s)
        pause_s = min(MAX_RECONNECT_S, pause_s * 2)


def _arq_worker(
    settings: Settings,
    queue: QueueName,
    run: "WorkerCoroutine",
    connected: "StartupShutdown",
) -> Worker:
    return Worker(
        functions=[func(run, name=ARQ_FUNCTION)],
        redis_pool=connect(settings.redis),
        queue_name=arq_queue_name(queue),
        max_jobs=settings.jobs.concurrency,
        job_timeout=settings.jobs.timeout_s + ARQ_GRACE_S,
        poll_delay=settings.jobs.poll_delay_s,
        keep_result=0,
        handle_signals=False,
        on_startup=connected,
        job_serializer=encode,
        job_deserializer=decode,
    )


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m jobs.worker", description=__doc__)
    parser.add_argument("--queue", choices=get_args(QueueName), required=True)
    parser.add_argument("--ready-file", type=Path, help="touched once the worker listens")
    parser.add_argument("--warm", action="store_true", help="load the models first")
    return parser.parse_args(argv)


def main(argv: list[str], *, kinds: Kinds = KINDS) -> None:
    """Run a worker process to its end."""
    arguments = _arguments(argv)
    settings = Settings()
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("arq").setLevel(logging.WARNING)
    work = partial(serve, kinds=kinds, ready_file=arguments.ready_file, warm=arguments.warm)
    with asyncio.Runner() as runner:
        runner.run(work(settings, arguments.queue))
        logging.shutdown()
        # A model in its thread cannot be interrupted, and the interpreter would wait for it.
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
