"""Words of a text with their character offsets, in one spelling: lower case, no apostrophes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agent.understanding.words.slips import spellings, words_after_is

_NOT: Final = r"(?:don|can|won|isn|aren|doesn|didn|wouldn|couldn|shouldn|wasn|weren|hasn|haven)"
_REFUSING: Final = frozenset("❌🚫✖✗✘✕⛔👎🤮🤢🙅🚮🛑🔴💀😖")
_AGREEING: Final = frozenset("✅✔✓☑👍👌💚🟢🆗")
_PLEASED: Final = frozenset("👍👌💚🟢🆗")
"""Marks that only say yes to a thing where others say no; else they are pleasantries."""
_TOKEN: Final = re.compile(
    rf"\b{_NOT}[ ;,]t\b|\bno t\b(?!\s*-?\s*(?:shirt|top|tee|bar))"
    r"|\b(?:e\.g|i\.e)\b\.?|\b(?:h8s?|gr8|m8)\b|w/(?:o\b)?"
    r"|(?:(?<=[\s,(])|^)[!-](?=[^\W\d_])(?!(?:free|the|an?|i|it|its|this|that|my|but|and|so)\b)"
    r"|[^\W\d_]+(?:['’`´][^\W\d_]+)*|\d+(?:[.,]\d+)?"
    rf"|[{''.join(sorted(_REFUSING | _AGREEING))}]"
    r"|\.{2,}|[.!?;:\n,()/|•·=&+…—–#]|(?<=\s)-(?=\s)"
)
_APOSTROPHES: Final = str.maketrans("", "", "'’`´")
_CLITICS: Final = {"s": "is", "ll": "will", "d": "would", "re": "are", "ve": "have"}
_PARTED: Final = re.compile(rf"(?P<stem>no|{_NOT})[ ;,]t")
"""A "not" that was typed in two: "don t", "no t"."""
_CLITIC: Final = re.compile(
    r"(?!(?:i|you|he|she|it|we|they|that|this|there|these|those|who|what|where|how|when|why|y)['’])"
    r"(?P<noun>[^\W\d_]{2,})['’](?P<short>ll|re|ve|d)"
)
"""A verb cut short behind a noun: "chinos'll do"."""
_IS: Final = re.compile(
    r"(?:(?=(?:so|neither)['’]s\b)"
    r"|(?!(?:i|he|she|it|that|this|there|here|who|what|where|how|when|why|let)['’])"
    rf"(?=[^\W\d_]+['’]s\s+(?:{'|'.join(words_after_is())})\b))"
    r"(?P<noun>[^\W\d_]{2,})['’](?P<short>s)"
)
"""The same with "is", where what follows tells something: "navy's out", no owner's "mum's coat"."""
SLASH: Final = "/"
"""A slash between words that stand apart, which may part them as well as join them."""
MAX_TOKENS: Final = 20_000
"""Words beyond this are not read: 10,000 words and their marks are, whatever they repeat."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark: its plain spelling and its end-exclusive offsets in the text."""

    word: str
    start: int
    end: int


def same_length_lower(text: str) -> str:
    """Lower case of exactly the same length, so that offsets stay true."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _plain(raw: str) -> str:
    if raw.startswith(".") and len(raw) > 1:
        return ","
    if raw.isalnum():
        return spellings().get(raw, raw)
    word = raw.translate(_APOSTROPHES)
    if joined := _PARTED.fullmatch(word):
        word = f"{joined['stem']}t"
    return spellings().get(word, word)


def _stands_apart(text: str, at: int) -> bool:
    """Whether a mark has a space beside it."""
    return text[at - 1 : at].isspace() or text[at + 1 : at + 2].isspace()


def tokenize(text: str) -> list[Token]:
    """The words and punctuation marks of `text`, in order; a hyphen inside a word separates."""
    lowered = same_length_lower(text)
    tokens: list[Token] = []
    weighs = any(char in _REFUSING for char in text)
    for found in _TOKEN.finditer(lowered):
        said, (start, end) = found.group(), found.span()
        if said in _PLEASED and not weighs:
            continue
        if short := _short(said, lowered, start):
            middle = start + len(short["noun"])
            tokens.append(Token(_plain(short["noun"]), start, middle))
            tokens.append(Token(_CLITICS[short["short"]], middle, end))
            continue
        word = _plain(said)
        if not said.isalnum():
            word = _marked(word, said, lowered, start, behind_word=_is_word(tokens))
        if word == "free" and start and lowered[start - 1] == "-":
            word = "-free"
        tokens.append(Token(word, start, end))
        if len(tokens) == MAX_TOKENS:
            break
    return tokens


def _is_word(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and tokens[-1].word.isalpha()


def _short(said: str, lowered: str, start: int) -> re.Match[str] | None:
    """A verb cut short behind what was `said` from `start` on."""
    if said.isalnum():
        return None
    cut = _CLITIC.fullmatch(said)
    return cut or (_IS.match(lowered, start) if said[-2:] in ("'s", "’s") else None)


def _marked(word: str, said: str, lowered: str, start: int, *, behind_word: bool) -> str:
    """What a mark says where it stands; `word` where it is none."""
    end = start + len(said)
    if said in "!-" and lowered[end : end + 1].isalpha():
        word = "no"
    if word in _REFUSING:
        return "nope" if behind_word else "no"
    if word in _AGREEING:
        return "yes"
    return SLASH if said == "/" and _stands_apart(lowered, start) else word


def words(phrase: str) -> tuple[str, ...]:
    """The plain spellings of a phrase of the vocabulary."""
    return tuple(token.word for token in tokenize(phrase))
