"""From what is left of a wardrobe to the chosen outfits: what is granted, then the best few."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from uuid import UUID

import numpy as np

from ml.outfits import demands as demand
from ml.outfits.choose import extras, rules, shown_sets
from ml.outfits.facts import BLAZER, BOTTOM, DRESS, HAT, MID, OUTER, TOP, GarmentFacts
from ml.outfits.request import Request
from ml.outfits.score import Judge
from ml.outfits.search import Best, best, possible
from ml.outfits.situation import Situation, suits
from ml.outfits.table import Ints, build
from ml.outfits.task import Space, Task
from ml.outfits.templates import Template
from ml.outfits.weights import number
from ml.outfits.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a search: chosen rows, what was given up, and the judge that reads them.

    Each row is proven to be the best that could come next, unless the budget ended first. Then
    `headroom` is how much better, at most, one could have been.
    """

    judge: Judge
    rows: list[Ints]
    given_up: list[demand.Demand]
    headroom: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether every choice is proven."""
        return self.headroom <= 0.0


def find(wishes: Wishes, request: Request, now: Situation, reference: list[GarmentFacts]) -> Found:
    """Choose different outfits, each the best of all that the rules leave."""
    judge = Judge(build(fitting_ones(wishes, now), request, now), request, now)
    space = Space(judge, template_of(judge, wishes).shapes())
    asked = asked_of(judge, wishes, reference)
    kept, top = granted(space, asked)
    rows, headroom = _choose(space, kept, top)
    return Found(judge, rows, [one for one in asked if one not in kept], headroom)


def fitting_ones(wishes: Wishes, now: Situation) -> list[GarmentFacts]:
    """The garments that fit the day; where a place of clothes has none that do, what there is."""
    named = {id_ for wish in wishes.loose for id_ in wish.ids}
    fitting = {
        g.view.id
        for g in wishes.garments
        if suits(g, now) or g.column in wishes.mandatory or g.view.id in named
    }
    filled = {g.column for g in wishes.garments if g.view.id in fitting}
    bare = {g.column for g in wishes.garments} - filled - {HAT} - covered(filled)
    return [g for g in wishes.garments if g.view.id in fitting or g.column in bare]


def covered(filled: set[int]) -> set[int]:
    """The places that may stay empty, since others that are filled do for them."""
    upper = not filled.isdisjoint({TOP, MID})
    dress = {DRESS} if upper and BOTTOM in filled else set()
    return dress | ({MID} if upper else set()) | ({BLAZER} if OUTER in filled else set())


def asked_of(judge: Judge, wishes: Wishes, reference: list[GarmentFacts]) -> list[demand.Demand]:
    """Everything that a whole outfit must fulfil."""
    return [
        *demand.wish_demands(judge, wishes.loose),
        *demand.flat_demands(judge),
        *demand.recolor_demand(judge, reference),
        *demand.formality_demand(judge),
        *demand.outerwear_demand(judge),
        *demand.move_demands(judge, reference),
    ]


def template_of(judge: Judge, wishes: Wishes) -> Template:
    """What may be combined for these wishes; a wished accessory may be worn."""
    loose: set[UUID] = {id_ for wish in wishes.loose for id_ in wish.ids}
    asked = {garment.column for garment in judge.table.garments if garment.view.id in loose}
    return Template(judge.table, frozenset(wishes.mandatory), judge.now.optional | asked)


def granted(space: Space, asked: Sequence[demand.Demand]) -> tuple[list[demand.Demand], Best]:
    """The weightiest demands that some outfit fulfils together, and the best outfit that does.

    Of sets that weigh the same, the one with the better outfit.
    """
    extra, unseen = space.plain, -np.inf
    alone = [one for one in asked if possible(Task(space, extra, [one]))]
    for _, sets in groupby(_subsets(alone), key=demand.weight_of):
        found = [(kept, best(Task(space, extra, kept), budget())) for kept in sets]
        unseen = max([unseen, *(result.unseen for _, result in found)])
        kept, result = max(found, key=lambda pair: pair[1].worth)
        if result.row is not None:
            result.unseen = unseen
            return kept, result
    return [], Best(unseen=unseen)


def budget() -> int:
    """How many partial outfits are grown for one answer at most."""
    return int(number("search", "most_grown"))


def _subsets(asked: Sequence[demand.Demand]) -> Iterator[list[demand.Demand]]:
    """Every set of demands, the weightiest first."""
    sets = [list(kept) for n in range(len(asked) + 1) for kept in combinations(asked, n)]
    yield from sorted(sets, key=demand.weight_of, reverse=True)


def _choose(space: Space, kept: Sequence[demand.Demand], top: Best) -> tuple[list[Ints], float]:
    """Up to `request.count` rows, each the best that is apart from those before; the headroom."""
    judge = space.judge
    shown, chosen = shown_sets(judge), list[Ints]()
    headroom = 0.0
    for rule in rules(judge.table, near=bool(judge.request.reference)):
        while len(chosen) < judge.request.count:
            extra = extras(judge, chosen, space.plain)
            task = Task(space, extra, kept, shown, chosen, rule)
            found = top if not chosen and not shown else best(task, budget())
            if not found.exact:
                headroom = max(headroom, found.unseen - max(found.worth, 0.0))
            if found.row is None:
                break
            chosen.append(found.row)
        if not chosen:
            break
    return chosen, headroom
