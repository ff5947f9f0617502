"""What a search has still to look into: shapes and outfits in the making, by what they promise."""

import heapq
from dataclasses import dataclass
from itertools import count

import numpy as np

from ml.outfits.partial import Partial
from ml.outfits.table import Floats
from ml.outfits.tree import Root, Tree

SLACK = 1e-9
"""Bounds and values are sums in different orders; differences below this mean nothing."""
WIDTH = 8_192
"""Partial outfits grown at once, so that arrays do the work."""


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
    """The shapes and batches that are still to be looked into, the most promising first."""

    def __init__(self) -> None:
        self._queue: list[tuple[float, int, int, Batch | Root]] = []
        self._serial = count()

    def push(self, batch: Batch) -> None:
        """Add a batch; one without outfits is dropped."""
        if len(batch.bounds):
            self._add(float(batch.bounds[0]), batch.depth, batch)

    def push_root(self, root: Root) -> None:
        """Add a shape that was not looked into."""
        self._add(root.bound, -1, root)

    def _add(self, bound: float, depth: int, what: Batch | Root) -> None:
        heapq.heappush(self._queue, (-bound, -depth, next(self._serial), what))

    def pop(self, floor: float) -> tuple[float, Batch | Root | None]:
        """Take the most promising one, with its bound; None when none promises the floor."""
        if not self._queue or -self._queue[0][0] < floor - SLACK:
            return -np.inf, None
        bound, *_, what = heapq.heappop(self._queue)
        return -bound, what
