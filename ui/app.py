"""Chainlit's callbacks: what happens when a person writes, drops photos or clicks."""

import asyncio
import json
from collections.abc import Awaitable, Sequence
from contextlib import aclosing
from functools import partial
from pathlib import Path
from uuid import UUID

import chainlit as cl
import httpx
from chainlit.server import app as server

from stylist.errors import StylistError
from stylist.settings import Settings
from ui.cards import PhotoCard
from ui.chat_page import ChatPage, own_picture
from ui.client import StylistApi
from ui.intake import Photo, summary, take_in
from ui.render import render
from ui.same_origin import SameOrigin
from ui.sessions import Sessions

server.add_middleware(SameOrigin)
_STARTERS = {
    "Rainy and smart casual": "Smart casual for a rainy 12 °C day",
    "Dinner date": "Something for a dinner date tonight, nothing black",
    "Interview": "What should I wear to a job interview?",
    "Lazy weekend": "A comfortable outfit for a lazy weekend",
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@cl.set_starters
async def starters(user: cl.User | None) -> list[cl.Starter]:
    """Offer a few questions to begin with."""
    return [cl.Starter(label=label, message=text) for label, text in _STARTERS.items()]


@cl.on_app_startup
async def connect() -> None:
    """Open the one connection pool of this process to the API."""
    settings = Settings()
    base = (settings.api_url or settings.public_url).rstrip("/")
    server.state.http = httpx.AsyncClient(base_url=base, timeout=30.0, trust_env=False)


@cl.on_app_shutdown
async def disconnect() -> None:
    """Close it."""
    await server.state.http.aclose()


def _api() -> StylistApi:
    return StylistApi(server.state.http)


@cl.on_message
async def hear(message: cl.Message) -> None:
    """Take in what was dropped, then answer what was written."""
    photos = [Photo(e.name, Path(e.path)) for e in message.elements or [] if e.path]
    if photos and not await _told(_take_in(photos)):
        return
    if message.content.strip():
        await _told(_answer(message.content))


@cl.on_stop
async def stop() -> None:
    """Stop the run too: the lost stream alone would only detach from it."""
    if run_id := cl.user_session.get("run_id"):
        cl.user_session.set("run_id", None)
        await _told(_api().cancel(run_id))


@cl.action_callback("like")
async def like(action: cl.Action) -> None:
    """Keep that an outfit was liked."""
    liked = _api().give_feedback(UUID(action.payload["outfit_id"]), "like", reason=None)
    if await _told(liked):
        await cl.context.emitter.send_toast("Noted: you like this outfit.", "success")


@cl.action_callback("not_this")
async def not_this(action: cl.Action) -> None:
    """Keep that an outfit was not liked, and ask for another."""
    disliked = _api().give_feedback(UUID(action.payload["outfit_id"]), "dislike", reason=None)
    if await _told(disliked):
        await _ask_for(f"Not the {_ordinal(action)} one, show me something else")


@cl.action_callback("swap")
async def swap(action: cl.Action) -> None:
    """Ask which piece to swap, then ask for it in words."""
    choices = [
        cl.Action(name="piece", label=item["name"], payload=item)
        for item in action.payload["items"]
    ]
    question = cl.AskActionMessage(content="Which piece shall I swap?", actions=choices)
    if chosen := await question.send():
        await _ask_for(f"Swap the {chosen['payload']['word']} in the {_ordinal(action)} outfit")


def _ordinal(action: cl.Action) -> str:
    return _ORDINALS[min(action.payload["number"], len(_ORDINALS)) - 1]


async def _ask_for(content: str) -> None:
    """Go on with the conversation as if the person had written `content`."""
    await cl.Message(content=content, type="user_message", author="You").send()
    cl.context.session.current_task = asyncio.current_task()
    await cl.context.emitter.task_start()
    try:
        await _told(_answer(content))
    finally:
        await cl.context.emitter.task_end()


async def _told(work: Awaitable[None]) -> bool:
    """Do the work; an expected failure is told to the person. Gives whether it went well."""
    try:
        await work
    except StylistError as error:
        await cl.ErrorMessage(content=error.message, author="Stylist").send()
        return False
    return True


async def _answer(content: str) -> None:
    api = _api()
    conversation_id = await _conversation(api)
    page = ChatPage(api)
    run_id = await api.ask(conversation_id, content)
    cl.user_session.set("run_id", run_id)
    async with aclosing(api.follow(run_id)) as events:
        async for event in events:
            await render(event, page)
    cl.user_session.set("run_id", None)


async def _conversation(api: StylistApi) -> UUID:
    """This tab's conversation, begun with its first message."""
    sessions, tab = Sessions(Path("conversations.jsonl")), cl.context.session.id
    if known := sessions.find(tab):
        return known
    conversation_id = await api.start_conversation()
    sessions.keep(tab, conversation_id)
    return conversation_id


async def _take_in(photos: list[Photo]) -> None:
    board = cl.CustomElement(name="PhotoIntake", props={"photos": []}, display="inline")
    await cl.Message(content="", elements=[board]).send()

    async def show(cards: Sequence[PhotoCard]) -> None:
        board.props = {"photos": [card.model_dump() for card in cards]}
        board.content = json.dumps(board.props)
        await board.update()

    api = _api()
    cards = await take_in(api, photos, show, partial(own_picture, api))
    await cl.Message(content=summary(cards)).send()
