"""What a person does with a shown outfit, as tools of the model: save, name, log as worn."""

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from pydantic import BaseModel, Field

from db.models import User
from stylist.outfits import OutfitCard
from tools import outfit_marks
from tools.boundary import Answer, GarmentRef, ToolBlock, Turn, known_outfit, one_of, quote
from tools.deps import Deps
from tools.moments import local_time, past_day
from tools.outfit_doors import tell_card
from tools.outfits import list_outfits, read_outfit

MOST_SAVED: Final = 6


class MarkArgs(BaseModel):
    """Arguments of mark_outfit."""

    outfit_id: str = Field(description="id of the outfit")
    mark: str = Field(description="save, forget, name, wear or unwear")
    name: str = Field(default="", description="what it is called, for save and name; or nothing")
    day: str = Field(
        default="", description="the day it was worn: today, yesterday, monday, 2026-11-20"
    )


Marking = Callable[[Deps, UUID, MarkArgs], Awaitable[OutfitCard]]


async def mark(turn: Turn, outfit_id: str, mark: str, name: str, day: str) -> Answer:
    """Save a shown outfit or take that back, give it a name, or log the day it was worn."""
    one_of([mark], [*MARKS], "A mark")
    asked = MarkArgs(outfit_id=outfit_id, mark=mark, name=name, day=day)
    card = await MARKS[mark](turn.context.deps, known_outfit(turn, outfit_id), asked)
    worn = [day.isoformat() for day in card.worn_on]
    facts = {
        "mark": mark,
        "name": card.name,
        "saved": card.saved,
        "worn_on": worn,
        "pieces": [item.name for item in card.items],
    }
    called = f", called {quote(card.name)}" if card.name else ""
    return Answer(
        text=f"{mark}: outfit {card.id}{called}; saved: {card.saved}; worn on: "
        f"{', '.join(worn) or 'no day'}",
        block=ToolBlock(garments=[GarmentRef.of_item(item) for item in card.items], facts=facts),
    )


async def _save(deps: Deps, outfit_id: UUID, asked: MarkArgs) -> OutfitCard:
    if asked.name:
        await outfit_marks.name_outfit(deps, outfit_id=outfit_id, name=asked.name)
    return await outfit_marks.save_outfit(deps, outfit_id=outfit_id)


async def _forget(deps: Deps, outfit_id: UUID, asked: MarkArgs) -> OutfitCard:
    return await outfit_marks.forget_outfit(deps, outfit_id=outfit_id)


async def _name(deps: Deps, outfit_id: UUID, asked: MarkArgs) -> OutfitCard:
    return await outfit_marks.name_outfit(deps, outfit_id=outfit_id, name=asked.name)


async def _wear(deps: Deps, outfit_id: UUID, asked: MarkArgs) -> OutfitCard:
    async with deps.sessions() as session:
        user = await session.get_one(User, deps.owner_id)
    day = past_day(asked.day, local_time(user.settings, deps.now()).date())
    return await outfit_marks.wear_outfit(deps, outfit_id=outfit_id, worn_on=day)


async def _unwear(deps: Deps, outfit_id: UUID, asked: MarkArgs) -> OutfitCard:
    async with deps.sessions() as session:
        user = await session.get_one(User, deps.owner_id)
    today = local_time(user.settings, deps.now()).date()
    day = past_day(asked.day, today) if asked.day else None
    return await outfit_marks.unwear_outfit(deps, outfit_id=outfit_id, worn_on=day)


MARKS: Final[dict[str, Marking]] = {
    "save": _save,
    "forget": _forget,
    "name": _name,
    "wear": _wear,
    "unwear": _unwear,
}


class AgainArgs(BaseModel):
    """Arguments of show_again."""

    outfit_ids: list[str] = Field(description="ids of outfits of this conversation, six at most")


async def show_again(turn: Turn, outfit_ids: list[str]) -> Answer:
    """Show outfits of this conversation again, just as they were."""
    asked = [known_outfit(turn, id_) for id_ in outfit_ids[:MOST_SAVED]]
    cards = [await read_outfit(turn.context.deps, id_) for id_ in asked]
    lines = [tell_card(number, card) for number, card in enumerate(cards, start=1)]
    return Answer(
        text="\n".join(lines) or "no outfit was named",
        block=ToolBlock(
            outfits=cards,
            garments=[GarmentRef.of_item(item) for card in cards for item in card.items],
        ),
    )


class SavedArgs(BaseModel):
    """Arguments of list_saved_outfits."""

    limit: int = Field(default=3, description="most outfits, 1 to 6; the newest first")


async def list_saved(turn: Turn, limit: int) -> Answer:
    """Show the outfits that the person has saved."""
    page = await list_outfits(turn.context.deps, limit=max(1, min(limit, MOST_SAVED)), saved=True)
    lines = [tell_card(number, card) for number, card in enumerate(page.outfits, start=1)]
    return Answer(
        text="\n".join(lines) or "no outfit is saved",
        block=ToolBlock(
            outfits=page.outfits,
            garments=[GarmentRef.of_item(item) for card in page.outfits for item in card.items],
            facts={
                "saved": [card.name for card in page.outfits],
                "more": page.next_cursor is not None,
            },
        ),
    )
