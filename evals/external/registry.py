"""The suites over data from outside, by name."""

from typing import Final

from evals.catalogue import External

SUITES: Final[dict[str, External]] = {}
