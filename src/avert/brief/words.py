"""Words for numbers, one scale each, the same on every page and in every brief."""

from __future__ import annotations

from dataclasses import dataclass

from avert.errors import InputError


@dataclass(frozen=True)
class Word:
    """A word on a scale: ``step`` counts from 1, the least, to ``steps``."""

    text: str
    step: int
    steps: int


RISK_BREAKS = (0.01, 0.025, 0.04)
"""The Early Warning Project counts risks from 2.5 % and from 4 % when it looks back; 1 % is below its average."""
RISK_WORDS = ("lower", "raised", "high", "highest")


def risk_word(risk: float | None) -> Word | None:
    """Return the word for a risk of new mass killing in the two years after the predictors'; None if unknown.

    >>> risk_word(0.104)
    Word(text='highest', step=4, steps=4)
    """
    if risk is None:
        return None
    if not 0 <= risk <= 1:
        raise InputError(f"{risk} is no probability.")
    step = sum(risk >= limit for limit in RISK_BREAKS) + 1
    return Word(RISK_WORDS[step - 1], step, len(RISK_WORDS))


LIKELIHOOD_BREAKS = (0.05, 0.2, 0.5, 0.8)
LIKELIHOOD_WORDS = ("very unlikely", "unlikely", "possible", "likely", "very likely")


def likelihood_word(p: float | None) -> Word | None:
    """Return the word for the probability of an event that is not rare; None if unknown.

    >>> likelihood_word(0.6)
    Word(text='likely', step=4, steps=5)
    """
    if p is None:
        return None
    if not 0 <= p <= 1:
        raise InputError(f"{p} is no probability.")
    step = sum(p >= limit for limit in LIKELIHOOD_BREAKS) + 1
    return Word(LIKELIHOOD_WORDS[step - 1], step, len(LIKELIHOOD_WORDS))
