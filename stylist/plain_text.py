"""Text of others as plain text: nothing in it is drawn, loaded, followed or hidden.

Garment names, notes, imported and looked-up texts stand in replies that pages draw as Markdown.
Every door to such a page goes through here, so that a name can load no picture of another host
(CommonMark 0.31, sections 6.3 to 6.6: links, images, autolinks, raw HTML).
"""

import re
import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator

MOST_NAMED: Final = 80
"""Characters of a name within a sentence."""
UNNAMED: Final = "garment without a name"
_COMMON: Final = re.compile(r"(?!.*(?://|_|\bwww\.))[\w ,.'’()&/+-]*", re.IGNORECASE)
_INVISIBLE: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and signs that show nothing; the others are known by their Unicode category."""
_HIDDEN: Final = ("Cc", "Cf", "Cs", "Co")
_ACTIVE: Final = re.compile(
    r"<(script|style)\b[^<>]{0,500}>.{0,2000}?</\1\s*>", re.IGNORECASE | re.DOTALL
)
_LINK: Final = re.compile(r"!?\[([^\[\]]{0,500})\]\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)")
_TAG: Final = re.compile(r"<[A-Za-z/!?][^<>]*>?")
_ADDRESS: Final = re.compile(
    r"(?:\b(?:https?|ftps?|file|mailto|data|blob|javascript|vbscript):|(?<![\w/])//|\bwww\.)"
    r"[^\s\"'<>()]+",
    re.IGNORECASE,
)
_SUSPECT: Final = re.compile(r"[<\[]|//|:\S|\bwww\.", re.IGNORECASE)
"""Without any of these, nothing is active."""
_SIGNS: Final = re.compile(r"[\[\]<>{}`*|~\\]|\b_+|_+\b|^[\s#>+=-]+|!(?=\[)")
_NESTED: Final = 4
"""How deep markup within markup is taken away; what is deeper loses its signs only."""


def plain_name(text: str, most: int = MOST_NAMED) -> str:
    """A name of somebody else's making within a sentence: one short line without markup."""
    if len(text) <= most and _COMMON.fullmatch(text):
        return " ".join(text.split()) or UNNAMED
    words = " ".join(_SIGNS.sub(" ", harmless(text[: 10 * most])).split())
    return (words if len(words) <= most else f"{words[: most - 1].rstrip()}…") or UNNAMED


def harmless(text: str) -> str:
    """A text of several lines that loads and links to nothing; emphasis and lists stay."""
    shown = _visible(text)
    if not _SUSPECT.search(shown):
        return shown
    for _ in range(_NESTED):
        before = shown
        for pattern, kept in ((_ACTIVE, ""), (_LINK, r"\1"), (_TAG, ""), (_ADDRESS, "")):
            shown = pattern.sub(kept, shown)
        if shown == before:
            break
    return shown.replace("![", "[").replace("](", "] (").replace("][", "] [")


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(_as_seen(char) for char in unicodedata.normalize("NFC", text))


def _as_seen(char: str) -> str:
    if char in "\n\t":
        return char
    if unicodedata.category(char) in ("Zl", "Zp"):
        return "\n"
    return "" if char in _INVISIBLE or unicodedata.category(char) in _HIDDEN else char


PlainName = Annotated[str, AfterValidator(plain_name)]
"""A name that was made plain."""
HarmlessText = Annotated[str, AfterValidator(harmless)]
"""A text that was made harmless."""
