"""Chainlit's side of a bulk upload: its card, and the watch over it while the chat goes on."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import chainlit as cl

from stylist.errors import StylistError
from ui.bulk_intake import Batch, Show, batch_summary, cancel_batch, send_all, watch
from ui.client import StylistApi
from ui.connection import api
from ui.intake import Photo
from ui.mend_page import review

_WATCHES: Final[set[asyncio.Task[None]]] = set()
"""Keeps running watches from being collected."""


async def take_in_batch(api: StylistApi, photos: Sequence[Photo]) -> None:
    """Send the photos, then leave their recognition to a watch, so that the chat is free."""
    card = cl.CustomElement(name="PhotoBatch", props={}, display="inline")
    shown = False

    async def show(batch: Batch) -> None:
        nonlocal shown
        card.props = batch.model_dump(mode="json")
        card.content = json.dumps(card.props)
        if shown:
            await card.update()
        else:
            shown = True
            await cl.Message(content="", elements=[card]).send()

    batch = await send_all(api, photos, show)
    task = asyncio.create_task(_to_the_end(api, batch, show))
    _WATCHES.add(task)
    task.add_done_callback(_WATCHES.discard)


async def _to_the_end(api: StylistApi, batch: Batch, show: Show) -> None:
    try:
        batch = await watch(api, batch, show)
        await cl.Message(content=batch_summary(batch)).send()
        await review(api, quiet=True)
    except StylistError as error:
        await cl.ErrorMessage(content=error.message, author="Stylist").send()


@cl.action_callback("cancel_batch")
async def cancel(action: cl.Action) -> dict[str, Any]:
    """Stop what is not begun of a bulk upload."""
    try:
        await cancel_batch(api(), UUID(action.payload["batch_id"]))
    except StylistError as error:
        return {"error": error.message}
    return {}
