"""What goes with this? Companions for a garment of the wardrobe, or for the one on a photo."""

from uuid import UUID

from pydantic import BaseModel, Field

from db.effective_garments import get_effective, list_effective
from ml.outfits.pairs import goes_with as pair_up
from stylist.errors import BadRequest
from stylist.garments import AT_HAND, GarmentView, garment_name
from tools.deps import Deps
from tools.search_wardrobe import GarmentHit
from tools.similar_garments import WAIT_S, SeenGarment, read_similar, similar_garments


class Companions(BaseModel):
    """Garments of other places that go with one, best first; `seen` is what the photo shows.

    While a worker still looks at the photo, `pending` is true and `job_id` is the job to ask about.
    """

    hits: list[GarmentHit] = Field(default_factory=list)
    seen: SeenGarment | None = None
    job_id: UUID | None = None
    pending: bool = False
    degraded: list[str] = Field(default_factory=list)


async def goes_with(
    deps: Deps,
    *,
    photo: bytes | None = None,
    garment_id: UUID | None = None,
    slot: str | None = None,
    limit: int = 8,
    wait_s: float = WAIT_S,
) -> Companions:
    """Find what can be worn now with a garment, by the outfit engine's judgement of each pair.

    Raises:
        BadRequest: not exactly one of the two was given, the photo is damaged, or nobody knows
            what kind of garment it is.
        NotFound: no such garment.
        PhotoUnusable, PayloadTooLarge, UnsupportedMedia: what is wrong with the photo.
        StorageFull: the disk has no room.
        BackendUnavailable: the worker failed.
    """
    if photo is not None and garment_id is None:
        # One match is the least that can be asked; what the photo shows is what we are after.
        looked = await similar_garments(deps, photo=photo, limit=1, wait_s=wait_s)
        if looked.pending or looked.job_id is None:
            return Companions(job_id=looked.job_id, pending=True)
        return await companions_of_photo(deps, looked.job_id, slot=slot, limit=limit)
    if garment_id is not None and photo is None:
        async with deps.sessions() as session:
            anchor = await get_effective(session, garment_id, owner_id=deps.owner_id)
        return Companions(hits=await _companions(deps, anchor, slot=slot, limit=limit))
    raise BadRequest("Give either a photo or the id of a garment.")


async def companions_of_photo(
    deps: Deps, job_id: UUID, *, slot: str | None = None, limit: int = 8
) -> Companions:
    """The answer for a photo that a worker was asked about; `pending` while it still looks.

    Raises:
        NotFound: no such job of this kind.
        PhotoUnusable, BadRequest, PayloadTooLarge, UnsupportedMedia: what the worker found wrong.
        BackendUnavailable: the worker failed otherwise.
    """
    looked = await read_similar(deps, job_id)
    if looked.pending or looked.seen is None:
        return Companions(job_id=job_id, pending=True)
    anchor = _as_garment(deps, job_id, looked.seen)
    hits = await _companions(deps, anchor, slot=slot, limit=limit)
    # Whether looks could be compared does not matter here.
    return Companions(hits=hits, seen=looked.seen, job_id=job_id)


async def _companions(
    deps: Deps, anchor: GarmentView, *, slot: str | None, limit: int
) -> list[GarmentHit]:
    async with deps.sessions() as session:
        candidates = await list_effective(
            session, owner_id=deps.owner_id, slot=slot, availability=AT_HAND
        )
    return [
        GarmentHit(
            garment=each.garment,
            score=each.score,
            matched=each.reasons,
            missed=[],
            why=", ".join(each.reasons),
        )
        for each in pair_up(anchor, candidates, limit=limit)
    ]


def _as_garment(deps: Deps, job_id: UUID, seen: SeenGarment) -> GarmentView:
    now = deps.now()
    return GarmentView(
        id=job_id,
        status="ready",
        name=garment_name(seen.category, seen.subcategory, seen.attributes),
        category=seen.category,
        subcategory=seen.subcategory,
        attributes=seen.attributes,
        confidence=seen.confidence,
        created_at=now,
        updated_at=now,
    )
