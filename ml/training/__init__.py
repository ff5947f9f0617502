"""Trains the garment classifier: `python -m ml.training --work .train` (extra `train`)."""
