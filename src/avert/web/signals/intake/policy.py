"""What a message may do that nobody has read yet, and for which place someone may write."""

from __future__ import annotations

import uuid

from avert.web.accounts.models import Person
from avert.web.accounts.policy import WRITERS, standings_of
from avert.web.records.policy import may_create
from avert.web.signals.models import Signal


def place_within_reach(viewer: Person, owner_id: uuid.UUID, place: str) -> str:
    """Return the place, or the one that the viewer's role is for where it reaches no further.

    A program for one place would otherwise have to refuse what comes from a place it does not know.
    """
    if may_create(viewer, Signal, owner_id=owner_id, place=place):
        return place
    reaching = [
        standing.place
        for standing in standings_of(viewer)
        if standing.organisation_id == owner_id
        and standing.kind in WRITERS
        and standing.reaches(Signal.TOPIC)
    ]
    return next(iter(sorted(reaching)), place)
