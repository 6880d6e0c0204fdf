"""Whom something is for besides its owner, in plain values."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

Ids = frozenset[uuid.UUID]


@dataclass(frozen=True)
class Sharing:
    """Organisations, sharing groups and persons, by id. An empty one is nobody but the owner."""

    organisations: Ids = frozenset()
    groups: Ids = frozenset()
    persons: Ids = frozenset()

    @property
    def digest(self) -> str:
        """Return what equal sharings have in common, and no two others."""
        parts = [",".join(sorted(map(str, ids))) for ids in (self.organisations, self.groups, self.persons)]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()

    def as_text(self) -> dict[str, list[str]]:
        """Return the ids in words that history can keep."""
        return {
            "organisations": sorted(map(str, self.organisations)),
            "groups": sorted(map(str, self.groups)),
            "persons": sorted(map(str, self.persons)),
        }


NOBODY_ELSE = Sharing()
