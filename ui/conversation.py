"""A tab's conversation with the API: begin it, go on with an earlier one, take up a lost answer."""

from contextlib import aclosing
from pathlib import Path
from typing import Final
from uuid import UUID

import chainlit as cl

from stylist.errors import NotFound
from stylist.plain_text import harmless
from ui.chat_page import ChatPage
from ui.client import Said, StylistApi
from ui.render import render
from ui.sessions import Place, Sessions

_SESSIONS: Final = Sessions(Path("conversations.jsonl"))
"""Below the folder that Chainlit runs in (`ui.site_root`)."""
_MOST_SHOWN: Final = 40
"""Messages of an earlier conversation that are shown again."""
GONE: Final = "That conversation was deleted; this is a new one."
RESTARTED: Final = "The page was restarted. Here is the whole answer:"


async def answer(api: StylistApi, content: str) -> None:
    """Say something in this tab's conversation and show the answer."""
    place = _place()
    conversation_id = place.conversation if place else await api.start_conversation()
    try:
        run_id = await api.ask(conversation_id, content)
    except NotFound:
        await ChatPage(api).notice(GONE)
        conversation_id = await api.start_conversation()
        run_id = await api.ask(conversation_id, content)
    await _follow(api, conversation_id, run_id)


async def _follow(api: StylistApi, conversation_id: UUID, run_id: UUID) -> None:
    _keep(conversation_id, run_id)
    page = ChatPage(api)
    async with aclosing(api.follow(run_id)) as events:
        async for event in events:
            await render(event, page)
    _keep(conversation_id, None)


def unfinished() -> Place | None:
    """Where this tab is, if it has not seen its answer to the end."""
    place = _place()
    return place if place and place.run else None


async def stop(api: StylistApi) -> None:
    """Stop the run too: the lost stream alone would only detach from it."""
    place = unfinished()
    if place and place.run:
        _keep(place.conversation, None)
        await api.cancel(place.run)


async def take_up(api: StylistApi, place: Place) -> None:
    """Show the answer that this tab was reading when the page's process ended."""
    if place.run:
        await ChatPage(api).notice(RESTARTED)
        await _follow(api, place.conversation, place.run)


async def go_on(api: StylistApi, conversation_id: UUID) -> None:
    """Show an earlier conversation with the outfits it showed last, and go on in it."""
    said = (await api.messages(conversation_id))[-_MOST_SHOWN:]
    _keep(conversation_id, None)
    shown_last = max((n for n, one in enumerate(said) if one.outfit_ids), default=None)
    for number, one in enumerate(said):
        await _show(one)
        if number == shown_last and one.run_id:
            await ChatPage(api).show_outfits(await api.outfits_of(one.run_id))
    if said and said[-1].role == "user" and said[-1].run_id:
        await _follow(api, conversation_id, said[-1].run_id)


async def _show(said: Said) -> None:
    if said.role == "user":
        await cl.Message(content=said.content, type="user_message", author="You").send()
    else:
        await cl.Message(content=harmless(said.content)).send()


def _place() -> Place | None:
    place: Place | None = cl.user_session.get("place")
    return place or _SESSIONS.find(cl.context.session.id)


def _keep(conversation_id: UUID, run_id: UUID | None) -> None:
    place = Place(tab=cl.context.session.id, conversation=conversation_id, run=run_id)
    cl.user_session.set("place", place)
    _SESSIONS.keep(place)
