"""Whether a language model can help to read a turn, and with which words of it.

The rules read plain English whole; a second reading of it costs seconds and brings what a weak
model makes up. It is asked for where words stayed unread that may tell something, where the rules
are in doubt, and where a "no" stands of which they made nothing.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from agent.understanding.refusals.granting_words import others
from agent.understanding.second_reading.read_words import Area, ReadWords, meets
from agent.understanding.words.foreign import english_words
from agent.understanding.words.predicates import belongs, is_known, words_of
from stylist.frame import Act, Understanding

Why = Literal["language", "in-doubt", "unread-no", "unread-words"]
"""What a second reader is asked for."""
_WISHLESS: Final = frozenset[Act]({"small_talk", "ask_fact", "ask_why", "accept", "confirm"})
_ANSWERED: Final = frozenset[Act]({"reject", "retract", "confirm"})
"""What a "no" may do besides refusing a thing."""


@cache
def _everyday() -> frozenset[str]:
    told = files(__package__).joinpath("second_reader.toml").read_text("utf-8")
    return frozenset(word for words in tomllib.loads(told).values() for word in words.split())


def why_read_again(ours: Understanding, text: str) -> Why | None:
    """What a language model could add to the reading by the rules; None where there is nothing."""
    read, whole = ReadWords(ours, text), (0, len(text))
    if read.is_foreign:
        return "language"
    if read.is_unclear(whole):
        return "in-doubt"
    if set(ours.acts) <= _WISHLESS and ours.acts:
        return None
    if no_is_unread(read, whole):
        return "unread-no"
    return "unread-words" if telling_words(read, whole) else None


def telling_words(read: ReadWords, where: Area) -> list[str]:
    """The words that nothing was read from, and that something may be read from."""
    unread = read.unknown_words(where)
    return unread if read.is_foreign else [word for word in unread if not _is_everyday(word)]


def _is_everyday(word: str) -> bool:
    listed = _everyday() | english_words() | others()
    known = word in listed or word.removesuffix("s") in listed or is_known(word)
    # A word of harm says something wherever it stands: "skirts veto", "they exchange vows".
    said = belongs(word, "unwelcome")
    return (known and not said) or not word.isalpha() or len(word) == 1


def no_is_unread(read: ReadWords, where: Area) -> bool:
    """Whether a sentence there says "no", and nothing at all was made of it."""
    ours = read.ours
    if _ANSWERED & set(ours.acts) or ours.answer or ours.delta.remove:
        return False
    said = [(a, b) for a, b, word in read.tokens if word in words_of("negators")]
    return any(meets(no, where) and not read.is_read(read.sentence(no)) for no in said)


def denies(read: ReadWords, where: Area) -> bool:
    """Whether a word there says "no"."""
    return bool(words_of("negators") & set(_said(read, where)))


def refuses(read: ReadWords, where: Area) -> bool:
    """Whether a word there says "no", or that a thing is unwelcome."""
    unwelcome = any(belongs(word, "unwelcome") for word in _said(read, where))
    return unwelcome or denies(read, where)


def _said(read: ReadWords, where: Area) -> list[str]:
    return [word for a, b, word in read.tokens if meets(where, (a, b))]
