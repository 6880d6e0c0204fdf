"""Exercises: a replay entered day by day, with a clock that stands still between the days."""
