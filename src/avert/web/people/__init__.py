"""Organisations, who belongs to them and the groups in which they share, as pages over `accounts` and `records`."""
