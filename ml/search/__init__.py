"""Wardrobe search: what a text asks for, and how near each garment comes to it. Pure, no I/O."""

from ml.search.query import Query, read_query
from ml.search.rank import Ranked, rank

__all__ = ["Query", "Ranked", "rank", "read_query"]
