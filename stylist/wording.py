"""Garment names within a sentence: small first letters, singular and plural."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from stylist import vocabulary

QUALIFIERS: Final = frozenset((
    "heather", "forest", "sand", "dark", "light", "pale", "bright", "deep", "soft", "bold", "old",
    "new", "warm", "thick", "thin", "long", "short", "wide", "slim", "loose", "cropped", "high",
    "low", "ribbed", "cable", "merino", "cashmere", "hooded", "pleated", "wrap", "shift",
    "ballet", "penny", "running", "rubber", "straight", "quilted", "padded", "graphic",
    "mountain", "tartan", "herringbone", "pinstripe", "banker", "pique", "jersey", "ripped",
    "faded", "washed", "plain", "printed", "embroidered", "evening", "summer", "winter", "smart",
    "casual", "oversized", "vintage",
))  # fmt: skip
"""Words that begin a garment's name and are no proper names."""
FINER: Final = frozenset((
    "tuxedo", "tux", "suit", "trouser suit", "pant suit", "pantsuit",
    "dinner jacket", "smoking", "jumpsuit", "romper", "playsuit", "dungaree",
    "overall", "kaftan", "caftan", "sundress", "sun dress", "maxi dress", "midi dress",
    "mini dress", "cocktail dress", "lbd", "evening gown", "ball gown", "wedding dress",
    "shirt dress", "sweater dress", "wrap dress", "slip dress", "culotte", "fedora", "sun hat",
    "sunhat", "bucket hat", "beret", "panama hat", "trilby", "kilt", "waistcoat", "poncho", "cape",
    "mary jane", "ballerina", "espadrille", "clog", "wellington", "bow tie",
))  # fmt: skip
"""Things that the vocabulary takes for a broader kind, in the singular: not every blazer is one."""
SINGULAR_ENDINGS: Final = ("ss", "us", "is")


@cache
def common_words() -> frozenset[str]:
    """Every single word of the vocabulary, in small letters."""
    groups = ("pattern", "material", "style", "fit")
    phrases = [word for kind in vocabulary.kinds().values() for word in (kind.name, *kind.words)]
    phrases += [word for hue in vocabulary.colors().values() for word in (hue.name, *hue.words)]
    for group in groups:
        for term, words in vocabulary.terms(group).items():
            phrases += [term, *words]
    parts = (part for phrase in phrases for part in (phrase, *re.split(r"[ -]", phrase)))
    return frozenset(part.casefold() for part in parts) | QUALIFIERS


def in_sentence(name: str) -> str:
    """A garment's name inside a sentence: "Navy blazer" becomes "navy blazer", "Levi's" stays."""
    first, _, rest = name.strip().partition(" ")
    plain = first[:1].isupper() and first[1:] == first[1:].lower()
    known = first.casefold() in common_words()
    return f"{first.lower()} {rest}".strip() if plain and known else name.strip()


def is_plural(name: str, kind: str) -> bool:
    """Whether a garment takes "are": "loafers" and "jeans" do, "dress" and "navy blazer" do not."""
    words = re.findall(r"[A-Za-zÀ-ÿ'’-]+", name)
    known = [word for word in words if word.casefold().rstrip("s") in _nouns()]
    noun = (known or [kind] if _ends_plural(kind) else known or words or [kind])[-1]
    return _ends_plural(noun)


def is_own_word(kind: str, said: str) -> bool:
    """Whether a word means no less than the kind: "trainers" and "sneakers", not "tuxedo".

    The vocabulary takes finer things for the nearest kind; those are listed here as FINER.
    """
    return kind.replace("-", " ").rstrip("s") in said or said.rstrip("s") not in FINER


@cache
def _nouns() -> frozenset[str]:
    names = [word for kind in vocabulary.kinds().values() for word in (kind.name, *kind.words)]
    return frozenset(re.split(r"[ -]", name)[-1].casefold().rstrip("s") for name in names)


def _ends_plural(word: str) -> bool:
    lowered = word.casefold()
    return lowered.endswith("s") and not lowered.endswith(SINGULAR_ENDINGS) and "'" not in lowered


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence: "a, b and c"."""
    if not words:
        return ""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
