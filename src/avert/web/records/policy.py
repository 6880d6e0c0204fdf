"""Who may read a record. This is the only place that says so."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from avert.web.accounts.models import Person
from avert.web.accounts.selectors import organisations_of


def is_readable_by(viewer: Person | AnonymousUser) -> Q:
    """Return the condition on records that this viewer may read: those of the viewer's own organisations.

    An empty audience is nobody but the owner. Being staff or superuser adds nothing.
    """
    if not isinstance(viewer, Person) or not viewer.is_active:
        return Q(pk__in=[])
    return Q(owner__in=organisations_of(viewer=viewer))
