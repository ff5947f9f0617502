"""Questions that go on with the one before: "how many jackets do I have?", "any purple ones?"."""

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.acts import dialogue
from agent.understanding.words.atoms import HEAD, LOOK, atoms
from agent.understanding.words.phrases import phrases
from agent.understanding.words.tokens import tokenize
from stylist.frame import Piece

_GOES_ON: Final = re.compile(
    r"\W*(?:(?:ok|okay|and|so|hm+|oh)\W+)*(?:any|and|or|what about|how about|also|which|what)\b"
    r"[^?]{1,60}\?\W*",
    re.IGNORECASE,
)
_NAMES_ON: Final = re.compile(
    r"\W*(?:(?:ok|okay|and|so|hm+|oh)\W+)*(?:what about|how about|or|and)\s+"
    r"(?!no\b|not\b|never\b|without\b|maybe\b|just\b|rather\b)(?:\w+\W+){0,2}?\w+\W*",
    re.IGNORECASE,
)
_WISHES: Final = re.compile(
    r"\b(?:wear|outfit|outfits|look|looks|show|suggest|something|else|if|why|it|that|this|these|those"
    r"|the|for|more|less|you)\b",
    re.IGNORECASE,
)

_ASKS_ON: Final = re.compile(
    r"\W*(?:(?:ok|okay|and|so|hm+|oh|but)\W+)*(?:"
    r"how many(?: (?:are (?:there|they)|of (?:them|those|these)|is that|do i have|in total))*"
    r"|(?:which|what)(?: one)?(?: of (?:them|those|these))?(?:['’]?s| is| are| would be)"
    r" (?:the |my )?"
    r"(?:\w+est|(?:most|least) \w+)(?: (?:of (?:them|those|these)|one))*"
    r"|(?:and )?(?:the|my) (?:\w+est|(?:most|least) (?:formal|casual|elegant|dressy))(?: \w+)?"
    r"|(?:which|what)(?: ones?| are they)?|(?:what|which) colou?rs?(?: are they| is it)?"
    r"|when did i last (?:wear|have) (?:it|them|those|that)(?: on)?"
    r"|(?:can you )?(?:show|list)(?: me)? (?:them|those|all of them)(?: all)?"
    r")(?: then| please| again)*\W*",
    re.IGNORECASE,
)
"""Asks on of what was asked for, without naming anything."""

_OTHERS: Final = re.compile(
    r"\W*(?:(?:ok|okay|and|so|hm+|oh|or|also)\W+)*(?:any|which|what|what about|how about)\s+"
    r"(?:others?|more|(?:other|more|different|better|further|new)\s+(?:ones?|ideas?|options?))"
    r"(?:\s+(?:like\s+\w+|please|then|maybe))?\W*",
    re.IGNORECASE,
)
"""Names nothing, and asks for more of what is on the screen."""


def asked_before(text: str, history: Sequence[tuple[str, str]], *, shown: bool = False) -> str:
    """The question about the wardrobe that this turn goes on with, or nothing.

    With outfits `shown`, "any others?" asks for more of them.
    """
    if not _goes_on(text) or (shown and _OTHERS.fullmatch(text)):
        return ""
    return last_question(history)


def last_question(history: Sequence[tuple[str, str]]) -> str:
    """The question that the person's last turn asked or went on with, or nothing."""
    for before in (words for role, words in reversed(history) if role == "user"):
        if _ASKS_ON.fullmatch(before):
            continue
        if "ask_fact" in dialogue.questions(dialogue.listen(tokenize(before)), before, shown=False):
            return before
        if not _goes_on(before):
            return ""
    return ""


def _goes_on(text: str) -> bool:
    if _ASKS_ON.fullmatch(text) or _names_on(text):
        return True
    return _GOES_ON.fullmatch(text) is not None and not _WISHES.search(text)


def _names_on(text: str) -> bool:
    """Whether a turn only names another thing: "what about hats", "or lilac"."""
    if _NAMES_ON.fullmatch(text) is None or _WISHES.search(text):
        return False
    return any(atom.kind in HEAD | LOOK for atom in atoms(tokenize(text), []))


def with_kind(asked: Sequence[Piece], before: str) -> list[Piece]:
    """What is asked, with the kind of garment that the question before was about."""
    named = [p for phrase in phrases(atoms(tokenize(before), [])) for p in phrase.pieces()]
    if not asked:
        return named
    kind = next((p for p in named if p.category or p.slot), None)
    if kind is None:
        return list(asked)
    told = {"category": kind.category, "slot": kind.slot}
    return [p if p.category or p.slot else p.model_copy(update=told) for p in asked]
