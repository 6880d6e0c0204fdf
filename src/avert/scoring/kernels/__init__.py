"""The arithmetic of the scores, without checks; the documented functions are one level up."""
