"""The outfits to learn from: titles of 2,310, categories of 16,983 more."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ml.outfits.compatibility.parts import PLACES
from ml.outfits.compatibility.reading import Item, Reading, fine_category, places, read

TITLED: Final = ("polyvore_t_train_subset.jsonl", "polyvore_t_valid.jsonl")
ASKED: Final = "valid"
"""Only outfits of this split are asked about; its titles are like those of the test split."""
ASKED_TIMES: Final = 2
"""How often an outfit of that split counts where words are counted; of 1, 2 and 3 the best."""
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outfit:
    """A set of items that a person put together, one for each place it fills."""

    set_id: str
    split: str
    items: tuple[Item, ...]
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The items of several outfits in a row: readings (N,), the outfit (N,) and place (N,) of each.

    `pairs` (P, 2) are the pairs of items of one outfit.
    """

    readings: list[Reading]
    owner: Ints
    place: Ints
    pairs: Ints


def titled(shared: Path) -> list[Outfit]:
    """The outfits whose items have titles, in the files' order.

    Raises: FileNotFoundError when the shared data is not there.
    """
    lines = [line for name in TITLED for line in (shared / "outfits" / name).open("rb")]
    return [_outfit(json.loads(line)) for line in lines]


def _outfit(row: dict[str, object]) -> Outfit:
    items = row["items"]
    assert isinstance(items, dict)
    pieces = tuple(Item(title=one["title"], category=one["category"]) for one in items.values())
    return Outfit(str(row["set_id"]), str(row["split"]), pieces, tuple(items))


def category_sets(shared: Path, without: Sequence[Outfit]) -> list[list[str]]:
    """The fine categories of the items worn in each of the other outfits, by set id."""
    folder, known = shared / "outfits" / "ngnn", {outfit.set_id for outfit in without}
    rows = (folder / "category_id.txt").read_text("utf-8").splitlines()
    names = {int(number): name for number, name in (row.split(" ", 1) for row in rows if row)}
    sets = json.loads((folder / "train_no_dup_new_100.json").read_text("utf-8"))
    found = [
        [names[number] for number in row["items_category"] if names.get(number) in places()]
        for row in sets
        if row["set_id"] not in known
    ]
    return [categories for categories in found if len(categories) > 1]


def pieces(outfits: Sequence[Outfit], *, attributes_only: bool) -> Pieces:
    """Read the items of outfits; a place that nothing tells is the number after the last."""
    readings: list[Reading] = []
    owner: list[int] = []
    pairs: list[tuple[int, int]] = []
    for number, outfit in enumerate(outfits):
        first = len(readings)
        readings += [read(item, attributes_only=attributes_only) for item in outfit.items]
        owner += [number] * len(outfit.items)
        rows = range(first, len(readings))
        pairs += [(a, b) for a in rows for b in rows if a < b]
    numbers = {place: at for at, place in enumerate(PLACES)}
    place = [numbers.get(reading.place or "", len(PLACES)) for reading in readings]
    return Pieces(readings, np.array(owner), np.array(place), np.array(pairs).reshape(-1, 2))


def counted(outfits: Sequence[Outfit]) -> list[Outfit]:
    """The outfits as often as each counts, in their order."""
    return [one for one in outfits for _ in range(ASKED_TIMES if one.split == ASKED else 1)]


def known_category(item: Item) -> str:
    """The fine category that an item is stated to have; "" when none is."""
    return fine_category(item.category) or ""
