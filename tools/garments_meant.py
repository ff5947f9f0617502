"""Which garments somebody means who wants to part with some: exact, by kind and look or by name.

Nothing is guessed: what is like the words comes under `search_wardrobe`, and is not parted with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from db.effective_garments import list_effective
from stylist.confirmations import Parting
from stylist.frame import Piece
from stylist.garments import GarmentView
from stylist.plain_text import plain_name
from stylist.vocabulary import with_descendants
from tools.deps import Deps


@dataclass(frozen=True, slots=True)
class Meant:
    """The garments that are meant; `unsettled` says that one is meant and several fit."""

    garments: list[GarmentView]
    unsettled: bool = False


async def find_meant(
    deps: Deps,
    *,
    action: Parting,
    piece: Piece,
    name: str = "",
    several: bool = False,
    everything: bool = False,
    garment_ids: Sequence[UUID] = (),
) -> Meant:
    """The garments of an order to delete or archive; what is archived is not archived again."""
    async with deps.sessions.begin() as session:
        owned = await list_effective(session, owner_id=deps.owner_id, status=None)
    there = [g for g in owned if action == "delete" or g.availability != "archived"]
    if garment_ids:
        return Meant([garment for garment in there if garment.id in set(garment_ids)])
    if everything:
        return Meant(there)
    exact = [garment for garment in there if _words(garment.name) == _words(name)]
    if name and len(exact) == 1:
        return Meant(exact)
    fitting = [garment for garment in there if _fits(garment, piece)] if piece != Piece() else []
    found = fitting or exact or list(_called(there, name))
    return Meant(found, unsettled=len(found) > 1 and not several)


def _called(garments: Iterable[GarmentView], name: str) -> Iterable[GarmentView]:
    asked = set(_words(name))
    return (g for g in garments if asked and asked <= set(_words(g.name)))


def _words(name: str) -> list[str]:
    return plain_name(name, 1000).casefold().replace("-", " ").split()


def _fits(garment: GarmentView, piece: Piece) -> bool:
    looks = garment.attributes
    kinds = {garment.category, garment.subcategory} - {None}
    return (
        (piece.slot is None or piece.slot == garment.slot)
        and (
            piece.category is None
            or piece.category == garment.slot
            or not with_descendants(piece.category).isdisjoint(kinds)
        )
        and (piece.color is None or looks.color_primary in with_descendants(piece.color))
        and piece.pattern in (None, looks.pattern)
        and piece.material in (None, looks.material)
    )
