"""Who may read and write a record. This is the only place that says so.

Reading takes a role that reaches the record's topic and place, in the organisation that owns the record or in
one that its audience names, itself or through a sharing group; or being named in person. TLP:RED is for named
persons and whoever wrote it. Being staff or superuser adds nothing.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from avert.handling import Marking
from avert.places import all_places
from avert.web.accounts.models import Person
from avert.web.accounts.policy import LEADS, WRITERS, Standing, standings_of
from avert.web.accounts.vocabulary import RoleKind
from avert.web.records.models import AudienceMember, Record
from avert.web.records.sharing import Ids

Viewer = Person | AnonymousUser
NOBODY = Q(pk__in=[])
KeptFrom = Callable[[uuid.UUID, Record | None], Ids]
# What a kind asks of its readers besides: said by its app when the site starts.
_NARROWED: dict[type[Record], Callable[[Person], Q]] = {}
_KEPT_FROM: dict[type[Record], KeptFrom] = {}


def narrow(
    kind: type[Record],
    condition: Callable[[Person], Q],
    kept_from: KeptFrom = lambda _owner, _record: frozenset(),
) -> None:
    """Let whoever may read records of a kind read only those that fulfil a further condition on them.

    ``kept_from`` says beforehand, of a record or of a new one of an owner, whose people that will leave out.
    """
    _NARROWED[kind], _KEPT_FROM[kind] = condition, kept_from


def kept_from(kind: type[Record], owner_id: uuid.UUID, record: Record | None) -> Ids:
    """Return the organisations whose people read no such record, whatever its audience says."""
    return _KEPT_FROM[kind](owner_id, record) if kind in _KEPT_FROM else frozenset()


def is_readable_by(viewer: Viewer, kind: type[Record]) -> Q:
    """Return the condition on records of this kind that the viewer may read."""
    if not isinstance(viewer, Person) or not viewer.is_active:
        return NOBODY
    reaching = _by_place(standing for standing in standings_of(viewer) if standing.reaches(kind.TOPIC))
    by_name = Q(audience__in=AudienceMember.objects.filter(person=viewer).values("audience"))
    by_role = _any_of(
        _in_place(place) & (Q(owner__in=own) | Q(audience__in=audiences_of(own)))
        for place, own in reaching.items()
    )
    as_author = _any_of(
        _in_place(place) & Q(owner__in=own, created_by=viewer) for place, own in reaching.items()
    )
    besides = _NARROWED[kind](viewer) if kind in _NARROWED else Q()
    return (by_name | (by_role & Q(marking__lt=Marking.RED)) | as_author) & besides


def is_writable_by(viewer: Viewer, kind: type[Record]) -> Q:
    """Return the condition on records of this kind that the viewer may change."""
    return is_readable_by(viewer, kind) & _owned_where(viewer, kind, WRITERS)


def is_led_by(viewer: Viewer, kind: type[Record]) -> Q:
    """Return the condition on records of this kind whose readers the viewer may widen beyond their parent's."""
    return is_readable_by(viewer, kind) & _owned_where(viewer, kind, LEADS)


def may_create(viewer: Viewer, kind: type[Record], *, owner_id: uuid.UUID, place: str) -> bool:
    """Say whether the viewer may write such a record for this organisation."""
    return any(
        standing.organisation_id == owner_id
        and standing.kind in WRITERS
        and standing.reaches(kind.TOPIC)
        and is_in_place(place, standing.place)
        for standing in standings_of(viewer)
    )


def places_within(key: str) -> frozenset[str]:
    """Return a place with all that lies in it."""
    return frozenset({key, *(place.key for place in all_places() if place.parent == key)})


def is_in_place(place: str, limit: str) -> bool:
    """Say whether a place lies where a role reaches; a role without a place reaches everywhere."""
    return not limit or place in places_within(limit)


def _owned_where(viewer: Viewer, kind: type[Record], roles: Collection[RoleKind]) -> Q:
    standings = [s for s in standings_of(viewer) if s.kind in roles and s.reaches(kind.TOPIC)]
    return _any_of(Q(owner=s.organisation_id) & _in_place(s.place) for s in standings)


def _in_place(place: str) -> Q:
    return Q(place__in=places_within(place)) if place else Q()


def audiences_of(organisations: Collection[uuid.UUID]) -> QuerySet[Any, Any]:
    """Return the audiences that these organisations belong to, by name or through a group they said yes to."""
    in_group = Q(
        group__memberships__organisation__in=organisations, group__memberships__accepted_at__isnull=False
    )
    return AudienceMember.objects.filter(Q(organisation__in=organisations) | in_group).values("audience")


def _any_of(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, NOBODY)


def _by_place(standings: Iterable[Standing]) -> dict[str, set[uuid.UUID]]:
    found: dict[str, set[uuid.UUID]] = defaultdict(set)
    for standing in standings:
        found[standing.place].add(standing.organisation_id)
    return found
