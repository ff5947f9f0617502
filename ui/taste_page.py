"""Chainlit's side of what was learned: the card sent, and what a tap on it does."""

from typing import Any

import chainlit as cl
from pydantic import ValidationError

from stylist.errors import StylistError
from ui.client import StylistApi
from ui.connection import api
from ui.tastes import TasteAct, follow


async def show_tastes(api: StylistApi) -> None:
    """Send the card of what was learned."""
    card = await follow(api, TasteAct(do="look"))
    element = cl.CustomElement(
        name="LearnedTaste", props=card.model_dump(mode="json"), display="inline"
    )
    await cl.Message(content="", elements=[element]).send()


@cl.action_callback("taste")
async def taste(action: cl.Action) -> dict[str, Any]:
    """Do what was tapped; gives the card that follows, or what went wrong, in words."""
    try:
        card = await follow(api(), TasteAct.model_validate(action.payload))
    except ValidationError:
        return {"error": "This card is of an earlier version. Open it again, please."}
    except StylistError as error:
        return {"error": error.message}
    return {"card": card.model_dump(mode="json")}
