"""Reading the register: which structures are asked for, and what security actors would see of it."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from avert.handling import Marking
from avert.web.accounts.models import Organisation
from avert.web.accounts.vocabulary import Sector
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer, audiences_of
from avert.web.records.selectors import readable_by
from avert.web.records.writing import rows_of
from avert.web.society import policy
from avert.web.society.models import Activity, SecurityPolicy, Structure, Tie
from avert.web.society.selectors import structures_for


@dataclass(frozen=True)
class Wanted:
    """Which structures someone asks for; what is empty is not asked."""

    place: str = ""
    sector: str = ""
    level: str = ""
    kind: str = ""
    capacity: str = ""
    on: dt.date | None = None
    text: str = ""


def wanted_for(viewer: Viewer, wanted: Wanted, *, exercise_id: uuid.UUID | None = None) -> RecordQuerySet:
    """Return the structures that the viewer asks for and may read, by name."""
    found = structures_for(viewer, place=wanted.place, exercise_id=exercise_id)
    plain = {name: getattr(wanted, name) for name in ("sector", "level", "kind")}
    condition = Q(**{name: value for name, value in plain.items() if value})
    if wanted.capacity:
        condition &= Q(capacities__icontains=f'"{wanted.capacity}"')
    if wanted.on:
        condition &= Q(begins=None) | Q(begins__lte=wanted.on)
        condition &= Q(ends=None) | Q(ends__gte=wanted.on)
    for word in wanted.text.split():
        condition &= _says(word)
    return found.filter(condition)


def others_for(
    viewer: Viewer, structure: Structure, *, text: str = "", place: str = "", most: int = 200
) -> list[Structure]:
    """Return structures to which one can be tied, as many as a list can be chosen from."""
    wanted = Wanted(text=text, place=place)
    found = wanted_for(viewer, wanted, exercise_id=structure.exercise_id)
    return list(found.exclude(pk=structure.pk)[:most])


@dataclass(frozen=True)
class ShownTo:
    """What one security organisation is named for, and how much of it a policy shows."""

    organisation_id: uuid.UUID
    named: int
    structures: int
    ties: int
    activities: int


def shown_to_security(viewer: Viewer, draft: SecurityPolicy) -> list[ShownTo]:
    """Return what each security organisation with which the owner shares anything would see under a policy.

    For whoever keeps that network; nobody else gets an answer.
    """
    if draft.owner_id not in policy.organisations_kept_by(viewer):
        return []
    found = Organisation.objects.filter(sector=Sector.SECURITY).exclude(pk=draft.owner_id).order_by("pk")
    shown = [_shown_to(key, draft) for key in found.values_list("pk", flat=True)]
    return [one for one in shown if one.named]


def draft_policy(owner_id: uuid.UUID, said: Mapping[str, Any]) -> SecurityPolicy:
    """Return a policy as it would be, to ask what it would show; it is kept nowhere."""
    return SecurityPolicy(owner_id=owner_id, **said)


def own_structures(viewer: Viewer, wanted: Wanted, *, exercise_id: uuid.UUID | None = None) -> RecordQuerySet:
    """Return the structures asked for of organisations whose network the viewer keeps: what may be taken out."""
    kept = policy.organisations_kept_by(viewer)
    return wanted_for(viewer, wanted, exercise_id=exercise_id).filter(owner__in=kept)


def tie_for(viewer: Viewer, tie_id: uuid.UUID) -> Tie | None:
    """Return a tie with its ends, if there is one that the viewer may read."""
    found: Tie | None = readable_by(viewer, Tie).select_related("source", "target").filter(pk=tie_id).first()
    return found


def _shown_to(organisation_id: uuid.UUID, draft: SecurityPolicy) -> ShownTo:
    is_named = Q(audience__in=audiences_of([organisation_id]), marking__lt=Marking.RED)
    structures = rows_of(Structure).filter(is_named, owner=draft.owner_id, exercise=None)
    shown = structures.filter(policy.structures_of(draft)).values("pk")
    ties = rows_of(Tie).filter(is_named, policy.ties_of(draft), source__in=shown, target__in=shown)
    activities = rows_of(Activity).filter(is_named, policy.activities_of(draft), structure__in=shown)
    counts = (each.count() for each in (structures, shown, ties, activities))
    return ShownTo(organisation_id, *counts)


def _says(word: str) -> Q:
    in_list = json.dumps(word)[1:-1]  # as SQLite keeps letters outside ASCII in a list
    names = ("name", "where", "mandate", "other_names")
    found = Q(other_names__icontains=in_list)
    for name in names:
        found |= Q(**{f"{name}__icontains": word})
    return found
