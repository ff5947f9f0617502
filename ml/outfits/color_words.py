"""The colours of an outfit in a sentence: which meet, whether that is much, which comes back."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ml.outfits.color import clashes, family
from ml.outfits.facts import CLOTHES, GarmentFacts
from ml.outfits.request import Request
from ml.outfits.situation import Situation
from ml.outfits.weights import numbers
from stylist.wording import listed

Worn = Sequence[GarmentFacts]
MANY_HUES: Final = 3
"""So many saturated hues are a lot of colour."""
MANY_NEUTRALS: Final = 3
"""More neutral colours than this are not listed."""


def color_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """Which colours meet, whether that is much, and which of them comes back."""
    back = repeated_colors(worn)
    echo = f"; {spelled(back[:1])} comes back" if back else ""
    spoken = [color for g in worn for color in g.main_colors]
    return meeting_colors(worn) + (echo if len({*spoken}) > 1 else "")


def meeting_colors(worn: Worn) -> str:
    """Which colours meet, and whether that is a lot."""
    spoken = [color for g in worn for color in g.main_colors]
    hues = sorted({color for color in spoken if family(color)})
    neutrals = sorted({color for color in spoken if not family(color)})
    if not hues:
        return f"{spelled(neutrals)} {'throughout' if len(neutrals) == 1 else 'are all neutral'}"
    families = [family(hue) for g in worn for hue in g.main_colors if family(hue)]
    words = spelled(hues)
    if len({*families}) > 1:
        much = len({*families}) >= MANY_HUES or clashes(hues)
        return f"{words} together" + (", which is a lot of colour" if much else "")
    told = f"{words} with {_calm(neutrals)}" if neutrals else f"{words} throughout"
    return f"{told}, which is a lot of one colour" if one_hue_all_over(worn) else told


def repeated_colors(worn: Worn) -> list[str]:
    """The main colours that more than one piece has, the most repeated first."""
    count = Counter(g.main_colors[0] for g in worn if g.main_colors)
    return [color for color, times in count.most_common() if times > 1 and color != "multicolor"]


def one_hue_all_over(worn: Worn) -> bool:
    """Whether so many main pieces have one hue that it costs something."""
    main = [g for g in worn if g.column in CLOTHES]
    count = Counter(hue for g in main for hue in {family(c) for c in g.main_colors} if hue)
    count.pop("multicolor", None)
    losses = numbers("color", "one_hue_loss")
    return losses[min(max(count.values(), default=0), len(losses) - 1)] > 0


def spelled(colors: Sequence[str]) -> str:
    """Names of colours as they stand in a sentence."""
    return listed([color.replace("-", " ") for color in colors])


def _calm(neutrals: Sequence[str]) -> str:
    return "neutrals" if len(neutrals) > MANY_NEUTRALS else spelled(neutrals)
