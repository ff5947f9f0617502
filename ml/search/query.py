"""What a text asks of a wardrobe: wishes that garments meet more or less, and what is ruled out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from ml.search.lexicon import (
    Aspect,
    Sense,
    idle_words,
    longest,
    phrase_set,
    senses,
    words,
)
from ml.search.spelling import mended

MAX_CHARS: Final = 1_000
"""What is beyond is not read."""
SOFT: Final[frozenset[Aspect]] = frozenset(
    {"warmth", "formality", "season", "fit", "style", "occasion"}
)
"""What "not" asks less of; of the others it rules out."""
JOINING: Final = frozenset({"or", "and", "nor", ",", "/"})

Shade = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that is asked; any of `names` will do, with `inverse` the less the better.

    `near` is "-ish": what looks like it will do as well. `degree` tells "too" or "very".
    """

    aspect: Aspect
    names: tuple[str, ...]
    said: str
    shade: Shade | None = None
    near: bool = False
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A partial garment that is ruled out: what meets every given aspect."""

    kinds: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A text as it was understood; `words` are left for names, brands, notes and the embedding."""

    text: str
    wishes: tuple[Wish, ...] = ()
    avoid: tuple[Exclusion, ...] = ()
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    availability: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    """Every word that says something, as it is written or was meant."""

    def of(self, aspect: Aspect) -> list[Wish]:
        """The wishes of one aspect."""
        return [wish for wish in self.wishes if wish.aspect == aspect]

    @property
    def empty(self) -> bool:
        """Whether nothing orders the garments."""
        return not self.wishes and not self.words


@dataclass(frozen=True, slots=True)
class _Unit:
    """A phrase of the text: a value, a "no", a degree, a joint, a stop, or an unread word."""

    role: Literal["value", "no", "degree", "join", "stop", "word", "idle"]
    said: str
    wish: Wish | None = None


def read_query(text: str, own_words: Collection[str] = ()) -> Query:
    """Understand a query; `own_words`, those of names, notes and brands, are never mended."""
    kept = text[:MAX_CHARS]
    spelled = [word if word in own_words else mended(word) for word in words(kept)]
    reader = _Reader()
    for i, unit in enumerate(units := list(_units(spelled))):
        reader.take(unit, units[i + 1 :])
    return reader.query(kept.strip(), tuple(w for w in spelled if w not in idle_words()))


def _units(spelled: list[str]) -> Iterator[_Unit]:
    i = 0
    while i < len(spelled):
        unit, length = _unit_at(spelled, i)
        yield unit
        i += length


def _unit_at(spelled: list[str], i: int) -> tuple[_Unit, int]:
    value, length = _value_at(spelled, i)
    for size in range(min(4, len(spelled) - i), length, -1):
        if tuple(spelled[i : i + size]) in phrase_set("negators"):
            return _Unit("no", " ".join(spelled[i : i + size])), size
    if value is not None:
        return _Unit("value", value.said, value), length
    word = spelled[i]
    if word in JOINING:
        return _Unit("join", word), 1
    if (word,) in phrase_set("degrees"):
        return _Unit("degree", word), 1
    if (word,) in phrase_set("stops"):
        return _Unit("stop", word), 1
    return _Unit("idle" if word in idle_words() or not word.isalnum() else "word", word), 1


def _value_at(spelled: list[str], i: int) -> tuple[Wish | None, int]:
    """The wish of the longest phrase from word `i` on, and its length."""
    shade, wish, length = _shade_of(spelled[i]), None, 0
    if shade and i + 1 < len(spelled):
        behind, size = _plain_value_at(spelled, i + 1)
        if behind is not None and behind.aspect == "color" and behind.shade is None:
            wish, length = replace(behind, shade=shade, said=f"{shade} {behind.said}"), size + 1
    plain, size = _plain_value_at(spelled, i)
    # "dark blue" is a name of its own (navy); "dark green" is green, only darker.
    if plain is not None and (wish is None or plain.names != wish.names) and size >= length:
        return plain, size
    return wish or plain, length or size


def _plain_value_at(spelled: list[str], i: int) -> tuple[Wish | None, int]:
    for size in range(min(longest(), len(spelled) - i), 0, -1):
        sense = senses().get(tuple(spelled[i : i + size]))
        if sense is not None:
            said = " ".join(spelled[i : i + size])
            near = sense.aspect == "color" and said.endswith("ish")
            if sense.aspect == "color" and spelled[i + size : i + size + 1] == ["ish"]:
                near, size, said = True, size + 1, f"{said}-ish"
            return Wish(sense.aspect, sense.names, said, near=near), size
    sense = _ish(spelled[i])
    return (None, 0) if sense is None else (Wish("color", sense.names, spelled[i], near=True), 1)


def _ish(word: str) -> Sense | None:
    """The colour of "navyish", "whitish" or "orangish"."""
    if not word.endswith("ish"):
        return None
    stem = word.removesuffix("ish")
    found = (senses().get((form,)) for form in (stem, f"{stem}e", stem[:-1]))
    return next((sense for sense in found if sense and sense.aspect == "color"), None)


def _shade_of(word: str) -> Shade | None:
    if (word,) in phrase_set("light"):
        return "light"
    return "dark" if (word,) in phrase_set("dark") else None


@dataclass(slots=True)
class _Reader:
    """Takes the phrases in turn; knows whether a "no" still reaches."""

    wishes: list[Wish] = field(default_factory=list)
    avoid: list[dict[Aspect, tuple[str, ...]]] = field(default_factory=list)
    refused_kinds: list[Wish] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    availability: list[str] = field(default_factory=list)
    negated: bool = False
    fresh: bool = False
    last: Aspect | None = None
    joined: str = ""

    def take(self, unit: _Unit, ahead: list[_Unit]) -> None:
        """Take one phrase; `ahead` are those after it."""
        if unit.role == "no":
            self.negated, self.fresh, self.last = True, True, None
        elif unit.role == "join":
            self._join(unit, ahead)
        elif unit.role == "stop":
            self.negated = self.negated and bool(self.fresh) and unit.said == "that"
        elif unit.wish is not None:
            self._value(unit.wish)
        elif unit.role == "word":
            self._word(unit.said)
        if unit.role != "join":
            self.joined = ""

    def _join(self, unit: _Unit, ahead: list[_Unit]) -> None:
        self.joined = unit.said
        following = next((u.wish for u in ahead[:2] if u.role != "idle"), None)
        goes_on = following is not None and following.aspect == self.last
        if unit.said in (",", "and") and not goes_on:
            self.negated = False

    def _word(self, word: str) -> None:
        (self.without if self.negated else self.words).append(word)
        self.negated = False

    def _value(self, wish: Wish) -> None:
        if wish.aspect == "availability":
            self.availability += wish.names
        elif not self.negated:
            self._want(wish)
        elif wish.aspect in SOFT:
            self.wishes.append(replace(wish, inverse=True, said=f"not {wish.said}"))
        else:
            self._refuse(wish)
        self.last, self.fresh = wish.aspect, False

    def _want(self, wish: Wish) -> None:
        """One of several, or one more: colours joined by "and" are both asked for."""
        before = self.wishes[-1] if self.wishes else None
        either = wish.aspect != "color" or self.joined in ("or", ",", "/")
        if before and before.aspect == wish.aspect == self.last and either and not before.inverse:
            both = (*before.names, *wish.names)
            self.wishes[-1] = replace(
                before, names=tuple(dict.fromkeys(both)), said=f"{before.said} or {wish.said}"
            )
        else:
            self.wishes.append(wish)

    def _refuse(self, wish: Wish) -> None:
        """`no black boots` rules out their meeting, `no black or boots` each of them."""
        whole = self.avoid[-1] if self.avoid and not self.fresh else None
        if whole is None or (self.joined and wish.aspect not in whole):
            self.avoid.append({wish.aspect: wish.names})
        else:
            whole[wish.aspect] = (*whole.get(wish.aspect, ()), *wish.names)
        if wish.aspect == "kind":
            self.refused_kinds.append(wish)

    def query(self, text: str, spoken: tuple[str, ...]) -> Query:
        """Everything that was taken."""
        wishes = list(self.wishes)
        if not any(wish.aspect == "kind" for wish in wishes):
            # "not black trousers" asks for trousers still.
            tied = {name for part in self.avoid if len(part) > 1 for name in part.get("kind", ())}
            wishes += [wish for wish in self.refused_kinds if tied.intersection(wish.names)]
        return Query(
            text=text,
            wishes=tuple(wishes),
            avoid=tuple(_exclusion(part) for part in self.avoid),
            words=tuple(dict.fromkeys(self.words)),
            without=tuple(dict.fromkeys(self.without)),
            availability=tuple(dict.fromkeys(self.availability)),
            spoken=spoken,
        )


def _exclusion(part: dict[Aspect, tuple[str, ...]]) -> Exclusion:
    return Exclusion(
        kinds=part.get("kind", ()),
        colors=part.get("color", ()),
        patterns=part.get("pattern", ()),
        materials=part.get("material", ()),
    )
