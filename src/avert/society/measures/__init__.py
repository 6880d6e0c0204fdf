"""Measures of a peace network: what each is, and from whom, stands with it. What names actors is in ``custodian``."""
