"""A feed that other programs read with a token."""
