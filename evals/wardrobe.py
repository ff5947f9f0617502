"""The fixed wardrobe that every suite speaks of: garments, outfits on the screen, the forecast."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

import yaml

from evals.cases import ExtraGarment
from ml.outfits.clo import clo_of_warmth
from stylist import vocabulary
from stylist.errors import NotFound
from stylist.garments import ColorShare, GarmentAttributes, garment_name
from stylist.outfits import OutfitCard, OutfitItem
from tools.weather import PartOfDay, WeatherReport

FOLDER: Final = Path(__file__).with_name("fixed")
SPACE: Final = UUID("c5a8a3c2-2c55-5a0e-8f0e-6f2b7f0f9f11")
"""Gives garments and outfits of the fixed world their ids."""
NOW: Final = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
"""The clock of the fixed world, a Saturday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Garment:
    """A garment of the fixed wardrobe, by its name `n` in the suites."""

    n: str
    kind: vocabulary.Kind
    looks: GarmentAttributes
    name: str
    notes: str | None = None
    brand: str | None = None
    custom: bool = False

    @property
    def id(self) -> UUID:
        """The id it has where nothing else gives it one."""
        return uuid5(SPACE, self.n)

    @property
    def item(self) -> OutfitItem:
        """The garment as a piece of an outfit that is shown."""
        return OutfitItem(
            garment_id=self.id,
            name=self.name,
            slot=self.kind.slot,
            layer=self.kind.layer,
            category=self.kind.category,
            subcategory=self.kind.name if self.kind.parent else None,
            colors=self.looks.colors,
            pattern=self.looks.pattern,
        )


@cache
def garments() -> dict[str, Garment]:
    """Every garment by its `n`."""
    with (FOLDER / "garments.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    return {row["n"]: _garment(row) for row in rows}


def _garment(row: Mapping[str, str]) -> Garment:
    return make_garment(
        n=row["n"],
        subcategory=row["subcategory"],
        color=row["colour"],
        pattern=row["pattern"],
        formality=float(row["formality_1_5"]),
        warmth=float(row["warmth_1_3"]),
        material=row["material"] or None,
    )


def make_garment(
    *,
    n: str,
    subcategory: str,
    color: str,
    pattern: str,
    formality: float,
    warmth: float,
    material: str | None = None,
    name: str | None = None,
    notes: str | None = None,
    brand: str | None = None,
) -> Garment:
    """A garment from the words of a table.

    Raises:
        NotFound: the vocabulary has no such kind or colour.
    """
    kind, hue = vocabulary.kinds().get(subcategory), vocabulary.colors().get(color)
    if kind is None or hue is None:
        raise NotFound(f"{n}: there is no {subcategory} in {color} in the vocabulary.")
    looks = GarmentAttributes(
        color_primary=color,
        colors=[ColorShare(name=color, hex=hue.hex, share=1.0)],
        pattern=pattern,
        material=material,
        formality=(formality - 1) / 4,
        warmth_clo=clo_of_warmth(kind, warmth),
        seasons=list(kind.seasons),
    )
    below = kind.name if kind.parent else None
    return Garment(
        n=n,
        kind=kind,
        looks=looks,
        name=name or garment_name(kind.category, below, looks),
        notes=notes,
        brand=brand,
        custom=name is not None,
    )


def wardrobe_of(extra: Iterable[ExtraGarment], without: Sequence[str]) -> list[Garment]:
    """The fixed wardrobe with a conversation's own garments, and without those it takes away."""
    added = [
        make_garment(
            n=one.n,
            subcategory=one.subcategory,
            color=one.colour,
            pattern=one.pattern,
            formality=one.formality,
            warmth=one.warmth,
            name=one.name,
            notes=one.notes,
            brand=one.brand,
        )
        for one in extra
    ]
    kept = [garment for n, garment in garments().items() if n not in without]
    return [*kept, *added]


def _yaml(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


@cache
def outfits() -> dict[str, OutfitCard]:
    """The outfits that can stand on the screen of an utterance, by name."""
    return {name: _card(name, members) for name, members in _yaml("outfits.yaml").items()}


def _card(name: str, members: Sequence[str]) -> OutfitCard:
    items = [garments()[n].item for n in members]
    slots: dict[str, list[UUID]] = {}
    for item in items:
        slots.setdefault(item.slot, []).append(item.garment_id)
    return OutfitCard(
        id=uuid5(SPACE, f"outfit {name}"),
        score=0.8,
        score_breakdown={},
        slots=slots,
        garment_ids=[item.garment_id for item in items],
        items=items,
        explanation="The colours go well together.",
    )


class FixedForecast:
    """The forecast of the fixed world: one weather for each place, whatever the day."""

    def __init__(self) -> None:
        read = _yaml("weather.yaml")
        self.home: str = read["home"]
        self._places = {name.casefold(): (name, values) for name, values in read["places"].items()}

    async def look_up(self, place: str, day: date, part: PartOfDay = "day") -> WeatherReport:
        """Find the weather.

        Raises:
            NotFound: no such place.
        """
        found = self._places.get(place.strip().casefold())
        if found is None:
            raise NotFound(f"I do not know a place called “{place}”.")
        name, values = found
        return WeatherReport(place=name, day=day, part=part, **values)
