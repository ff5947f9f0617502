"""`/v1/garments/search`: the wardrobe by words, by a photo, or by one of its garments."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import FormData

from api.auth import CurrentDeps
from api.garment_json import GarmentOut, garment_json
from api.uploads import files_of, open_form
from ml.search.query import MAX_CHARS
from stylist import vocabulary
from stylist.errors import BadRequest
from stylist.garments import AT_HAND, Availability
from stylist.vocabulary import Slot
from tools.deps import Deps
from tools.goes_with import Companions, companions_of_photo, goes_with
from tools.search_wardrobe import FoundGarments, GarmentHit, SearchRanges, search_wardrobe
from tools.similar_garments import SeenGarment, SimilarGarments, read_similar, similar_garments

router = APIRouter(prefix="/v1/garments", tags=["garments"])
Mode = Literal["similar", "goes_with"]
Limit = Annotated[int, Query(ge=1, le=100)]
Formality = Annotated[float | None, Query(ge=0, le=1)]
Warmth = Annotated[float | None, Query(ge=0, le=3)]


class SearchQuery(BaseModel):
    """Words and filters; ranges are inclusive, formality 0..1 and warmth in clo."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Query(max_length=MAX_CHARS)] = ""
    slot: Slot | None = None
    category: str | None = None
    color: str | None = None
    pattern: str | None = None
    material: str | None = None
    season: str | None = None
    min_formality: Formality = None
    max_formality: Formality = None
    min_warmth: Warmth = None
    max_warmth: Warmth = None
    availability: Availability | Literal["any"] | None = None
    limit: Limit = 20


class HitOut(BaseModel):
    """A garment, how well it answers (0..1), what of the question it meets, and why in words."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "garment": {"id": "7c0b7b5e-…", "name": "navy sweater"},
                    "score": 0.94,
                    "matched": ["navy", "0.36 clo"],
                    "missed": [],
                    "why": "navy, 0.36 clo, 0.4 formal",
                }
            ]
        }
    )

    garment: GarmentOut
    score: float
    matched: list[str]
    missed: list[str]
    why: str


class SearchOut(BaseModel):
    """Hits, best first. `understood` is what was read as a wish, `unread` what was looked up.

    `closest` says what there is none of, when no garment meets every wish.
    """

    hits: list[HitOut]
    understood: list[str]
    unread: list[str]
    closest: str | None
    degraded: list[str]


class PhotoSearchOut(BaseModel):
    """Hits for a photo or a garment, best first, and what the photo shows.

    `pending` with status 202: the answer comes later, at `Location`.
    """

    hits: list[HitOut]
    seen: SeenGarment | None
    job_id: UUID | None
    pending: bool
    degraded: list[str]


class ByGarment(BaseModel):
    """A garment of the wardrobe, and whether to look for what is like it or what goes with it."""

    model_config = ConfigDict(extra="forbid")

    garment_id: UUID
    mode: Mode = "goes_with"
    slot: Slot | None = None
    limit: int = Field(default=8, ge=1, le=50)


BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "photo": {"type": "string", "format": "binary"},
                        "mode": {"type": "string", "enum": ["similar", "goes_with"]},
                        "slot": {"type": "string", "enum": list(vocabulary.SLOTS)},
                        "limit": {"type": "integer", "minimum": 1, "maximum": 50},
                    },
                    "required": ["photo"],
                }
            },
            "application/json": {"schema": ByGarment.model_json_schema()},
        },
    },
    "responses": {"202": {"description": "A worker still looks at the photo: ask at `Location`."}},
}


@router.get("/search")
async def search(deps: CurrentDeps, query: Annotated[SearchQuery, Query()]) -> SearchOut:
    """Search in plain words ("something warm and not too formal, blue-ish") and by filters.

    What can be worn now, unless `availability` or the words ask for something else.
    """
    _check(query)
    found = await search_wardrobe(
        deps,
        query=query.q,
        slot=query.slot,
        category=query.category,
        color=query.color,
        pattern=query.pattern,
        ranges=SearchRanges(
            material=query.material,
            season=query.season,
            min_formality=query.min_formality,
            max_formality=query.max_formality,
            min_warmth_clo=query.min_warmth,
            max_warmth_clo=query.max_warmth,
        ),
        availability=_availability(query.availability),
        limit=query.limit,
    )
    return _found(deps, found)


@router.post("/search", openapi_extra=BODY)
async def search_by_photo(
    request: Request, response: Response, deps: CurrentDeps
) -> PhotoSearchOut:
    """What goes with this, or do I own something like it? A photo, which is not kept, or an id."""
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        async with open_form(request, deps.settings.uploads) as form:
            wanted = _wanted({**_fields(form), "garment_id": UUID(int=0)})
            (file, *_) = files_of(form, "photo", "file")
            photo: bytes | None = await file.read()
        garment_id = None
    else:
        wanted = _wanted_json(await request.body())
        photo, garment_id = None, wanted.garment_id
    options: dict[str, Any] = {"slot": wanted.slot, "limit": wanted.limit}
    if wanted.mode == "similar":
        alike = await similar_garments(deps, photo=photo, garment_id=garment_id, **options)
        return _answer(deps, _alike(alike), response, wanted)
    found = await goes_with(deps, photo=photo, garment_id=garment_id, **options)
    return _answer(deps, found, response, wanted)


@router.get("/search/{job_id}")
async def read_photo_search(
    job_id: UUID,
    response: Response,
    deps: CurrentDeps,
    mode: Mode = "goes_with",
    slot: Slot | None = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 8,
) -> PhotoSearchOut:
    """The answer to a photo that took longer; 202 while it is not there."""
    wanted = ByGarment(garment_id=job_id, mode=mode, slot=slot, limit=limit)
    if mode == "similar":
        return _answer(deps, _alike(await read_similar(deps, job_id)), response, wanted)
    found = await companions_of_photo(deps, job_id, slot=slot, limit=limit)
    return _answer(deps, found, response, wanted)


def _check(query: SearchQuery) -> None:
    """Refuse names that the vocabulary does not have, and ranges that are empty."""
    known: dict[str, object] = {
        "category": vocabulary.kinds(),
        "color": vocabulary.colors(),
        "pattern": vocabulary.terms("pattern"),
        "material": vocabulary.terms("material"),
        "season": vocabulary.terms("season"),
    }
    for field, names in known.items():
        value = getattr(query, field)
        if value is not None and value not in names:  # type: ignore[operator]
            raise BadRequest(f"`{field}` is not one of our names: {str(value)[:50]}.")
    for low, high in (("min_formality", "max_formality"), ("min_warmth", "max_warmth")):
        least, most = getattr(query, low), getattr(query, high)
        if least is not None and most is not None and least > most:
            raise BadRequest(f"`{low}` is above `{high}`.")


def _availability(asked: str | None) -> tuple[Availability, ...] | None:
    if asked == "any":
        return None
    return AT_HAND if asked is None else (asked,)  # type: ignore[return-value]


def _fields(form: FormData) -> dict[str, str]:
    names = ("mode", "slot", "limit")
    return {name: value for name in names if isinstance(value := form.get(name), str) and value}


def _wanted(given: dict[str, Any]) -> ByGarment:
    try:
        return ByGarment.model_validate(given)
    except ValidationError as error:
        raise BadRequest("`mode`, `slot` or `limit` is not as it must be.") from error


def _wanted_json(body: bytes) -> ByGarment:
    try:
        return ByGarment.model_validate_json(body)
    except ValidationError as error:
        raise BadRequest(
            'Send a photo as multipart/form-data, or {"garment_id": ID, "mode": MODE}.'
        ) from error


def _alike(found: SimilarGarments) -> Companions:
    return Companions(
        hits=[
            GarmentHit(
                garment=match.garment,
                score=match.likeness,
                matched=[],
                missed=[],
                why="it may be this very one" if match.same else "looks like it",
            )
            for match in found.matches
        ],
        seen=found.seen,
        job_id=found.job_id,
        pending=found.pending,
        degraded=found.degraded,
    )


def _answer(deps: Deps, found: Companions, response: Response, wanted: ByGarment) -> PhotoSearchOut:
    if found.pending:
        response.status_code = 202
        slot = f"&slot={wanted.slot}" if wanted.slot else ""
        response.headers["Location"] = (
            f"/v1/garments/search/{found.job_id}?mode={wanted.mode}&limit={wanted.limit}{slot}"
        )
    return PhotoSearchOut(
        hits=[_hit(deps, hit) for hit in found.hits],
        seen=found.seen,
        job_id=found.job_id,
        pending=found.pending,
        degraded=found.degraded,
    )


def _found(deps: Deps, found: FoundGarments) -> SearchOut:
    return SearchOut(
        hits=[_hit(deps, hit) for hit in found.hits],
        understood=found.understood,
        unread=found.unread,
        closest=found.closest,
        degraded=found.degraded,
    )


def _hit(deps: Deps, hit: GarmentHit) -> HitOut:
    return HitOut(
        garment=garment_json(hit.garment, deps.image_urls),
        score=hit.score,
        matched=hit.matched,
        missed=hit.missed,
        why=hit.why,
    )
