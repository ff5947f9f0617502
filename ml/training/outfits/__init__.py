"""Fits what is worn together from Polyvore outfits; see `python -m ml.training.outfits`."""
