"""Chainlit's side of mending: cards sent, and what a tap on one of them does."""

from collections.abc import Collection
from functools import partial
from typing import Any
from uuid import UUID

import chainlit as cl
from pydantic import ValidationError

from stylist.errors import StylistError
from ui.chat_page import own_picture
from ui.client import StylistApi
from ui.connection import api
from ui.desk import Desk
from ui.mend_card import Act, Card, Place
from ui.mending import Mender


async def review(
    api: StylistApi, wanted: Collection[UUID] | None = None, *, quiet: bool = False
) -> None:
    """Ask what is in doubt, of the wanted garments or of all; `quiet` does not say "nothing"."""
    place = Place(wanted=None if wanted is None else list(wanted))
    card = await _mender(api).follow(place, Act(do="look"))
    if card.state != "end" or not quiet:
        await _send(card)


@cl.action_callback("wrong")
async def wrong(action: cl.Action) -> dict[str, Any]:
    """Ask what is wrong with a garment that is shown."""
    try:
        place = Place(mode="one", garment=UUID(action.payload["garment_id"]))
        await _send(await _mender(api()).follow(place, Act(do="look")))
    except StylistError as error:
        await cl.ErrorMessage(content=error.message, author="Stylist").send()
    return {}


@cl.action_callback("mend")
async def mend(action: cl.Action) -> dict[str, Any]:
    """Do what was tapped on a card; gives the card that follows, or what went wrong, in words."""
    try:
        place = Place.model_validate(action.payload["place"])
        act = Act.model_validate(action.payload["act"])
        card = await _mender(api()).follow(place, act)
    except (KeyError, ValidationError):
        return {"error": "This card is of an earlier version. Open it again, please."}
    except StylistError as error:
        return {"error": error.message}
    return {"card": card.model_dump(mode="json")}


def _mender(api: StylistApi) -> Mender:
    return Mender(api, Desk(api, partial(own_picture, api)))


async def _send(card: Card) -> None:
    element = cl.CustomElement(
        name="GarmentCheck", props=card.model_dump(mode="json"), display="inline"
    )
    await cl.Message(content="", elements=[element]).send()
