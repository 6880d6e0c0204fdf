"""Who may know of an act. This is the only place that says so."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from avert.web.accounts.models import Person
from avert.web.accounts.policy import LEADS, organisations_where
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditEntry
from avert.web.sealing.selectors import organisations_kept_by

# What tells who knows the sources.
KEYS = "sealing.organisationkey"
ON_KEYS = Q(object_kind=KEYS)


@dataclass(frozen=True)
class Reach:
    """The organisations of whose acts a viewer may know all: as a member, as one who leads, as custodian."""

    own: frozenset[uuid.UUID]
    led: frozenset[uuid.UUID]
    kept: frozenset[uuid.UUID]

    def covers(self, entry: AuditEntry) -> bool:
        """Say whether the viewer may be told an entry's object and actor."""
        if not entry.owner_id:
            return True
        if is_opening(entry):
            return entry.owner_id in self.kept
        return entry.owner_id in (self.led | self.kept if entry.object_kind == KEYS else self.own)

    def as_condition(self) -> Q:
        """Return the same as a condition on entries that some organisation owns."""
        return (
            (Q(owner_id__in=self.own) & ~ON_KEYS & ~_openings())
            | (Q(owner_id__in=self.led | self.kept) & ON_KEYS)
            | (Q(owner_id__in=self.kept) & _openings())
        )


def reach_of(viewer: Person | AnonymousUser) -> Reach:
    """Return how far a viewer may know of acts."""
    kept = frozenset(organisations_kept_by(viewer=viewer))
    return Reach(organisations_where(viewer), organisations_where(viewer, LEADS), kept)


def knows_of(viewer: Person | AnonymousUser) -> Q:
    """Return the condition on entries that the viewer may know of with all that they say.

    Whoever has a role without limits knows what was done with what the organisation owns, and everybody their
    own log-ins. Colleagues do not see each other's log-ins; administrators do, because they must notice a
    stolen account. Being superuser adds nothing. Who has opened sealed fields is for the custodian, and what
    was done with keys for the custodian and those who lead.
    """
    if not isinstance(viewer, Person) or not viewer.is_active:
        return Q(pk__in=[])
    of_the_site = Q(owner_id=None) if viewer.is_staff else Q(owner_id=None, actor_id=viewer.pk)
    return reach_of(viewer).as_condition() | of_the_site


def knows_that_something_was_done(viewer: Person | AnonymousUser) -> Q:
    """Return the condition on entries whose existence the viewer may know of.

    For administrators it is all but the opening of what is sealed: its moment alone may tell who met a source.
    """
    if isinstance(viewer, Person) and viewer.is_active and viewer.is_staff:
        return ~_openings() | knows_of(viewer)
    return knows_of(viewer)


def is_opening(entry: AuditEntry) -> bool:
    """Say whether an entry tells that something sealed was read; then even a custodian sees no name."""
    return entry.object_kind in settings.AVERT_SEALED_KINDS and entry.action == Action.READ


def _openings() -> Q:
    return Q(object_kind__in=settings.AVERT_SEALED_KINDS, action=Action.READ)
