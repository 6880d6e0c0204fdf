"""Forecasts of deaths from organised violence: read, made and judged."""

DEFAULT = "avert2026"
"""The model that is used where nobody asks for another."""
