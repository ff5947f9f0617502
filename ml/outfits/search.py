"""The search: the one best outfit by branch and bound, without looking at all of them.

Shapes (which columns are filled) are filled column by column, always where the bound promises most.
What cannot reach the best outfit found so far is never looked at, which is safe because the bounds
are never too low (`bounds`). So the answer is the best of all, and proven to be; only where the
budget ends first does `unseen` say how good an outfit could be that was not looked at.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from ml.outfits.bounds import Bounds, Ends, Partial
from ml.outfits.choose import Rule, extras, first, fresh, value, worth
from ml.outfits.demands import Demand, Mask
from ml.outfits.facts import ACCESSORIES, COLUMNS
from ml.outfits.limits import Ahead
from ml.outfits.score import Judge
from ml.outfits.table import Floats, Ints
from ml.outfits.templates import Shape

SLACK = 1e-9
"""Bounds and values are sums in different orders; differences below this mean nothing."""
WIDTH = 8_192
"""Partial outfits grown at once, so that arrays do the work."""
DIVE = 24
"""Partial outfits kept per column on the first dive, which finds a good outfit to compare with."""
DIVES, DIVE_EVERY = 4, 6
ARRAYS = 16
"""So many candidates are weighed against what is open for the price of one that is grown."""
NARROWINGS, SWEEPS = 2, 2
"""How often candidates are struck out before a tree is begun, and pairs shared anew each time."""
FEW = 20_000
"""So many outfits are sooner all looked at than searched."""


class Space:
    """All outfits that may be combined: shapes, and where they are few, every row and its value."""

    def __init__(self, judge: Judge, shapes: Sequence[Shape]) -> None:
        self.judge, self.shapes = judge, shapes
        self.plain, self.ends = extras(judge, []), Ends(judge.table)
        many = sum(math.prod(map(len, shape.values())) for shape in shapes)
        self.rows = every_row(shapes) if many <= FEW else None
        self.values = None if self.rows is None else value(judge, self.rows)


@dataclass(frozen=True, slots=True)
class Task:
    """Which outfit is looked for: the best by `worth` that fulfils, is fresh and apart."""

    space: Space
    extra: Floats
    demands: Sequence[Demand] = ()
    shown: Sequence[Mask] = ()
    chosen: Sequence[Ints] = ()
    rule: Rule | None = None

    def admits(self, rows: Ints) -> Mask:
        """(N,) whether whole outfits may be the answer."""
        free = fresh(rows, self.shown)
        for demand in self.demands:
            free &= demand.holds(rows)
        if self.rule:
            for row in self.chosen:
                free &= self.rule.apart(rows, row)
        return free


@dataclass(slots=True)
class Best:
    """The best outfit, (COLUMNS,) or None, its worth, and the bound of what was not looked at."""

    row: Ints | None = None
    worth: float = -np.inf
    unseen: float = -np.inf
    grown: int = 0

    @property
    def exact(self) -> bool:
        """Whether nothing that was not looked at can be better."""
        return self.unseen <= self.worth + SLACK


class Tree:
    """One shape as a tree: what is open at each depth, and which partial outfits are worth it.

    The column with the fewest candidates is filled first: conflicts show early. Accessories are
    last, so that it is known when the main pieces are complete.
    """

    def __init__(self, task: Task, shape: Shape) -> None:
        self.bounds = Bounds(task.space.judge, shape, task.extra, task.space.ends)
        self.shape = shape
        self.order = sorted(shape, key=lambda c: (c in ACCESSORIES.values(), len(shape[c]), c))
        self.rests = [self.bounds.rest(self.order[i:]) for i in range(len(self.order) + 1)]
        self.main = sum(column not in ACCESSORIES.values() for column in self.order)
        self._task = task
        self.size = sum(map(len, shape.values()))
        self._ahead = Ahead(task.space.judge, self.shape, self.order, task.demands)

    def may(self, partial: Partial, depth: int) -> Mask:
        """(N,) whether the columns that are open can still make an outfit that is admitted."""
        may = self._ahead.may(partial.rows, depth)
        if self._task.rule:
            for row in self._task.chosen:
                may &= self._task.rule.may(partial.rows, row, self.shape)
        if depth >= self.main:
            may &= fresh(partial.rows, self._task.shown)
        return may

    def root(self) -> Partial:
        """The outfit with nothing on yet, (1,), or none where no outfit of it can be admitted."""
        start = self.bounds.start()
        return start.take(np.flatnonzero(self.may(start, 0)))

    def most(self, partial: Partial, depth: int) -> Floats:
        """(N,) the value that partial outfits of a depth can reach at most."""
        open_ = self.bounds.reach.open(partial.rows, self.order[:depth], self.order[depth:])
        return self.bounds.most(partial, self.rests[depth], open_)

    def next(self, partial: Partial, depth: int, floor: float) -> tuple[Partial, Floats]:
        """All with one more piece that can still reach the floor, and what they reach at most."""
        column, after = self.order[depth], self.order[depth + 1 :]
        pieces, reach = self.shape[column], self.bounds.reach
        now = reach.now(partial.rows, self.order[:depth], column)
        later = reach.open(partial.rows, self.order[:depth], after, [column])
        across = reach.across(column, after)
        before = self.bounds.most(partial, self.rests[depth], later)
        at, which = np.nonzero(before[:, None] + now + (self.bounds.gain[pieces] + across) >= floor)
        grown = self.bounds.grow(partial, at, column, pieces[which])
        grown.sure[:] += np.broadcast_to(now, (len(partial), len(pieces)))[at, which]
        most = self.bounds.most(grown, self.rests[depth + 1], later[at] + across[which])
        return grown, most

    def narrowed(self, floor: float) -> Shape | None:
        """The shape with only those candidates that are in some outfit worth `floor` or more."""
        start, kept, reach = self.bounds.start(), {}, self.bounds.reach
        for column in self.order:
            pieces, others = self.shape[column], [c for c in self.order if c != column]
            alone = self.bounds.grow(start, np.zeros(len(pieces), np.int64), column, pieces)
            open_ = reach.open(start.rows, [], others, [column]) + reach.across(column, others)
            most = self.bounds.most(alone, self.bounds.rest(others), open_)
            kept[column] = pieces[most >= floor]
            if not len(kept[column]):
                return None
        return kept


@dataclass(frozen=True, slots=True)
class Batch:
    """Partial outfits of one depth of a tree, best bound first."""

    tree: Tree
    depth: int
    partial: Partial
    bounds: Floats

    @property
    def step(self) -> int:
        """How many of them to grow at once."""
        return max(1, WIDTH // len(self.tree.shape[self.tree.order[self.depth]]))

    def head(self, size: int) -> "Batch":
        """The first `size`."""
        return self._part(slice(0, size))

    def tail(self, size: int) -> "Batch":
        """All but the first `size`."""
        return self._part(slice(size, None))

    def _part(self, part: slice) -> "Batch":
        return Batch(self.tree, self.depth, self.partial.take(part), self.bounds[part])


class Frontier:
    """The batches that are still to be grown, the most promising first."""

    def __init__(self) -> None:
        self._queue: list[tuple[float, int, int, Batch]] = []
        self._serial = count()

    def push(self, batch: Batch) -> None:
        """Add a batch; one without outfits is dropped."""
        if len(batch.bounds):
            place = (-float(batch.bounds[0]), -batch.depth, next(self._serial))
            heapq.heappush(self._queue, (*place, batch))

    def pop(self, floor: float) -> Batch | None:
        """Take the most promising batch; None when none promises the floor."""
        batch = heapq.heappop(self._queue)[-1] if self._queue else None
        return batch if batch is not None and batch.bounds[0] >= floor - SLACK else None

    def top(self, size: int) -> list[Batch]:
        """The most promising batches."""
        return [batch for *_, batch in heapq.nsmallest(size, self._queue)]


def best(task: Task, budget: int) -> Best:
    """The best outfit of a task; `budget` is how many partial outfits may be grown for it."""
    if task.space.rows is not None:
        return _best_of(task, task.space.rows, task.space.values)
    found, frontier, turn = Best(), Frontier(), count(1)
    for shape in wanted_shapes(task):
        frontier.push(_root(Tree(task, shape)))
    for batch in frontier.top(DIVES):
        _dive(task, batch, found)
    while (next_ := frontier.pop(found.worth)) is not None:
        if found.grown >= budget:
            found.unseen = float(next_.bounds[0])
            break
        batch = _narrowed(task, next_, found)
        if len(batch.bounds):
            if next(turn) % DIVE_EVERY == 0:
                _dive(task, batch, found)
            frontier.push(batch.tail(batch.step))
            frontier.push(_grow(task, batch.head(batch.step), found))
    return found


def _narrowed(task: Task, batch: Batch, found: Best) -> Batch:
    """The batch of a tree that is begun, over those candidates only that can still matter."""
    if batch.depth > 0 or found.row is None:
        return batch
    tree, floor = batch.tree, found.worth - SLACK
    for _ in range(NARROWINGS):
        shape = tree.narrowed(floor)
        if shape is None:
            return batch.head(0)
        tree = Tree(task, shape)
        tree.bounds.reach.tighten(SWEEPS)
    narrow = _root(tree)
    return narrow.head(int((narrow.bounds >= floor).sum()))


def _best_of(task: Task, rows: Ints, values: Floats | None) -> Best:
    """The best of all the rows that there are."""
    admitted = np.flatnonzero(task.admits(rows))
    if not len(admitted):
        return Best(grown=len(rows))
    worths = worth(
        task.space.judge, rows[admitted], task.extra, None if values is None else values[admitted]
    )
    at = first(task.space.judge.table, rows[admitted], worths)
    return Best(rows[admitted[at]], float(worths[at]), grown=len(rows))


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


def possible(task: Task) -> bool:
    """Whether the first look leaves any outfit that might be admitted."""
    if task.space.rows is not None:
        return bool(task.admits(task.space.rows).any())
    return any(len(Tree(task, shape).root()) for shape in wanted_shapes(task))


def wanted_shapes(task: Task) -> list[Shape]:
    """The shapes, divided by the column that first holds a wanted candidate, for every demand."""
    shapes = list(task.space.shapes)
    for demand in task.demands:
        if demand.wanted is not None:
            shapes = [part for shape in shapes for part in divide(shape, demand.wanted)]
    return shapes


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


def _root(tree: Tree) -> Batch:
    start = tree.root()
    return Batch(tree, 0, start, tree.most(start, 0))


def _dive(task: Task, batch: Batch, found: Best) -> None:
    """Go down with the few most promising at each depth, and exchange piece by piece in the end."""
    tree, best_before = batch.tree, found.worth
    while len(batch.bounds):
        batch = _grow(task, batch.head(DIVE), found)
    while found.row is not None and found.worth > best_before:
        best_before = found.worth
        for column in tree.order:
            rows = np.repeat(found.row[None, :], len(tree.shape[column]), axis=0)
            rows[:, column] = tree.shape[column]
            _compare(task, rows, found)


def _grow(task: Task, batch: Batch, found: Best) -> Batch:
    """The batch with each candidate of its next column, as far as that can still be the best.

    Whole outfits are compared with the best so far and leave an empty batch.
    """
    tree, depth = batch.tree, batch.depth + 1
    floor = found.worth - SLACK
    grown, most = tree.next(batch.partial, batch.depth, floor)
    found.grown += len(grown) + len(batch.partial) * tree.size // ARRAYS
    kept = np.flatnonzero(most >= floor)
    grown, most = grown.take(kept), most[kept]
    may = np.flatnonzero(tree.may(grown, depth))
    order = may[np.argsort(-most[may], kind="stable")]
    best = Batch(tree, depth, grown.take(order), most[order])
    if depth < len(tree.order):
        return best
    _compare(task, best.partial.rows, found)
    return best.head(0)


def _compare(task: Task, rows: Ints, found: Best) -> None:
    """Keep the best of these whole outfits and of the one found before."""
    rows = rows[task.admits(rows)]
    if found.row is not None:
        rows = np.concatenate([found.row[None, :], rows])
    if len(rows):
        worths = worth(task.space.judge, rows, task.extra)
        at = first(task.space.judge.table, rows, worths)
        found.row, found.worth = rows[at], float(worths[at])
