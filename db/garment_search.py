"""The hard part of a search, in PostgreSQL: what passes the filters and is not ruled out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Float,
    Text,
    and_,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.ext.asyncio import AsyncSession

from db.effective_garments import VIEW, list_effective
from stylist import vocabulary
from stylist.garments import GarmentView
from stylist.vocabulary import EXCLUDED_SHARE

WRITTEN = ("custom_name", "custom_notes", "brand", "size")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialGarment:
    """What a garment must not be: all the given fields at once; of each field one name is enough.

    A kind may be a category, a subcategory or `slot:NAME`; a category or colour includes what lies
    below it, and a colour is met by a fifth of the garment, or by a chance of a fifth.
    """

    kinds: Sequence[str] = ()
    colors: Sequence[str] = ()
    patterns: Sequence[str] = ()
    materials: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter:
    """Hard filters. Ranges are inclusive: formality 0..1, warmth in clo. None asks nothing."""

    slot: str | None = None
    category: str | None = None
    color: str | None = None
    pattern: str | None = None
    material: str | None = None
    season: str | None = None
    min_formality: float | None = None
    max_formality: float | None = None
    min_warmth_clo: float | None = None
    max_warmth_clo: float | None = None
    availability: Collection[str] | None = None
    avoid: Sequence[PartialGarment] = field(default=())
    without: Sequence[str] = ()


async def find_allowed(
    session: AsyncSession, wanted: SearchFilter, *, owner_id: UUID
) -> list[GarmentView]:
    """The owner's ready garments that pass every filter, newest first."""
    return await list_effective(
        session,
        owner_id=owner_id,
        slot=wanted.slot,
        category=wanted.category,
        color=wanted.color,
        pattern=wanted.pattern,
        availability=wanted.availability,
        conditions=list(_conditions(wanted)),
    )


async def words_written(session: AsyncSession, *, owner_id: UUID) -> list[str]:
    """Everything the owner wrote about garments: names, notes, brands."""
    parts = [VIEW.c[name] for name in WRITTEN]
    rows = await session.scalars(
        select(func.concat_ws(" ", *parts))
        .where(VIEW.c.user_id == owner_id)
        .where(or_(*(part.is_not(None) for part in parts)))
    )
    return list(rows)


def _conditions(wanted: SearchFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.material:
        yield _text("material") == wanted.material
    if wanted.season:
        yield _json("seasons").contains([wanted.season])
    for key, low, high in (
        ("formality", wanted.min_formality, wanted.max_formality),
        ("warmth_clo", wanted.min_warmth_clo, wanted.max_warmth_clo),
    ):
        value = cast(_text(key), Float)
        if low is not None:
            yield value >= low
        if high is not None:
            yield value <= high
    for partial in wanted.avoid:
        yield not_(func.coalesce(and_(*_fields(partial)), literal(False)))
    said = func.concat_ws(" ", *(VIEW.c[name] for name in WRITTEN))
    for word in wanted.without:
        yield not_(said.icontains(word, autoescape=True))


def _json(key: str) -> ColumnElement[object]:
    value: ColumnElement[object] = VIEW.c.attributes[key]
    return value


def _text(key: str) -> ColumnElement[str]:
    value: ColumnElement[str] = VIEW.c.attributes[key].astext
    return value


def _fields(partial: PartialGarment) -> Iterator[ColumnElement[bool]]:
    if partial.kinds:
        yield or_(*(_is_kind(name) for name in partial.kinds))
    if partial.colors:
        yield or_(*(_shows(name) for name in partial.colors))
    if partial.patterns:
        yield _text("pattern").in_(partial.patterns)
    if partial.materials:
        yield _text("material").in_(partial.materials)


def _is_kind(name: str) -> ColumnElement[bool]:
    if name.startswith("slot:"):
        slot = name.removeprefix("slot:")
        names = {kind.name for kind in vocabulary.kinds().values() if kind.slot == slot}
        return func.coalesce(VIEW.c.subcategory, VIEW.c.category).in_(names)
    below = vocabulary.with_descendants(name)
    return or_(VIEW.c.category.in_(below), func.coalesce(VIEW.c.subcategory, "").in_(below))


def _shows(name: str) -> ColumnElement[bool]:
    """A fifth of the colour, or, while nobody has named the colours, a chance of a fifth."""
    names = sorted(vocabulary.with_descendants(name) & vocabulary.colors().keys())
    named = " || ".join(f'@.name == "{color}"' for color in names)
    path = f"$.colors[*] ? (({named}) && @.share >= {EXCLUDED_SHARE})"
    chances = [cast(VIEW.c.confidence[f"color:{color}"].astext, Float) for color in names]
    unnamed = not_(VIEW.c.corrected.op("&&")(cast(["color_primary", "colors"], ARRAY(Text))))
    return or_(
        func.coalesce(_text("color_primary"), "").in_(names),
        func.coalesce(_text("color_secondary"), "").in_(names),
        func.jsonb_path_exists(VIEW.c.attributes, cast(path, JSONPATH)),
        and_(unnamed, or_(*(func.coalesce(chance, 0.0) >= EXCLUDED_SHARE for chance in chances))),
    )
