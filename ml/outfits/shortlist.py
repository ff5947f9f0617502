"""Which garments of a large wardrobe are worth combining, per column."""

from collections import defaultdict
from collections.abc import Callable

from ml.outfits import unary
from ml.outfits.facts import GarmentFacts
from ml.outfits.request import Request
from ml.outfits.situation import Situation
from ml.outfits.table import hue_bits, outside_band
from ml.outfits.weights import number, weights

Promise = Callable[[GarmentFacts], float]


def shortlist(
    garments: list[GarmentFacts], request: Request, now: Situation, wanted: Callable[..., bool]
) -> list[GarmentFacts]:
    """Keep of each column the best, and the best of each kind and colour; prefer what is wanted.

    A column that is short already is kept whole. The order of the wardrobe is kept.
    """
    most = int(number("search", "per_column"))
    columns: dict[int, list[GarmentFacts]] = defaultdict(list)
    for garment in garments:
        columns[garment.column].append(garment)
    promise = _promise(request, now)
    kept = {
        garment.view.id
        for members in columns.values()
        for garment in (members if len(members) <= most else _best(members, promise, wanted, most))
    }
    return [garment for garment in garments if garment.view.id in kept]


def _promise(request: Request, now: Situation) -> Promise:
    """How good a garment is by itself: formality, rain, and the parts that it has alone."""
    share = weights()["parts"]
    parts = unary.unary_parts(request, now)

    def promise(garment: GarmentFacts) -> float:
        value = -share["formality_fit"] * outside_band(garment.formality, now.formality)
        if now.wet:
            value += share["rain"] * unary.rain(garment)
        for part in parts:
            value += share[part] * unary.unary_value(part, garment, request, now)
        showy = (garment.pattern != "solid") + bool(hue_bits(garment))
        return float(value - 0.01 * showy)

    return promise


def _best(
    members: list[GarmentFacts], promise: Promise, wanted: Callable[..., bool], most: int
) -> list[GarmentFacts]:
    order = sorted(members, key=promise, reverse=True)
    asked = [garment for garment in order if wanted(garment)][: most // 3]
    by_kind = _firsts(order, lambda garment: garment.kind_names[1])
    by_color = _firsts(order, lambda garment: next(iter(garment.colors), ""))
    varied = [*asked, *by_kind, *by_color, *order[:most]]
    unique = {garment.view.id: garment for garment in varied}
    return list(unique.values())[:most]


def _firsts(order: list[GarmentFacts], key: Callable[[GarmentFacts], str]) -> list[GarmentFacts]:
    """The first garment of each value of a key."""
    firsts: dict[str, GarmentFacts] = {}
    for garment in order:
        firsts.setdefault(key(garment), garment)
    return list(firsts.values())
