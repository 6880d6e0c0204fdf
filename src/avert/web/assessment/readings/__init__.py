"""Parallel readings of one situation, what they agree on, and every dissent kept."""
