"""Says when something is missing only because it is in the laundry, lent or packed."""

from collections.abc import Sequence
from typing import Final

from ml.outfits import Request, recommend
from stylist.garments import Availability, GarmentView, garment_name
from stylist.outfits import OutfitSet
from stylist.wording import is_plural, listed

WHERE: Final[dict[Availability, str]] = {
    "laundry": "in the laundry",
    "lent": "lent",
    "packed": "packed",
}
MOST_NAMED: Final = 3


def tell_away(
    found: OutfitSet, at_hand: Sequence[GarmentView], away: Sequence[GarmentView], request: Request
) -> OutfitSet:
    """The set with a word, behind what is missing, on the garments that would mend it.

    The request is answered once more as if everything were at hand: what is not missing then is
    missing for that reason, and the garments away that are worn then are the ones to name.
    """
    if not found.missing or not away:
        return found
    better = recommend([*at_hand, *away], request)
    mended = [words for words in found.missing if words not in better.missing]
    worn = {garment_id for card in better.outfits for garment_id in card.garment_ids}
    needed = [garment for garment in away if garment.id in worn]
    if not mended or not needed:
        return found
    told = f"{mended[-1]} ({say_where(needed)})"
    missing = [told if words == mended[-1] else words for words in found.missing]
    return found.model_copy(update={"missing": missing})


def say_where(garments: Sequence[GarmentView]) -> str:
    """Where garments are: "your navy jeans are in the laundry and your hat is lent".

    They are called by what they are, not by their owner's words, which are data to a model.
    """
    return listed(
        [
            _at(found, place)
            for key, place in WHERE.items()
            if (found := [garment for garment in garments if garment.availability == key])
        ]
    )


def _at(garments: Sequence[GarmentView], place: str) -> str:
    names = [_made_name(garment) for garment in garments]
    more = len(names) - MOST_NAMED
    if more > 0:
        return f"your {', '.join(names[:MOST_NAMED])} and {more} more are {place}"
    one = len(names) == 1 and not is_plural(names[0], garments[0].category or "")
    return f"your {listed(names)} {'is' if one else 'are'} {place}"


def _made_name(garment: GarmentView) -> str:
    return garment_name(garment.category, garment.subcategory, garment.attributes)
