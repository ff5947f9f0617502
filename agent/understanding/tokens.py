"""Words of a text with their character offsets, in one spelling: lower case, no apostrophes."""

import re
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"w/(?:o\b)?|(?:(?<=[\s,(])|^)[!-](?=[^\W\d_])(?!(?:free|the|an?|i|it|its|this|that|my|but|and|so)\b)|[^\W\d_]+(?:['’`´][^\W\d_]+)*|\d+(?:[.,]\d+)?|[❌🚫✖✗⛔👎🤮🤢🙅🚮🛑✅✔]|\.{2,}|[.!?;:\n,()/&+…—–#]|(?<=\s)-(?=\s)"
)
_APOSTROPHES: Final = str.maketrans("", "", "'’`´")
_SPELLED: Final = {
    "w/o": "without",
    "w/": "with",
    "&": "and",
    "+": "and",
    "/": "or",
    "…": ",",
    "—": ",",
    "–": ",",
    "-": ",",
    ":": ",",
    "(": ",",
    ")": ",",
    "\n": ".",
    ";": ".",
    "pls": "please",
    "plz": "please",
    "im": "im",
    "u": "you",
    "ur": "your",
    "nd": "and",
    "smth": "something",
    "sth": "something",
    "w": "with",
    "wo": "without",
    "abt": "about",
    "bc": "because",
    "cuz": "because",
    "cos": "because",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "tomorow": "tomorrow",
    "tommorow": "tomorrow",
    "tommorrow": "tomorrow",
    "tonite": "tonight",
    "haet": "hate",
    "hatee": "hate",
    "hv": "have",
    "hav": "have",
    "ne": "any",
    "whitout": "without",
    "wout": "without",
}
_CLITICS: Final = {"ll": "will", "d": "would", "re": "are", "ve": "have"}
_CLITIC: Final = re.compile(
    r"(?!(?:i|you|he|she|it|we|they|that|this|there|these|those|who|what|where|how|when|why|y)['’])"
    r"(?P<noun>[^\W\d_]{2,})['’](?P<short>ll|re|ve|d)"
)
"""A verb cut short behind a noun: "chinos'll do"."""
_REFUSING: Final = frozenset("❌🚫✖✗⛔👎🤮🤢🙅🚮🛑")
_AGREEING: Final = frozenset("✅✔")
MAX_TOKENS: Final = 4000
"""Words beyond this are not read; a message of the API has at most 8,000 characters."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark: its plain spelling and its end-exclusive offsets in the text."""

    word: str
    start: int
    end: int


def _lower(text: str) -> str:
    """Lower case of exactly the same length, so that offsets stay true."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _plain(raw: str) -> str:
    if raw.startswith(".") and len(raw) > 1:
        return ","
    word = raw.translate(_APOSTROPHES)
    return _SPELLED.get(word, word)


def tokenize(text: str) -> list[Token]:
    """The words and punctuation marks of `text`, in order; a hyphen inside a word separates."""
    lowered = _lower(text)
    tokens: list[Token] = []
    for found in _TOKEN.finditer(lowered):
        if short := _CLITIC.fullmatch(found.group()):
            middle = found.start() + short.end("noun")
            tokens.append(Token(_plain(short["noun"]), found.start(), middle))
            tokens.append(Token(_CLITICS[short["short"]], middle, found.end()))
            continue
        word = _plain(found.group())
        if found.group() in "!-" and lowered[found.end() : found.end() + 1].isalpha():
            word = "no"
        if word in _REFUSING:
            word = "nope" if tokens and tokens[-1].word.isalpha() else "no"
        elif word in _AGREEING:
            word = "yes"
        if word == "free" and found.start() and lowered[found.start() - 1] == "-":
            word = "-free"
        tokens.append(Token(word, found.start(), found.end()))
        if len(tokens) == MAX_TOKENS:
            break
    return tokens


def words(phrase: str) -> tuple[str, ...]:
    """The plain spellings of a phrase of the vocabulary."""
    return tuple(token.word for token in tokenize(phrase))
