"""Whether the outfits of a turn are what a case says they must be."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from evals.cases import Count, Shows
from evals.judging.screen import Screen
from evals.judging.worn import Closet
from stylist.outfits import OutfitCard

Compare = Callable[[Closet, OutfitCard, OutfitCard], bool]
COMPARED: Final[dict[str, Compare]] = {
    "warmer": lambda closet, new, old: closet.clo(new) > closet.clo(old),
    "cooler": lambda closet, new, old: closet.clo(new) < closet.clo(old),
    "dressier": lambda closet, new, old: closet.formality(new) > closet.formality(old),
    "more_casual": lambda closet, new, old: closet.formality(new) < closet.formality(old),
}


def show_faults(
    expect: Shows,
    shown: Sequence[OutfitCard],
    *,
    screen: Screen,
    closet: Closet,
    earlier: Sequence[OutfitCard],
) -> list[str]:
    """What is wrong with the outfits; `earlier` are all that this conversation showed before."""
    wrong = [*_count_faults(expect.count, len(shown))]
    for number, card in enumerate(shown, start=1):
        faults = [
            *_piece_faults(expect, card, closet),
            *_named_faults(expect, card, screen),
            *_relation_faults(expect, card, screen, closet),
        ]
        if expect.fresh and any(card.garment_ids == one.garment_ids for one in earlier):
            faults.append("was shown before")
        wrong += [f"outfit {number}: {fault}" for fault in faults]
    return wrong


def _count_faults(expect: int | Count | None, shown: int) -> Iterator[str]:
    if isinstance(expect, int):
        expect = Count(at_least=expect, at_most=expect)
    if expect and not expect.at_least <= shown <= expect.at_most:
        yield f"{shown} outfits, expected {expect.at_least} to {expect.at_most}"


def _piece_faults(expect: Shows, card: OutfitCard, closet: Closet) -> Iterator[str]:
    worn = closet.worn(card)
    for piece in (one.model_dump(exclude_none=True) for one in expect.every):
        if not any(one.is_piece(piece) for one in worn):
            yield f"has no {piece}"
    for piece in (one.model_dump(exclude_none=True) for one in expect.none):
        yield from (f"{one.name} is {piece}" for one in worn if one.is_piece(piece))


def _named_faults(expect: Shows, card: OutfitCard, screen: Screen) -> Iterator[str]:
    worn = {str(id_) for id_ in card.garment_ids}
    for place in expect.with_:
        if not worn & set(screen.ids(place)):
            yield f"lacks {place}"
    for place in expect.without:
        if worn & set(screen.ids(place)):
            yield f"wears {place}"


def _relation_faults(
    expect: Shows, card: OutfitCard, screen: Screen, closet: Closet
) -> Iterator[str]:
    if expect.than is not None:
        old = screen.outfit(expect.than.outfit)
        for name in expect.than.is_:
            if old is None or not COMPARED[name](closet, card, old):
                yield f"is not {name} than {expect.than.outfit}"
    if expect.keeps is not None:
        old = screen.outfit(expect.keeps.outfit)
        if old is None or _kept(old, expect.keeps.except_) != _kept(card, expect.keeps.except_):
            yield f"is not {expect.keeps.outfit} but for {', '.join(expect.keeps.except_)}"


def _kept(card: OutfitCard, but: Sequence[str]) -> set[str]:
    return {str(item.garment_id) for item in card.items if item.slot not in but}
