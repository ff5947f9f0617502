"""A turn drawn with Chainlit: streamed text, a step per tool call, outfit cards with buttons."""

import asyncio
from collections.abc import Sequence
from typing import Any

import chainlit as cl
from chainlit.utils import utc_now

from stylist.confirmations import Confirmation
from stylist.errors import StylistError
from stylist.outfits import OutfitCard
from ui.cards import outfit_props, spoken
from ui.client import StylistApi

ANSWER = "answer"
"""The action that says a yes or a no for the person."""


class ChatPage:
    """The chat as a `ui.page.Page`, for one turn."""

    def __init__(self, api: StylistApi) -> None:
        self._api = api
        self._reply: cl.Message | None = None
        self._steps: dict[str, cl.Step] = {}
        self._answers: list[cl.Action] = []

    async def begin_text(self) -> None:
        """Send the reply empty: its words stand above the cards they speak of."""
        if self._reply is None:
            self._reply = cl.Message(content="")
            await self._reply.send()

    async def add_text(self, text: str) -> None:
        """Stream a piece of the reply."""
        if self._reply is None:
            self._reply = cl.Message(content="")
        await self._reply.stream_token(text)

    async def set_text(self, text: str) -> None:
        """Close the streamed reply with the text as it was stored."""
        if self._reply is None:
            self._reply = cl.Message(content=text)
            await self._reply.send()
        else:
            self._reply.content = text
            await self._reply.update()
        for action in self._answers:
            await action.send(for_id=self._reply.id)

    async def open_step(self, key: str, title: str, arguments: dict[str, Any]) -> None:
        """Add a running step."""
        above = cl.context.current_step
        step = cl.Step(
            name=title, type="tool", show_input="json", parent_id=above.id if above else None
        )
        step.input = arguments
        step.created_at = step.start = utc_now()
        self._steps[key] = step
        await step.send()

    async def move_step(self, key: str, label: str, fraction: float | None) -> None:
        """Write the progress into the step."""
        if step := self._steps.get(key):
            step.output = label if fraction is None else f"{label} ({fraction:.0%})"
            await step.update()

    async def close_step(self, key: str, summary: str, *, ok: bool) -> None:
        """Write the result into the step."""
        if step := self._steps.pop(key, None):
            step.output, step.is_error = summary, not ok
            step.end = utc_now()
            await step.update()

    async def show_outfits(self, outfits: Sequence[OutfitCard]) -> None:
        """Send one message per outfit: its card and its buttons.

        "The second" means the outfits shown last, so earlier cards lose the buttons that say it.
        """
        for action in _by_number():
            await action.remove()
        by_number: list[cl.Action] = []
        for number, outfit in enumerate(outfits, start=1):
            props = outfit_props(outfit, number, await self._pictures(outfit))
            card = cl.CustomElement(name="OutfitCard", props=props, display="inline")
            actions = outfit_actions(outfit, number)
            by_number += actions[1:]
            await cl.Message(content="", elements=[card], actions=actions).send()
        cl.user_session.set("by_number", by_number)

    async def ask_leave(self, asked: Confirmation) -> None:
        """Keep a yes and a no for the reply, which names what would go."""
        verb = "Delete" if asked.action == "delete" else "Archive"
        self._answers = [
            cl.Action(name=ANSWER, label=f"Yes, {verb.lower()}", payload={"words": "Yes"}),
            cl.Action(name=ANSWER, label="No, keep", payload={"words": "No"}),
        ]

    async def notice(self, text: str) -> None:
        """Say it in small, apart from the reply; in its place, where none has come."""
        if self._reply is not None and not self._reply.content:
            self._reply.content = f"*{text}*"
            await self._reply.update()
            return
        await cl.Message(content=f"*{text}*").send()

    async def _pictures(self, outfit: OutfitCard) -> dict[str, str]:
        urls = {item.thumbnail_url for item in outfit.items if item.thumbnail_url}
        return {url: await own_picture(self._api, url) for url in sorted(urls)}


async def own_picture(api: StylistApi, url: str) -> str:
    """An address of our own origin for a picture of the API; empty when it cannot be had."""
    try:
        content, mime = await api.picture(url)
    except StylistError:
        return ""
    session = cl.context.session
    kept = await session.persist_file(name="picture", mime=mime, content=content)
    return f"/project/file/{kept['id']}?session_id={session.id}"


async def offer_pieces(swap: cl.Action) -> None:
    """Put a button for each piece of an outfit in the place of its "Swap a piece"."""
    number, items = swap.payload["number"], swap.payload["items"]
    pieces = [
        cl.Action(
            name="piece",
            label=item["name"],
            tooltip=f"Swap: {item['name']}",
            icon="shuffle",
            payload={"number": number, "word": item["word"]},
        )
        for item in items
    ]
    await swap.remove()
    await asyncio.gather(*(piece.send(for_id=swap.forId or "") for piece in pieces))
    cl.user_session.set("by_number", [*_by_number(), *pieces])


def _by_number() -> list[cl.Action]:
    """The buttons that speak of an outfit by its number."""
    return list(cl.user_session.get("by_number") or ())


def outfit_actions(outfit: OutfitCard, number: int) -> list[cl.Action]:
    """The buttons under an outfit."""
    items = [{"name": item.name, "word": spoken(item)} for item in outfit.items]
    payload = {"outfit_id": str(outfit.id), "number": number, "items": items}
    return [
        cl.Action(name="like", label="Like", icon="heart", payload=payload),
        cl.Action(name="not_this", label="Not this", icon="thumbs-down", payload=payload),
        cl.Action(name="swap", label="Swap a piece", icon="shuffle", payload=payload),
    ]
