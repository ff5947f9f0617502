"""Outfits: which garments go together for a request, how well, and why. Pure, no I/O."""

from ml.outfits.cards import score
from ml.outfits.explain import caution, explain_card, headline
from ml.outfits.explore import with_something_different
from ml.outfits.learn import Reaction, Taste, learn
from ml.outfits.recommend import NOTHING_READY, recommend
from ml.outfits.request import History, Preferences, Request
from ml.outfits.swap import swap
from ml.outfits.taste_attributes import is_attribute
from ml.outfits.warmth_offset import Complaint, felt_temperature, learn_offset
from ml.outfits.why_not import why_not_color, why_not_garment

__all__ = [
    "NOTHING_READY",
    "Complaint",
    "History",
    "Preferences",
    "Reaction",
    "Request",
    "Taste",
    "caution",
    "explain_card",
    "felt_temperature",
    "headline",
    "is_attribute",
    "learn",
    "learn_offset",
    "recommend",
    "score",
    "swap",
    "why_not_color",
    "why_not_garment",
    "with_something_different",
]
