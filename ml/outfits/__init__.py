"""Outfits: which garments go together for a request, how well, and why. Pure, no I/O."""

from ml.outfits.recommend import recommend
from ml.outfits.request import History, Preferences, Request

__all__ = ["History", "Preferences", "Request", "recommend"]
