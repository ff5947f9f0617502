"""Every table, so that importing this package registers the whole schema."""

from db.models.base import Base
from db.models.batches import BatchPhoto, PhotoBatch
from db.models.bodies import Avatar, Body, ExtractionJob, TryOnImage
from db.models.confirmations import Confirmation
from db.models.conversations import Conversation, Message, Run, RunCheckpoint
from db.models.garments import FormerPhoto, Garment, GarmentLabel, GarmentPrediction
from db.models.jobs import Job
from db.models.looks import GarmentDuplicate, GarmentVector, VectorCollection
from db.models.origins import GarmentOrigin
from db.models.outfits import Outfit, OutfitFeedback
from db.models.users import ApiKey, RefreshToken, User, UserPreferences

__all__ = [
    "ApiKey",
    "Avatar",
    "Base",
    "BatchPhoto",
    "Body",
    "Confirmation",
    "Conversation",
    "ExtractionJob",
    "FormerPhoto",
    "Garment",
    "GarmentDuplicate",
    "GarmentLabel",
    "GarmentOrigin",
    "GarmentPrediction",
    "GarmentVector",
    "Job",
    "Message",
    "Outfit",
    "OutfitFeedback",
    "PhotoBatch",
    "RefreshToken",
    "Run",
    "RunCheckpoint",
    "TryOnImage",
    "User",
    "UserPreferences",
    "VectorCollection",
]
