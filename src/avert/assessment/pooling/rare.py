"""Rare events: people judge them in natural frequencies ("1 in 500"), and they are read against a base rate."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scipy.special import logit

from avert.errors import InputError

FREQUENCY = re.compile(r"\s*(\d+)\s+in\s+(\d{1,3}(?:[, ]\d{3})+|\d+)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Relative:
    """A probability against its base rate: how many times as likely, and how many log-odds above."""

    times: float
    log_odds: float


def relative_to(p: float, base_rate: float) -> Relative:
    """Return a pooled probability relative to how often such events occur.

    Raises:
        InputError: Either is not between 0 and 1, both excluded.

    >>> relative_to(0.026, base_rate=0.013).times
    2.0
    """
    if not (0 < p < 1 and 0 < base_rate < 1):
        raise InputError("A probability and its base rate must lie between 0 and 1; neither may be 0 or 1.")
    return Relative(p / base_rate, float(logit(p) - logit(base_rate)))


def natural_frequency(p: float) -> str:
    """Return a probability as people say it.

    >>> natural_frequency(0.002), natural_frequency(0.0131), natural_frequency(0.4)
    ('1 in 500', '1 in 76', '40 in 100')
    """
    if not 0 < p <= 1:
        raise InputError("Only a probability above 0 and up to 1 has a natural frequency.")
    return f"1 in {1 / p:,.0f}" if p < 0.1 else f"{p * 100:.0f} in 100"


def from_frequency(text: str) -> float:
    """Return the probability of a natural frequency.

    >>> from_frequency("1 in 500"), from_frequency("3 in 10,000")
    (0.002, 0.0003)
    """
    found = FREQUENCY.fullmatch(text)
    number, of = (int(re.sub("[, ]", "", part)) for part in found.groups()) if found else (1, 0)
    if not found or not of or number > of:
        raise InputError("That is no natural frequency. Write it as 1 in 500.")
    return number / of
