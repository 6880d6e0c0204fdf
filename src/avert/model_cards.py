"""The card that says what a model answers, on what, how well it is known to work and where it ends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelCard:
    """What a reader must know before using a model's numbers.

    name: name in the registry. question: what it answers, in one sentence. outcome: definition of the event.
    unit: what a row is. training_data: which rows. method: how it is fitted. limits: known limits.
    citation: source.
    """

    name: str
    question: str
    outcome: str
    unit: str
    training_data: str
    method: str
    limits: tuple[str, ...]
    citation: str
