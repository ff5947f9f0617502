"""What compatibility reads of an item: its fine category and its words."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from ml.outfits.compatibility.words import read_words
from ml.outfits.facts import GarmentFacts

PLAIN: Final = ("solid", "other")
"""Patterns that no title names."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of an outfit, as a shop or a wardrobe states it.

    `category` is a fine category of Polyvore or one of our own kinds; `stated` are the words of
    further attributes ("navy wool").
    """

    title: str = ""
    category: str | None = None
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of an item: its fine category, where that is worn, and the words that count."""

    category: str | None
    place: str | None
    words: tuple[str, ...]


@lru_cache(maxsize=65_536)
def read(item: Item, *, attributes_only: bool) -> Reading:
    """Read an item; with `attributes_only` no word counts but those of the lexicon."""
    category = fine_category(item.category)
    unknown = item.category if item.category and category is None else ""
    text = f"{item.title} {item.stated} {unknown}"
    words = tuple(read_words(text, attributes_only=attributes_only))
    category = category or _told_by(words)
    return Reading(category, places().get(category or ""), words)


def of_garment(garment: GarmentFacts) -> Item:
    """A garment of a wardrobe as an item: its kind and what is seen on it, never its name."""
    kind = garment.kind_names[1]
    pattern = "" if garment.pattern in PLAIN else garment.pattern
    stated = (kind, *garment.main_colors[:2], pattern, garment.material or "")
    return Item(category=kind, stated=" ".join(stated).replace("-", " "))


def fine_category(name: str | None) -> str | None:
    """The fine category of a name, ours or Polyvore's; None when it is neither."""
    if not name:
        return None
    plain = " ".join(name.casefold().replace("-", " ").split())
    return _fine().get(plain)


@cache
def places() -> dict[str, str]:
    """Where each fine category is worn: upper, bottom, shoe, bag or accessory."""
    return {fine: place for place, names in _table()["places"].items() for fine in names}


@cache
def _fine() -> dict[str, str]:
    ours = {name.replace("-", " "): fine for name, fine in _table()["ours"].items()}
    theirs = {fine.casefold().replace("-", " "): fine for fine in places()}
    return theirs | ours


def _told_by(words: tuple[str, ...]) -> str | None:
    """The category that a kind among the words names, where no category was given."""
    told = sorted({_by_word()[word] for word in words if word in _by_word()})
    return told[0] if told else None


@cache
def _by_word() -> dict[str, str]:
    return {
        word: fine
        for name, fine in _table()["ours"].items()
        if len(words := read_words(name.replace("-", " "), attributes_only=True)) == 1
        for word in words
    }


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("kinds.toml").read_text("utf-8"))
