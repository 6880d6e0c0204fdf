"""Real cases day by day, with nothing but what was known on the day."""
