"""Pooling: one probability from several people's judgements, by named ways that can be compared.

>>> sorted(POOLS)[:3]
['beta', 'extremised', 'individual_interval_width']
"""

from avert.assessment.pooling.evidence import shared_evidence
from avert.assessment.pooling.intervals import individual_interval_width, interval_width
from avert.assessment.pooling.judgements import check_judgements, read_judgements
from avert.assessment.pooling.pools import (
    beta,
    extremised,
    log_odds,
    mean,
    median,
    neyman_roughgarden,
    trimmed_mean,
)
from avert.assessment.pooling.rare import from_frequency, natural_frequency, relative_to
from avert.assessment.pooling.registry import POOLS, Pool
from avert.assessment.pooling.table import pool_table

__all__ = [
    "POOLS",
    "Pool",
    "beta",
    "check_judgements",
    "extremised",
    "from_frequency",
    "individual_interval_width",
    "interval_width",
    "log_odds",
    "mean",
    "median",
    "natural_frequency",
    "neyman_roughgarden",
    "pool_table",
    "read_judgements",
    "relative_to",
    "shared_evidence",
    "trimmed_mean",
]
