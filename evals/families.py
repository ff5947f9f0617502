"""Which template families are held out: chosen by a hash, so that nobody chooses, or sealed."""

import hashlib
from typing import Final

PARTS: Final = 5
SEALED: Final = "sealed-"
"""Begins the names of families whose texts nobody who works on the reading has seen."""


def is_held_out(family: str) -> bool:
    """Whether a family's errors are nobody's to tune on; about one in five is, and all sealed."""
    return (
        family.startswith(SEALED)
        or int(hashlib.sha256(family.encode()).hexdigest(), 16) % PARTS == 0
    )
