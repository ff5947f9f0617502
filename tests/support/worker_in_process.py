"""A worker without a process of its own: a test does the jobs it has asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from db.models import Job
from jobs.models import Models
from jobs.runner import run_job
from jobs.tasks import KINDS
from jobs.world import World, build_world
from stylist.settings import Settings


@asynccontextmanager
async def open_world(settings: Settings, models: Models) -> AsyncIterator[World]:
    """What a worker process has, closed after the test."""
    world = replace(build_world(settings), models=models)
    try:
        yield world
    finally:
        await world.queue.close()
        await world.sessions.kw["bind"].dispose()


async def work(world: World, owner_id: UUID) -> int:
    """Do the owner's waiting jobs, as a worker would; returns how many there were."""
    async with world.sessions() as session:
        waiting = select(Job.id).where(Job.user_id == owner_id, Job.status == "pending")
        ids = list(await session.scalars(waiting))
    for id_ in ids:
        await run_job(world, KINDS, id_, worker_id="test")
    return len(ids)


@asynccontextmanager
async def working(world: World, owner_id: UUID) -> AsyncIterator[None]:
    """A worker meanwhile, which ends after its job: a cancel might break a query off."""
    done = asyncio.Event()

    async def until_done() -> None:
        while not done.is_set():
            await work(world, owner_id)
            await asyncio.sleep(0.05)

    task = asyncio.create_task(until_done())
    try:
        yield
    finally:
        done.set()
        await task
