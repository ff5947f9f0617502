"""Which of the shown outfits is warmer, or dressier: an answer to "which is warmer?"."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from agent.policy.pointed import referred
from agent.policy.situation import Situation
from stylist import vocabulary
from stylist.outfits import OutfitCard, OutfitItem
from stylist.wording import listed

_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth")
_ASKS: Final = re.compile(
    r"\b(?:which|what|who|is|are)\b[^.?!]*?\b(?:"
    r"(warm|cold|cool|light|dress|smart|fanc)(?:er|est|ier|iest)"
    r"|(?:more|most|less|least) (formal|elegant|casual|dress|smart|warm)y?)\b"
)
_LESS: Final = re.compile(r"\b(?:less|least)\b")
_MEASURES: Final = {
    "warm": ("warm", 1), "cold": ("warm", -1), "cool": ("warm", -1), "light": ("warm", -1),
    "dress": ("formal", 1), "formal": ("formal", 1), "smart": ("formal", 1),
    "elegant": ("formal", 1), "fanc": ("formal", 1), "casual": ("formal", -1),
}  # fmt: skip
_SAID: Final = {
    ("warm", 1): ("warmest", "warm"), ("warm", -1): ("lightest", "light"),
    ("formal", 1): ("dressiest", "dressy"), ("formal", -1): ("most casual", "casual"),
}  # fmt: skip
_ALIKE: Final = {"warm": 0.05, "formal": 0.05}
"""Below this difference, in clo or of the 0..1 formality, two outfits count as alike."""


def asks_comparison(text: str) -> bool:
    """Whether it is asked which is warmer, or dressier."""
    return _ASKS.search(text.lower()) is not None


def compared(situation: Situation) -> str:
    """How the outfits compare in what is asked, best first; nothing when no comparison is asked.

    Goes by what kinds of garments they are (`vocabulary.Kind.clo`, `formality`), since a shown
    outfit does not tell how thick or how smart its own pieces are.
    """
    plain = situation.user_text.lower()
    asked = _ASKS.search(plain)
    meant = referred(situation)
    cards = meant if len(meant) > 1 else situation.shown
    if asked is None or len(cards) < 2:
        return ""
    name, sign = _MEASURES[asked.group(1) or asked.group(2)]
    sign = -sign if _LESS.search(asked.group()) else sign
    worth = _warmth if name == "warm" else _formality
    ranked = sorted(cards, key=lambda card: -sign * worth(card))
    most, alike = _SAID[name, sign]
    best = [c for c in ranked if abs(worth(c) - worth(ranked[0])) < _ALIKE[name]]
    if len(best) == len(ranked):
        return f"By their kinds of pieces they are about equally {alike}."
    first = listed([f"the {ordinal(situation.shown, card)}" for card in best])
    why = _telling(best[0], name, sign) if len(best) == 1 else ""
    verb = "are" if len(best) > 1 else "is"
    return f"{first.capitalize()} {verb} the {most}, by the kinds of pieces{why}."


def ordinal(shown: Sequence[OutfitCard], card: OutfitCard) -> str:
    """The place of an outfit on the screen, in words."""
    at = next(n for n, one in enumerate(shown) if one.id == card.id)
    return _ORDINALS[at] if at < len(_ORDINALS) else f"number {at + 1}"


def _kind(item: OutfitItem) -> vocabulary.Kind:
    return vocabulary.kinds()[item.subcategory or item.category]


def _warmth(card: OutfitCard) -> float:
    return sum(_kind(item).clo for item in card.items)


def _formality(card: OutfitCard) -> float:
    worn = [_kind(item).formality for item in card.items]
    return sum(worn) / len(worn) if worn else 0.0


def _telling(card: OutfitCard, name: str, sign: int) -> str:
    """The piece that says most for it."""
    value: Callable[[vocabulary.Kind], float] = (
        (lambda kind: kind.clo) if name == "warm" else (lambda kind: kind.formality)
    )
    if not card.items or (name == "warm" and sign < 0):
        return ""
    best = max(card.items, key=lambda item: sign * value(_kind(item)))
    return f": think of the {_kind(best).name.replace('-', ' ')}"
