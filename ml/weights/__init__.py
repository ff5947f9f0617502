"""Model weights: the registry, what is here of it, and fetching the rest."""

from ml.weights.fetch import pull
from ml.weights.registry import Model, model, models
from ml.weights.status import ModelStatus, list_models, weights_path

__all__ = ["Model", "ModelStatus", "list_models", "model", "models", "pull", "weights_path"]
