"""Empirical sentences put to the test: definitions as a grid, and what each definition says of the data."""
