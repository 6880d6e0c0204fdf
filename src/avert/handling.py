"""Handling markings: the Traffic Light Protocol 2.0 of FIRST (https://www.first.org/tlp/)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from avert.errors import InputError


class Marking(IntEnum):
    """How far something may travel, from least to most restricted."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    def __str__(self) -> str:
        """Return the label as FIRST writes it, such as ``TLP:AMBER+STRICT``."""
        return "TLP:" + self.name.replace("_", "+")

    @classmethod
    def parse(cls, label: str) -> Marking:
        """Return the marking of a label, with or without ``TLP:``, in any case.

        >>> str(Marking.parse("tlp:amber+strict"))
        'TLP:AMBER+STRICT'
        """
        name = label.strip().upper().removeprefix("TLP:").replace("+", "_")
        try:
            return cls[name]
        except KeyError:
            labels = ", ".join(str(marking) for marking in cls)
            raise InputError(f"{label!r} is not a TLP 2.0 label. Use one of {labels}.") from None


def most_restrictive(markings: Iterable[Marking]) -> Marking:
    """Return the marking that a combination must carry; nothing combined is TLP:CLEAR."""
    return max(markings, default=Marking.CLEAR)
