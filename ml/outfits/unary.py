"""Parts that a garment has by itself, 0..1: season, style, fit, tastes, wearing, rain."""

import math
from collections.abc import Hashable
from typing import Final

from ml.outfits.color import chroma, family
from ml.outfits.facts import GarmentFacts
from ml.outfits.matching import has_color, is_kind, matches
from ml.outfits.request import History, Preferences, Request
from ml.outfits.situation import Situation
from ml.outfits.taste_attributes import leaning
from ml.outfits.weights import by_kind, number, weights
from stylist import vocabulary

NEUTRAL_TASTE: Final = 0.5
LEARNED: Final = "learned"
"""The part that learning adds: it counts from its middle, on top of the score without it."""


def season(garment: GarmentFacts, seasons: frozenset[str]) -> float:
    """1 when the garment is worn in one of the seasons, .25 when it is for others."""
    kind = vocabulary.kinds()[garment.kind_names[1]]
    own = set(garment.view.attributes.seasons or kind.seasons)
    return 1.0 if own & seasons else 0.25


def style(garment: GarmentFacts, want: tuple[str, ...], avoid: tuple[str, ...]) -> float:
    """1 in a wanted style, .5 when untagged, .3 in another style, 0 in an unloved one."""
    tags = {tag.lower() for tag in garment.view.attributes.style_tags}
    if tags & set(avoid):
        return 0.0
    if not tags or not want:
        return 0.5
    return 1.0 if tags & set(want) else 0.3


def occasion(garment: GarmentFacts, name: str) -> float:
    """1 for what suits an occasion, 0 for what does not, .6 else; sober ones want neutrals."""
    table = weights()["occasion"].get(name, {})
    loud = any(family(color) for color in garment.main_colors)
    if table.get("sober") and loud:
        return 0.2
    for kind in (garment.subcategory, garment.category):
        if kind in table.get("bad", ()):
            return 0.0
        if kind in table.get("good", ()):
            return 1.0
    return 0.6


def fit(garment: GarmentFacts, wanted: str) -> float:
    """1 when the cut is as wanted, .6 when unknown, .3 otherwise."""
    own = garment.view.attributes.fit
    return 0.6 if own is None else 1.0 if own == wanted else 0.3


def rotation(garment: GarmentFacts, history: History) -> float:
    """0 just after wearing, 1 a week later; shoes and coats may come again sooner."""
    days = history.worn_days_ago.get(garment.view.id)
    if days is None:
        return 1.0
    tired = math.exp(-3.0 * max(0.0, days) / number("rotation", "days"))
    return 1.0 - tired * float(weights()["rotation"].get(garment.slot, 1.0))


def novelty(garment: GarmentFacts, history: History) -> float:
    """1 for a garment not worn for weeks, less the more often it was worn since."""
    return math.exp(-history.wears.get(garment.view.id, 0) / number("novelty", "wears"))


def comfort(garment: GarmentFacts) -> float:
    """How easy a garment is to wear all day, 0..1."""
    default = 1.0 - 0.6 * garment.formality
    return by_kind(weights()["comfort"], garment.category, garment.subcategory, default)


def taste(garment: GarmentFacts, preferences: Preferences) -> float:
    """Favourite and unloved colours, comfort or style, as the person stated; .5 is neutral."""
    favorite = any(has_color(garment, color) for color in preferences.colors)
    unloved = any(has_color(garment, color) for color in preferences.avoid_colors)
    lean = 2.0 * preferences.comfort_style_balance - 1.0
    tilt = number("taste", "comfort") * lean * (0.5 - comfort(garment))
    step = number("taste", "favorite_color")
    return min(1.0, max(0.0, NEUTRAL_TASTE + step * (favorite - 1.5 * unloved) + tilt))


def learned(garment: GarmentFacts, preferences: Preferences) -> float:
    """What reactions to earlier outfits have taught of a garment, in log-odds; .5 is neutral."""
    most = number("learning", "most_log_odds")
    value = NEUTRAL_TASTE + 0.5 * leaning(garment, preferences.learned) / most
    return min(1.0, max(0.0, value))


def rain(garment: GarmentFacts) -> float:
    """How well a garment takes rain, by kind and then by material."""
    tables = weights()["rain"]
    table = tables.get(garment.slot, {})
    value = by_kind(table, garment.category, garment.subcategory, 1.0 if not table else 0.4)
    return min(value, float(tables["material"].get(garment.material, 1.0)))


def keeps_off(garment: GarmentFacts) -> bool:
    """Whether a garment keeps rain off who wears it."""
    return rain(garment) >= number("rain", "keeps_off")


def comes_off(garment: GarmentFacts, *, wet: bool) -> bool:
    """Whether a layer can be taken off outdoors when it is too warm; what keeps rain off stays."""
    return garment.removable and not (wet and keeps_off(garment))


def loose_wishes(request: Request) -> tuple[list[str], ...]:
    """Wanted colours, kinds, patterns and materials that no wanted piece ties to something."""
    frame = request.frame
    tied = {value for piece in frame.pieces.want for value in piece.model_dump().values()}
    lists = (frame.colors, frame.categories, frame.patterns, frame.materials)
    return tuple([name for name in wish.want if name not in tied] for wish in lists)


def wish_bits(garment: GarmentFacts, request: Request, loose: tuple[list[str], ...]) -> int:
    """Bit i is set when the garment fulfils wish i, in the order of the frame.

    `loose` are the `loose_wishes` of the request.
    """
    frame, (colors, kinds, patterns, materials) = request.frame, loose
    hits = [has_color(garment, name) for name in colors]
    hits += [is_kind(garment, name) for name in kinds]
    hits += [garment.pattern == name for name in patterns]
    hits += [garment.material == name for name in materials]
    hits += [matches(garment, piece) for piece in frame.pieces.want]
    return sum(1 << i for i, hit in enumerate(hits) if hit)


def wish_count(request: Request) -> int:
    """How many loose and tied wishes a frame holds."""
    return sum(len(names) for names in loose_wishes(request)) + len(request.frame.pieces.want)


def colorfulness(garment: GarmentFacts) -> float:
    """Chroma of the garment's colours by their share, 0 (neutral) to about .2."""
    return sum(chroma(name) * share for name, share in garment.colors.items())


def unary_parts(request: Request, situation: Situation) -> list[str]:
    """Names of the per-garment parts that apply to a request."""
    likes = request.preferences
    applies = {
        "season": bool(situation.seasons),
        "occasion": bool(request.frame.occasion),
        "style": bool(request.frame.styles.want or likes.styles or likes.avoid_styles),
        "fit": bool(request.frame.fit or (likes.fit and likes.fit != "regular")),
        "taste": bool(likes.colors or likes.avoid_colors)
        or likes.comfort_style_balance != NEUTRAL_TASTE,
        LEARNED: bool(likes.learned),
        "rotation": bool(request.history.worn_days_ago),
        "novelty": bool(request.history.wears),
    }
    return [name for name, on in applies.items() if on]


def unary_key(part: str, garment: GarmentFacts) -> Hashable:
    """What decides a per-garment part: it is the same for garments with the same."""
    seen = garment.view.attributes
    match part:
        case "season":
            return garment.kind_names, *seen.seasons
        case "style":
            return tuple(seen.style_tags)
        case "occasion":
            return garment.sort
        case "fit":
            return seen.fit
        case "taste":
            return garment.sort, garment.formality
        case _:
            return garment.view.id


def unary_value(part: str, garment: GarmentFacts, request: Request, now: Situation) -> float:
    """The value of a per-garment part for one garment."""
    likes, frame = request.preferences, request.frame
    match part:
        case "season":
            return season(garment, now.seasons)
        case "style":
            return style(garment, (*frame.styles.want, *likes.styles), likes.avoid_styles)
        case "occasion":
            return occasion(garment, frame.occasion or "")
        case "fit":
            return fit(garment, frame.fit or likes.fit or "regular")
        case "taste":
            return taste(garment, likes)
        case "learned":
            return learned(garment, likes)
        case "novelty":
            return novelty(garment, request.history)
        case _:
            return rotation(garment, request.history)
