"""An outfit in plain sentences: what is worn over what, and what speaks for it."""

from collections.abc import Mapping, Sequence

from ml.outfits.facts import BLAZER, BOTTOM, DRESS, MID, OUTER, SHOES, TOP, GarmentFacts
from ml.outfits.reasons import listed, name
from stylist.outfits import OutfitCard, ScorePart

MENTION_ABOVE = 0.85
COMPLAIN_BELOW = 0.5
PRAISED = ("warmth", "rain", "wishes", "formality_fit", "color_harmony", "taste")
"""Parts that are worth a word when they are good, most telling first."""


def explain(worn: Sequence[GarmentFacts], parts: Mapping[str, ScorePart]) -> str:
    """Describe the outfit, then its strengths, then what it lacks."""
    return " ".join([f"{_capital(wearing(worn))}.", *verdict(parts)])


def verdict(parts: Mapping[str, ScorePart]) -> list[str]:
    """What speaks for an outfit and what against it, as sentences."""
    good = [parts[p].reason for p in PRAISED if p in parts and parts[p].score >= MENTION_ABOVE]
    weak = sorted(
        (p for p in parts if parts[p].score < COMPLAIN_BELOW and p != "taste"),
        key=lambda p: parts[p].weight * (parts[p].score - 1.0),
    )
    sentences = [f"{_capital(reason)}." for reason in good[:3]]
    return sentences + [f"Less good: {parts[part].reason}." for part in weak[:2]]


def explain_card(card: OutfitCard) -> str:
    """Every part of a shown outfit in order of weight, for "why these?"."""
    ordered = sorted(card.score_breakdown.values(), key=lambda part: -part.weight)
    return " ".join([card.explanation.split(". ")[0].rstrip(".") + ".", *_lines(ordered)])


def _lines(parts: Sequence[ScorePart]) -> list[str]:
    return [f"{_capital(part.reason)} ({part.score:.2f})." for part in parts]


def wearing(worn: Sequence[GarmentFacts]) -> str:
    """What is worn over what: "navy blazer over a white shirt, with gray trousers and oxfords"."""
    at = {garment.column: garment for garment in worn}
    over = [at[column] for column in (OUTER, BLAZER, MID, DRESS, TOP) if column in at]
    rest = [at[column] for column in (BOTTOM, SHOES) if column in at]
    rest += [garment for garment in worn if garment.slot == "accessory"]
    first = " over ".join(name(garment) for garment in over)
    return ", with ".join(filter(None, [first, listed([name(g) for g in rest])]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
