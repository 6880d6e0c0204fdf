"""Scores of forecasts: how far stated probabilities were from what happened. No tables, no models."""
