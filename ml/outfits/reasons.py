"""Why a part scored as it did, in a sentence that names garments; warmth and formality in figures.

The same two without figures, for people, are in `plain.py`.
"""

from collections.abc import Callable, Sequence
from typing import Final

from ml.outfits import clo
from ml.outfits.color_words import color_reason, spelled
from ml.outfits.compatibility import ALONE
from ml.outfits.compatibility.wardrobe import closest_and_farthest
from ml.outfits.facts import BLAZER, OUTER, GarmentFacts
from ml.outfits.matching import has_color, in_words, is_kind, is_plainly, matches
from ml.outfits.request import Request
from ml.outfits.situation import Situation, slot_weight
from ml.outfits.taste_attributes import leaning
from ml.outfits.unary import (
    NEUTRAL_TASTE,
    comes_off,
    keeps_off,
    loose_wishes,
    occasion,
    rain,
    rotation,
    season,
    style,
    taste,
)
from stylist.frame import Piece
from stylist.wording import in_sentence, is_plural, listed

Worn = Sequence[GarmentFacts]
LEVELS: Final = ("very casual", "casual", "smart casual", "dressy", "very formal")
CLEAR_LEANING: Final = 0.2
"""Log-odds of liking below which nothing is said of what was learned. A judgement."""
NUMBERS: Final = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)
OCCASIONS: Final = {
    "casual": "a casual day", "work": "work", "interview": "an interview", "date": "a date",
    "party": "a party", "wedding": "a wedding", "funeral": "a funeral", "workout": "a workout",
    "travel": "a journey", "beach": "the beach", "home": "a day at home",
}  # fmt: skip


def level(formality: float) -> str:
    """The nearest of five words for a formality of 0..1."""
    return LEVELS[min(4, round(formality * 4))]


def name(garment: GarmentFacts) -> str:
    """The garment's name as it stands within a sentence."""
    return in_sentence(garment.view.name) or garment.kind_names[1].replace("-", " ")


def plural(garment: GarmentFacts) -> bool:
    """Whether the garment takes "are"."""
    return is_plural(garment.view.name, garment.kind_names[1])


def counted(count: int) -> str:
    """A count as it stands in a sentence: a word up to ten, then the figure."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def verb(garments: Worn, one: str, many: str) -> str:
    """The form of a verb for these garments."""
    return many if len(garments) != 1 or plural(garments[0]) else one


def the(garments: Worn) -> str:
    """Garments as a subject: "the navy blazer and the brown loafers"."""
    return listed([f"the {name(g)}" for g in garments])


def at_occasion(request: Request) -> str:
    """The occasion with its article, as it stands after "for"."""
    return OCCASIONS.get(request.frame.occasion or "", request.frame.occasion or "")


def mean_formality(worn: Worn) -> float:
    """The outfit's formality, pieces weighted by slot."""
    weight = sum(slot_weight(garment) for garment in worn)
    return sum(slot_weight(g) * g.formality for g in worn) / weight if weight else 0.0


def formality_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The outfit's level against the band."""
    mean, (low, high) = mean_formality(worn), now.formality or (0.0, 1.0)
    return f"{level(mean)} ({mean:.2f}) for an asked {low:.2f} to {high:.2f}"


def pattern_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """Which patterned pieces meet."""
    patterned = [g for g in worn if g.pattern != "solid"]
    if not patterned:
        return "no patterns to clash"
    if len(patterned) == 1:
        return f"{the(patterned)} {verb(patterned, 'is', 'are')} the only pattern"
    return f"{the(patterned)} bring {counted(len(patterned))} patterns together"


def warmth_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The outfit's clo against what the temperature asks."""
    has, (low, high) = clo.ensemble_of(worn), now.clo_band or (0.0, 0.0)
    inside = clo.ensemble_of([g for g in worn if not g.removable])
    outside = clo.ensemble_of([g for g in worn if not comes_off(g, wet=now.wet)])
    where = "" if now.temperature_c is None else f" for {now.temperature_c:.0f} °C"
    asked = f"{has:.2f} clo{where}, where {low:.2f} to {high:.2f} is comfortable"
    if has < low - 0.05:
        return f"{asked}: a little cool" if low - has < 0.3 else f"{asked}: too cool for long"
    if outside > high:
        return f"{asked}: on the warm side"
    return f"{asked}; {inside:.2f} with the outer layer off" if inside < has else asked


def rain_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """What keeps the rain or snow off, and the shoes that suffer."""
    falls = "snow" if "snow" in request.frame.weather.conditions else "rain"
    outer = [g for g in worn if g.column in (BLAZER, OUTER)][-1:]
    sheds = bool(outer) and keeps_off(outer[0])
    keeps = f"{the(outer)} {verb(outer, 'keeps', 'keep')} the {falls} off" if outer else ""
    first = keeps if sheds else f"nothing keeps the {falls} off"
    weak = [g for g in worn if g.slot == "shoes" and rain(g) < 0.5]
    joined = f", {'but' if sheds else 'and'} {the(weak)} will get wet" if weak else ""
    return first + joined + ("" if now.wet else ", should it rain")


def season_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The pieces out of season."""
    out = [g for g in worn if season(g, now.seasons) < 1]
    words = listed(sorted(now.seasons), "or")
    if out:
        return f"{the(out)} {verb(out, 'is', 'are')} not made for {words}"
    return f"everything suits {words}"


def style_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The pieces in a wanted style."""
    want = (*request.frame.styles.want, *request.preferences.styles)
    hits = [g for g in worn if style(g, want, request.preferences.avoid_styles) == 1]
    words = listed([name.replace("-", " ") for name in want], "or")
    if hits:
        return f"{the(hits)} {verb(hits, 'is', 'are')} {words}"
    return f"nothing here is known to be {words or 'of your style'}"


def occasion_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The pieces that do not suit the occasion."""
    off = [g for g in worn if occasion(g, request.frame.occasion or "") < 0.5]
    if off:
        return f"{the(off)} {verb(off, 'is', 'are')} not quite right for {at_occasion(request)}"
    return f"right for {at_occasion(request)}"


def fit_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The pieces of the wanted cut."""
    wanted = request.frame.fit or request.preferences.fit or "regular"
    hits = [g for g in worn if g.view.attributes.fit == wanted]
    if hits:
        return f"{the(hits)} {verb(hits, 'has', 'have')} a {wanted} cut"
    return f"no piece is known to have a {wanted} cut"


def taste_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """What the stated tastes say most clearly."""
    likes = request.preferences
    best = max(worn, key=lambda g: abs(taste(g, likes) - NEUTRAL_TASTE))
    side = taste(best, likes) - NEUTRAL_TASTE
    if abs(side) < 0.05:
        return "nothing here you have stated a feeling for"
    stated = likes.colors if side > 0 else likes.avoid_colors
    hues = [color for color in stated if has_color(best, color)]
    if hues:
        feeling = "a colour you like" if side > 0 else "a colour you like less"
        return f"{the([best])} {verb([best], 'has', 'have')} {spelled(hues)}, {feeling}"
    ease = (side > 0) == (likes.comfort_style_balance < NEUTRAL_TASTE)
    return f"{the([best])} {verb([best], 'is', 'are')} {'easy to wear' if ease else 'for the look'}"


def learned_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The piece of which reactions to earlier outfits say most."""
    weights = request.preferences.learned
    best = max(worn, key=lambda g: abs(leaning(g, weights)))
    side = leaning(best, weights)
    if abs(side) < CLEAR_LEANING:
        return "nothing here that your reactions so far say much about"
    received = "liked" if side > 0 else "passed over"
    return f"{the([best])} {verb([best], 'is', 'are')} like what you {received} before"


def rotation_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The piece worn most recently."""
    tired = min(worn, key=lambda g: rotation(g, request.history))
    days = request.history.worn_days_ago.get(tired.view.id)
    if days is None or rotation(tired, request.history) > 0.9:
        return "nothing here was worn lately"
    count = round(days)
    ago = ("today", "yesterday")[count] if count < 2 else f"{count} days ago"
    return f"you wore {the([tired])} {ago}"


def novelty_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The main pieces that have hung unworn, or the one that is worn most."""
    wears = request.history.wears
    fresh = [g for g in worn if g.slot != "accessory" and not wears.get(g.view.id)]
    if fresh:
        return f"{the(fresh)} {verb(fresh, 'has', 'have')} not been worn for weeks"
    usual = max(worn, key=lambda g: wears.get(g.view.id, 0))
    return f"you wear {the([usual])} often"


def wishes_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """What was asked for: all of it there, or what is lacking."""
    there, lacking = _wishes(worn, request)
    if not lacking:
        return f"it has the {listed(there)} you asked for"
    return f"it has no {listed(lacking, 'or')}"


def _as_worn(piece: Piece, worn: Worn) -> str:
    """A wished piece in words; one that only has a trim of its colour is not called by it."""
    found = [g for g in worn if matches(g, piece)]
    if piece.color is None or not found or any(is_plainly(g, piece.color) for g in found):
        return in_words(piece)
    plain = in_words(piece.model_copy(update={"color": None}))
    return f"{plain} with some {piece.color.replace('-', ' ')}"


def _wishes(worn: Worn, request: Request) -> tuple[list[str], list[str]]:
    """Wished things that are there and that are not."""
    frame = request.frame
    tests = [(_as_worn(p, worn), any(matches(g, p) for g in worn)) for p in frame.pieces.want]
    hits: tuple[Callable[[GarmentFacts, str], bool], ...] = (
        has_color,
        is_kind,
        lambda g, name: g.pattern == name,
        lambda g, name: g.material == name,
    )
    for names, hit in zip(loose_wishes(request), hits, strict=True):
        tests += [(n.replace("-", " "), any(hit(g, n) for g in worn)) for n in names]
    return [words for words, met in tests if met], [words for words, met in tests if not met]


def near_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """What is kept of the outfit that was referred to."""
    meant = {garment.id for garment in request.reference}
    kept = [g for g in worn if g.view.id in meant]
    return f"it keeps {the(kept)}" if kept else "nothing of the one before is left"


def compatibility_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The two pieces that are worn together most, or the two that are least."""
    found = closest_and_farthest(worn, request.looks)
    if found is None:
        return "there is nothing to go with it"
    (a, b, _), (c, d, _) = found
    if score >= ALONE:
        return f"{the([worn[a], worn[b]])} are often worn together"
    return f"{the([worn[c], worn[d]])} are seldom worn together"


REASONS: Final[dict[str, Callable[[Worn, Request, Situation, float], str]]] = {
    "compatibility": compatibility_reason,
    "color_harmony": color_reason,
    "formality_fit": formality_reason,
    "pattern_mixing": pattern_reason,
    "warmth": warmth_reason,
    "rain": rain_reason,
    "season": season_reason,
    "style": style_reason,
    "occasion": occasion_reason,
    "fit": fit_reason,
    "taste": taste_reason,
    "learned": learned_reason,
    "rotation": rotation_reason,
    "novelty": novelty_reason,
    "wishes": wishes_reason,
    "near": near_reason,
}
"""The sentence of each part."""
