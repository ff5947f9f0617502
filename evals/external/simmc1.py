"""SIMMC 1.0's slots as values of the constraint frame.

How each slot is mapped, and what cannot be said, stands in `docs/benchmarks/understanding.md`; the
words of values are mapped by the vocabulary's files.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

from agent.understanding.words.lexicon import cue_tables
from evals.external.simmc1_data import FILE, HELD_OUT, Act, Dialogue, Part, Turn, dialogues
from stylist import names, vocabulary

__all__ = [
    "FILE", "HELD_OUT", "QUALITY", "REFERENCES", "SAYABLE", "Act", "Dialogue", "Pair", "Part",
    "Polarity", "Turn", "asked", "complaints", "dialogues", "gold", "is_broad", "named", "refused",
]  # fmt: skip

Polarity = Literal["want", "avoid"]

REFERENCES: Final = frozenset({
    "O", "attentionOn", "SITUATION_1", "situationTime", "agent", "theme", "comp", "sequential",
    "ordinal", "amount", "size_1",
})  # fmt: skip
"""Slots that point at an item or count pieces for the cart: no quality of a garment."""
_SIZES: Final = frozenset({"size", "availableSizes", "alphabeticSize"})
_LOOKS: Final = ("color", "color_group", "pattern", "pattern_group", "material")
_MANNERS: Final = (
    "category", "formality", "style", "fit", "cut", "length", "embellishment", "move", "occasion",
)  # fmt: skip
_ORDER: Final[dict[str, tuple[str, ...]]] = {
    "color": ("color", "color_group", "move", "pattern", "pattern_group", "material"),
    "pattern": ("pattern", "pattern_group", "color"),
    "material": ("material", "pattern", "color", "embellishment"),
    **dict.fromkeys(_SIZES, ("size",)),
    **dict.fromkeys(("hemLength", "skirtLength", "hemLength_1"), ("length",)),
    "necklineStyle": ("neckline", "embellishment"),
    "sleeveStyle": ("sleeves",),
    "sleeveLength": ("sleeves",),
    "embellishment": ("embellishment", "material", "color", "category"),
    "hemStyle": ("cut", "embellishment"),
    **dict.fromkeys(
        ("skirtStyle", "dressStyle", "jacketStyle", "sweaterStyle", "clothingStyle",
         "clothingCategory", "waistStyle"),
        _MANNERS,
    ),
    "forOccasion": ("occasion",),
    "forSeason": ("season",),
    "warmthRating": ("move",),
    "forGender": ("style",),
    "brand": ("brand",),
    "soldBy": ("brand",),
    "customerRating": ("rating",),
    "price": ("price",),
}  # fmt: skip
QUALITY: Final = {
    "color": "color", "pattern": "pattern", "material": "material", "price": "price",
    **dict.fromkeys((*_SIZES,), "size"), "brand": "brand", "soldBy": "brand",
    "customerRating": "rating", "hemLength": "length", "skirtLength": "length",
    "necklineStyle": "neckline", "sleeveStyle": "sleeves", "sleeveLength": "sleeves",
    "embellishment": "embellishment", "skirtStyle": "cut", "dressStyle": "cut",
    "jacketStyle": "cut", "sweaterStyle": "cut", "clothingStyle": "cut", "hemStyle": "length",
    "forOccasion": "occasion",
}  # fmt: skip
"""The quality that a question about a slot is after."""
SAYABLE: Final = frozenset({
    "color", "pattern", "material", "category", "style", "fit", "formality", "occasion", "season",
    "budget", "move", "color_group", "pattern_group",
})  # fmt: skip
"""Paths of track (a): what the frame said before it had `details`."""

_RELATIVE: Final = frozenset({
    "similar", "same", "like", "different", "other", "another", "this", "that", "those", "them",
    "everything else", "available", "each size", "between", "interesting",
})  # fmt: skip
_LIMIT: Final = re.compile(r"\d+(?:\.\d+)?")


class Pair(NamedTuple):
    """One value that a turn states: where it stands, its name, and whether it is wanted."""

    path: str
    value: str
    polarity: Polarity


_COMPLAINTS: Final = {
    "price": Pair("price", "expensive", "avoid"),
    "customerRating": Pair("rating", "low", "avoid"),
}


def gold(turn: Turn) -> frozenset[Pair]:
    """The values that a turn states by its annotation, as far as they are values."""
    return frozenset(
        pair
        for act in turn.acts
        for slot, value in act.slots
        if slot not in REFERENCES
        for pair in _pairs(act, slot, value)
    )


def complaints(turn: Turn) -> frozenset[Pair]:
    """What the acts themselves dislike, as in `DA:INFORM:DISPREFER….price`, without a slot.

    Finding it is no false alarm; since it need not be in the words, missing it is no miss.
    """
    about = {act.about for act in turn.acts if act.dislikes}
    return frozenset(pair for quality, pair in _COMPLAINTS.items() if quality in about)


def refused(turn: Turn, *, marked: bool) -> frozenset[Pair]:
    """What a turn refuses: by the slot `NEG` when `marked`, else by an act of dispreference."""
    return frozenset(
        pair
        for act in turn.acts
        for slot, value in act.slots
        if slot not in REFERENCES and (slot == "NEG" if marked else act.dislikes)
        for pair in _pairs(act, slot, value)
    )


def asked(turn: Turn) -> frozenset[str]:
    """The qualities that are asked for: `DA:ASK:GET….price`, or a slot such as price = how much."""
    about = {act.about for act in turn.acts if act.name.startswith("DA:ASK:GET")}
    named_only = {
        slot
        for act in turn.acts
        for slot, value in act.slots
        if slot in QUALITY and _asks(slot, value)
    }
    return frozenset(QUALITY[slot] for slot in about | named_only if slot in QUALITY)


def _asks(slot: str, said: str) -> bool:
    """Whether a value is only the slot's own name or a word of asking."""
    plain = said.lower().strip()
    words = {*vocabulary.asked_words().get(QUALITY[slot], ()), *_ASKING}
    return plain in words or plain == slot.lower()


_ASKING: Final = (
    "much", "how much", "who", "makes", "212 localt", "212 localts", "patter", "hem length",
    "style", "size", "sizes", "brand", "color", "pattern", "price", "length", "sleeve", "neckline",
    "embellishment", "embellishments", "fabric", "by", "dress", "shape", "prints",
)  # fmt: skip


def _pairs(act: Act, slot: str, said: str) -> Iterator[Pair]:
    polarity: Polarity = "avoid" if act.dislikes or slot == "NEG" else "want"
    if slot == "check":
        slot = act.about if act.about in _ORDER else "check"
    if said.lower().strip() in _RELATIVE or (slot in QUALITY and _asks(slot, said)):
        return
    for part in _parts(slot, said):
        pair = Pair(*named(slot, part), polarity)
        if not is_broad(pair):
            yield pair


def _parts(slot: str, said: str) -> list[str]:
    """The values of "black and white"; names such as "fit and flare" stay whole."""
    known = any(_find(group, said.lower()) for group in _ORDER.get(slot, ()))
    if known or slot in ("brand", "soldBy"):
        return [said]
    return [part for part in re.split(r"\s*(?:,|/|\band\b|\bor\b)\s*", said) if part]


def is_broad(pair: Pair) -> bool:
    """Whether a pair only names a whole kind of garment, which SIMMC annotates at random."""
    return pair.path == "slot" or (
        pair.path == "category" and pair.value in (*vocabulary.categories(), *vocabulary.SLOTS)
    )


def named(slot: str, said: str) -> tuple[str, str]:
    """Path and name of an annotated value; what the vocabulary does not have stays in words."""
    plain = re.sub(r"^(?:too|the|a|an|more|less|size)\s+", "", said.lower().strip(" .,!?'"))
    if slot in ("brand", "soldBy"):
        return "brand", plain.removeprefix("the ")
    if slot in _SIZES and plain == "my":
        return "size", "my size"
    if slot == "price" and (limit := _LIMIT.search(said.replace("212", ""))):
        return "budget", str(float(limit.group()))
    if slot == "customerRating" and (stars := _LIMIT.search(said)):
        return "rating", str(float(stars.group()))
    groups = _ORDER.get(slot, _ANY)
    for nouns in (False, True):
        for group in groups:
            for word in _spellings(group, said.lower(), plain, nouns=nouns):
                if (name := _find(group, word)) is not None:
                    return group, name
    first = _ORDER.get(slot, ("other",))[0]
    return first, plain


_NOUNS: Final[dict[str, tuple[str, ...]]] = {
    "rating": ("rating", "rated"),
    "sleeves": ("sleeves",),
    "neckline": ("neck",),
    "length": ("length",),
    "price": ("price", "priced"),
    "color_group": ("colors",),
}


_ANY: Final = (
    *_LOOKS, *_MANNERS, "size", "season", "neckline", "sleeves", "price", "rating",
)  # fmt: skip


def _spellings(group: str, said: str, plain: str, *, nouns: bool) -> list[str]:
    """The words as they are, or with the noun that they leave out."""
    if not nouns:
        return [said, plain]
    return [f"{word} {noun}" for word in (said, plain) for noun in _NOUNS.get(group, ())]


def _find(group: str, word: str) -> str | None:
    """The vocabulary's name of a word within a group of this mapping."""
    if group == "formality":
        return word if word in vocabulary.formality_bands() else None
    if group == "move":
        return _moves().get(word)
    if group == "material" and word in ("jean", "jeans"):
        return "denim"
    return names.find(group, word)


@cache
def _moves() -> dict[str, str]:
    """What comparatives ("brighter", "fancier") and qualities ("colorful") ask for."""
    tables = cue_tables()
    found = {word: move for move, said in tables["move"].items() for word in said}
    for quality, said in tables["quality"].items():
        found |= {word: tables["quality_moves"][quality][0] for word in said}
    return found
