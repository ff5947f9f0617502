"""An outfit in plain sentences: what is worn over what, and what speaks for it."""

from collections.abc import Mapping, Sequence

from ml.outfits.facts import BLAZER, BOTTOM, DRESS, MID, OUTER, SHOES, TOP, GarmentFacts
from ml.outfits.reasons import name
from stylist.outfits import OutfitCard, ScorePart
from stylist.wording import listed

MENTION_ABOVE = 0.85
ADMIT_BELOW = 0.7
COMPLAIN_BELOW = 0.5
LEARNED_ABOVE = 0.58
"""What was learned is neutral at one half; this is when it speaks clearly for an outfit."""
WARM_ABOVE = 0.9
"""Below this an outfit is at least a little cool."""
MOST_PRAISE = 3
NO_PRAISE = "it comes nearest to what you asked for"
SILENT = ("taste", "learned", "novelty", "near", "compatibility")
"""Parts that are a fault in nobody's eyes."""
PRAISED = ("warmth", "rain", "wishes", "formality_fit", "color_harmony", "taste", "learned")
"""Parts that are worth a word when they are good, most telling first."""


def explain(
    worn: Sequence[GarmentFacts], parts: Mapping[str, ScorePart], lacking: Sequence[str] = ()
) -> str:
    """Describe the outfit, whether it is but half of one, its strengths and its faults."""
    half = [f"Not a whole outfit: it lacks {listed(lacking)}."] if lacking else []
    return " ".join([f"{_capital(wearing(worn))}.", *half, *verdict(parts)])


def verdict(parts: Mapping[str, ScorePart]) -> list[str]:
    """What speaks for an outfit and what against it, as sentences."""
    weak = sorted(
        (p for p in parts if _fails(p, parts[p]) and p not in SILENT),
        key=lambda p: parts[p].weight * (parts[p].score - 1.0),
    )
    sentences = [f"{_capital(reason)}." for reason in praise(parts)[:MOST_PRAISE]]
    return sentences + [f"Less good: {parts[part].said}." for part in weak[:2]]


def praise(parts: Mapping[str, ScorePart]) -> list[str]:
    """What speaks for an outfit, the most telling first, as clauses."""
    least = dict.fromkeys(PRAISED, MENTION_ABOVE) | {"warmth": WARM_ABOVE, "learned": LEARNED_ABOVE}
    return [parts[p].said for p in PRAISED if p in parts and parts[p].score >= least[p]]


def headline(card: OutfitCard) -> str:
    """The one reason that speaks most for an outfit, as a short clause."""
    return next(iter(praise(card.score_breakdown)), NO_PRAISE).partition(";")[0]


def caution(card: OutfitCard) -> str:
    """What the weather has against an outfit, as a clause; empty when nothing."""
    parts = card.score_breakdown
    weak = [parts[p].said for p in ("warmth", "rain") if p in parts and _fails(p, parts[p])]
    return weak[0] if weak else ""


def _fails(name: str, part: ScorePart) -> bool:
    """Whether a part is worth a complaint; who is cold hears of it sooner."""
    return part.score < (ADMIT_BELOW if name == "warmth" else COMPLAIN_BELOW)


def explain_card(card: OutfitCard) -> str:
    """What speaks for a shown outfit and what against it, for "why these?"."""
    parts = card.score_breakdown
    dressed = parts["formality_fit"].said if "formality_fit" in parts else ""
    told = [p for name, p in parts.items() if name not in SILENT and not dressed.endswith(p.said)]
    told += [parts["formality_fit"]] if dressed else []
    ordered = sorted(told, key=lambda part: -part.weight * part.score)
    good = [part.said for part in ordered if part.score >= ADMIT_BELOW]
    weak = [part.said for part in ordered if part.score < ADMIT_BELOW]
    sentences = [f"{_capital(words)}." for words in good]
    sentences += [f"Not perfect: {'; '.join(weak)}."] if weak else []
    return " ".join([card.explanation.split(". ")[0].rstrip(".") + ".", *sentences])


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
