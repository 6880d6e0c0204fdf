"""Dates and triggers that are watched, and the signals that they raise in time."""
