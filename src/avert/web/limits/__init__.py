"""How often something may fail before one has to wait, counted for all processes together."""
