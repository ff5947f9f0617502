"""Outfits that a caller says were shown: our own payload, or plain cards with plain names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid5

from stylist import names, vocabulary
from stylist.errors import BadRequest
from stylist.garments import ColorShare
from stylist.outfits import OutfitCard, OutfitItem

NAMESPACE: Final = UUID("c0a2b7de-93c1-5b59-8f0c-7d5b7f4b6a10")
"""Gives a caller's own name of an outfit or garment the id that it is known by here."""
_KINDS: Final = frozenset({"category", "subcategory"})
MOST_OUTFITS: Final = 50
MOST_ITEMS: Final = 40


@dataclass(slots=True)
class Shown:
    """Outfits as cards, the caller's names of what is no UUID, and the places passed over."""

    cards: list[OutfitCard] = field(default_factory=list)
    called: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)

    def id_of(self, said: Any, where: str) -> UUID:
        """The id for a caller's id or name."""
        if isinstance(said, bool) or not isinstance(said, str | int):
            raise BadRequest(f"{where}: an id is a text or a whole number.")
        try:
            return UUID(str(said))
        except ValueError:
            made = uuid5(NAMESPACE, str(said))
            self.called[str(made)] = str(said)
            return made

    def renamed(self, value: Any) -> Any:
        """JSON-plain `value` with the caller's own names in place of our ids."""
        if not self.called:
            return value
        if isinstance(value, str):
            return self._path(value)
        if isinstance(value, list):
            return [self.renamed(one) for one in value]
        if isinstance(value, dict):
            return {self._path(key): self.renamed(one) for key, one in value.items()}
        return value

    def _path(self, key: str) -> str:
        """An id, or a path such as `items.exclude.<id>`, with the caller's name."""
        owner, dot, last = key.rpartition(".")
        return f"{owner}{dot}{self.called[last]}" if last in self.called else key


def read_shown(given: Any) -> Shown:
    """Read an `outfits.shown` payload, or a list of cards.

    A card has `items` (or `garments`), is itself a garment, or is no more than an id; its place in
    the list names a card without an id, and its name or kind an item without one. A garment of no
    kind that is known can only be seen, not spoken of: it is passed over, and told in `ignored`.

    Raises:
        BadRequest: it is neither.
    """
    listed = given.get("outfits") if isinstance(given, Mapping) else given
    if not isinstance(listed, list):
        raise BadRequest("shown: a list of outfits, or an object with such a list as `outfits`.")
    if len(listed) > MOST_OUTFITS:
        raise BadRequest(f"shown: at most {MOST_OUTFITS} outfits.")
    shown = Shown()
    for number, card in enumerate(listed, start=1):
        shown.cards.append(_card(card, number, shown))
    return shown


def _card(card: Any, number: int, shown: Shown) -> OutfitCard:
    where = f"shown.{number - 1}"
    if isinstance(card, str | int) and not isinstance(card, bool):
        card = {"id": card}
    if not isinstance(card, Mapping):
        raise BadRequest(f"{where}: an outfit is an object, or its id.")
    is_garment = bool(_KINDS & card.keys())
    listed = card.get("items", card.get("garments", [card] if is_garment else []))
    if not isinstance(listed, list) or len(listed) > MOST_ITEMS:
        raise BadRequest(f"{where}.items: a list of at most {MOST_ITEMS} garments.")
    told = (_item(one, f"{where}.items.{at}", shown) for at, one in enumerate(listed))
    items = [one for one in told if one is not None]
    slots: dict[str, list[UUID]] = {}
    for one in items:
        slots.setdefault(one.slot, []).append(one.garment_id)
    return OutfitCard(
        id=shown.id_of(_first(card, "id", "outfit_id", or_else=number), f"{where}.id"),
        score=0.0,
        score_breakdown={},
        slots=slots,
        garment_ids=[one.garment_id for one in items],
        items=items,
        explanation="",
    )


def _item(item: Any, where: str, shown: Shown) -> OutfitItem | None:
    if not isinstance(item, Mapping):
        raise BadRequest(f"{where}: a garment is an object.")
    category, subcategory = _kind(item, where)
    slot = vocabulary.slot_of(category, subcategory) if category else None
    if category is None or slot is None:
        shown.ignored.append(where)
        return None
    name = _text(item, "name", where) or (subcategory or category)
    return OutfitItem(
        garment_id=shown.id_of(_first(item, "garment_id", "id", "n", or_else=name), f"{where}.id"),
        name=name,
        slot=slot,
        layer=vocabulary.layer_of(category, subcategory),
        category=category,
        subcategory=subcategory,
        colors=list(_colors(item, where)),
        pattern=_known("pattern", _text(item, "pattern", where)),
    )


def _kind(item: Mapping[str, Any], where: str) -> tuple[str | None, str | None]:
    subcategory = _known("category", _text(item, "subcategory", where))
    return _known("category", _text(item, "category", where)) or subcategory, subcategory


def _known(group: str, said: str | None) -> str | None:
    return (names.find(group, said) or said) if said else None


def _first(row: Mapping[str, Any], *keys: str, or_else: Any) -> Any:
    return next((row[key] for key in keys if row.get(key) is not None), or_else)


def _text(row: Mapping[str, Any], key: str, where: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise BadRequest(f"{where}.{key}: a text.")
    return value


def _colors(item: Mapping[str, Any], where: str) -> Iterator[ColorShare]:
    """The colours, given as shares or as plain names; a plain name is the whole garment's."""
    said = _first(item, "colors", "colours", "color", "colour", or_else=[])
    for one in said if isinstance(said, list) else [said]:
        share = one.get("share", 1.0) if isinstance(one, Mapping) else 1.0
        name = one.get("name") if isinstance(one, Mapping) else one
        if (
            not isinstance(name, str)
            or isinstance(share, bool)
            or not isinstance(share, int | float)
            or not 0 <= share <= 1
        ):
            raise BadRequest(
                f"{where}.colors: names, or objects with a name and a share from 0 to 1."
            )
        known = names.find("color", name) or name
        color = vocabulary.colors().get(known)
        yield ColorShare(name=known, hex=color.hex if color else "", share=float(share))
