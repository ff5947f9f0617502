"""What is picked from the photographed wardrobe for −10 to 35 °C, dry and wet, to read by eye.

    STYLIST_SHARED_DATA=… .venv/bin/python -m benchmarks.outfit_weather [--write FILE.md]

The wardrobe is `wardrobe/wardrobe.tsv` of the shared data. Beside the pick: its insulation with
and without what comes off indoors, the band that the temperature asks for (ISO 11079, ISO 7730),
and the warmest and the lightest that the wardrobe could do, since at the extremes no more is fair.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from cli.wardrobe_table import read_table
from ml.outfits import Request, clo, recommend, score
from ml.outfits.eligible import ready
from ml.outfits.weights import number
from stylist.frame import ConstraintFrame, Weather
from stylist.garments import GarmentView
from stylist.outfits import OutfitCard
from stylist.settings import Settings

TEMPERATURES_C = (-10, -5, 0, 5, 10, 12, 15, 18, 20, 22, 25, 28, 31, 35)
SKIES: tuple[tuple[str, ...], ...] = ((), ("rain",))
SNOW_BELOW_C = 2
LIGHT = ("t-shirt", "shorts", "denim-jacket", "sneakers")


def main() -> None:
    """Print the table, or write it to a page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    file = Settings().shared_data / "wardrobe" / "wardrobe.tsv"
    if not file.exists():
        print(f"{file} is absent; set STYLIST_SHARED_DATA")
        return
    garments = read_table(file).garments
    lines = [line for sky in SKIES for line in _table(garments, sky)]
    lines += _too_light(garments)
    if given.write:
        given.write.write_text("\n".join([*_head(), *lines]) + "\n", "utf-8")
    print("\n".join(lines))


def _head() -> list[str]:
    return [
        "# What is picked in which weather",
        "",
        f"Measured {datetime.now(UTC):%Y-%m-%d} by",
        "`.venv/bin/python -m benchmarks.outfit_weather --write docs/benchmarks/outfit-weather.md`",
        "on the 42 photographed garments (`wardrobe/wardrobe.tsv` of the shared data). One outfit",
        "for each temperature, nothing else said; walking, in clo.",
        "",
        f"Never more than {clo.MOST_ASKED_CLO:.2f} clo is asked, the warmest ordinary outfit.",
        f"Below {number('warmth', 'chill_from_c'):.0f} °C warmth weighs more and more,",
        f"{number('warmth', 'frost_weight'):.0f} times as much at",
        f"{number('warmth', 'frost_c'):.0f} °C (last table).",
        "",
    ]


def _table(garments: list[GarmentView], sky: tuple[str, ...]) -> list[str]:
    title = "Rain (snow below 2 °C)" if sky else "Dry"
    rows = [_row(garments, degrees, sky) for degrees in TEMPERATURES_C]
    head = "| °C | asked | clo | coat off | score | warmth | rain | worn |"
    return [f"## {title}", "", head, "|---|---|---|---|---|---|---|---|", *rows, ""]


def _too_light(garments: list[GarmentView]) -> list[str]:
    """The same light outfit in ever colder weather: its score, and what its card says of that."""
    worn = [next(g for g in garments if kind in (g.category, g.subcategory)) for kind in LIGHT]
    names = ", ".join(garment.name for garment in worn)
    told = [f"## Too little on: {names}", "", "| °C | score | warmth | said |", "|---|---|---|---|"]
    for degrees in (20, 10, 5, 0, -5, -10):
        card = score(worn, Request(frame=ConstraintFrame(weather=Weather(temperature_c=degrees))))
        said = card.score_breakdown["warmth"].said
        told.append(f"| {degrees} | {card.score:.2f} | {_part(card, 'warmth')} | {said} |")
    return [*told, ""]


def _row(garments: list[GarmentView], degrees: int, sky: tuple[str, ...]) -> str:
    falls = ("snow",) if sky and degrees < SNOW_BELOW_C else sky
    weather = Weather(temperature_c=degrees, conditions=list(falls))
    found = recommend(garments, Request(frame=ConstraintFrame(weather=weather), count=1))
    low, high = clo.band(degrees)
    asked = f"{low:.2f}–{high:.2f}"
    if not found.outfits:
        return f"| {degrees} | {asked} | | | | | | none: {'; '.join(found.missing)} |"
    card = found.outfits[0]
    worn = ready([g for i in card.garment_ids for g in garments if g.id == i])
    full = clo.ensemble_of(worn)
    inside = clo.ensemble_of([one for one in worn if not one.removable])
    lacks = f" (lacks {'; '.join(found.missing)})" if found.missing else ""
    parts = " | ".join(_part(card, name) for name in ("warmth", "rain"))
    names = ", ".join(item.name for item in card.items)
    return (
        f"| {degrees} | {asked} | {full:.2f} | {inside:.2f} | {card.score:.2f} | {parts} "
        f"| {names}{lacks} |"
    )


def _part(card: OutfitCard, name: str) -> str:
    part = card.score_breakdown.get(name)
    return "" if part is None else f"{part.score:.2f}"


if __name__ == "__main__":
    main()
