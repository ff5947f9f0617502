"""Chainlit's callbacks: what happens when a person writes, drops photos or clicks."""

import asyncio
import json
from collections.abc import Awaitable, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

import chainlit as cl
from chainlit.config import config
from chainlit.server import app as server

from stylist.errors import StylistError
from stylist.settings import Settings
from ui import conversation, voice
from ui.bulk_intake import FEWEST
from ui.bulk_page import take_in_batch
from ui.cards import PhotoCard
from ui.chat_page import ANSWER, offer_pieces, own_picture
from ui.connection import api, api_of, connect, disconnect
from ui.intake import Photo, summary, take_in
from ui.mend_page import review
from ui.same_origin import SameOrigin
from ui.taste_page import show_tastes

config.ui.default_theme = "system"  # a word that its file may not say
server.add_middleware(SameOrigin, public_url=Settings().ui.public_url)
cl.on_app_startup(connect)
cl.on_app_shutdown(disconnect)
_STARTERS = {
    "Rainy and smart casual": "Smart casual for a rainy 12 °C day",
    "Dinner date": "Something for a dinner date tonight, nothing black",
    "Interview": "What should I wear to a job interview?",
    "Lazy weekend": "A comfortable outfit for a lazy weekend",
}
_GO_ON = "go-on:"
_REVIEW = "Review my clothes"
_TASTES = "What have you learned about me?"
_AGAIN = "Show me outfits again"
_EARLIER = 3
"""Earlier conversations that are offered."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@cl.set_starters
async def starters(user: cl.User | None) -> list[cl.Starter]:
    """Offer a few questions to begin with, and the latest conversations to go on with."""
    fresh = [cl.Starter(label=label, message=text) for label, text in _STARTERS.items()]
    try:
        talks = await api_of(user).latest_conversations(_EARLIER)
    except StylistError:
        # Whatever it is, the first message will say it where a person can read it.
        return fresh
    named = ((talk.id, f"Go on with: {talk.title}") for talk in talks if talk.title)
    return [
        *(cl.Starter(label=name, message=name, command=f"{_GO_ON}{id_}") for id_, name in named),
        *fresh,
        cl.Starter(label=_REVIEW, message=_REVIEW),
        cl.Starter(label=_TASTES, message=_TASTES),
    ]


@cl.on_chat_start
async def begin() -> None:
    """After a restart of this process, show a tab the answer it was reading."""
    if lost := conversation.unfinished():
        await _told(_as_task(conversation.take_up(api(), lost)))


@cl.on_message
async def hear(message: cl.Message) -> None:
    """Take in what was dropped, then answer what was written."""
    command = message.command or ""
    if command.startswith(_GO_ON):
        message.command = None
        await message.update()
        await _told(conversation.go_on(api(), UUID(command.removeprefix(_GO_ON))))
        return
    photos = [Photo(e.name, Path(e.path)) for e in message.elements or [] if e.path]
    if photos and not await _told(_take_in(photos)):
        return
    said = message.content.strip().lower().rstrip(".!? ")
    if said == _REVIEW.lower():
        await _told(review(api()))
    elif said == _TASTES.lower().rstrip("?"):
        await _told(show_tastes(api()))
    elif message.content.strip():
        await _told(conversation.answer(api(), message.content))


@cl.on_audio_start
async def begin_listening() -> bool:
    """The person clicked the microphone."""
    voice.begin()
    return True


@cl.on_audio_chunk
async def listen(chunk: cl.InputAudioChunk) -> None:
    """Keep what the microphone gives."""
    voice.add(chunk.data)


@cl.on_audio_end
async def heard() -> None:
    """The person has spoken: show their words as their message, and answer it."""
    await _told(_as_task(_answer_speech()))


async def _answer_speech() -> None:
    if said := await voice.end(api()):
        await cl.Message(content=said, type="user_message", author="You").send()
        await conversation.answer(api(), said)


@cl.on_stop
async def stop() -> None:
    """Stop the run, and listening."""
    await _told(voice.stop(api()))
    await _told(conversation.stop(api()))


@cl.action_callback("like")
async def like(action: cl.Action) -> None:
    """Keep that an outfit was liked."""
    liked = api().give_feedback(UUID(action.payload["outfit_id"]), "like", reason=None)
    if await _told(liked):
        await cl.context.emitter.send_toast("Noted: you like this outfit.", "success")


@cl.action_callback("not_this")
async def not_this(action: cl.Action) -> None:
    """Keep that an outfit was not liked, and ask for another."""
    disliked = api().give_feedback(UUID(action.payload["outfit_id"]), "dislike", reason=None)
    if await _told(disliked):
        await _ask_for(f"Not the {_ordinal(action)} one, show me something else")


@cl.action_callback("swap")
async def swap(action: cl.Action) -> None:
    """Offer the pieces where the button stood; the chat stays free for other words."""
    await offer_pieces(action)


@cl.action_callback("piece")
async def swap_piece(action: cl.Action) -> None:
    """Ask in words for another piece in the place of the one that was clicked."""
    await _ask_for(f"Swap the {action.payload['word']} in the {_ordinal(action)} outfit")


@cl.action_callback(ANSWER)
async def answer(action: cl.Action) -> None:
    """Say the yes or the no that was clicked."""
    await _ask_for(action.payload["words"])


@cl.action_callback("outfits_again")
async def outfits_again(action: cl.Action) -> None:
    """Ask for outfits again; what the person has asked for so far still holds."""
    await _ask_for(_AGAIN)


def _ordinal(action: cl.Action) -> str:
    return _ORDINALS[min(action.payload["number"], len(_ORDINALS)) - 1]


async def _ask_for(content: str) -> None:
    """Go on with the conversation as if the person had written `content`."""
    await cl.Message(content=content, type="user_message", author="You").send()
    await _told(_as_task(conversation.answer(api(), content)))


async def _as_task(work: Awaitable[None]) -> None:
    """Do work that the stop button ends, as it ends the answer to a message."""
    cl.context.session.current_task = asyncio.current_task()
    await cl.context.emitter.task_start()
    try:
        await work
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


async def _take_in(photos: list[Photo]) -> None:
    if len(photos) >= FEWEST:
        await take_in_batch(api(), photos)
        return
    board = cl.CustomElement(name="PhotoIntake", props={"photos": []}, display="inline")
    await cl.Message(content="", elements=[board]).send()

    async def show(cards: Sequence[PhotoCard]) -> None:
        board.props = {"photos": [card.model_dump() for card in cards]}
        board.content = json.dumps(board.props)
        await board.update()

    cards = await take_in(api(), photos, show, partial(own_picture, api()))
    await cl.Message(content=summary(cards)).send()
    ready = [UUID(c.garment_id) for c in cards if c.garment_id and c.state == "ready"]
    await review(api(), ready, quiet=True)
