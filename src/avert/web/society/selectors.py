"""Reading structures and what belongs to them: always for a viewer, what was merged shown as what it went into."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import F, Q

from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer, places_within
from avert.web.records.selectors import own_organisations, readable_by
from avert.web.society.models import Activity, GroupTrust, SecurityPolicy, Structure, Tie

Ids = Collection[uuid.UUID]
Key = TypeVar("Key", str, uuid.UUID)


def structures_for(
    viewer: Viewer, *, place: str = "", exercise_id: uuid.UUID | None = None
) -> RecordQuerySet:
    """Return the structures that the viewer may read, by name: of one exercise, or without one what is real.

    One that was merged stands here only where the viewer may not read what it was merged into.
    """
    readable = readable_by(viewer, Structure).filter(exercise=exercise_id)
    is_shown = Q(merged_into=None) | ~Q(merged_into__in=readable.values("pk"))
    found: RecordQuerySet = readable.filter(is_shown & (_works_in(place) if place else Q()))
    return found.order_by("name", "pk")


def structure_for(viewer: Viewer, structure_id: uuid.UUID) -> Structure | None:
    """Return a structure, merged or not, if there is one that the viewer may read."""
    found: Structure | None = readable_by(viewer, Structure).filter(pk=structure_id).first()
    return found


def stands_for(viewer: Viewer, *, exercise_id: uuid.UUID | None = None) -> dict[uuid.UUID, uuid.UUID]:
    """Return for each structure that the viewer may read the one as which it is shown: itself, or what it went into."""
    rows = readable_by(viewer, Structure).filter(exercise=exercise_id).values_list("pk", "merged_into")
    into: dict[uuid.UUID, uuid.UUID | None] = dict(rows)
    return {key: followed(key, into) for key in into}


def followed(key: Key, into: Mapping[Key, Key | None]) -> Key:
    """Return what one that was merged stands as: the end of what each went into, as far as that is readable."""
    seen = {key}
    while (after := into[key]) is not None and after in into and after not in seen:
        seen.add(after)
        key = after
    return key


def ties_for(viewer: Viewer, structures: Iterable[Structure] | Ids) -> RecordQuerySet:
    """Return the ties of these structures whose both ends the viewer may read; ``also_merged`` widens the structures.

    The order is that of their beginnings, what is not known last.
    """
    ids, readable = _ids(structures), readable_by(viewer, Structure).values("pk")
    found: RecordQuerySet = readable_by(viewer, Tie).filter(
        Q(source__in=ids) | Q(target__in=ids), source__in=readable, target__in=readable
    )
    return found.order_by(F("begins").asc(nulls_last=True), "created_at", "pk")


def activities_for(viewer: Viewer, structures: Iterable[Structure] | Ids) -> RecordQuerySet:
    """Return what these structures do, as far as the viewer may read it; the latest begun first."""
    found: RecordQuerySet = readable_by(viewer, Activity).filter(structure__in=_ids(structures))
    return found.order_by(F("begins").desc(nulls_last=True), "title", "pk")


def trust_for(
    viewer: Viewer, structures: Iterable[Structure] | Ids
) -> dict[uuid.UUID, dict[str, GroupTrust]]:
    """Return how far each group trusts each of these structures: what was said last, by structure and group."""
    found = readable_by(viewer, GroupTrust).filter(structure__in=_ids(structures))
    latest: dict[uuid.UUID, dict[str, GroupTrust]] = defaultdict(dict)
    for one in found.order_by(F("on").asc(nulls_first=True), "created_at", "pk"):
        latest[one.structure_id][one.group] = one
    return dict(latest)


def also_merged(viewer: Viewer, structures: Iterable[Structure]) -> dict[uuid.UUID, uuid.UUID]:
    """Return these structures with all that is shown as one of them: the id of each, and what it is shown as."""
    rows = list(structures)
    shown = {row.pk for row in rows}
    exercise_id = rows[0].exercise_id if rows else None
    return {
        key: into
        for key, into in stands_for(viewer, exercise_id=exercise_id).items()
        if into in shown or key in shown
    }


def merged_into(viewer: Viewer, structure: Structure) -> RecordQuerySet:
    """Return what was merged into a structure, by name."""
    found: RecordQuerySet = readable_by(viewer, Structure).filter(merged_into=structure.pk)
    return found.order_by("name", "pk")


def to_look_at_again(viewer: Viewer, today: Any) -> RecordQuerySet:
    """Return the structures of the viewer's own organisations whose day to look again has come, the oldest first."""
    own = structures_for(viewer).filter(owner__in=own_organisations(viewer), review_on__lte=today)
    due: RecordQuerySet = own.order_by("review_on", "pk")
    return due


def security_policy_of(viewer: Viewer, owner_id: uuid.UUID) -> SecurityPolicy | None:
    """Return what an organisation lets security actors see, if it was decided and the viewer may read it."""
    found: SecurityPolicy | None = readable_by(viewer, SecurityPolicy).filter(owner=owner_id).first()
    return found


def _works_in(place: str) -> Q:
    within = places_within(place)
    wanted = Q(place__in=within)
    for key in sorted(within):
        # Neither database can be asked alike what a list holds; keys are plain letters in quotation marks.
        wanted |= Q(areas__icontains=f'"{key}"')
    return wanted


def _ids(structures: Iterable[Structure] | Ids) -> list[uuid.UUID]:
    return [one.pk if isinstance(one, Structure) else one for one in structures]
