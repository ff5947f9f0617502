"""Builds outfits from the person's wardrobe for a constraint frame, and stores them."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID
from zlib import crc32

from db import outfits, preferences
from ml.outfits import Request, Taste, recommend, with_something_different
from stylist.frame import ConstraintFrame
from stylist.named_frame import named, with_ids
from stylist.outfits import OutfitSet
from tools.away import tell_away
from tools.demo_wardrobe import is_being_drawn
from tools.deps import Deps
from tools.outfit_cards import store
from tools.relearn import taste_of
from tools.wardrobe_of import Wardrobe, count_waiting, load_wardrobe

MOST_EARLIER = 200
NOT_THERE = "a garment you ruled out (not in your wardrobe, or not ready)"
MOST = 10
"""Outfits in one answer; more than a person looks at."""


async def recommend_outfits(
    deps: Deps,
    *,
    frame: ConstraintFrame,
    count: int = 3,
    moves: Sequence[str] = (),
    reference_outfit_id: UUID | None = None,
    exclude_outfit_ids: Sequence[UUID] = (),
    recent_outfit_ids: Sequence[UUID] = (),
    recolor: Sequence[str] = (),
    run_id: UUID | None = None,
) -> OutfitSet:
    """Build up to `count` (1..10) different outfits, best first, and store them.

    `moves` ("warmer", "dressier", …) compare with the reference outfit. What the wardrobe lacks
    stands in `missing`, what could not be granted in `relaxed`; an exclusion is always kept.
    With a reference, `recolor` are colours that a piece must bring in which it has not.
    The excluded outfits do not come again; the garments of recent ones come a little later. Once
    something was learned, the last of three or more is something different, to learn from, unless
    the person has turned that off.

    Only clean garments are worn; what is missing because it is in the laundry says so.

    Raises:
        NotFound: the reference is no outfit of this person.
        BadRequest: the frame has a word or a number that nobody knows.

    """
    frame = with_ids(named(frame, most=MOST))
    async with deps.sessions.begin() as session:
        wardrobe = await load_wardrobe(session, deps)
        reference = (
            await outfits.get_outfit(session, reference_outfit_id, owner_id=deps.owner_id)
            if reference_outfit_id
            else None
        )
        earlier = {*exclude_outfit_ids, *recent_outfit_ids}
        rows = await outfits.list_outfits(
            session, owner_id=deps.owner_id, ids=earlier, withdrawn=True, limit=MOST_EARLIER
        )
        stated = await preferences.get_or_default(session, owner_id=deps.owner_id)
        taste = await taste_of(session, deps) if stated.explore else None
        any_ready = wardrobe.garments or wardrobe.away
        waiting = None if any_ready else await count_waiting(session, deps)
        drawing = not any_ready and await is_being_drawn(session, deps)
    recent = set(recent_outfit_ids)
    times = Counter(id_ for row in rows if row.id in recent for id_ in row.garment_ids)
    request = Request(
        frame=frame,
        preferences=wardrobe.preferences,
        history=replace(wardrobe.history, shown=times),
        count=max(1, min(count, MOST)),
        moves=tuple(moves),
        reference=wardrobe.pick(reference.garment_ids) if reference else (),
        exclude=tuple(frozenset(row.garment_ids) for row in rows if row.id in exclude_outfit_ids),
        recolor=tuple(recolor),
        lot=deps.now().toordinal(),
        looks=wardrobe.looks,
    )
    found = await asyncio.to_thread(_recommend, wardrobe, request, taste)
    missing = [*found.missing, *_not_there(frame, wardrobe)]
    degraded = list(dict.fromkeys([*found.degraded, *wardrobe.degraded]))
    emptiness = {"waiting": waiting, "drawing": drawing}
    found = found.model_copy(update={**emptiness, "missing": missing, "degraded": degraded})
    return await store(
        deps, found, wardrobe.garments, frame=frame, source="recommended", run_id=run_id
    )


def _not_there(frame: ConstraintFrame, wardrobe: Wardrobe) -> list[str]:
    """Say it when a garment was ruled out that the person does not have."""
    ids = [UUID(said) for said in frame.items.exclude]
    there = {garment.id for garment in wardrobe.pick(ids)}
    return [NOT_THERE] if set(ids) - there else []


def _recommend(wardrobe: Wardrobe, request: Request, taste: Taste | None) -> OutfitSet:
    """The outfits, with one to learn from among them when a taste is given."""
    found = recommend(wardrobe.garments, request)
    if taste is not None:
        seed = _seed(request, taste)
        found = with_something_different(found, wardrobe.garments, request, taste, seed=seed)
    return tell_away(found, wardrobe.garments, wardrobe.away, request)


def _seed(request: Request, taste: Taste) -> int:
    """The same for the same request on the same day, until something new is learned."""
    told = f"{request.lot} {taste.events} {taste.intercept} {request.frame!r}"
    return crc32(told.encode("utf-8", "backslashreplace"))
