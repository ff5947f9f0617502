"""Outfits: which garments go together for a request, how well, and why. Pure, no I/O."""

from ml.outfits.cards import base_score, score
from ml.outfits.explain import caution, explain_card, headline
from ml.outfits.learn import Reaction, Taste, learn
from ml.outfits.recommend import recommend
from ml.outfits.request import History, Preferences, Request
from ml.outfits.swap import swap
from ml.outfits.why_not import why_not_color, why_not_garment

__all__ = [
    "History",
    "Preferences",
    "Reaction",
    "Request",
    "Taste",
    "base_score",
    "caution",
    "explain_card",
    "headline",
    "learn",
    "recommend",
    "score",
    "swap",
    "why_not_color",
    "why_not_garment",
]
