"""What security actors may see of the peace structures: what a policy of the owner says, else nothing.

It holds wherever these records are read, on pages, in lists, by programs and in exports alike.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.policy import LEADS, standings_of
from avert.web.accounts.vocabulary import Sector, Topic
from avert.web.records.models import Record
from avert.web.records.policy import NOBODY, is_readable_by
from avert.web.records.sharing import Ids
from avert.web.records.writing import fulfils, rows_of
from avert.web.society.models import Activity, SecurityPolicy, Structure, Tie


def is_security_actor(viewer: Person) -> bool:
    """Say whether the viewer belongs to any organisation of the security sector, whatever else she belongs to."""
    return Organisation.objects.filter(pk__in=_own(viewer), sector=Sector.SECURITY).exists()


def organisations_kept_by(viewer: Any) -> Ids:
    """Return the organisations whose network the viewer keeps: who leads there, and belongs to no security actor.

    Only they see whose loss would cut it.
    """
    if not isinstance(viewer, Person) or is_security_actor(viewer):
        return frozenset()
    leads = (one for one in standings_of(viewer) if one.kind in LEADS and one.reaches(Topic.SOCIETY))
    return frozenset(standing.organisation_id for standing in leads if not standing.place)


def structures_shown(viewer: Person) -> Q:
    """Return the condition on structures besides who they are shared with."""
    return _shown(viewer, structures_of)


def trust_shown(viewer: Person) -> Q:
    """Return the condition on what groups think of structures: never for security actors."""
    return _shown(viewer, lambda _policy: NOBODY)


def ties_shown(viewer: Person) -> Q:
    """Return the condition on ties: both ends are readable, and for security actors ties of this kind are shown."""
    readable = rows_of(Structure).filter(is_readable_by(viewer, Structure)).values("pk")
    return Q(source__in=readable, target__in=readable) & _shown(viewer, ties_of)


def activities_shown(viewer: Person) -> Q:
    """Return the condition on activities: those of structures that are shown, where the policy shows any."""
    return _shown(viewer, activities_of)


studies_shown = policies_shown = files_shown = trust_shown


def structures_of(policy: SecurityPolicy) -> Q:
    """Return the condition on structures that a policy shows to security actors."""
    return Q(
        owner=policy.owner_id,
        is_protected=False,
        level__in=policy.levels,
        sector__in=policy.sectors,
        merged_into=None,
    )


def ties_of(policy: SecurityPolicy) -> Q:
    """Return the condition on ties that a policy shows to security actors."""
    shown = rows_of(Structure).filter(structures_of(policy)).values("pk")
    return Q(owner=policy.owner_id, layer__in=policy.layers, source__in=shown, target__in=shown)


def activities_of(policy: SecurityPolicy) -> Q:
    """Return the condition on activities that a policy shows to security actors."""
    if not policy.shows_activities:
        return NOBODY
    shown = rows_of(Structure).filter(structures_of(policy)).values("pk")
    return Q(owner=policy.owner_id, structure__in=shown)


SHOWN_BY: dict[type[Record], Callable[[SecurityPolicy], Q]] = {
    Structure: structures_of,
    Tie: ties_of,
    Activity: activities_of,
}


def kept_from(kind: type[Record], owner_id: uuid.UUID, record: Record | None) -> Ids:
    """Return the security actors who read no such record, or not this one, whomever it is shared with."""
    policy = rows_of(SecurityPolicy).filter(owner=owner_id).first()
    if policy is not None and kind in SHOWN_BY:
        is_shown = policy.levels and policy.sectors  # of a new one nothing more can be said yet
        if fulfils(record, SHOWN_BY[kind](policy)) if record is not None else is_shown:
            return frozenset()
    found = Organisation.objects.filter(sector=Sector.SECURITY).exclude(pk=owner_id)
    return frozenset(found.values_list("pk", flat=True))


def _shown(viewer: Person, of: Callable[[SecurityPolicy], Q]) -> Q:
    if not is_security_actor(viewer):
        return Q()
    policies = rows_of(SecurityPolicy)
    return reduce(or_, (of(policy) for policy in policies), Q(owner__in=_own(viewer)))


def _own(viewer: Person) -> Ids:
    return frozenset(standing.organisation_id for standing in standings_of(viewer))
