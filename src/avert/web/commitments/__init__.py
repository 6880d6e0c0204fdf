"""Commitments: who promised what to whom, by when, and whether it was kept."""
