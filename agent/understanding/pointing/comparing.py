"""Which of the shown outfits is meant by what it is more of: "the warmer one", "the smartest"."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from stylist import vocabulary
from stylist.outfits import OutfitCard

_NAME: Final = r"(?:one|outfit|look|option|of)"
_COMPARED: Final = re.compile(
    rf"\bthe (?:(?:more|less|most|least) [\w-]+|\w{{2,}}(?:er|est)|best|better|worst)"
    r"(?: (?:one|outfit|look|option))? of (?:the )?"
    r"(?:two|three|four|five|these|those|them|all|lot)\b"
    rf"|\bthe (?:(?:more|less|most|least) [\w-]+"
    rf"|(?!(?:other|oth|lat|form|prop|und|upp|low|inn|out|aft|bitt|rubb|leath)er|rest|first|last)"
    rf"\w{{2,}}(?:er|est)) {_NAME}(?!\w)(?! (?:the|my|this|that) (?:week|day|year))",
    re.I,
)
_MEASURES: Final = (
    (re.compile(r"\b(?:warm|cos(?:i|y)|co[sz]i|toast|snug|heav|thick)"), "warm", 1),
    (re.compile(r"\b(?:cool|light|air|thin|breez|summer|summeri)"), "warm", -1),
    (
        re.compile(r"\b(?:dress|smart|formal|fanc|posh|elegant|sharp|chic|classi|swank)"),
        "formal",
        1,
    ),
    (re.compile(r"\b(?:casual|relaxed|laid|scruff|sport|comf|easi)"), "formal", -1),
)
_LESS: Final = re.compile(r"\b(?:less|least)\b", re.I)
_ALIKE: Final = 0.02
"""Below this difference, in clo or of the 0..1 formality, nothing is told apart."""


def compared(text: str) -> list[tuple[int, int]]:
    """Where words such as "the cheaper of the two" or "the warmer one" stand."""
    return [match.span() for match in _COMPARED.finditer(text)]


def the_most(said: str, shown: Sequence[OutfitCard]) -> OutfitCard | None:
    """The outfit that the words mean, by the kinds of its garments; None where nothing settles it.

    What is cheapest or prettiest no kind of garment tells.
    """
    plain = said.lower()
    measure = next(((name, sign) for p, name, sign in _MEASURES if p.search(plain)), None)
    if measure is None or len(shown) < 2:
        return None
    name, sign = measure
    sign = -sign if _LESS.search(plain) else sign
    worth: Callable[[OutfitCard], float] = _warmth if name == "warm" else _formality
    ranked = sorted(shown, key=lambda card: -sign * worth(card))
    apart = abs(worth(ranked[0]) - worth(ranked[1])) > _ALIKE
    return ranked[0] if apart else None


def _kinds(card: OutfitCard) -> list[vocabulary.Kind]:
    named = (item.subcategory or item.category for item in card.items)
    return [vocabulary.kinds()[name] for name in named if name in vocabulary.kinds()]


def _warmth(card: OutfitCard) -> float:
    return sum(kind.clo for kind in _kinds(card))


def _formality(card: OutfitCard) -> float:
    worn = [kind.formality for kind in _kinds(card)]
    return sum(worn) / len(worn) if worn else 0.0
