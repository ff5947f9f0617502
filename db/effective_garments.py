"""Reads garments as they are now, label over prediction, from the view that owns that rule."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Numeric,
    RowMapping,
    Select,
    String,
    Uuid,
    column,
    func,
    or_,
    select,
    table,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from stylist import vocabulary
from stylist.errors import NotFound
from stylist.garments import GarmentAttributes, GarmentView, garment_name

Cursor = tuple[datetime, UUID]
"""The last row that was seen: its `created_at` and its id."""

VIEW = table(
    "effective_garments",
    column("id", Uuid),
    column("user_id", Uuid),
    column("status", String),
    column("error_message", String),
    column("custom_name", String),
    column("custom_notes", String),
    column("original_image_path", String),
    column("processed_image_path", String),
    column("thumbnail_path", String),
    column("drawn", Boolean),
    column("brand", String),
    column("size", String),
    column("price", Numeric),
    column("currency", String),
    column("purchased_on", Date),
    column("availability", String),
    column("photo_version", Integer),
    column("photo_rotation", Integer),
    column("background_removed", Boolean),
    column("created_at", DateTime(timezone=True)),
    column("updated_at", DateTime(timezone=True)),
    column("category", String),
    column("subcategory", String),
    column("attributes", JSONB),
    column("confidence", JSONB),
    column("backend", JSONB),
    column("doubts", JSONB),
    column("corrected", ARRAY(String)),
)
SEARCHED = ("color_primary", "color_secondary", "pattern", "material", "fit")
"""The attributes that a search for words looks into, besides name, notes and kind."""


async def list_effective(
    session: AsyncSession,
    *,
    owner_id: UUID,
    status: str | None = "ready",
    ids: Collection[UUID] | None = None,
    category: str | None = None,
    slot: str | None = None,
    color: str | None = None,
    pattern: str | None = None,
    availability: Collection[str] | None = None,
    text: str | None = None,
    conditions: Sequence[ColumnElement[bool]] = (),
    after: Cursor | None = None,
    limit: int | None = None,
) -> list[GarmentView]:
    """The owner's garments, newest first. A category or colour includes what lies below it.

    `text` is words that must all occur in name, notes, kind or look; `conditions` further ones on
    `VIEW`; `status` and `availability` None mean any.
    """
    wanted = select(VIEW).where(VIEW.c.user_id == owner_id)
    for condition in (
        None if status is None else VIEW.c.status == status,
        None if ids is None else VIEW.c.id.in_(ids),
        None if availability is None else VIEW.c.availability.in_(availability),
        _is_below(category) if category else None,
        _worn_in(slot) if slot else None,
        _attribute("color_primary").in_(vocabulary.with_descendants(color)) if color else None,
        _attribute("pattern") == pattern if pattern else None,
        tuple_(VIEW.c.created_at, VIEW.c.id) < tuple_(*after) if after else None,
        *conditions,
    ):
        wanted = wanted if condition is None else wanted.where(condition)
    wanted = _matching(wanted, text or "")
    order = (VIEW.c.created_at.desc(), VIEW.c.id.desc())
    rows = await session.execute(wanted.order_by(*order).limit(limit))
    return [_view(row) for row in rows.mappings()]


async def get_effective(session: AsyncSession, garment_id: UUID, *, owner_id: UUID) -> GarmentView:
    """One garment, whatever its status.

    Raises:
        NotFound: no such garment, or it is somebody else's.
    """
    found = await list_effective(session, owner_id=owner_id, status=None, ids=[garment_id])
    if not found:
        raise NotFound(
            "There is no such garment.", hint="Use only garment ids that a tool has returned."
        )
    return found[0]


def _attribute(key: str) -> ColumnElement[str]:
    value: ColumnElement[str] = VIEW.c.attributes[key].astext
    return value


def _is_below(name: str) -> ColumnElement[bool]:
    names = vocabulary.with_descendants(name)
    return or_(VIEW.c.category.in_(names), VIEW.c.subcategory.in_(names))


def _worn_in(slot: str) -> ColumnElement[bool]:
    kinds = [kind.name for kind in vocabulary.kinds().values() if kind.slot == slot]
    # The finer name decides where it is known: a subcategory may be worn in another slot.
    return func.coalesce(VIEW.c.subcategory, VIEW.c.category).in_(kinds)


def _matching(wanted: Select[Any], text: str) -> Select[Any]:
    looks = (VIEW.c.custom_name, VIEW.c.custom_notes, VIEW.c.category, VIEW.c.subcategory)
    searched = func.concat_ws(" ", *looks, *(_attribute(key) for key in SEARCHED))
    for word in text.split():
        wanted = wanted.where(searched.icontains(word, autoescape=True))
    return wanted


def _view(row: RowMapping) -> GarmentView:
    attributes = GarmentAttributes.model_validate(_known(row["attributes"]))
    said: Sequence[str] = row["corrected"]
    made = garment_name(row["category"], row["subcategory"], attributes)
    return GarmentView(
        id=row["id"],
        status=row["status"],
        name=row["custom_name"] or made,
        custom_name=row["custom_name"],
        notes=row["custom_notes"],
        brand=row["brand"],
        size=row["size"],
        price=row["price"],
        currency=row["currency"],
        purchased_on=row["purchased_on"],
        availability=row["availability"],
        category=row["category"],
        subcategory=row["subcategory"],
        attributes=attributes,
        confidence=_confidence(row["confidence"], said),
        corrected=list(said),
        backend=row["backend"],
        doubts=row["doubts"],
        error_message=row["error_message"],
        drawn=row["drawn"],
        photo_version=row["photo_version"],
        rotation=row["photo_rotation"],
        background_removed=row["background_removed"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        image_key=row["original_image_path"],
        cutout_key=row["processed_image_path"],
        thumbnail_key=row["thumbnail_path"],
    )


def _confidence(predicted: dict[str, float], said: Sequence[str]) -> dict[str, float]:
    """A corrected field is sure; doubts about colours end once the person has named them."""
    named = not {"color_primary", "colors"}.isdisjoint(said)
    kept = {key: p for key, p in predicted.items() if not (named and key.startswith("color:"))}
    return kept | dict.fromkeys(said, 1.0)


def _known(attributes: dict[str, Any]) -> dict[str, Any]:
    # Null says "unknown"; a list-valued field has no null, its default is the empty list.
    return {key: value for key, value in attributes.items() if value is not None}
