"""Whom to reach, in which way, who calls whom, and whom to turn to when nobody answers."""
