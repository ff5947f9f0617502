"""One shape as a tree of outfits in the making, and all that is known of a shape beforehand."""

from collections.abc import Iterator, Sequence

import numpy as np

from ml.outfits.bounds import Bounds, Known
from ml.outfits.demands import Demand, Mask
from ml.outfits.facts import ACCESSORIES, COLUMNS
from ml.outfits.limits import Ahead
from ml.outfits.partial import Partial
from ml.outfits.score import Judge
from ml.outfits.table import Floats, Ints
from ml.outfits.templates import Shape

SWEEPS = 2
"""How often pairs are shared anew before a shape is looked into."""


class Tree:
    """One shape as a tree: what is open at each depth, and which partial outfits are worth it.

    The column with the fewest candidates is filled first: conflicts show early. Accessories are
    last, so that it is known when the main pieces are complete.
    """

    def __init__(
        self,
        known: Known,
        shape: Shape,
        extra: Floats,
        demands: Sequence[Demand],
        wider: "Tree | None" = None,
    ) -> None:
        self.bounds: Bounds = Bounds(known, shape, extra, wider.bounds if wider else None)
        self.shape = shape
        self.order = sorted(shape, key=lambda c: (c in ACCESSORIES.values(), len(shape[c]), c))
        self.rests = self.bounds.rests(self.order)
        self.main = sum(column not in ACCESSORIES.values() for column in self.order)
        self.size = sum(map(len, shape.values()))
        self._ahead = Ahead(known.judge, self.shape, self.order, demands)

    def tighten(self, sweeps: int) -> None:
        """Lower the bounds where there is something to lower."""
        self.bounds.tighten(sweeps)
        self.rests = self.bounds.rests(self.order)

    def may(self, partial: Partial, depth: int) -> Mask:
        """(N,) whether the columns that are open can still make what the demands ask."""
        return self._ahead.may(partial.rows, depth)

    def root(self) -> Partial:
        """The outfit with nothing on yet, (1,)."""
        return self.bounds.start()

    def most(self, partial: Partial, depth: int) -> Floats:
        """(N,) the value that partial outfits of a depth can reach at most."""
        open_ = self.bounds.reach.open(partial.rows, self.order[:depth], self.order[depth:])
        most: Floats = self._close(partial, depth).closed + open_
        return most

    def next(self, partial: Partial, depth: int, floor: float) -> tuple[Partial, Floats]:
        """All with one more piece that can still reach the floor, and what they reach at most."""
        column, after = self.order[depth], self.order[depth + 1 :]
        pieces, bounds = self.shape[column], self.bounds
        now, later, across = bounds.reach.next(partial.rows, self.order[:depth], column, after)
        alone = bounds.gain[pieces] + bounds.lean.each[:, pieces].sum(axis=0) + across
        at, which = np.nonzero((partial.closed + later)[:, None] + now + alone >= floor)
        grown = bounds.grow(partial, at, column, pieces[which])
        grown.sure[:] += now[at if len(now) > 1 else 0, which]
        most = self._close(grown, depth + 1).closed + later[at] + across[which]
        return grown, most

    def _close(self, partial: Partial, depth: int) -> Partial:
        """The same, with `closed` worked out."""
        partial.closed[:] = self.bounds.closed(partial, self.rests[depth])
        return partial

    def narrowed(self, floor: float) -> Shape | None:
        """The shape with only those candidates that are in some outfit worth `floor` or more."""
        return cut(self.shape, self.bounds.tops(), floor)


def cut(shape: Shape, tops: dict[int, Floats], floor: float) -> Shape | None:
    """The candidates that can reach a floor; None where a column has none."""
    kept = {column: pieces[tops[column] >= floor] for column, pieces in shape.items()}
    return kept if all(map(len, kept.values())) else None


class Root:
    """A shape before anything is chosen: bounds that hold for every later task as well.

    What is chosen only takes from an outfit's worth and only rules outfits out.
    """

    def __init__(
        self, known: Known, shape: Shape, plain: Floats, demands: Sequence[Demand]
    ) -> None:
        self.tree = Tree(known, shape, plain, demands)
        self.bound = float(self.tree.most(self.tree.root(), 0)[0])
        self._tops: dict[int, Floats] | None = None

    @property
    def settled(self) -> bool:
        """Whether the bound is as low as sharing pairs makes it."""
        return self._tops is not None

    def settle(self) -> None:
        """Lower the bound, once for all tasks."""
        self.tree.tighten(SWEEPS)
        self._tops = self.tree.bounds.tops()
        lowest = min(float(top.max()) for top in self._tops.values())
        self.bound = min(self.bound, lowest)

    def narrowed(self, floor: float) -> Shape | None:
        """The shape with those candidates that can matter at a floor; None without any."""
        if self._tops is None:
            self.settle()
        assert self._tops is not None
        return cut(self.tree.shape, self._tops, floor)


def can_fulfil(judge: Judge, shape: Shape, demands: Sequence[Demand]) -> bool:
    """Whether some outfit of a shape may come within all the ranges that demands set."""
    nothing_on = np.full((1, COLUMNS), -1, dtype=np.int64)
    return bool(Ahead(judge, shape, [*shape], demands).may(nothing_on, 0)[0])


def wanted_shapes(shapes: Sequence[Shape], demands: Sequence[Demand]) -> list[Shape]:
    """The shapes, divided by the column that first holds a wanted candidate, for every demand."""
    for demand in demands:
        if demand.wanted is not None:
            shapes = [part for shape in shapes for part in divide(shape, demand.wanted)]
    return list(shapes)


def divide(shape: Shape, wanted: Mask) -> Iterator[Shape]:
    """Shapes that together hold exactly the outfits with a wanted candidate, each one once."""
    before: Shape = {}
    columns = list(shape)
    for i, column in enumerate(columns):
        hits = shape[column][wanted[shape[column]]]
        if len(hits):
            yield {**before, column: hits, **{later: shape[later] for later in columns[i + 1 :]}}
        others = shape[column][~wanted[shape[column]]]
        if not len(others):
            return
        before[column] = others


def every_row(shapes: Sequence[Shape]) -> Ints:
    """(N, COLUMNS): each candidate of each column of a shape with each of the others."""
    blocks = [np.empty((0, COLUMNS), dtype=np.int64)]
    for shape in shapes:
        grid = np.meshgrid(*shape.values(), indexing="ij")
        block = np.full((grid[0].size, COLUMNS), -1, dtype=np.int64)
        for column, pieces in zip(shape, grid, strict=True):
            block[:, column] = pieces.reshape(-1)
        blocks.append(block)
    return np.concatenate(blocks)
