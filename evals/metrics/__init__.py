"""Metrics: small pure functions over what was expected and what was found."""
