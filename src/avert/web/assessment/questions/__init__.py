"""Probabilities asked in rounds and pooled, with the perspectives side by side."""
