"""Which items are worn together: learned from outfits that people put together. Pure, no I/O."""

from ml.outfits.compatibility.judging import ALONE, mean_of_pairs, score_sets, together
from ml.outfits.compatibility.reading import Item, Reading, of_garment, read

__all__ = [
    "ALONE",
    "Item",
    "Reading",
    "mean_of_pairs",
    "of_garment",
    "read",
    "score_sets",
    "together",
]
