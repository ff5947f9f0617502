"""Seeing a garment: kind, colours, pattern and the rest, from one photo."""
