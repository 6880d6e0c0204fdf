"""Warnings: drafted, checked, released by two, and what became of them at each addressee."""
