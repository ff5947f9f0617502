"""What the words point at among the outfits that were shown."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.understanding.pointing.bare_numbers import by_number
from agent.understanding.words.atoms import FAR, Atom
from agent.understanding.words.phrases import Phrase
from stylist import vocabulary
from stylist.frame import Piece, Reference
from stylist.outfits import OutfitCard, OutfitItem

_NAMES: Final = (
    r"first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|sixth|6th|last|final|middle|latter|former"
)
_THING: Final = (
    r"ones?|outfits?|looks?|options?|choices?|suggestions?|combos?|sets?|ensembles?|cards?|picks?"
)
_ORDINAL: Final = re.compile(
    rf"\b(?P<the>the|this|that|your|my|#)?\s*\b(?P<name>{_NAMES})\b(?P<thing>\s+(?:{_THING})\b)?"
    r"(?!\s+(?:time|dates?|days?|nights?|weeks?|thing|place|all|of all|thoughts?|hand|minute"
    r"|month|year|impression|floor|hour|meeting|interview))",
    re.I,
)
_NUMBERED: Final = re.compile(
    r"(?:(?:^|(?<=\blove )|(?<=\blike )|(?<=\bprefer )|(?<=\btake ))no\s+(?=\d)"
    r"|\b(?:number|no\.|nr\.?|option|outfit|look|choice|suggestion)\s*|#\s*)"
    r"(?P<n>\d{1,2}|one|two|three|four|five|six)\b"
    rf"(?!\s*(?:(?!looks?\b)(?:{_THING})|looks?\s*(?:$|[.,!?]|for\b|in\b|please)|degrees|°))",
    re.I,
)
_ONE: Final = r"(?:one|outfit|look|option)"
_SIDES: Final = re.compile(
    rf"\b(?:(?:(?:the|that|this)\s+)?{_ONE}?\s*(?:on|to|at|in)\s+(?:the|your|my)\s+"
    r"(?:far\s+|very\s+)?(?P<side>left|right|middle|cent(?:re|er)|top|bottom|end)"
    r"(?:[- ]hand(?:\s+side)?)?"
    r"|(?:the\s+|that\s+)?(?P<most>left|right)(?:most|[- ]hand(?:\s+side)?)"
    rf"(?:\s+{_ONE})?|(?:the\s+|that\s+)?(?:far\s+)?"
    rf"(?P<one>left|top|bottom|far right|cent(?:re|er))\s+{_ONE})\b"
    r"(?!\s+(?:of\s+(?:the\s+)?(?:page|list|town|drawer|wardrobe|closet)|shoulder|arm|leg|foot|hand))",
    re.I,
)
_SIDE_PLACES: Final = {"left": 0, "top": 0, "right": -1, "bottom": -1, "end": -1, "far right": -1}
"""What else stands on a side is in the middle."""
_ANOTHER: Final = re.compile(r"\b(?:an?|one|half an?|per|every)\s*$", re.I)
"""What makes of "second" a while, or one more: "give me a second", "a second outfit"."""
_KINDLY: Final = re.compile(
    r"(?:please|pls|thanks|thank you|then|it is|for me|i think|i guess|maybe|instead|but|minus"
    r"|without)\b",
    re.I,
)
_POSITIONS: Final = {
    "first": 0, "1st": 0, "former": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3,
    "4th": 3, "fifth": 4, "5th": 4, "sixth": 5, "6th": 5, "last": -1, "final": -1, "latter": -1,
    "one": 0, "two": 1, "three": 2, "four": 3, "five": 4, "six": 5,
}  # fmt: skip
_RUN: Final = re.compile(r"\bthe (?P<end>first|last) (?P<n>two|three|four)\b", re.I)
_ALL: Final = re.compile(
    r"\b(?:(?:any|none|all|both) of (?:these|those|them)|neither|both|these|those|them)\b",
    re.I,
)
_THIS: Final = re.compile(
    r"\b(?:(?:that|this)(?:\s+(?:one|outfit|look))?|it|thats|that's)\b(?!\s+(?:is|was|it|will|s)\b)",
    re.I,
)
_BARE: Final = re.compile(
    r"\b(?:(?:any|none|all) of (?:these|those|them)|(?:that|this) (?:one|outfit|look)|neither)\b",
    re.I,
)
DEMONSTRATIVE: Final = frozenset({"that", "those", "these", "this"})


def _position(match: re.Match[str], number: int) -> int | None:
    name = match["name"].lower()
    at = number // 2 if name == "middle" else _POSITIONS[name]
    return at if -number <= at < number else None


def _points(text: str, match: re.Match[str]) -> bool:
    """Whether the words name an outfit by its place, and no while: "give me a second"."""
    before = text[: match.start("name")]
    if match["name"].lower() == "second" and _ANOTHER.search(before):
        return False
    return bool(match["the"] or match["thing"]) or _alone(text, match)


def _ordinals(text: str, shown: Sequence[OutfitCard]) -> Iterator[Reference]:
    for match in _ORDINAL.finditer(text):
        at = _position(match, len(shown))
        if at is not None and _points(text, match):
            yield Reference(text=match.group().strip(), outfit_id=str(shown[at].id))


def _numbered(text: str, shown: Sequence[OutfitCard]) -> Iterator[Reference]:
    for match in _NUMBERED.finditer(text):
        said = match["n"].lower()
        at = _POSITIONS.get(said, int(said) - 1 if said.isdigit() else -1)
        if 0 <= at < len(shown):
            yield Reference(text=match.group().strip(), outfit_id=str(shown[at].id))


def _sides(text: str, shown: Sequence[OutfitCard]) -> Iterator[Reference]:
    """Outfits named by the side on which they stand: "the one on the left"."""
    for match in _SIDES.finditer(text):
        side = (match["side"] or match["most"] or match["one"]).lower()
        at = _SIDE_PLACES.get(side, len(shown) // 2)
        yield Reference(text=match.group().strip(), outfit_id=str(shown[at].id))


def _run(match: re.Match[str], shown: Sequence[OutfitCard]) -> list[Reference]:
    """Several outfits named together: "the first two"."""
    number = _POSITIONS[match["n"].lower()] + 1
    meant = shown[:number] if match["end"].lower() == "first" else shown[-number:]
    return [Reference(text=match.group(), outfit_id=str(card.id)) for card in meant]


def outfits_by_position(text: str, shown: Sequence[OutfitCard]) -> list[Reference]:
    """Outfits named by their place: "the second one", "number 3", "the last"."""
    if run := _RUN.search(text):
        return _run(run, shown)
    found = [*_ordinals(text, shown), *_numbered(text, shown)] or list(_sides(text, shown))
    if not found:
        found = [
            Reference(text=one.said, outfit_id=str(shown[one.number - 1].id))
            for one in by_number(text, len(shown))
        ]
    unique = {reference.outfit_id: reference for reference in found}
    return list(unique.values())


def beyond_what_is_shown(text: str, number: int) -> list[str]:
    """Words for an outfit by its place where so many were shown that there is none of that place.

    With nothing shown, "that one" and "those" point at nothing as well.
    """
    found = [
        match.group().strip()
        for match in _ORDINAL.finditer(text)
        if _position(match, number) is None and _points(text, match)
    ]
    found += [m.group().strip() for m in _NUMBERED.finditer(text) if _count(m["n"]) > number]
    if not found and (bare := re.fullmatch(r"\s*([1-9])\s*[.!]?\s*", text)):
        found = [bare[1]] if int(bare[1]) > number else []
    if not found and not number and (match := _BARE.search(text)):
        found = [match.group()]
    return found


def _count(said: str) -> int:
    return int(said) if said.isdigit() else _POSITIONS[said.lower()] + 1


def _alone(text: str, match: re.Match[str]) -> bool:
    rest = text[match.end() :]
    opens = not text[: match.start()].strip(" .,!?")
    kind = _KINDLY.match(rest.lstrip()) if opens else None
    return not rest.strip(" .!?,") or rest.lstrip()[:1] in ",.!?" or kind is not None


def outfits_by_pointing(text: str, shown: Sequence[OutfitCard]) -> list[Reference]:
    """Outfits meant by a bare "that one" (the first shown) or "those" (all of them)."""
    if match := _ALL.search(text):
        return [Reference(text=match.group(), outfit_id=str(card.id)) for card in shown]
    if match := _THIS.search(text):
        return [Reference(text=match.group(), outfit_id=str(shown[0].id))]
    return []


def matches(item: OutfitItem, piece: Piece) -> bool:
    """Whether a shown garment is what the partial garment describes."""
    if piece.slot and item.slot != piece.slot:
        return False
    kinds = {item.category, item.subcategory}
    if piece.category and not kinds & vocabulary.with_descendants(piece.category):
        return False
    if piece.color:
        named = vocabulary.with_descendants(piece.color)
        if not any(c.name in named and c.share >= vocabulary.EXCLUDED_SHARE for c in item.colors):
            return False
    return piece.pattern is None or item.pattern == piece.pattern


def garments(
    phrase: Phrase, shown: Sequence[OutfitCard], focus: Sequence[Reference]
) -> Reference | None:
    """The shown garments that a phrase names, in the outfits in `focus` first."""
    wanted = {reference.outfit_id for reference in focus}
    cards = [card for card in shown if str(card.id) in wanted] or list(shown)
    pieces = phrase.pieces()
    items = [i for card in cards for i in card.items if any(matches(i, p) for p in pieces)]
    if not items and wanted:
        return garments(phrase, shown, ())
    if not items or phrase.head is None:
        return None
    ids = list(dict.fromkeys(str(item.garment_id) for item in items))
    said = " ".join(atom.word for atom in phrase.atoms)
    having = [c for c in cards if any(str(i.garment_id) in ids for i in c.items)]
    outfit = str(having[0].id) if len(having) == 1 else None
    return Reference(text=said, outfit_id=outfit, garment_ids=ids, slot=items[0].slot)


def in_slot(phrase: Phrase, card: OutfitCard) -> Reference | None:
    """The garment of an outfit in the slot of what is named: its blazer is "the jacket"."""
    if phrase.head is None:
        return None
    value = str(phrase.head.value)
    slot = value if phrase.head.kind == "slot" else vocabulary.slot_of(value)
    item = next((item for item in card.items if item.slot == slot), None)
    if item is None:
        return None
    said = " ".join(atom.word for atom in phrase.atoms)
    ids = [str(item.garment_id)]
    return Reference(text=said, outfit_id=str(card.id), garment_ids=ids, slot=item.slot)


_OPENS: Final = re.compile(
    r"(?:^|[.,!?;:\n]|\b(?:and|but|oh|wow|so|yes|think|guess|because))\s*"
    r"(?:that|this|these|those)\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)
_IS_SAID: Final = re.compile(
    r"(?:['’]s|\s+(?:is|are|was|were|looks?|looked|seems?|feels?))\s+"
    r"(?!(?:what|the\s+one|missing|needed|required)\b)",
    re.I,
)


def is_spoken_of(phrase: Phrase, row: Sequence[Atom], text: str) -> bool:
    """Whether something is only said of "that skirt", as in "that skirt is nice".

    What is chosen from ("which of these slacks is …") is looked for.
    """
    first = min(atom.start for atom in phrase.atoms)
    opens = _OPENS.search(text[max(0, first - FAR) : first])
    said = _IS_SAID.match(text, max(atom.end for atom in phrase.atoms))
    return bool(opens and said) and determiner(phrase, row) in DEMONSTRATIVE


def determiner(phrase: Phrase, row: Sequence[Atom]) -> str:
    """The "the", "those" or "my" before a phrase, or nothing."""
    start = min(atom.start for atom in phrase.atoms)
    before = [atom for atom in row if atom.end <= start][-2:]
    for atom in reversed(before):
        if atom.cues & {"dem"} or atom.cues & {"neg", "swap"} or atom.kind == "cue":
            last = atom.word.split()[-1]
            if last in DEMONSTRATIVE or last in ("the", "my"):
                return last
        if atom.kind not in ("word", "quality", "fit", "style"):
            break
    return ""
