"""Where garments are: clean and at hand, in the laundry, lent, packed or archived."""

from collections.abc import Sequence
from uuid import UUID

from db import garments as rows
from db.effective_garments import list_effective
from stylist.errors import NotFound
from stylist.garments import Availability, GarmentView
from tools.deps import Deps


async def set_availability(
    deps: Deps, garment_ids: Sequence[UUID], availability: Availability
) -> list[GarmentView]:
    """Say where some garments are, all of them or none; returns them in the given order.

    Raises:
        NotFound: one of them is no garment of this person.
    """
    ids = list(dict.fromkeys(garment_ids))
    owner = deps.owner_id
    async with deps.sessions.begin() as session:
        found = await rows.set_availability(session, ids, owner_id=owner, availability=availability)
        if len(found) < len(ids):
            raise NotFound(
                "One of these garments is not in your wardrobe; nothing was changed.",
                hint="Use only garment ids that a tool has returned.",
            )
        views = await list_effective(session, owner_id=owner, status=None, ids=ids)
    by_id = {view.id: view for view in views}
    return [by_id[id_] for id_ in ids]
