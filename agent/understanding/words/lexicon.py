"""The phrases that are understood: the vocabulary's names and the cues, longest match first."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.understanding.words.tokens import Token, words
from stylist import vocabulary

TERMS: Final = (
    "pattern", "pattern_group", "material", "style", "occasion", "condition", "season", "fit",
)  # fmt: skip
FREE: Final = frozenset({"undo", "reset", "correct", "also"})
"""Cue groups that are looked for beside the reading of the words, not as part of it."""
_SINGULAR_KEPT: Final = frozenset(
    {"shorts", "flats", "kicks", "tights", "bottoms", "slides", "sweats"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase may be: a value of the vocabulary (`kind`, `name`), cue groups, or both."""

    phrase: tuple[str, ...]
    kind: str = ""
    name: str = ""
    cues: frozenset[str] = frozenset()


@dataclass(slots=True)
class Lexicon:
    """Phrases by their first word, longest first; and the words that occur in any of them."""

    by_first: dict[str, list[Reading]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    by_two: dict[tuple[str, ...], list[Reading]] = field(default_factory=dict)

    def index(self) -> None:
        """Sort the phrases, and find those of several words by their first two."""
        for readings in self.by_first.values():
            readings.sort(key=lambda reading: (-len(reading.phrase), reading.phrase))
            for reading in readings:
                self.by_two.setdefault(reading.phrase[:2], []).append(reading)

    def at(self, spelled: Sequence[str], i: int) -> Iterator[Reading]:
        """The phrases that match from word `i` on, longest first."""
        for reading in self.by_two.get(tuple(spelled[i : i + 2]), ()):
            phrase = reading.phrase
            if len(phrase) <= 2 or tuple(spelled[i : i + len(phrase)]) == phrase:
                yield reading
        if i + 1 < len(spelled):
            yield from self.by_two.get((spelled[i],), ())


@cache
def cue_tables() -> dict[str, dict[str, Any]]:
    """The cue file as it stands."""
    return tomllib.loads(files(__package__).joinpath("cues.toml").read_text("utf-8"))


def word_list(name: str) -> frozenset[str]:
    """One of the plain word lists of the cue file."""
    return frozenset(cue_tables()["words"][name])


def _inflections(kind: str, phrase: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield from _plurals(phrase)
    if kind == "color" and len(phrase) == 1:
        yield (f"{phrase[0].removesuffix('e')}ish",)
        yield (f"{phrase[0]}ish",)


def _plurals(phrase: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    *head, last = phrase
    if last.endswith(("s", "x", "ch", "sh")):
        yield (*head, f"{last}es")
    else:
        yield (*head, f"{last}s")
    if last.endswith("s") and not last.endswith("ss") and last not in _SINGULAR_KEPT:
        yield (*head, last[:-1])


def _named(group: str) -> Iterator[tuple[str, str, str]]:
    for name, synonyms in vocabulary.terms(group).items():
        # "other" is how the list names the rest; in a sentence it is no pattern.
        for phrase in (*(() if name == "other" else (name,)), *synonyms):
            yield group, name, phrase


_UNSPOKEN: Final[dict[str, tuple[str, ...]]] = {
    "sleeves": ("long", "short", "longer", "shorter", "cap", "bell", "puff", "rolled", "kimono"),
    "rating": ("higher", "highest", "good", "lower", "low", "second highest"),
    "size": ("s", "m", "l"),
}
"""Names of details that are said only together with their noun: "bell sleeves"."""


def detail_phrases() -> Iterator[tuple[str, str]]:
    """(attribute:value, phrase) of all details."""
    for attribute, rows in vocabulary.details().items():
        for value, said in rows.items():
            unspoken = value in _UNSPOKEN.get(attribute, ())
            for phrase in (*(() if unspoken else (value,)), *said):
                yield f"{attribute}:{value}", phrase


def _values() -> Iterator[tuple[str, str, str]]:
    """(kind, name, phrase) of everything that can be a value; the first of equals wins."""
    for phrase in vocabulary.formality_bands():
        yield "formality", phrase, phrase
    for phrase in vocabulary.terms("temperature"):
        yield "temperature", phrase, phrase
    yield from _named("slot")
    yield from _named("material")
    for color in vocabulary.colors().values():
        for phrase in (color.name, *color.words):
            yield "color", color.name, phrase
    for kind in vocabulary.kinds().values():
        for phrase in (kind.name, *kind.words):
            yield "category", kind.name, phrase
    yield from ((k, n, p) for k, n, p in _named("color_group") if p != n)
    for group in TERMS:
        yield from _named(group)
    for group in ("move", "quality", "aspect"):
        for name, phrases in cue_tables()[group].items():
            yield from ((group, name, one) for phrase in phrases for one in _graded(group, phrase))
    yield from (("detail", name, phrase) for name, phrase in detail_phrases())


def _graded(group: str, phrase: str) -> Iterator[str]:
    """A move by its degree as it is, and in every other way to say more or less of it."""
    yield phrase
    degree, _, rest = phrase.partition(" ")
    if group == "move" and degree in ("more", "less") and rest:
        for said in cue_tables()["cue"][degree]:
            if said.endswith(f" {degree}"):
                yield f"{said} {rest}"


def _with_adverbs(spelled: tuple[str, ...], group: str) -> Iterator[tuple[str, ...]]:
    """A phrase said after the thing, as it is and strengthened: "is totally fine"."""
    yield spelled
    if group.endswith("_post") and spelled[0] in ("is", "are") and len(spelled) > 1:
        for adverb in word_list("adverbs"):
            yield (spelled[0], adverb, *spelled[1:])


@cache
def lexicon() -> Lexicon:
    """All phrases; made once from the vocabulary and the cue file."""
    values: dict[tuple[str, ...], tuple[str, str]] = {}
    inflected: dict[tuple[str, ...], tuple[str, str]] = {}
    for kind, name, phrase in _values():
        spelled = words(phrase)
        values.setdefault(spelled, (kind, name))
        if kind in ("category", "slot", "color", "pattern"):
            for other in _inflections(kind, spelled):
                inflected.setdefault(other, (kind, name))
    values = {**inflected, **values}
    cues: dict[tuple[str, ...], set[str]] = {}
    for group, phrases in cue_tables()["cue"].items():
        if group not in FREE:
            for phrase in phrases:
                for spelled in _with_adverbs(words(phrase), group):
                    cues.setdefault(spelled, set()).add(group)
    made = Lexicon()
    for spelled in {*values, *cues}:
        kind, name = values.get(spelled, ("", ""))
        reading = Reading(spelled, kind, name, frozenset(cues.get(spelled, ())))
        made.by_first.setdefault(spelled[0], []).append(reading)
        made.known.update(spelled)
    made.index()
    return made


def is_value(word: str) -> bool:
    """Whether a single word is a value of the vocabulary by itself."""
    return any(r.kind and len(r.phrase) == 1 for r in lexicon().by_two.get((word,), ()))


@cache
def signals() -> Lexicon:
    """Phrases that tell dialogue acts; they may overlap each other and the lexicon."""
    tables = cue_tables()
    groups = {**tables["act"], **{g: p for g, p in tables["cue"].items() if g in FREE}}
    found: dict[tuple[str, ...], set[str]] = {}
    for group, phrases in groups.items():
        for phrase in phrases:
            found.setdefault(words(phrase), set()).add(group)
    made = Lexicon()
    for spelled, names in found.items():
        made.by_first.setdefault(spelled[0], []).append(Reading(spelled, cues=frozenset(names)))
        made.known.update(spelled)
    made.index()
    return made


@dataclass(frozen=True, slots=True)
class Gate:
    """When an ambiguous word counts as a value."""

    after: frozenset[str]
    before: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    alone: bool

    def passes(self, previous: str, following: str) -> bool:
        """Whether the neighbours let the word count."""
        if previous in self.not_after or following in self.not_before:
            return False
        if previous in self.after or following in self.before:
            return True
        if self.not_after or self.not_before:
            return self.alone
        stops = ("", ".", ",", "!", "?")
        bare = not self.after and not self.before
        return self.alone and (bare or (previous in stops and following in stops))


@cache
def gates() -> dict[tuple[str, ...], Gate]:
    """The gates by phrase."""
    return {
        words(phrase.replace("_", " ")): Gate(
            after=frozenset(row.get("after", ())),
            before=frozenset(row.get("before", ())),
            not_after=frozenset(row.get("not_after", ())),
            not_before=frozenset(row.get("not_before", ())),
            alone=row.get("alone", False),
        )
        for phrase, row in cue_tables()["gate"].items()
    }


def admitted(reading: Reading, spelled: Sequence[str], i: int) -> bool:
    """Whether a value reading at word `i` counts here, by its gate."""
    gate = gates().get(reading.phrase)
    if gate is None:
        return True
    following = i + len(reading.phrase)
    return gate.passes(
        spelled[i - 1] if i else "", spelled[following] if following < len(spelled) else ""
    )


def heard(tokens: Sequence[Token]) -> set[tuple[str, int, int]]:
    """Every signal phrase in the words: (group, first word, end word)."""
    spelled = [token.word for token in tokens]
    table = signals()
    return {
        (group, i, i + len(reading.phrase))
        for i, word in enumerate(spelled)
        if word in table.by_first
        for reading in table.at(spelled, i)
        for group in reading.cues
    }
