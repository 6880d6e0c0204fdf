"""Service accounts as their page shows them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from avert.places import find_place
from avert.web.accounts.models import AccessToken


@dataclass(frozen=True)
class Power:
    """One role in words: what it lets do, where, and about what."""

    kind: str
    place: str
    topic: str


@dataclass(frozen=True)
class Row:
    """One program with what it may do and the tokens it can show."""

    id: uuid.UUID
    name: str
    powers: Sequence[Power]
    tokens: Sequence[AccessToken]


def rows_of(programs: Iterable[Any]) -> list[Row]:
    """Return programs, as ``programs_of`` finds them, for the page."""
    return [
        Row(
            id=program.pk,
            name=program.get_full_name(),
            powers=[_power(role) for member in program.memberships.all() for role in member.roles.all()],
            tokens=program.good_tokens,
        )
        for program in programs
    ]


def _power(role: Any) -> Power:
    place = find_place(role.place).name() if role.place else ""
    return Power(role.get_kind_display(), place, role.get_topic_display())
