"""Which of the shown outfits is meant without a number: the other one, the pink one, it."""

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.pointing import references
from agent.understanding.words.phrases import Phrase
from stylist.frame import Reference
from stylist.outfits import OutfitCard

_OTHER: Final = re.compile(r"\bthe other(?: (?:one|outfit|look|option)\b|(?=\W*$))", re.I)
_NOT: Final = re.compile(r"\b(?:not|no to|hate|n['’]?t (?:like|want|love)|instead of)\s+$", re.I)
_BARE: Final = re.compile(
    r"\W*(?:(?:ok(?:ay)?|yes|yeah|hmm+|then|just|maybe|and|so|i mean)\W+)*"
    r"(?P<said>(?:that|this)(?: (?:one|outfit|look))?|it|those|these|them|both(?: of them)?)"
    r"(?:\W+(?:please|then|thanks|thank you|again))*\W*",
    re.I,
)
_THAN: Final = re.compile(r"\b(?:more|better|rather|less|worse) than\b", re.I)
_CHANGES: Final = re.compile(
    r"\b(?:swap|switch|change|replace|but|with|without|not|other|another|else|instead|more|less|new"
    r"|warmer|cooler|different|no)\b",
    re.I,
)
_PRONOUN: Final = re.compile(r"\b(?:its?|that one|this one)\b", re.I)
_POSSESSIVE: Final = re.compile(r"['’]s?\s+(?:[\w-]+\s+){0,2}", re.I)
_ON_SIDE: Final = re.compile(r"(?:on|to|at|in)\b", re.I)
_FROM: Final = re.compile(r"\s*(?:from|of|in|on|in\s+the|on\s+the)\s+", re.I)
_THIS: Final = re.compile(r"\b(?:the|that|this)\s*$", re.I)
_ONE: Final = re.compile(r"\s+(?:one|outfit|look|thing|number|get-?up)\b", re.I)
_NEAR: Final = 16
"""Characters before a look in which its "the" or "that" stands; a longer look back is quadratic."""
_NAME: Final = r"(?:one|outfit|look|combo|option|set|ensemble|combination|get-?up|number|version)"
_WEARING: Final = re.compile(
    rf"\b(?:the|that|this)(?:\s+[\w-]+)?\s+{_NAME}\s+"
    r"(?:with|in|wearing|featuring|having|that\s+(?:has|had|have)|which\s+(?:has|had))\s+"
    r"(?:(?:the|an?|my|those|these|that|some)\s+)?$",
    re.I,
)
_CALLED: Final = re.compile(rf"\s+{_NAME}\b(?!\s+(?:with|in)\b)", re.I)
_NO_NAME: Final = re.compile(
    r"\b(?:an?|another|some|any|no|not an?|more|different|other|new|which)\s+(?:[\w-]+\s+)?$", re.I
)
"""Before "a dress look" or "another tie option", which no outfit is called."""
_SINGLE: Final = re.compile(r"\b(?:that|this)(?: (?:one|outfit|look))?\b", re.I)

_SWAPS_IT: Final = re.compile(
    r"(?!\s+(?:for|with|to)\b)[^?!]{0,60}?\b(?:swap|change|switch|replace|exchange)"
    r"\s+(?:them|those|these|it|that)\b(?!\s+(?:for|with|to|into)\b)",
    re.I,
)
"""Behind a garment: its swap, in the same breath and for nothing that is named."""


def swapped_behind(text: str, end: int) -> bool:
    """Whether what is named before the character `end` is to be swapped: "the boots? swap them"."""
    return _SWAPS_IT.match(text, end) is not None


def spoken_of(history: Sequence[tuple[str, str]], shown: Sequence[OutfitCard]) -> OutfitCard | None:
    """The outfit that the person's last words pointed at, unless they asked to change it.

    What was changed has been shown anew since, so that its old place tells nothing.
    """
    last = next((words for role, words in reversed(history) if role == "user"), "")
    if not shown or _CHANGES.search(last):
        return None
    found = {r.outfit_id for r in references.outfits_by_position(last, shown)}
    return next((card for card in shown if {str(card.id)} == found), None)


def the_other(
    text: str, shown: Sequence[OutfitCard], focus: OutfitCard | None
) -> tuple[list[Reference], list[str]]:
    """The outfit that "the other one" means, or the words when that is not clear.

    It is not the one in `focus`, nor the first where "that one" stands beside it.
    """
    match = _OTHER.search(text)
    if match is None:
        return [], []
    known = focus or (shown[0] if shown and (_SINGLE.search(text) or len(shown) == 2) else None)
    left = [card for card in shown if card is not known]
    if known is None or len(left) != 1:
        return [], [match.group()]
    return [Reference(text=match.group(), outfit_id=str(left[0].id))], []


def preferred(text: str, found: Sequence[Reference]) -> list[Reference]:
    """Without the outfits that others are only measured by: "the first more than the second"."""
    match = _THAN.search(text)
    if match is None:
        return list(found)
    kept = [r for r in found if 0 <= text.find(r.text) < match.start()]
    return kept or list(found)


def turned_down(
    text: str, found: Sequence[Reference], shown: Sequence[OutfitCard]
) -> OutfitCard | None:
    """The outfit that "the other one" leaves: "not the first, the other one"."""
    match = _OTHER.search(text)
    before = text[: match.start()] if match else ""
    for reference in found:
        at = before.find(reference.text)
        if at >= 0 and not reference.garment_ids and _NOT.search(before[:at]):
            return next((card for card in shown if str(card.id) == reference.outfit_id), None)
    return None


def bare(text: str, shown: Sequence[OutfitCard], focus: OutfitCard | None) -> list[Reference]:
    """What a turn that is only "that one" or "those" points at."""
    match = _BARE.fullmatch(text)
    if match is None or not shown:
        return []
    said = match["said"]
    if said.lower().split()[0] in ("those", "these", "them", "both"):
        return [Reference(text=said, outfit_id=str(card.id)) for card in shown]
    return [Reference(text=said, outfit_id=str((focus or shown[0]).id))]


def pronoun(text: str, focus: OutfitCard) -> list[Reference]:
    """The outfit spoken of last, where a turn says "it" or "its"."""
    match = _PRONOUN.search(text)
    return [Reference(text=match.group(), outfit_id=str(focus.id))] if match else []


def by_look(phrase: Phrase, text: str, shown: Sequence[OutfitCard]) -> Reference | None:
    """The one outfit that "the pink one" means: the only one with a garment of that look."""
    if phrase.head is not None or not phrase.looks or not shown:
        return None
    start, end = phrase.atoms[0].start, phrase.atoms[-1].end
    wearing = _WEARING.search(text, max(0, start - 2 * _NEAR), start)
    before = wearing or _THIS.search(text, max(0, start - _NEAR), start)
    after = _ONE.match(text, end)
    if not before or not (after or wearing):
        return None
    pieces = phrase.pieces()
    having = [c for c in shown if any(references.matches(i, p) for i in c.items for p in pieces)]
    if len(having) != 1:
        return None
    said = text[before.start() : after.end() if after else end]
    return Reference(text=said, outfit_id=str(having[0].id))


def by_garment(phrase: Phrase, text: str, shown: Sequence[OutfitCard]) -> Reference | None:
    """The one outfit that is called by a garment of it: "the one with the tie", "the dress one"."""
    if phrase.head is None or not shown:
        return None
    start, end = phrase.atoms[0].start, phrase.atoms[-1].end
    wearing = _WEARING.search(text, max(0, start - 2 * _NEAR), start)
    called = None if wearing else _CALLED.match(text, end)
    if called is not None and _NO_NAME.search(text, max(0, start - _NEAR), start):
        called = None
    if wearing is None and called is None:
        return None
    pieces = phrase.pieces()
    having = [c for c in shown if any(references.matches(i, p) for i in c.items for p in pieces)]
    if len(having) != 1:
        return None
    said = text[wearing.start() : end] if wearing else text[start : called.end() if called else end]
    return Reference(text=said, outfit_id=str(having[0].id))


def owner(
    phrase: Phrase, text: str, found: Sequence[Reference], shown: Sequence[OutfitCard]
) -> OutfitCard | None:
    """The outfit whose garment is named: "the first one's jacket", "the boots from the second"."""
    start, end = phrase.atoms[0].start, phrase.atoms[-1].end
    for reference in found:
        at = text.find(reference.text)
        if reference.garment_ids or at < 0:
            continue
        possessed = _POSSESSIVE.fullmatch(text[at + len(reference.text) : start])
        sided = _ON_SIDE.match(reference.text) and not text[end:at].strip()
        if possessed or (end <= at and (sided or _FROM.fullmatch(text[end:at]))):
            return next((card for card in shown if str(card.id) == reference.outfit_id), None)
    return None
