"""Checks a reply before it leaves: it names no garment that tools did not return, none excluded."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from stylist.vocabulary import colors, kinds, with_descendants
from tools.boundary import GarmentRef

UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
SENTENCE = re.compile(r"[^.!?\n]+")
NEGATION = re.compile(
    r"\b(no|not|n't|without|instead|left out|leave out|avoid\w*|skip\w*|exclud\w*|dropp?\w*|"
    r"rather than|except|none|any more|gone)\b|n't\b",
    re.IGNORECASE,
)


UNLISTED = (
    "scarf", "tie", "bow tie", "gloves", "mittens", "watch", "sunglasses", "umbrella", "socks",
    "tights", "shawl", "poncho", "necklace", "earrings", "bracelet", "brooch", "beanie",
)  # fmt: skip
"""Things that a model likes to add and that the vocabulary has no kind for."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A coloured garment that a text speaks of, in the vocabulary's names."""

    color: str
    kind: str


@cache
def _words() -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    """Colour words, kind words (each to its name), and the pattern of one with the other."""
    hues = {w.casefold(): c.name for c in colors().values() for w in (c.name, *c.words)}
    unlisted = {word: word for word in UNLISTED}
    worn = unlisted | {
        w.casefold(): k.name
        for k in kinds().values()
        for w in (k.name, k.name.replace("-", " "), *k.words)
    }
    between = r"(?:[ -](?!and\b|or\b|with\b)[\w’'-]+){0,2}?"
    pattern = rf"\b({_any_of(hues)}){between}[ -]({_any_of(worn)})(?:e?s)?\b"
    return hues, worn, re.compile(pattern, re.IGNORECASE)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def mentions(text: str) -> Iterator[Mention]:
    """Every coloured garment of a text: "navy striped shirt" is a navy shirt."""
    hues, worn, pattern = _words()
    for color, kind in pattern.findall(text):
        yield Mention(hues[color.casefold()], worn[kind.casefold()])


def find_faults(
    reply: str, *, known: Iterable[GarmentRef], excluded: set[str], said: str
) -> list[str]:
    """What is wrong with a reply, in words; empty when it may leave.

    `known` are the garments that tools gave out in this conversation, `said` the person's own
    words, which a reply may take up ("you have no purple shirt").
    """
    if not reply.strip():
        return ["it says nothing"]
    garments = list(known)
    faults = [f"it shows the id {id_}" for id_ in UUID_TEXT.findall(reply)]
    echoed = set(mentions(said))
    for mention in mentions(reply):
        if mention not in echoed and not any(_is(garment, mention) for garment in garments):
            faults.append(f"it speaks of a {mention.color} {mention.kind} that no tool returned")
    banned = [garment.name for garment in garments if str(garment.garment_id) in excluded]
    still = {garment.name for garment in garments if str(garment.garment_id) not in excluded}
    offered = (name for name in banned if name not in still and _offers(reply, name))
    return faults + [f"it offers the excluded {name}" for name in offered]


def _is(garment: GarmentRef, mention: Mention) -> bool:
    return _same_kind(garment, mention.kind) and _has_color(garment, mention.color)


def _same_kind(garment: GarmentRef, kind: str) -> bool:
    own = {name for name in (garment.category, garment.subcategory) if name}
    broader = kinds()[kind].category if kind in kinds() else kind
    in_name = kind.replace("-", " ") in garment.name.casefold()
    # A person also says "boots" of ankle boots, and "ankle boots" of what is known as boots.
    return in_name or not own.isdisjoint(with_descendants(kind)) or broader in own


def _has_color(garment: GarmentRef, color: str) -> bool:
    near = set(with_descendants(color)) | {colors()[color].is_a or color}
    return not near.isdisjoint(garment.colors) or color in garment.name.casefold()


def _offers(reply: str, name: str) -> bool:
    sentences = (s for s in SENTENCE.findall(reply) if name.casefold() in s.casefold())
    return any(not NEGATION.search(sentence) for sentence in sentences)
