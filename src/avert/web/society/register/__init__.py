"""Structures one by one: what they are, who trusts them, what ties them, what they do."""
