"""The search: the one best outfit by branch and bound, without looking at all of them.

Shapes (which columns are filled) are filled column by column, always where the bound promises most.
What cannot reach the best outfit found so far is never looked at, which is safe because the bounds
are never too low (`bounds`). So the answer is the best of all, and proven to be; only where the
budget ends first does `unseen` say how good an outfit could be that was not looked at.
"""

import math
from dataclasses import dataclass
from itertools import count

import numpy as np

from ml.outfits.choose import first, worth
from ml.outfits.frontier import SLACK, Batch, Frontier
from ml.outfits.listed import Listed
from ml.outfits.table import Ints
from ml.outfits.task import Task
from ml.outfits.templates import Shape
from ml.outfits.tree import Root, Tree, can_fulfil, every_row, wanted_shapes

DIVE = 24
"""Partial outfits kept per column on the first dive, which finds a good outfit to compare with."""
DIVE_EVERY = 8
LESS = 0.8
"""A tree that can do with less than this share of its candidates is made anew without the rest."""
AGAIN = 2
"""How often pairs are shared anew once it is known what was chosen before; see `SWEEPS`."""
ARRAYS = 16
"""So many candidates are weighed against what is open for the price of one that is grown."""
SMALL = 4_000
"""So many outfits of a shape are sooner all looked at than bounded."""


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


def best(task: Task, budget: int) -> Best:
    """The best outfit of a task; `budget` is how many partial outfits may be grown for it."""
    if task.space.listed is not None:
        return _best_of(task, task.space.listed)
    found, frontier, turn = Best(), Frontier(), count(1)
    roots = task.space.roots(task.demands)
    if task.space.seen:
        _compare(task, np.concatenate(task.space.seen), found)
    for root in roots[:1]:
        _dive(task, _start(task, root.tree), found)
    for root in roots:
        frontier.push_root(root)
    while True:
        bound, next_ = frontier.pop(found.worth)
        if next_ is None:
            return found
        if found.grown >= budget:
            found.unseen = bound
            return found
        if isinstance(next_, Root):
            _open(task, next_, found, frontier)
            continue
        if next(turn) % DIVE_EVERY == 0:
            _dive(task, next_, found)
        frontier.push(next_.tail(next_.step))
        frontier.push(_grow(task, next_.head(next_.step), found))


def _open(task: Task, root: Root, found: Best, frontier: Frontier) -> None:
    """Begin the tree of a shape, over those candidates only that can still matter."""
    if not root.settled:
        root.settle()
        frontier.push_root(root)
        return
    floor = found.worth - SLACK
    shape = root.narrowed(floor)
    if shape is None or _all_looked_at(task, shape, found):
        return
    tree = task.tree(shape, root.tree)
    tree.tighten(AGAIN)
    narrower = tree.narrowed(floor)
    if narrower is None or _all_looked_at(task, narrower, found):
        return
    if sum(map(len, narrower.values())) < LESS * tree.size:
        tree = task.tree(narrower, tree)
        tree.tighten(AGAIN)
    batch = _start(task, tree)
    frontier.push(batch.head(int((batch.bounds >= floor).sum())))


def _all_looked_at(task: Task, shape: Shape, found: Best) -> bool:
    """Look at every outfit of a shape where they are few; whether that was done."""
    many = math.prod(map(len, shape.values()))
    if many <= SMALL:
        _compare(task, every_row([shape]), found)
        found.grown += many
    return many <= SMALL


def _start(task: Task, tree: Tree) -> Batch:
    """The tree of a shape with nothing on yet; empty where no outfit of it can be admitted."""
    start = tree.root()
    start = start.take(np.flatnonzero(task.may(tree, start, 0)))
    return Batch(tree, 0, start, tree.most(start, 0))


def possible(task: Task) -> bool:
    """Whether the first look leaves any outfit that might be admitted."""
    if task.space.listed is not None:
        return task.space.listed.any(task.demands, task.shown)
    judge = task.space.judge
    shapes = wanted_shapes(task.space.shapes, task.demands)
    return any(can_fulfil(judge, shape, task.demands) for shape in shapes)


def _best_of(task: Task, listed: Listed) -> Best:
    """The best of all the outfits that there are."""
    found = listed.best(task.extra, task.demands, task.shown, task.chosen, task.rule)
    row, reached = (None, -np.inf) if found is None else found
    return Best(row, reached, grown=len(listed))


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
    may = np.flatnonzero(task.may(tree, grown, depth))
    order = may[np.argsort(-most[may], kind="stable")]
    best = Batch(tree, depth, grown.take(order), most[order])
    if depth < len(tree.order):
        return best
    task.space.keep(best.partial.rows)
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
