"""Orders to part with clothes.

"Delete my red dress" is no wish for a red dress: the order is blanked before the rest of the turn
is understood. Only the person's own words give one; a quotation does not.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import BaseModel, Field

from agent.farewells import leaves_wardrobe
from agent.understanding.words.atoms import atoms
from agent.understanding.words.pasted import own_words
from agent.understanding.words.phrases import Phrase, phrases
from agent.understanding.words.tokens import tokenize
from stylist.confirmations import Parting
from stylist.frame import Piece
from stylist.outfits import OutfitItem
from stylist.wording import is_plural

MOST_HEARD: Final = 400
"""Characters of a sentence that are looked at."""
_POLITE: Final = (
    r"(?:(?:please|ok|okay|and|now|then|also|so|just|hey|hi|hello|right|fine|well|could|can|would|will"
    r"|you|go\s+ahead\s+and|i\s+want(?:\s+you)?\s+to|i['’]?d\s+like(?:\s+you)?\s+to|let['’]?s|help\s+me"
    r"|i\s+need\s+you\s+to|time\s+to|i\s+think|i(?:['’]?ll|\s+will|\s+should|\s+might)|maybe)[\s,]+)*"
)
_STRONG: Final = r"delete|erase|wipe(?:\s+out)?|purge"
_WEAK: Final = (
    r"remove|discard|throw\s+(?:out|away)|get\s+rid\s+of|toss(?:\s+out)?|chuck(?:\s+out)?|bin|trash"
    r"|take|clear(?:\s+out)?|empty|get\s+shot\s+of|dump|donate|sell|give\s+away|part\s+with"
    r"|(?:give|throw|chuck|toss)(?=[^.!?]*\b(?:away|out|to\s+(?:a\s+|the\s+)?(?:charity|goodwill|oxfam))\b)"
)
_STORE: Final = r"(?:wardrobe|closet|app|collection|inventory|clothes\s+list)"
_ORDER: Final = re.compile(
    rf"^\W*{_POLITE}(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK})|(?P<archive>archive|retire)"
    r"|(?P<put>(?:put|move))(?=[^.!?]*\b(?:in|into|to)\s+(?:the\s+|my\s+)?archive\b))\b"
    r"(?P<object>[^.!?\n]*)[.!?]*",
    re.IGNORECASE,
)
_OUT_OF: Final = re.compile(
    rf"\b(?:from|out\s+of|off)\s+(?:my\s+|the\s+)?(?:whole\s+|digital\s+)?{_STORE}\b"
    r"|\b(?:for\s+good|for\s*ever|permanently)\b",
    re.IGNORECASE,
)
_UNUSED: Final = re.compile(
    r"^(?P<thing>\s*(?:the|my|that|this)\s[^,;]{2,60})[,;]\s*(?:(?:cos|because|as|since)\s+)?"
    r"(?:i(?:['’]ve|\s+have)?\s+never\s+(?:use|used|wear|wore|worn)\s+(?:it|that)"
    r"|it\s+(?:does\s*n['’]?t|does\s+not|no\s+longer)\s+fits?|i(?:['’]ve|\s+have)\s+outgrown\s+it"
    r"|it(?:['’]s|\s+is)\s+(?:worn\s+out|falling\s+apart|ruined|full\s+of\s+holes))\b"
    r"(?:\s+(?:me|anymore|any\s+more|these\s+days|now|at\s+all))*\W*$",
    re.IGNORECASE,
)
"""One garment with why it may go: "get rid of the yellow raincoat, I never use it"."""
_TAKES_OFF: Final = ("remove", "take", "clear", "empty")
"""Verbs that take a piece off an outfit at least as often as out of a wardrobe."""
_EVERYTHING: Final = re.compile(
    r"^\W*(?:(?:my|the|this|all|of|whole|entire|complete)\s+)*(?:wardrobe|closet)\b"
    r"|\beverything(?:\s+i\s+(?:own|have))?\b"
    r"|\ball\s+(?:(?:of|my|the|these)\s+)*(?:clothes|clothing|garments|stuff|things|items)\b",
    re.IGNORECASE,
)
_ACCOUNT: Final = re.compile(r"\b(?:my|the|this)\s+(?:\w+\s+)?(?:account|profile)\b", re.IGNORECASE)
_OTHER_THINGS: Final = re.compile(
    r"\b(?:rules?|constraints?|filters?|exclusions?|messages?|chat|conversation|history|photos?"
    r"|pictures?|outfits?|looks?|suggestions?|saved|favou?rites?|wish(?:es)?|ban)\b",
    re.IGNORECASE,
)
"""What can be taken away and is no garment."""
_WEATHER: Final = re.compile(r"^\W*(?:the\s+)?(?:rain|snow|sun|wind|cold|weather|note)\W*$", re.I)
_POINTS: Final = re.compile(
    r"^\W*(?:it|them|this|that|those|these)(?:\s+ones?)?\W*$", re.IGNORECASE
)
_BY_WEAR: Final = re.compile(
    r"\b(?:everything|anything|all|whatever|things?|stuff|clothes|items?|pieces?|what)\b[^.!?]*"
    r"\b(?:i|we)(?:['’]ve)?\s+(?:\w+\s+)?(?:never|don['’]?t|do\s+not|haven['’]?t|have\s+not|hardly|rarely|barely"
    r"|seldom|no\s+longer)\s+(?:\w+\s+)?(?:wear|worn|wore|use|used|like|fit|need)\b",
    re.IGNORECASE,
)
"""Clothes that are named by how they are used, which nobody may guess."""
_CLOTHES: Final = re.compile(
    r"\b(?:clothes|clothing|garments?|pieces?|things?|items?|stuff|ones?)\b", re.IGNORECASE
)
_EXCEPT: Final = re.compile(
    r"\b(?:except|(?:all|everything|anything|any|every\s+\w+)\s+(?:\w+\s+)?(?:but|bar)\b"
    r"|(?:but|bar)\s+(?:not|keep|leave|the|my|those|these|for)|save\s+for|apart\s+from|other\s+than|besides|unless)\b",
    re.IGNORECASE,
)
_THEN: Final = re.compile(
    r"(?:[,;]|\band\b)\s*(?:then\s+)?(?=(?:show|suggest|give|find|dress|tell|recommend|what|let)\b)"
    r"|[,;]?\s*\bthen\b|;",
    re.IGNORECASE,
)
_ALL: Final = re.compile(r"\b(?:all|every|both|each|any)\b", re.IGNORECASE)
_NAMED: Final = re.compile(r"[\"“‘]([^\"”’]{2,80})[\"”’]")
_FILLERS: Final = re.compile(
    r"^\W*(?:(?:the|my|this|that|these|those|all|every|both|of|old|one|called|named)\s+)+",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"(?:[\s,]*\b(?:please|thanks|thank\s+you|now|(?:in|into|to)\s+(?:the\s+|my\s+)?archive|for\s+me"
    r"|(?:can|could|would|will)\s+you|away|out|ok(?:ay)?"
    r"|to\s+(?:a\s+|the\s+)?(?:charity(?:\s+shop)?|goodwill|oxfam)))*[\s,]*$",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")


class Removal(BaseModel):
    """What somebody wants to part with, in an order given at the characters `start` to `end`.

    `pieces` are partial garments with whether several of a kind are meant, `name` the words for
    them; `account` says that the account itself is meant, `unclear` that an exception was made, or
    that they are meant by how they are worn (`by_wear`).
    """

    action: Parting
    pieces: list[Piece] = Field(default_factory=list)
    several: list[bool] = Field(default_factory=list)
    name: str = ""
    everything: bool = False
    account: bool = False
    unclear: bool = False
    by_wear: bool = False
    start: int = 0
    end: int = 0


def removal_in(text: str, worn: Sequence[OutfitItem] = ()) -> Removal | None:
    """The order of a turn to part with clothes, if there is one; `worn` stands on the screen."""
    plain = own_words(text)
    for sentence in _SENTENCE.finditer(plain):
        if len(sentence[0]) <= MOST_HEARD and (found := _ORDER.match(sentence[0])):
            start = sentence.start()
            alone = found[0].strip() == plain.strip()
            if (order := _read(found, worn, alone=alone)) is not None:
                end = start + found.start("object") + len(_object(found))
                return order.model_copy(update={"start": start, "end": end})
    return None


def without_order(text: str, order: Removal | None) -> str:
    """The text with blanks in place of the order."""
    if order is None:
        return text
    return text[: order.start] + " " * (order.end - order.start) + text[order.end :]


def _object(found: re.Match[str]) -> str:
    return _THEN.split(found["object"], maxsplit=1)[0]


def _read(found: re.Match[str], worn: Sequence[OutfitItem], *, alone: bool) -> Removal | None:
    said = _object(found)
    action: Parting = "archive" if found["archive"] or found["put"] else "delete"
    if found["strong"] and _ACCOUNT.search(said):
        return Removal(action="delete", account=True)
    unused = _UNUSED.match(said)
    if unused and found["weak"] and not found["weak"].lower().startswith(_TAKES_OFF):
        return _of_pieces(action, unused["thing"])
    if _BY_WEAR.search(said) and not found["put"]:
        return Removal(action=action, unclear=True, by_wear=True)
    rest = _OUT_OF.sub("", said)
    if found["weak"] and not (_OUT_OF.search(said) or _whole(said)):
        thing, alone = _TAIL.sub("", rest), alone and said == found["object"]
        if not leaves_wardrobe(found[0], thing, list(_pieces(thing)), worn, alone=alone):
            return None
    if _OTHER_THINGS.search(rest) or _WEATHER.match(rest) or not rest.strip():
        return None
    if _POINTS.match(rest) or _EXCEPT.search(rest):
        return Removal(action=action, unclear=True)
    if _EVERYTHING.search(rest) and not _garments(rest):
        return Removal(action=action, everything=True)
    return _of_pieces(action, rest)


def _whole(said: str) -> bool:
    return bool(_EVERYTHING.search(said)) and "wardrobe" in said.lower()


def _garments(said: str) -> list[Phrase]:
    return [phrase for phrase in phrases(atoms(tokenize(said), [])) if phrase.pieces()]


def _of_pieces(action: Parting, said: str) -> Removal | None:
    quoted = _NAMED.search(said)
    name = quoted[1] if quoted else _FILLERS.sub("", _TAIL.sub("", said)).strip()
    pairs = list(_pieces(said))
    if not pairs and not name:
        return None
    return Removal(
        action=action,
        pieces=[piece for piece, _ in pairs],
        several=[several for _, several in pairs],
        name=name[:80],
    )


def _pieces(said: str) -> Iterator[tuple[Piece, bool]]:
    """The garments that are named, each with whether all that are like it are meant."""
    begin = 0
    for phrase in _garments(said):
        end = phrase.atoms[-1].end
        words = said[begin : _next_word(said, end)]
        begin = end
        for piece in phrase.pieces():
            # "Granny's knit" is a name; only "everything knitted", "knit things" are a kind.
            if piece.category or piece.slot or _CLOTHES.search(words):
                yield piece, _are_several(words, piece)


def _next_word(said: str, end: int) -> int:
    found = re.compile(r"\s*\w+").match(said, end)
    return found.end() if found else end


def _are_several(words: str, piece: Piece) -> bool:
    """Whether all of a kind are meant: "all my jeans", "the dresses", and not "my jeans"."""
    if _ALL.search(words) or not (piece.category or piece.slot):
        return True
    kind = (piece.category or piece.slot or "").replace("-", " ")
    return is_plural(words, kind) and not is_plural(kind, kind)
