"""Checks a reply before it leaves: it names no garment that tools did not return, none excluded."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from stylist.vocabulary import colors, kinds, terms, with_descendants
from tools.boundary import GarmentRef

UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
NEGATION = re.compile(
    r"\b(no|not|n't|without|instead|left out|leave out|avoid\w*|skip\w*|exclud\w*|dropp?\w*|"
    r"rather than|except|none|any more|gone|ruled out|lack\w*|missing|cannot|nothing)\b|n[’']t\b",
    re.IGNORECASE,
)


UNLISTED = (
    "scarf", "tie", "bow tie", "gloves", "mittens", "watch", "sunglasses", "umbrella", "socks",
    "tights", "shawl", "poncho", "necklace", "earrings", "bracelet", "brooch", "beanie",
    "kilt", "waistcoat", "kimono", "cape", "sari", "swimsuit", "bikini", "pyjamas", "cufflinks",
    "cummerbund", "ring", "bow ties", "veil",
)  # fmt: skip
"""Things that a model likes to add and that the vocabulary has no kind for."""


_PATTERNED: Final = frozenset({"solid", "other"})
"""Patterns that nobody speaks of as one."""
_NEAR: Final = 3
"""Words before a garment's noun that may say what it is like."""
_STOPS: Final = frozenset((
    "a", "an", "the", "your", "my", "this", "that", "these", "those", "and", "or", "with", "of",
    "for", "in", "on", "to", "is", "are", "was", "be", "but", "so", "as", "it", "you", "i", "he",
    "she", "we", "they", "have", "has", "own", "owns", "wear", "put", "take", "add", "try",
    "some", "any", "over", "under", "than", "like", "by", "at", "from", "into", "then", "also",
    "plus", "both",
))  # fmt: skip
_OWNED: Final = re.compile(
    r"(?:\b(?:your|you(?:['’]ve|\s+have|\s+own)(?:\s+got)?(?:\s+(?:a|an|the|one|two|three|some|\d+:?(?:\s+(?:an?|the))?))?))"
    r"\s+(?:[\w’'-]+[ -]){0,3}$",
    re.IGNORECASE,
)
"""What stands before a garment that the person is said to own."""
_NO_GARMENT: Final = re.compile(
    r"\s*(?:code|codes|size|sizes|rack|shop|rehearsal)\b", re.IGNORECASE
)
"""After "dress" or "shoe", what makes it something else."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A garment that a text claims, in the vocabulary's names; None is not said."""

    color: str | None
    kind: str
    pattern: str | None = None
    material: str | None = None


@cache
def _words() -> tuple[dict[str, dict[str, str]], dict[str, str], re.Pattern[str]]:
    """Words of looks by field and of kinds (each to its name), and the pattern of a kind."""
    looks = {
        "color": {w.casefold(): c.name for c in colors().values() for w in (c.name, *c.words)},
        "pattern": {
            w.casefold(): name
            for name, words in terms("pattern").items()
            if name not in _PATTERNED
            for w in (name, *words)
        },
        "material": {
            w.casefold(): name for name, words in terms("material").items() for w in (name, *words)
        },
    }
    worn = {word: word for word in UNLISTED} | {
        w.casefold(): k.name
        for k in kinds().values()
        for w in (k.name, k.name.replace("-", " "), *k.words)
    }
    any_kind = "|".join(re.escape(word) for word in sorted(worn, key=len, reverse=True))
    return looks, worn, re.compile(rf"(?<![\w-])({any_kind})(?:e?s)?(?![\w-])", re.IGNORECASE)


def mentions(text: str) -> Iterator[Mention]:
    """Every garment that a text claims: "navy striped shirt", "your linen trousers".

    A bare "a blazer" claims nothing, nor does "your blazer" in a question or beside a "no".
    """
    looks, worn, pattern = _words()
    for sentence in SENTENCE.findall(text):
        tame = sentence.rstrip().endswith("?") or bool(NEGATION.search(sentence))
        for found in pattern.finditer(sentence):
            if _NO_GARMENT.match(sentence, found.end()):
                continue
            said = _said_before(sentence[: found.start()])
            stated = {field: _look(names, said) for field, names in looks.items()}
            kind = worn[found[1].casefold()]
            owned = bool(_OWNED.search(sentence[: found.start()]))
            claims = stated["pattern"] or stated["material"] or owned
            if stated["color"] or (claims and not tame):
                yield Mention(stated["color"], kind, stated["pattern"], stated["material"])


def _said_before(text: str) -> list[str]:
    """The words right before a noun that belong to it, in small letters."""
    last = re.split(r"[^\w’' -]", text)[-1]
    words: list[str] = []
    for word in reversed(last.casefold().split()):
        if word in _STOPS or len(words) == _NEAR:
            break
        words.insert(0, word)
    return words


def _look(names: dict[str, str], said: list[str]) -> str | None:
    """The name that the words give, the longest first: "light blue" before "blue"."""
    for length in (3, 2, 1):
        for start in range(len(said) - length + 1):
            words = " ".join(said[start : start + length])
            if name := names.get(words) or names.get(words.replace("-", " ")):
                return name
    parts = [part for word in said for part in word.split("-")]
    return next((names[part] for part in parts if part in names), None)


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
    echoed = {(mention.color, mention.kind) for mention in mentions(said) if mention.color}
    for mention in mentions(reply):
        taken_up = (mention.color, mention.kind) in echoed
        if not taken_up and not any(_is(garment, mention) for garment in garments):
            like = (mention.color, mention.pattern, mention.material, mention.kind)
            told = " ".join(word for word in like if word)
            faults.append(f"it speaks of a {told} that no tool returned")
    banned = [garment.name for garment in garments if str(garment.garment_id) in excluded]
    still = {garment.name for garment in garments if str(garment.garment_id) not in excluded}
    offered = (name for name in banned if name not in still and _offers(reply, name))
    return faults + [f"it offers the excluded {name}" for name in offered]


def _is(garment: GarmentRef, mention: Mention) -> bool:
    named = garment.name.casefold()
    return (
        _same_kind(garment, mention.kind)
        and (mention.color is None or _has_color(garment, mention.color))
        and (mention.pattern in (None, garment.pattern) or str(mention.pattern) in named)
        and (mention.material in (None, garment.material) or str(mention.material) in named)
    )


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
