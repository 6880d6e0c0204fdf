"""Editions: assessments frozen, signed and compared."""
