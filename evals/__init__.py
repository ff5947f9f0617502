"""Evaluation suites and their runner."""
