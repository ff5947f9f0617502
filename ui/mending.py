"""One tap on a mending card: done at the API, and the card that follows."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from stylist.errors import BadRequest, PhotoUnusable
from ui import garment_calls as calls
from ui.client import StylistApi
from ui.desk import Desk, shown
from ui.garment_calls import PossibleDouble
from ui.mend_card import Act, Card, Pair, Place, Undo
from ui.questions import named

_POLL_S: Final = 0.5
_POLLS: Final = 120
_SLOW: Final = "The photo is still being looked at; the new picture comes later."
_WHERE: Final = {"laundry": "in the laundry", "clean": "clean again"}


@dataclass(frozen=True, slots=True)
class Mender:
    """Mends garments for one person, and draws what follows on a desk."""

    api: StylistApi
    desk: Desk

    async def follow(self, place: Place, act: Act) -> Card:
        """Do what was tapped and give the card that comes next."""
        match act.do:
            case "look":
                return await self.desk.next(place)
            case "skip":
                return await self.desk.next(_without(place))
            case "stop":
                return await self.desk.end(place)
            case "undo":
                return await self._undo(place)
            case "same" | "different":
                return await self._pair_answered(place, act)
            case "confirm" | "correct":
                return await self._said(place, act)
            case _:
                return await self._handled(place, act)

    async def _said(self, place: Place, act: Act) -> Card:
        garment_id = shown(place)
        if act.do == "confirm":
            await calls.confirm(self.api, garment_id, act.fields)
            said = "Noted: that was right."
        else:
            value = named(act.field, act.value) if isinstance(act.value, str) else act.value
            garment = await calls.correct(self.api, garment_id, {act.field: value})
            said = f"Noted: {garment.name}." if garment.custom_name is None else "Noted."
        undo = Undo(what="label", garment=garment_id)
        return await self.desk.next(_after(place, undo=undo, changed=True), said)

    async def _pair_answered(self, place: Place, act: Act) -> Card:
        pair = place.pair
        if pair is None:
            raise BadRequest("There is no pair on this card.")
        merged = act.do == "same"
        await calls.answer_double(self.api, pair.question, act.keep if merged else None)
        undo = Undo(what="pair", garment=pair.garment, pair=pair, merged=merged)
        said = "Noted: one garment; the other photo is put away." if merged else "Noted: two."
        return await self.desk.next(_after(place, undo=undo, pair=None), said)

    async def _handled(self, place: Place, act: Act) -> Card:
        """Turn, cut out or put away the garment itself."""
        garment_id = shown(place)
        before = await calls.read(self.api, garment_id)
        if act.do == "put":
            await calls.put(self.api, garment_id, act.availability)
            undo = Undo(what="put", garment=garment_id, was=before.availability)
            said = f"Noted: it is {_WHERE.get(act.availability, act.availability)}."
        else:
            job = (
                await calls.turn_photo(self.api, garment_id)
                if act.do == "turn"
                else await calls.show_background(self.api, garment_id, removed=act.removed)
            )
            said = "Done." if await self._finished(job) else _SLOW
            undo = Undo(what="photo", garment=garment_id)
        changed = place.changed or act.do == "put"
        return await self.desk.next(_after(place, undo=undo, changed=changed), said)

    async def _finished(self, job_id: UUID | None) -> bool:
        """Wait for a job; False when it takes too long to wait for.

        Raises:
            PhotoUnusable: it has failed.
        """
        for _ in range(_POLLS if job_id else 0):
            status, _, _ = await self.api.job(job_id)  # type: ignore[arg-type]
            if status in ("failed", "cancelled"):
                raise PhotoUnusable(
                    "The photo could not be looked at again; it is shown as before."
                )
            if status == "completed":
                return True
            await asyncio.sleep(_POLL_S)
        return job_id is None

    async def _undo(self, place: Place) -> Card:
        undo = place.undo
        if undo is None:
            raise BadRequest("There is nothing to undo.")
        place = place.model_copy(update={"undo": None, "garment": undo.garment, "pair": None})
        match undo.what:
            case "label":
                await calls.undo_label(self.api, undo.garment)
            case "photo":
                await calls.undo_photo(self.api, undo.garment)
            case "put":
                await calls.put(self.api, undo.garment, undo.was or "clean")
            case "pair" if undo.pair:
                return await self._pair_again(place, undo.pair, merged=undo.merged)
        return await self.desk.next(place, "Taken back.")

    async def _pair_again(self, place: Place, pair: Pair, *, merged: bool) -> Card:
        if merged:
            await calls.answer_double(self.api, pair.question, None)
        double = PossibleDouble(
            question_id=pair.question,
            garment=await calls.read(self.api, pair.garment),
            other=await calls.read(self.api, pair.other),
        )
        _, left = await self.desk.waiting(place)
        return await self.desk.pair(place, double, left + 1, "Taken back. So, which is it?")


def _without(place: Place) -> Place:
    """The place once what it shows is left for later."""
    left = place.pair.question if place.pair else shown(place)
    update = {"skipped": [*place.skipped, left], "garment": None, "pair": None, "undo": None}
    return place.model_copy(update=update)


def _after(place: Place, **update: Any) -> Place:
    return place.model_copy(update=update)
