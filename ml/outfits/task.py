"""What is searched, all outfits that may be combined, and which of them may be the answer."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ml.outfits.bounds import Known
from ml.outfits.choose import Apart, Rule, extras, fresh
from ml.outfits.demands import Demand, Mask
from ml.outfits.listed import Listed
from ml.outfits.partial import Partial
from ml.outfits.score import Judge
from ml.outfits.table import Floats, Ints
from ml.outfits.templates import Shape
from ml.outfits.tree import Root, Tree, can_fulfil, every_row, wanted_shapes

MOST_SEEN = 8_000
"""Outfits that are kept from task to task, for the next may be among them."""
FEW = 100_000
"""So many outfits are sooner all looked at than searched."""


class Space:
    """All outfits that may be combined: shapes, and where they are few, a list of them."""

    def __init__(self, judge: Judge, shapes: Sequence[Shape]) -> None:
        self.judge, self.shapes = judge, shapes
        self.known, self.plain = Known(judge), extras(judge, [])
        many = sum(math.prod(map(len, shape.values())) for shape in shapes)
        self.listed = Listed(judge, every_row(shapes)) if many <= FEW else None
        self.seen: list[Ints] = []
        self._roots: dict[tuple[int, ...], tuple[Sequence[Demand], list[Root]]] = {}

    def keep(self, rows: Ints) -> None:
        """Remember outfits that were good enough to be looked at."""
        if sum(map(len, self.seen)) + len(rows) <= MOST_SEEN:
            self.seen.append(rows)

    def roots(self, demands: Sequence[Demand]) -> list[Root]:
        """The shapes that can fulfil these demands, kept from task to task; the best first."""
        key = tuple(map(id, demands))
        if key not in self._roots:
            shapes = wanted_shapes(self.shapes, demands)
            able = [shape for shape in shapes if can_fulfil(self.judge, shape, demands)]
            self.known.gains.learn(able)
            found = [Root(self.known, shape, self.plain, demands) for shape in able]
            self._roots[key] = (demands, found)
        return sorted(self._roots[key][1], key=lambda root: -root.bound)


@dataclass(frozen=True, slots=True)
class Task:
    """Which outfit is looked for: the best by `worth` that fulfils, is fresh and apart."""

    space: Space
    extra: Floats
    demands: Sequence[Demand] = ()
    shown: Sequence[Mask] = ()
    chosen: Sequence[Ints] = ()
    rule: Rule | None = None
    _ahead: dict[int, tuple[Tree, list[Apart]]] = field(default_factory=dict)

    def admits(self, rows: Ints) -> Mask:
        """(N,) whether whole outfits may be the answer."""
        free = fresh(rows, self.shown)
        for demand in self.demands:
            free &= demand.holds(rows)
        if self.rule:
            for row in self.chosen:
                free &= self.rule.apart(rows, row)
        return free

    def may(self, tree: Tree, partial: Partial, depth: int) -> Mask:
        """(N,) whether outfits in the making can still become one that is admitted."""
        may = tree.may(partial, depth)
        for apart in self._apart_from(tree):
            may &= apart.may(partial.rows)
        if depth >= tree.main:
            may &= fresh(partial.rows, self.shown)
        return may

    def _apart_from(self, tree: Tree) -> list[Apart]:
        """How outfits of a tree can become apart from those chosen, worked out once."""
        if self.rule is None or not self.chosen:
            return []
        if id(tree) not in self._ahead:
            self._ahead[id(tree)] = (
                tree,
                [Apart(self.rule, row, tree.shape) for row in self.chosen],
            )
        return self._ahead[id(tree)][1]

    def tree(self, shape: Shape, wider: Tree) -> Tree:
        """A part of a shape as a tree under this task."""
        return Tree(self.space.known, shape, self.extra, self.demands, wider)
