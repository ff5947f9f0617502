"""A wardrobe as a plain table: tab-separated, one garment a line, without photos or a server."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, get_args
from uuid import UUID, uuid5

from ml.outfits.clo import clo_of_warmth
from stylist import names, vocabulary
from stylist.errors import BadRequest, NotFound
from stylist.garments import (
    Availability,
    ColorShare,
    GarmentAttributes,
    GarmentView,
    garment_name,
)

NAMESPACE: Final = UUID("5a0f4c9e-0b55-5d25-9f39-2f0a44d1c3b7")
"""Gives a row of a table the id that the engine knows it by."""
REQUIRED: Final = (
    "n", "slot", "subcategory", "colour", "pattern", "formality_1_5", "warmth_1_3",
)  # fmt: skip
OPTIONAL: Final = ("file", "name", "material", "fit", "availability")
AVAILABILITIES: Final = get_args(Availability)
MOST_ROWS: Final = 20_000
EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WardrobeTable:
    """The garments of a table, the name of each in its column `n`, and what was read otherwise."""

    garments: list[GarmentView]
    rows: Mapping[UUID, str]
    notes: list[str] = field(default_factory=list)

    def id_of(self, row: str) -> UUID | None:
        """The garment that a row's `n` names, or None."""
        made = uuid5(NAMESPACE, row.strip())
        return made if made in self.rows else None


def read_table(path: Path) -> WardrobeTable:
    """Read a wardrobe; a table without rows is an empty wardrobe.

    Raises:
        NotFound: there is no such file.
        BadRequest: it is empty, not UTF-8, lacks a column, or a cell cannot be understood; the
            message names the line.
    """
    reader = csv.DictReader(
        io.StringIO(_text(path), newline=""), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    columns = [(column or "").strip() for column in reader.fieldnames or ()]
    reader.fieldnames = columns
    lacking = [column for column in REQUIRED if column not in columns]
    if lacking:
        raise BadRequest(f"{path}: the table has no column {', '.join(lacking)}.")
    unread = [column for column in columns if column not in (*REQUIRED, *OPTIONAL)]
    notes = [f"columns that say nothing to me: {', '.join(unread)}"] if unread else []
    found: dict[UUID, str] = {}
    garments = []
    for line, row in _lines(path, reader):
        garment, remarks = _garment(line, row)
        number = row["n"]
        if garment.id in found:
            raise BadRequest(f"{path}, line {line}: there is a garment {number} already.")
        found[garment.id] = number
        garments.append(garment)
        notes += remarks
    return WardrobeTable(garments, found, notes)


def _text(path: Path) -> str:
    if not path.is_file():
        raise NotFound(f"There is no file {path}.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest(f"{path} is not UTF-8 text (byte {error.start}).") from error
    if not text.strip():
        raise BadRequest(f"{path} is empty; it should begin with a line of column names.")
    return text


def _lines(path: Path, reader: "csv.DictReader[str]") -> list[tuple[int, dict[str, str]]]:
    try:
        return list(_rows(path, reader))
    except csv.Error as error:
        raise BadRequest(f"{path}, line {reader.line_num}: {error}.") from error


def _rows(path: Path, reader: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and trimmed cells of each row that is not blank."""
    rows: Iterator[dict[str | None, Any]] = iter(reader)
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise BadRequest(f"{path} has more than {MOST_ROWS} garments.")
        cells = {key: (value or "").strip() for key, value in row.items() if key is not None}
        if not any(cells.values()):
            continue
        if None in row or not cells.get("n"):
            what = "has more cells than columns" if None in row else "has no n"
            raise BadRequest(f"{path}, line {reader.line_num}: the row {what}.")
        yield reader.line_num, cells


def _garment(line: int, row: Mapping[str, str]) -> tuple[GarmentView, list[str]]:
    kind = vocabulary.kinds()[_kind(line, row)]
    slot = names.name("slot", row["slot"], where=f"line {line}, slot") if row["slot"] else kind.slot
    remarks = []
    if slot != kind.slot:
        remarks.append(f"line {line}: I take a {kind.name} as {kind.slot}, not as {slot}")
    warmth = _step(line, row, "warmth_1_3", 3)
    formality = _step(line, row, "formality_1_5", 5)
    color = _known(line, row, "colour", "color")
    looks = GarmentAttributes(
        color_primary=color,
        colors=[ColorShare(name=color, hex=vocabulary.colors()[color].hex, share=1.0)]
        if color
        else [],
        pattern=_known(line, row, "pattern", "pattern"),
        material=_known(line, row, "material", "material"),
        fit=_known(line, row, "fit", "fit"),
        formality=None if formality is None else (formality - 1) / 4,
        warmth_clo=None if warmth is None else clo_of_warmth(kind, warmth),
    )
    below = kind.name if kind.parent else None
    given: dict[str, Any] = {"availability": row["availability"]} if row.get("availability") else {}
    if given and given["availability"] not in AVAILABILITIES:
        raise BadRequest(f"line {line}, availability: one of {', '.join(AVAILABILITIES)}.")
    garment = GarmentView(
        id=uuid5(NAMESPACE, row["n"]),
        status="ready",
        name=row.get("name") or garment_name(kind.category, below, looks),
        category=kind.category,
        subcategory=below,
        attributes=looks,
        created_at=EPOCH,
        updated_at=EPOCH,
        **given,
    )
    return garment, remarks


def _kind(line: int, row: Mapping[str, str]) -> str:
    found = names.find("category", row["subcategory"])
    if found not in vocabulary.kinds():
        said = row["subcategory"][: names.MOST_QUOTED]
        known = ", ".join(vocabulary.kinds())
        raise BadRequest(f"line {line}, subcategory: “{said}” is no category. I know {known}.")
    return str(found)


def _known(line: int, row: Mapping[str, str], column: str, group: str) -> str | None:
    """The name in a cell; None when it is empty, which means that nobody knows."""
    cell = row.get(column, "")
    return names.name(group, cell, where=f"line {line}, {column}") if cell else None


def _step(line: int, row: Mapping[str, str], column: str, most: int) -> float | None:
    """A cell of a scale from 1 to `most`; None when it is empty."""
    cell = row[column]
    if not cell:
        return None
    try:
        value = float(cell)
    except ValueError:
        value = 0.0
    if not 1 <= value <= most:
        raise BadRequest(f"line {line}, {column}: a number from 1 to {most}.")
    return value
