"""What a mending card shows next: the queue's next question, one garment, or the end."""

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from stylist.errors import BadRequest
from ui import garment_calls as calls
from ui.client import StylistApi
from ui.garment_calls import DoubtfulGarment, PossibleDouble, ShownGarment
from ui.mend_card import Card, Pair, Pictured, Place
from ui.questions import doubt_rows, question, usual_rows

NOTHING_LEFT: Final = "Nothing is in doubt any more."
OwnPicture = Callable[[str], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Desk:
    """Draws cards for one person; `own_picture` gives a picture an address of our own origin."""

    api: StylistApi
    own_picture: OwnPicture

    async def next(self, place: Place, said: str | None = None) -> Card:
        """The card that comes next; `said` tells what has just been done."""
        if place.mode == "one":
            return await self._one(place, await calls.read(self.api, shown(place)), said)
        item, left = await self.waiting(place)
        if item is None:
            return await self.end(place, said)
        if isinstance(item, PossibleDouble):
            return await self.pair(place, item, left, said)
        return await self._ask(place, item, left, said)

    async def waiting(self, place: Place) -> tuple[DoubtfulGarment | PossibleDouble | None, int]:
        """What is asked now, and how many wait.

        The garment that was just spoken of comes first, as long as something of it is in doubt.
        """
        wanted = None if place.wanted is None else set(place.wanted)
        found: list[DoubtfulGarment | PossibleDouble] = []
        async with aclosing(calls.review_pages(self.api)) as pages:
            async for page in pages:
                found += [
                    item
                    for item in page.items
                    if item.key not in place.skipped
                    and (wanted is None or wanted & item.garment_ids)
                ]
                if found and wanted is None:
                    left = page.open - len(place.skipped)
                    break
            else:
                left = len(found)
        same = (item for item in found if item.key == place.garment)
        return next(same, found[0] if found else None), left

    async def _ask(self, place: Place, item: DoubtfulGarment, left: int, said: str | None) -> Card:
        rows = doubt_rows(item.garment, item.fields)
        asked = [doubt.field for doubt in item.fields]
        return Card(
            place=place.model_copy(update={"garment": item.garment.id, "pair": None}),
            state="ask",
            title=question(item.garment),
            left=left,
            garments=[await self._pictured(item.garment)],
            asked=[*asked, *(["doubts"] if item.doubts else [])],
            rows=rows,
            more=usual_rows(item.garment, without=asked),
            notes=[doubt.replace("_", " ").replace("-", " ") for doubt in item.doubts],
            said=said,
        )

    async def pair(self, place: Place, double: PossibleDouble, left: int, said: str | None) -> Card:
        """The question whether two garments are one."""
        pair = Pair(question=double.question_id, garment=double.garment.id, other=double.other.id)
        return Card(
            place=place.model_copy(update={"garment": None, "pair": pair}),
            state="pair",
            title="Is this one garment, photographed twice?",
            left=left,
            garments=[await self._pictured(each) for each in (double.garment, double.other)],
            said=said,
        )

    async def _one(self, place: Place, garment: ShownGarment, said: str | None) -> Card:
        return Card(
            place=place,
            state="ask",
            title="What is wrong?",
            garments=[await self._pictured(garment)],
            rows=usual_rows(garment),
            said=said,
        )

    async def end(self, place: Place, said: str | None = None) -> Card:
        """The last card of the queue."""
        _, left = await self.waiting(place) if place.mode == "review" else (None, 0)
        left += len(place.skipped)
        title = NOTHING_LEFT if not left else f"{left} left for another time."
        bare = place.model_copy(update={"garment": None, "pair": None})
        return Card(place=bare, state="end", title=title, left=left, said=said)

    async def _pictured(self, garment: ShownGarment) -> Pictured:
        url = garment.thumbnail_url
        return Pictured(
            id=garment.id,
            name=garment.name,
            picture=await self.own_picture(url) if url else "",
            availability=garment.availability,
            background_removed=garment.background_removed,
        )


def shown(place: Place) -> UUID:
    """The garment on the card.

    Raises:
        BadRequest: there is none.
    """
    if place.garment is None:
        raise BadRequest("There is no garment on this card.")
    return place.garment
