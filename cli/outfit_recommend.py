"""`stylist outfits recommend`: outfits from a plain table, without a server."""

import re
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from cli.constraints import MOST, read_constraints
from cli.output import Output
from cli.wardrobe_table import WardrobeTable, read_table
from ml.outfits import Request, recommend
from stylist import names
from stylist.errors import BadRequest, NotFound
from stylist.frame import ConstraintFrame
from stylist.garments import AT_HAND, IN_SIGHT
from stylist.named_frame import GROUPS
from stylist.outfits import OutfitCard, OutfitSet
from tools.away import tell_away

DEFAULT_COUNT = 3
NUMBERED = re.compile(r"(?=.*\d)\S+")
"""What names a row of a table rather than a word: it has a digit and no space."""
Wardrobe = Annotated[
    Path,
    typer.Option(
        "--wardrobe",
        help="A table with tabs: n, slot, subcategory, colour, pattern, formality_1_5, warmth_1_3.",
    ),
]
Constraints = Annotated[
    str,
    typer.Option("--constraints", help="A JSON object, @FILE that holds one, or - for stdin."),
]
Count = Annotated[
    int | None, typer.Option("--k", help=f"How many outfits, 1 to {MOST}; otherwise 3.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def recommend_from_table(
    wardrobe: Wardrobe, constraints: Constraints = "{}", k: Count = None, as_json: AsJson = False
) -> None:
    """Dress somebody from a table of garments, for constraints given as JSON.

    Nothing that the constraints rule out is ever in an outfit; what the wardrobe lacks and what
    had to be given up is said. The exit status is 1 when the table or the constraints are wrong.
    """
    out = Output(as_json=as_json)
    with out.errors():
        table = read_table(wardrobe)
        asked = read_constraints(_given(constraints))
        frame = asked.frame
        notes = [*table.notes, *asked.notes, *_name_garments(frame, table)]
        if k is not None and not 1 <= k <= MOST:
            raise BadRequest(f"k: from 1 to {MOST} outfits.")
        count = k or frame.count or DEFAULT_COUNT
        found = _dress(table, Request(frame=frame, count=count))
        out.result(_as_json(found, table, notes), lambda: _tell(out, found, notes))


def _dress(table: WardrobeTable, request: Request) -> OutfitSet:
    at_hand = [garment for garment in table.garments if garment.availability in AT_HAND]
    away = [
        garment
        for garment in table.garments
        if garment.availability in IN_SIGHT and garment.availability not in AT_HAND
    ]
    return tell_away(recommend(at_hand, request), at_hand, away, request)


def _given(constraints: str) -> str:
    if constraints == "-":
        return sys.stdin.read()
    if not constraints.startswith("@"):
        return constraints
    file = Path(constraints[1:])
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest(f"{file} is not UTF-8 text.") from error


def _name_garments(frame: ConstraintFrame, table: WardrobeTable) -> list[str]:
    """Turn rows' numbers into the garments' ids; a number that is not in the table is noted.

    Raises:
        BadRequest: a word is neither a garment of the table nor one of the vocabulary.
    """
    unknown = []
    for side in ("require", "exclude"):
        said = getattr(frame.items, side)
        ids = [(row, table.id_of(row)) for row in said]
        lost = [row for row, id_ in ids if not id_]
        for row in lost:
            if not NUMBERED.fullmatch(row):
                _refuse(f"items.{side}", row)
        unknown += [f"items.{side}: there is no garment {row[:40]}" for row in lost]
        setattr(frame.items, side, [str(id_ or row) for row, id_ in ids])
    return unknown


def _refuse(where: str, word: str) -> NoReturn:
    quoted = word[: names.MOST_QUOTED]
    near = names.near(word, *GROUPS.values())
    perhaps = f" Did you mean {' or '.join(near)}?" if near else ""
    raise BadRequest(
        f"{where}: “{quoted}” is no garment of the table, and no color, category, pattern, "
        f"material or style that I know.{perhaps}"
    )


def _as_json(found: OutfitSet, table: WardrobeTable, notes: list[str]) -> dict[str, Any]:
    return {
        "outfits": [_card(card, table) for card in found.outfits],
        "missing": found.missing,
        "relaxed": found.relaxed,
        "to_relax": found.to_relax,
        "notes": notes,
    }


def _card(card: OutfitCard, table: WardrobeTable) -> dict[str, Any]:
    """The card with the table's own names for its garments."""
    plain = card.model_dump(mode="json", exclude={"id", "withdrawn"})
    plain["garment_ids"] = [table.rows[id_] for id_ in card.garment_ids]
    plain["slots"] = {slot: [table.rows[i] for i in ids] for slot, ids in card.slots.items()}
    for item, row in zip(plain["items"], plain["garment_ids"], strict=True):
        item["garment_id"] = row
        item.pop("thumbnail_url")
    return plain


def _tell(out: Output, found: OutfitSet, notes: list[str]) -> None:
    for number, card in enumerate(found.outfits, start=1):
        out.say(f"{number}. ({card.score:.2f}) {card.explanation}")
    for title, lines in (
        ("Missing", found.missing),
        ("Given up", found.relaxed),
        ("Letting go would help", found.to_relax),
        ("Note", notes),
    ):
        for line in lines:
            out.say(f"{title}: {line}")
