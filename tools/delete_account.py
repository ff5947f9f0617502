"""Deletes an account with every row, image, vector and event it owned."""

import asyncio

from db import users
from db.owner_traces import list_jobs_of, list_runs_of
from jobs.event_log import job_stream, run_stream
from stylist.errors import BackendUnavailable, BadRequest, Forbidden
from tools.deps import Deps
from tools.passwords import verify_password
from tools.search_wardrobe import INDEX_MISSING


async def delete_account(deps: Deps, *, password: str | None, confirmed: bool) -> list[str]:
    """Delete everything of the signed-in user; returns what is degraded by an absent index.

    The images go before the rows are committed, so that none stays without an owner; what the index
    keeps when it is away is found by reconciliation.

    Raises:
        Forbidden: the password is wrong or missing.
        BadRequest: the local user, who has no password, did not confirm.
    """
    await _check(deps, password, confirmed)
    async with deps.sessions.begin() as session:
        runs = await list_runs_of(session, owner_id=deps.owner_id)
        jobs = await list_jobs_of(session, owner_id=deps.owner_id)
        await users.delete_user(session, owner_id=deps.owner_id)
        await asyncio.to_thread(deps.blobs.delete_owner, deps.owner_id)
    for stream in (*map(run_stream, runs), *map(job_stream, jobs)):
        await deps.services.events.forget(stream)
    try:
        await deps.vectors.delete_owner(deps.owner_id)
    except BackendUnavailable:
        return [INDEX_MISSING]
    return []


async def _check(deps: Deps, password: str | None, confirmed: bool) -> None:
    async with deps.sessions.begin() as session:
        user = await users.get_user(session, owner_id=deps.owner_id)
    if user.password_hash is None:
        if not confirmed:
            raise BadRequest("Say `confirm` to delete everything; there is no way back.")
    elif password is None or not await verify_password(password, user.password_hash):
        raise Forbidden("Give the account's password to delete it.")
