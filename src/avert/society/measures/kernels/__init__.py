"""Compiled loops over arcs. Nothing is checked here; ``first`` and ``head`` are those of ``Arcs``."""
