"""Avert: from early warning of mass violence to early response."""

__version__ = "0.1.0"
