"""`stylist outfits score`: how well sets of items go together, without a server."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cli.output import Output
from ml.outfits.compatibility import Item, score_sets
from ml.outfits.compatibility.reading import fine_category
from stylist import names
from stylist.errors import BadRequest, NotFound

BATCH: Final = 512
MOST_ITEMS: Final = 64
"""Items of one line; no outfit has more."""
STATED: Final = frozenset(
    {"subcategory", "color", "colors", "colour", "colours", "pattern", "material", "fit", "length"}
    | {"color_primary", "color_secondary", "colour_primary", "colour_secondary"}
    | {"sleeve", "neck", "style", "styles", "style_tags", "season", "seasons", "occasion"}
)
"""Keys of an item that state an attribute; every other key is passed over, ids and brands too."""
Lines = Annotated[str, typer.Option("--jsonl", help="A file of JSON lines, or - for stdin.")]
AttributesOnly = Annotated[
    bool,
    typer.Option(
        "--attributes-only",
        help="Pass over every word of a title that is not an attribute of a garment.",
    ),
]


def score_lines(jsonl: Lines = "-", attributes_only: AttributesOnly = False) -> None:
    """Score outfits, one JSON line each: {"items": [{"title": …, "category": …}]}.

    Prints {"score": 0..1} for every line, in order; for a line that cannot be read {"error": …},
    and the exit status is then 1. The items' order does not matter, and ids are never looked at.
    """
    out = Output(as_json=True)
    with out.errors(), _opened(jsonl) as lines:
        failed = False
        for batch in _batches(lines):
            answers = _answers(batch, attributes_only=attributes_only)
            failed = failed or any("error" in answer for answer in answers)
            typer.echo("\n".join(json.dumps(answer) for answer in answers))
    if failed:
        raise typer.Exit(1)


@contextmanager
def _opened(name: str) -> Iterator[Iterable[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    if not Path(name).is_file():
        raise NotFound(f"There is no file {name}.")
    with Path(name).open("rb") as lines:
        yield lines


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for line in _without_blank_end(lines):
        batch.append(line)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _without_blank_end(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines up to the last that is not blank; a blank one between others stays."""
    blank = 0
    for line in lines:
        if not line.strip():
            blank += 1
            continue
        yield from repeat(b"\n", blank)
        blank = 0
        yield line


def _answers(lines: list[bytes], *, attributes_only: bool) -> list[dict[str, Any]]:
    """What is printed for each line."""
    read: list[list[Item] | BadRequest] = [_outfit(line) for line in lines]
    whole = [outfit for outfit in read if not isinstance(outfit, BadRequest)]
    scores = iter(score_sets(whole, attributes_only=attributes_only))
    return [
        {"error": {"code": outfit.code, "message": outfit.message}}
        if isinstance(outfit, BadRequest)
        else {"score": round(next(scores), 6)}
        for outfit in read
    ]


def _outfit(line: bytes) -> list[Item] | BadRequest:
    """The items of a line, or what is wrong with it."""
    try:
        said = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return BadRequest("This line is not UTF-8 text.")
    except (ValueError, RecursionError):
        return BadRequest("This line is not JSON.")
    items = said.get("items") if isinstance(said, dict) else None
    if not isinstance(items, list) or not items:
        return BadRequest('A line is an object {"items": […]} with one item or more.')
    if len(items) > MOST_ITEMS:
        return BadRequest(f"An outfit has {MOST_ITEMS} items at most; here are {len(items)}.")
    try:
        return [_item(item, number) for number, item in enumerate(items, start=1)]
    except BadRequest as error:
        return error


def _item(said: object, number: int) -> Item:
    """Raises: BadRequest when this is no item."""
    if not isinstance(said, dict):
        raise BadRequest(f"Item {number} is not an object.")
    for key in ("title", "category"):
        if not isinstance(said.get(key), str | None):
            raise BadRequest(f"Item {number}: {key} is text or null.")
    stated = " ".join(_text(said[key]) for key in sorted(STATED & said.keys()))
    category = _kind(said.get("category"))
    return Item(title=said.get("title") or "", category=category, stated=stated)


def _kind(category: str | None) -> str | None:
    """A category as it is said, or as the vocabulary's name for it: "shirts" are a shirt."""
    if not category or fine_category(category):
        return category
    return names.find("category", category) or category


def _text(value: object) -> str:
    """The words of an attribute: text, an object with a name, or a list of them."""
    parts = value if isinstance(value, list) else [value]
    named = [part.get("name") if isinstance(part, dict) else part for part in parts]
    return " ".join(part for part in named if isinstance(part, str))
