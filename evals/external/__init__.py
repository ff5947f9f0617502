"""Dialogues that nobody here wrote: loaders of outside data, and how they map to the frame."""
