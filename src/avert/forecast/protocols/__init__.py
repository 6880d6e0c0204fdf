"""Protocols: from which origins forecasts are made again, of which months, and how they are scored."""
