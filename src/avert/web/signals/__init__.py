"""Signals: taken in, graded, verified by a second person, and answered to whoever reported."""
