"""Who may see and stop a job, and who may start one for the whole deployment. This is the only place that says so."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from avert.web.accounts.models import Person
from avert.web.accounts.policy import WRITERS, organisations_where
from avert.web.jobs.registry import kinds


def is_visible_to(viewer: Person | AnonymousUser) -> Q:
    """Return the condition on jobs that this viewer may see and cancel: her own, and those of organisations
    she writes for."""
    if not isinstance(viewer, Person) or not viewer.is_active:
        return Q(pk__in=[])
    seen = Q(created_by=viewer) | Q(owner__in=organisations_where(viewer, WRITERS))
    if viewer.is_staff:
        # Who keeps the site running sees what runs for all of it; a job of an organisation stays its own.
        seen |= Q(owner=None, kind__in=[kind.name for kind in kinds().values() if kind.is_of_deployment])
    return seen


def may_recompute(viewer: Person | AnonymousUser) -> bool:
    """Say whether the viewer may have all results computed anew."""
    return isinstance(viewer, Person) and viewer.is_active and viewer.is_staff
