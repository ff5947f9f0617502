"""What a person says beside a wish for clothes: a mark on an outfit, a question in figures.

These words say nothing of what to wear: "call it Rainy Monday" asks for no raincoat. So they are
heard first, and taken out of the text (blank for blank, so that offsets stay) before the rest of
it is understood.
"""

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from agent.understanding.circumstances.money import budgets
from agent.understanding.words.atoms import atoms
from agent.understanding.words.phrases import phrases
from agent.understanding.words.tokens import tokenize
from stylist.frame import Budget, Piece

Kind = Literal["mark", "list_saved", "figures", "purchase"]
MOST_HEARD: Final = 300
"""Characters of a sentence that are looked at; a longer one is no such remark."""
_POLITE: Final = (
    r"(?:(?:please|ok|okay|and|now|then|(?:can|could|would)\s+you|let['’]?s"
    r"|i\s+want\s+to|i['’]?d\s+like\s+to)[\s,]+)*"
)
_ORDINAL: Final = r"(?:first|second|third|fourth|fifth|sixth|last|1st|2nd|3rd|4th|5th|6th|[1-6])"
_REF: Final = (
    rf"(?P<ref>(?:(?:the|this|that|outfit|number|look)\s+)*{_ORDINAL}(?:\s+(?:one|outfit|look))?"
    r"|(?:this|that|the)\s+(?:one|outfit|look)|it|this|that)\b"
)
_DAY: Final = (
    r"(?:\s+(?P<day>today|yesterday|(?:on\s+|last\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:on\s+)?\d{4}-\d\d-\d\d|\d{1,3}\s+days?\s+ago))?"
)
_NAME: Final = r"[“\"'‘]?(?P<name>[^“”\"]+?)[”\"'’]?"
_END: Final = r"\s*[,.!]*\s*(?:please|thanks|thank you)?[.!]*\s*$"
_NOT: Final = r"(?:did\s?n['’]?t|did\s+not|have\s?n['’]?t|have\s+not)"
_MARKS: Final = tuple(
    (mark, re.compile(rf"^\W*{_POLITE}{pattern}{_END}", re.IGNORECASE))
    for mark, pattern in (
        ("save", rf"(?:save|bookmark)\s+{_REF}(?:\s+(?:as|under|called|named)\s+{_NAME})?"),
        (
            "save",
            rf"(?:keep|save|put)\s+{_REF}(?:\s+(?:aside|by))?\s+for\s+(?:next\s+|this\s+|on\s+)?"
            r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|the\s+(?!next|second)\w+)"
            r"(?:\s+(?:morning|evening|afternoon|night))?",
        ),
        ("forget", rf"(?:unsave|unbookmark)\s+{_REF}"),
        (
            "forget",
            rf"(?:remove|delete|take)\s+{_REF}\s+(?:from|off|out\s+of)\s+(?:my\s+|the\s+)?"
            r"(?:saved|favou?rites?)(?:\s+(?:outfits|looks|ones|list))?",
        ),
        ("name", rf"(?:name|call|rename|title)\s+{_REF}\s+(?:to\s+|as\s+)?{_NAME}"),
        ("unwear", rf"i\s+{_NOT}\s+(?:wear|wore|worn)\s+{_REF}{_DAY}"),
        ("wear", rf"i(?:\s+wore|['’]ve\s+worn|\s+have\s+worn)\s+{_REF}{_DAY}"),
        ("wear", rf"i(?:['’]?m|\s+am)\s+wearing\s+{_REF}{_DAY}"),
        ("wear", rf"(?:log|mark)\s+{_REF}(?:\s+as\s+worn)?{_DAY}"),
        ("wear", rf"(?:log|note|mark)\s+that\s+i(?:['’]ve)?\s+w(?:o|ea)r(?:e|n)?\s+{_REF}{_DAY}"),
    )
)
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")
_SAVED: Final = re.compile(
    r"\b(?:show|list|see|open)\s+(?:me\s+)?(?:all\s+|everything\s+)?(?:what\s+|that\s+)?i(?:['’]?ve|\s+have)?\s+saved\b"
    r"|\b(?:show|list|see|what|which|where)\b[^.!?]*\b(?:saved|favou?rite|bookmarked)\s+"
    r"(?:outfits?|looks?|ones?)\b|\b(?:what|which(?:\s+ones?)?)\s+(?:did|have)\s+i\s+(?:just\s+|already\s+)?"
    r"(?:saved?|bookmark(?:ed)?|keep|kept)\b|\b(?:show|list|see|open)\s+(?:me\s+)?(?:my\s+|the\s+)?"
    r"(?:saved|favou?rites|bookmarks)\s*(?:[.!?]|$)",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"^\W*(?:what|which|how|do|does|did|is|are|have|show|list|tell|give|any|name)\b|\?",
    re.IGNORECASE,
)
_TO_WEAR: Final = re.compile(
    r"\b(?:should|can|could|shall|would|will|to|be)\s+(?:i\s+)?(?:wear|worn)\b"
    r"|\b(?:wear|worn)\s+with\b|\bgo(?:ing)?\s+to\s+buy\b|\boutfit\b",
    re.IGNORECASE,
)
"""What asks for clothes, whatever else it says."""
_FIGURES: Final = tuple(
    (order, re.compile(pattern, re.IGNORECASE))
    for order, pattern in (
        (
            "cost_per_wear",
            r"\b(?:costs?|price|expensive|cheap\w*|pay|paid)\b.*\b(?:per|a)\s+wear\b"
            r"|\b(?:per|a)\s+wear\b.*\b(?:costs?|price|pay|paid)\b",
        ),
        (
            "least_worn",
            r"\b(?:never|rarely|seldom|hardly)\b[^.!?]{0,40}\b(?:wear|worn|wore)\b"
            r"|(?:\bnot|n['’]?t)\b[^.!?]{0,40}\bworn\b"
            r"|\b(?:wear|worn)\s+(?:the\s+)?least\b|\bleast\s+worn\b|\bunworn\b",
        ),
        (
            "most_worn",
            r"\b(?:wear|worn)\s+(?:the\s+)?most\b|\bmost\s+(?:often\s+)?(?:worn|wear)\b",
        ),
        (
            "most_outfits",
            r"\bhow\s+many\s+(?:different\s+|good\s+)?(?:outfits|looks|combinations)\b"
            r"[^.!?]*\b(?:can|could|do|does|are|make|have|possible)\b",
        ),
    )
)
_BUY: Final = re.compile(
    r"\b(?:should|shall|must)\s+i\s+(?:buy|get\s+next|purchase|shop\s+for)\b"
    r"|\bwhat\b[^.!?]*\bto\s+buy\b|\bworth\s+buying\b|\b(?:one|next|best)\s+purchase\b"
    r"|\bshopping\s+list\b|\bmy\s+wardrobe\s+(?:lacks?|needs?|is\s+missing|missing)\b"
    r"|\bmissing\s+(?:in|from)\s+my\s+wardrobe\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Aside:
    """What was heard, and the characters that said it; the rest is a wish as ever.

    Of a mark its kind, the outfit's name and the day as said; of figures the order
    (`tools.wardrobe_statistics.Order`); `piece` and `budget` narrow a question down.
    """

    kind: Kind
    said: tuple[tuple[int, int], ...]
    mark: str = ""
    name: str = ""
    day: str = ""
    order: str = ""
    piece: Piece = field(default_factory=Piece)
    budget: Budget | None = None


def aside_in(text: str) -> Aside | None:
    """What a turn says beside a wish for clothes, if anything."""
    heard = _mark(text) if len(text) <= MOST_HEARD else None
    return heard or _question(text)


def without(text: str, aside: Aside | None) -> str:
    """The text with blanks in place of the aside."""
    for start, end in aside.said if aside else ():
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _mark(text: str) -> Aside | None:
    for mark, pattern in _MARKS:
        if not (found := pattern.match(text)):
            continue
        told = found.groupdict()
        # The outfit that is pointed at stays, to be understood as ever.
        around = ((0, found.start("ref")), (found.end("ref"), len(text)))
        return Aside(
            "mark", around, mark=mark, name=told.get("name") or "", day=told.get("day") or ""
        )
    return None


def _question(text: str) -> Aside | None:
    """The first sentence that asks in figures; the others may still wish for something."""
    for sentence in _SENTENCE.finditer(text):
        said = sentence.group()
        if len(said) <= MOST_HEARD and (asked := _asked(said, (sentence.span(),))):
            return asked
    return None


def _asked(said: str, where: tuple[tuple[int, int], ...]) -> Aside | None:
    if _SAVED.search(said):
        return Aside("list_saved", where)
    if _TO_WEAR.search(said):
        return None
    if _BUY.search(said):
        budget = next((found.value for found in budgets(said)), None)
        return Aside("purchase", where, piece=_piece(said), budget=budget)
    for order, pattern in _FIGURES:
        if pattern.search(said) and (_ASKS.search(said) or order == "cost_per_wear"):
            return Aside("figures", where, order=order, piece=_piece(said))
    return None


def _piece(text: str) -> Piece:
    """The first garment that is named."""
    named = (piece for phrase in phrases(atoms(tokenize(text), [])) for piece in phrase.pieces())
    return next(named, Piece())
