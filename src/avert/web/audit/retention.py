"""How long it stays known who has seen what. Classes not named here are kept for ever.

An entry's class and day are bound into its hash, so that whoever checks a chain can tell, long after the body is
gone, that nothing was let expire that must be kept, nor before its time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

from avert.web.audit.actions import Action


class Retention(NamedTuple):
    """How many whole days a class is kept, and which actions are of it."""

    days: int
    actions: frozenset[str]


READING = frozenset({Action.READ.value, Action.READ_LIST.value})
COMING_AND_GOING = frozenset({Action.LOG_IN.value, Action.LOG_IN_REFUSED.value, Action.LOG_OUT.value})
SEALED, READ, LOG_IN = "sealed", "read", "log-in"
CLASSES: Mapping[str, Retention] = {
    # Who looks at a source leads to the source; a month is enough to notice a reader who should not be one.
    SEALED: Retention(30, READING),
    # A year covers the yearly review of who needs which records, and the search after a stolen account.
    READ: Retention(365, READING),
    LOG_IN: Retention(365, COMING_AND_GOING),
}
# What an expired entry says: nothing. Its time becomes the midnight that its day began with.
ERASED: Mapping[str, object] = {
    **{"action": "", "actor_kind": "", "actor_id": None, "organisation_id": None},
    **{"object_kind": "", "object_id": "", "owner_id": None},
    **{"field_names": [], "digests": {}, "request_id": None, "salt": ""},
}


def class_of(action: str, object_kind: str, sealed_kinds: Collection[str]) -> str:
    """Return the class of an act; empty when its entry is kept for ever."""
    if action in READING:
        return SEALED if object_kind in sealed_kinds else READ
    return LOG_IN if action in COMING_AND_GOING else ""


def expires_before(name: str, today: dt.date) -> dt.date:
    """Return the day before which entries of a class have expired."""
    return today - dt.timedelta(days=CLASSES[name].days)


def is_of(name: str, action: object) -> bool:
    """Say whether an action may be of a class."""
    return name in CLASSES and action in CLASSES[name].actions


def erased_body(day: str) -> dict[str, object]:
    """Return the body of an expired entry of that day, in plain values."""
    return {**ERASED, "at": f"{day}T00:00:00.000000+00:00"}
