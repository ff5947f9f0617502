"""Why a part scored as it did, in a sentence that names garments and numbers."""

from collections.abc import Callable, Sequence
from typing import Final

from ml.outfits import clo
from ml.outfits.color import family
from ml.outfits.facts import BLAZER, OUTER, GarmentFacts
from ml.outfits.matching import has_color, in_words, matches
from ml.outfits.request import Request
from ml.outfits.situation import Situation, slot_weight
from ml.outfits.unary import NEUTRAL_TASTE, occasion, rain, rotation, season, style, taste

Worn = Sequence[GarmentFacts]
LEVELS: Final = ("very casual", "casual", "smart casual", "dressy", "very formal")


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def level(formality: float) -> str:
    """The nearest of five words for a formality of 0..1."""
    return LEVELS[min(4, round(formality * 4))]


def name(garment: GarmentFacts) -> str:
    """The garment's name as it stands within a sentence."""
    return garment.view.name.strip() or garment.kind_names[1].replace("-", " ")


def mean_formality(worn: Worn) -> float:
    """The outfit's formality, pieces weighted by slot."""
    weight = sum(slot_weight(garment) for garment in worn)
    return sum(slot_weight(g) * g.formality for g in worn) / weight if weight else 0.0


def color_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """Which hue families meet, or that all is neutral."""
    hues = {family(color) for g in worn for color in g.main_colors} - {None}
    neutrals = {color for g in worn for color in g.main_colors if family(color) is None}
    if not hues:
        return f"all neutrals: {listed(sorted(neutrals))}"
    words = listed(sorted(str(hue) for hue in hues))
    if len(hues) == 1:
        return f"{words} with {listed(sorted(neutrals))}" if neutrals else f"all {words}"
    return f"{words} together" + (", which is a lot of colour" if score < 0.7 else "")


def coherence_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The least and the most formal piece, when they are far apart."""
    low, high = min(worn, key=lambda g: g.formality), max(worn, key=lambda g: g.formality)
    if score >= 0.85:
        return f"the pieces agree on {level(mean_formality(worn))}"
    return f"the {name(low)} is more casual than the {name(high)}"


def formality_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The outfit's level against the band."""
    mean, (low, high) = mean_formality(worn), now.formality or (0.0, 1.0)
    return f"{level(mean)} ({mean:.2f}) for an asked {low:.2f} to {high:.2f}"


def pattern_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """Which patterns meet."""
    kinds = [(g.pattern, g.kind_names[1].replace("-", " ")) for g in worn]
    patterned = [f"{pattern} {kind}" for pattern, kind in kinds if pattern != "solid"]
    if not patterned:
        return "no patterns to clash"
    return f"one pattern, the {patterned[0]}" if len(patterned) == 1 else listed(patterned)


def warmth_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The outfit's clo against what the temperature asks."""
    has, (low, high) = clo.ensemble_of(worn), now.clo_band or (0.0, 0.0)
    inside = clo.ensemble_of([g for g in worn if not g.removable])
    where = "" if now.temperature_c is None else f" for {now.temperature_c:.0f} °C"
    asked = f"{has:.2f} clo{where}, where {low:.2f} to {high:.2f} is comfortable"
    if has < low - 0.05:
        return f"{asked}: a little cool" if low - has < 0.3 else f"{asked}: too cool for long"
    if inside > high:
        return f"{asked}: on the warm side"
    return f"{asked}; {inside:.2f} with the outer layer off" if inside < has else asked


def rain_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """What keeps the rain off, and the piece that suffers most."""
    outer = [g for g in worn if g.column in (BLAZER, OUTER)]
    sheds = outer and rain(outer[-1]) >= 0.6
    first = f"the {name(outer[-1])} keeps the rain off" if sheds else "nothing keeps the rain off"
    weak = [g for g in worn if g.slot == "shoes" and rain(g) < 0.5]
    return first + (f", but the {name(weak[0])} will get wet" if weak else "")


def season_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The pieces out of season."""
    out = [name(g) for g in worn if season(g, now.seasons) < 1]
    words = " or ".join(sorted(now.seasons))
    return f"not for {words}: {listed(out)}" if out else f"everything is for {words}"


def style_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The pieces in a wanted style."""
    want = (*request.frame.styles.want, *request.preferences.styles)
    hits = [name(g) for g in worn if style(g, want, request.preferences.avoid_styles) == 1]
    return f"{listed(want)}: {listed(hits)}" if hits else "no piece is tagged with a wanted style"


def occasion_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The pieces that do not suit the occasion."""
    words = request.frame.occasion or ""
    off = [name(g) for g in worn if occasion(g, words) < 0.5]
    return f"not for {words}: {listed(off)}" if off else f"suits {words}"


def fit_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The pieces of the wanted cut."""
    wanted = request.frame.fit or request.preferences.fit or "regular"
    hits = [name(g) for g in worn if g.view.attributes.fit == wanted]
    return f"{wanted}: {listed(hits)}" if hits else f"no piece is known to be {wanted}"


def taste_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """What taste likes or dislikes most."""
    likes = request.preferences
    best = max(worn, key=lambda g: abs(taste(g, likes) - NEUTRAL_TASTE))
    side = taste(best, likes) - NEUTRAL_TASTE
    if abs(side) < 0.05:
        return "nothing here you have shown a strong feeling for"
    return f"the {name(best)} is {'to' if side > 0 else 'not to'} your taste"


def rotation_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The piece worn most recently."""
    tired = min(worn, key=lambda g: rotation(g, request.history))
    days = request.history.worn_days_ago.get(tired.view.id)
    if days is None or rotation(tired, request.history) > 0.9:
        return "nothing here was worn lately"
    return f"the {name(tired)} was worn {'today' if days < 1 else f'{days:.0f} days ago'}"


def simplicity_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """How many pieces there are."""
    return f"{len(worn)} pieces"


def wishes_reason(worn: Worn, request: Request, now: Situation, score: float) -> str:
    """The wished colours and pieces that are there."""
    frame = request.frame
    colors = [c for c in frame.colors.want if any(has_color(g, c) for g in worn)]
    pieces = [in_words(p) for p in frame.pieces.want if any(matches(g, p) for g in worn)]
    if score >= 1:
        return "everything you asked for is in it"
    found = [*colors, *pieces]
    return f"has {listed(found)}" if found else "lacks some of what you asked for"


REASONS: Final[dict[str, Callable[[Worn, Request, Situation, float], str]]] = {
    "color_harmony": color_reason,
    "formality_coherence": coherence_reason,
    "formality_fit": formality_reason,
    "pattern_mixing": pattern_reason,
    "warmth": warmth_reason,
    "rain": rain_reason,
    "season": season_reason,
    "style": style_reason,
    "occasion": occasion_reason,
    "fit": fit_reason,
    "taste": taste_reason,
    "rotation": rotation_reason,
    "simplicity": simplicity_reason,
    "wishes": wishes_reason,
}
"""The sentence of each part."""
