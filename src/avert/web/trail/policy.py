"""Who may know of an act. This is the only place that says so."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from avert.web.accounts.models import Person
from avert.web.accounts.policy import organisations_where


def knows_of(viewer: Person | AnonymousUser) -> Q:
    """Return the condition on entries that the viewer may know of with all that they say.

    Whoever has a role without limits knows what was done with what the organisation owns, and everybody their
    own log-ins. Colleagues do not see each other's log-ins; administrators do, because they must notice a
    stolen account. Being superuser adds nothing.
    """
    if not isinstance(viewer, Person) or not viewer.is_active:
        return Q(pk__in=[])
    own = organisations_where(viewer)
    of_the_site = Q(owner_id=None) if viewer.is_staff else Q(owner_id=None, actor_id=viewer.pk)
    return Q(owner_id__in=own) | of_the_site


def knows_that_something_was_done(viewer: Person | AnonymousUser) -> Q:
    """Return the condition on entries whose existence the viewer may know of: for administrators, all."""
    if isinstance(viewer, Person) and viewer.is_active and viewer.is_staff:
        return Q()
    return knows_of(viewer)


def is_wholly_known(owner_id: uuid.UUID | None, own: Collection[uuid.UUID]) -> bool:
    """Say whether an entry may name its object and its actor to a member of these organisations."""
    return owner_id in own if owner_id else True
