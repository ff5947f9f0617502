"""A bulk upload's progress for one reader: its rows looked at again and again, changes told."""

import asyncio
from collections.abc import AsyncIterator

from sse_starlette import ServerSentEvent

from api import sse
from api.batch_json import batch_json
from tools.bulk_upload import BatchView, read_batch
from tools.deps import Deps

LOOK_S = 1.0
"""How often the rows are counted; hundreds of photos take minutes."""


async def follow_batch(deps: Deps, view: BatchView) -> AsyncIterator[ServerSentEvent]:
    """Tell the batch as it is, every change, and its end; after a lost connection just ask again.

    Raises:
        NotFound: the batch is gone.
    """
    told = None
    while not view.is_done:
        if (news := _json(view)) != told:
            yield sse.event(None, "batch.progress", news)
            told = news
        await asyncio.sleep(LOOK_S)
        view = await read_batch(deps, view.batch.id)
    yield sse.event(None, "batch.ended", _json(view))


def _json(view: BatchView) -> str:
    return batch_json(view).model_dump_json()
