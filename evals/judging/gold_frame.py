"""The frame that a conversation should have reached, told by its expectations alone."""

from typing import Any

from evals.cases import Meaning
from evals.judging.screen import Screen
from evals.metrics.slots import as_text


class GoldFrame:
    """Flat paths, brought up to date by each turn's `frame` or `delta`."""

    def __init__(self) -> None:
        self.flat: dict[str, Any] = {}

    def take_in(self, expect: Meaning, screen: Screen) -> None:
        """What a turn is expected to mean."""
        if expect.frame is not None:
            self.flat = {
                path: _resolved(path, value, screen) for path, value in expect.frame.items()
            }
        if expect.delta is None:
            return
        self.flat |= dict(expect.delta.set)
        for path, values in expect.delta.remove.items():
            gone = {as_text(one) for one in _resolved(path, values, screen)}
            kept = [one for one in self.flat.get(path, []) if as_text(one) not in gone]
            self.flat[path] = kept
        for path, values in expect.delta.add.items():
            self.flat[path] = [*self.flat.get(path, []), *_resolved(path, values, screen)]


def _resolved(path: str, value: Any, screen: Screen) -> Any:
    if not isinstance(value, list):
        return value
    return [one for each in value for one in screen.resolve(path, each)]
