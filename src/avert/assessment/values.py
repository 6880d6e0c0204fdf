"""What someone can say of an indicator, and where they think it is going.

Unknown and not asked are answers of their own: they stand in no order, are never read as absent and never averaged.
"""

from __future__ import annotations

from enum import StrEnum


class Value(StrEnum):
    """What is said of one indicator; only the first four are known and ordered."""

    ABSENT = "absent"
    LATENT = "latent"
    PRESENT = "present"
    ACUTE = "acute"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"

    @property
    def is_known(self) -> bool:
        """Say whether somebody could tell."""
        return self in _DEGREES

    @property
    def degree(self) -> int:
        """Return 0 for absent to 3 for acute, for order and distance in steps; never to be added up.

        >>> Value.PRESENT.degree - Value.ABSENT.degree
        2
        """
        if self not in _DEGREES:
            raise TypeError(f"'{self}' has no place among absent to acute. Leave it out, and count it apart.")
        return _DEGREES[self]

    # As texts they would be ordered by the alphabet, where acute comes before latent.
    def __lt__(self, other: str) -> bool:
        return self.degree < Value(other).degree

    def __le__(self, other: str) -> bool:
        return self.degree <= Value(other).degree

    def __gt__(self, other: str) -> bool:
        return self.degree > Value(other).degree

    def __ge__(self, other: str) -> bool:
        return self.degree >= Value(other).degree


KNOWN = (Value.ABSENT, Value.LATENT, Value.PRESENT, Value.ACUTE)
"""The values that say something, in order."""
_DEGREES = {value: degree for degree, value in enumerate(KNOWN)}


class Trend(StrEnum):
    """Where someone thinks it is going."""

    FALLING = "falling"
    STEADY = "steady"
    RISING = "rising"
    UNKNOWN = "unknown"
