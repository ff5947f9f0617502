"""An independent reading of the hard constraints, with no code of the engine.

Only the vocabulary's data is used (which kind is worn where, which name lies below which). What an
answer says it gave up, in `relaxed` or `missing`, is no violation; an exclusion can't be given up.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from ml.outfits import Request
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Piece
from stylist.garments import GarmentView
from stylist.outfits import OutfitCard, OutfitSet

WEIGHTS = {"top": 1.0, "bottom": 1.0, "dress": 2.0, "outerwear": 0.8, "shoes": 0.8}
ACCESSORY_WEIGHT = 0.25
BAND_SLACK = 0.05
SHARE = 0.2
TOLD_OF_FORMALITY = ("formality is only", "dressier", "more casual")


def violations(owned: Sequence[GarmentView], request: Request, answer: OutfitSet) -> list[str]:
    """Every hard constraint that an answer breaks, in words."""
    by_id = {garment.id: garment for garment in owned}
    found = []
    for card in answer.outfits:
        if len(card.garment_ids) != len(set(card.garment_ids)):
            found.append("a garment twice")
        if any(id_ not in by_id for id_ in card.garment_ids):
            found.append("a garment that is not there")
            continue
        worn = [by_id[id_] for id_ in card.garment_ids]
        found += [
            *_not_ready(worn),
            *_excluded(worn, request.frame),
            *_places(worn),
            *_required(owned, worn, request.frame, answer),
            *_band(worn, request, answer),
            *_again(card, worn, request),
        ]
    found += _alike(answer, by_id)
    return found


def _not_ready(worn: list[GarmentView]) -> Iterator[str]:
    yield from (f"{g.name} is {g.status}" for g in worn if g.status != "ready")


def _kinds(garment: GarmentView) -> set[str]:
    return {name for name in (garment.category, garment.subcategory) if name}


def _shown(garment: GarmentView) -> set[str]:
    """The colours that an exclusion hits, each with what it is a shade of."""
    seen = garment.attributes
    names = {color.name for color in seen.colors if color.share >= SHARE}
    names |= {name for name in (seen.color_primary, seen.color_secondary) if name}
    doubts = {key.removeprefix("color:"): p for key, p in garment.confidence.items()}
    names |= {name for name, p in doubts.items() if p >= SHARE and name in vocabulary.colors()}
    broader = {vocabulary.colors()[name].is_a for name in names if name in vocabulary.colors()}
    return names | {name for name in broader if name}


def _is(garment: GarmentView, name: str) -> bool:
    parents = {vocabulary.kinds()[kind].parent for kind in _kinds(garment)}
    return name in _kinds(garment) | parents | {garment.slot}


def _excluded(worn: list[GarmentView], frame: ConstraintFrame) -> Iterator[str]:
    for garment in worn:
        if refused(garment, frame):
            yield f"{garment.name} is excluded"


def refused(garment: GarmentView, frame: ConstraintFrame) -> bool:
    """Whether a frame without `pieces.allow` rules a garment out."""
    seen = garment.attributes
    return (
        str(garment.id) in frame.items.exclude
        or not _shown(garment).isdisjoint(frame.colors.avoid)
        or any(_is(garment, name) for name in frame.categories.avoid)
        or (seen.pattern or "solid") in frame.patterns.avoid
        or (seen.material is not None and seen.material in frame.materials.avoid)
        or not {tag.lower() for tag in seen.style_tags}.isdisjoint(frame.styles.avoid)
        or any(_matches(garment, piece) for piece in frame.pieces.avoid)
    )


def _matches(garment: GarmentView, piece: Piece) -> bool:
    seen = garment.attributes
    return (
        piece.slot in (None, garment.slot)
        and (piece.category is None or _is(garment, piece.category))
        and (piece.color is None or piece.color in _shown(garment))
        and piece.pattern in (None, seen.pattern or "solid")
        and piece.material in (None, seen.material)
    )


def place(garment: GarmentView) -> tuple[str, str]:
    """Where a garment is worn: one of each (slot, layer), one accessory of each category."""
    return (garment.slot, garment.category if garment.slot == "accessory" else garment.layer)


def _places(worn: list[GarmentView]) -> Iterator[str]:
    places = [place(garment) for garment in worn]
    if len(places) != len(set(places)):
        yield f"two pieces in one place: {places}"
    slots = {garment.slot for garment in worn}
    base = any(place(garment) == ("top", "base") for garment in worn)
    if "dress" in slots and ("bottom" in slots or base):
        yield "a dress with separates"


def _required(
    owned: Sequence[GarmentView], worn: list[GarmentView], frame: ConstraintFrame, answer: OutfitSet
) -> Iterator[str]:
    """A required garment that may be worn is in every outfit, or the answer names it."""
    told = " ".join([*answer.missing, *answer.relaxed])
    for garment in owned:
        asked = str(garment.id) in frame.items.require
        possible = garment.status == "ready" and not refused(garment, frame)
        if asked and possible and garment not in worn and garment.name not in told:
            yield f"{garment.name} was required"


def _band(worn: list[GarmentView], request: Request, answer: OutfitSet) -> Iterator[str]:
    band = request.frame.formality
    if (band.min is None and band.max is None) or request.moves:
        return
    if any(word in told for told in answer.relaxed for word in TOLD_OF_FORMALITY):
        return
    weights = [WEIGHTS.get(garment.slot, ACCESSORY_WEIGHT) for garment in worn]
    levels = [_formality(garment) for garment in worn]
    mean = sum(w * f for w, f in zip(weights, levels, strict=True)) / sum(weights)
    low, high = band.min or 0.0, 1.0 if band.max is None else band.max
    if not low - BAND_SLACK - 1e-6 <= mean <= high + BAND_SLACK + 1e-6:
        yield f"formality {mean:.3f} outside {low:.2f} to {high:.2f}"


def _formality(garment: GarmentView) -> float:
    seen = garment.attributes.formality
    kind = vocabulary.kinds()[garment.subcategory or garment.category]
    return kind.formality if seen is None else seen


def _again(card: OutfitCard, worn: list[GarmentView], request: Request) -> Iterator[str]:
    """No outfit that was shown, though accessories be exchanged."""
    main = {garment.id for garment in worn if garment.slot != "accessory"}
    for shown in (*request.exclude, *request.history.disliked):
        if main <= shown:
            yield "an outfit that was shown already"


def _alike(answer: OutfitSet, by_id: dict) -> Iterator[str]:
    """No two outfits that differ in accessories only."""
    known = [card for card in answer.outfits if all(id_ in by_id for id_ in card.garment_ids)]
    mains = [{id_ for id_ in card.garment_ids if by_id[id_].slot != "accessory"} for card in known]
    yield from ("two outfits of the same main pieces" for a, b in combinations(mains, 2) if a == b)
