"""Reading contacts, phone trees and ladders: always for a viewer, but for the steps that the site itself takes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import F, Q

from avert.deadlines import WorkingTimes
from avert.warning import phone_trees
from avert.warning.clock import Ladder as ClockLadder
from avert.warning.clock import Stage, Step
from avert.web.contacts.models import Call, Contact, Ladder, LadderStep, PhoneTree
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer, places_within
from avert.web.records.selectors import readable_by
from avert.web.records.writing import rows_of
from avert.web.site.printing import MOST_OUT_OF_HAND

OPENS, CLOSES = dt.time(8), dt.time(17)


def contacts_for(viewer: Viewer, *, place: str = "", way: str = "") -> RecordQuerySet:
    """Return the contacts that the viewer may read, what was to be looked at longest ago first."""
    wanted = Q(place__in=places_within(place)) if place else Q()
    if way:
        wanted &= Q(way=way)
    return (
        readable_by(viewer, Contact)
        .filter(wanted)
        .order_by(F("review_on").asc(nulls_last=True), "role", "pk")
    )


def trees_for(viewer: Viewer) -> RecordQuerySet:
    """Return the phone trees that the viewer may read."""
    return readable_by(viewer, PhoneTree).order_by("title", "pk")


def calls_of(viewer: Viewer, tree: PhoneTree) -> list[Call]:
    """Return the calls of a tree that the viewer may read, in the order in which each caller makes them."""
    return list(readable_by(viewer, Call).filter(tree=tree.pk).order_by("order", "created_at", "pk"))


def contacts_in(viewer: Viewer, calls: Iterable[Call]) -> dict[uuid.UUID, Contact]:
    """Return whoever stands in these calls, as far as the viewer may read them."""
    ids = {key for call in calls for key in (call.caller_id, call.callee_id, call.instead_id) if key}
    return {found.pk: found for found in readable_by(viewer, Contact).filter(pk__in=ids)}


def contacts_out_of_hand(viewer: Viewer, calls: Iterable[Call]) -> dict[uuid.UUID, Contact]:
    """Return whoever of them may stand on paper or in a text message; the others are left out of it."""
    found = contacts_in(viewer, calls).items()
    return {key: contact for key, contact in found if contact.marking <= MOST_OUT_OF_HAND}


def contacts_beside(viewer: Viewer, tree: PhoneTree, calls: Iterable[Call]) -> list[Contact]:
    """Return the owner's contacts at the place of a tree that stand in none of these calls."""
    inside = {key for call in calls for key in (call.caller_id, call.callee_id, call.instead_id) if key}
    found = contacts_for(viewer, place=tree.place).filter(owner=tree.owner_id).exclude(pk__in=inside)
    return list(found.order_by("role", "pk"))


def as_calls(calls: Iterable[Call]) -> list[phone_trees.Call]:
    """Return calls as ``avert.warning.phone_trees`` reads them, with the ids of contacts for names."""
    return [
        phone_trees.Call(_text(call.caller_id), str(call.callee_id), _text(call.instead_id), call.order)
        for call in calls
    ]


def all_calls_of(tree_id: uuid.UUID, *, without: uuid.UUID | None = None) -> list[Call]:
    """Return every call of a tree, for the rule that none may go round in a circle."""
    return list(rows_of(Call).filter(tree=tree_id).exclude(pk=without).order_by("order", "created_at", "pk"))


def ladders_for(viewer: Viewer) -> RecordQuerySet:
    """Return the ladders that the viewer may read."""
    return readable_by(viewer, Ladder).order_by("title", "pk")


def steps_of(viewer: Viewer, ladder: Ladder) -> list[LadderStep]:
    """Return the steps of a ladder that the viewer may read, the first one first."""
    return list(readable_by(viewer, LadderStep).filter(ladder=ladder.pk).order_by("after", "pk"))


def contacts_of_steps(viewer: Viewer, steps: Iterable[LadderStep]) -> dict[uuid.UUID, Contact]:
    """Return whom these steps turn to, as far as the viewer may read them."""
    ids = [step.contact_id for step in steps]
    return {found.pk: found for found in readable_by(viewer, Contact).filter(pk__in=ids)}


def delays_of(ladder_id: uuid.UUID, *, without: uuid.UUID | None = None) -> set[dt.timedelta]:
    """Return the delays that the steps of a ladder have, for the rule that no two are the same."""
    found = rows_of(LadderStep).filter(ladder=ladder_id).exclude(pk=without)
    return set(found.values_list("after", flat=True))


def uses_of(viewer: Viewer, contact: Contact) -> tuple[list[PhoneTree], list[Ladder]]:
    """Return the phone trees and ladders in which a contact stands, as far as the viewer may read them."""
    is_in = Q(caller=contact.pk) | Q(callee=contact.pk) | Q(instead=contact.pk)
    trees = readable_by(viewer, Call).filter(is_in).values("tree")
    ladders = readable_by(viewer, LadderStep).filter(contact=contact.pk).values("ladder")
    return list(trees_for(viewer).filter(pk__in=trees)), list(ladders_for(viewer).filter(pk__in=ladders))


def counts_of(
    parts: type[Call] | type[LadderStep], viewer: Viewer, wholes: Collection[Any]
) -> dict[uuid.UUID, int]:
    """Return how many calls or steps each of these trees or ladders has, as far as the viewer may read them."""
    counted: dict[uuid.UUID, int] = dict.fromkeys((whole.pk for whole in wholes), 0)
    for key in (
        readable_by(viewer, parts).filter(**{f"{parts.PARENT}__in": list(counted)}).values_list(parts.PARENT)
    ):
        counted[key[0]] += 1
    return counted


def ladder_steps(ladder_id: uuid.UUID) -> tuple[ClockLadder, tuple[LadderStep, ...]]:
    """Return a ladder as the clock reads it with its steps and their contacts, for the site, which has no viewer.

    Raises InputError for a ladder without steps, DoesNotExist where there is none.
    """
    steps = _steps(ladder_id)
    return clock_ladder(rows_of(Ladder).get(pk=ladder_id), steps), steps


def clock_ladder(ladder: Ladder, steps: Sequence[LadderStep]) -> ClockLadder:
    """Return a ladder with these steps as the clock reads it."""
    return ClockLadder(
        tuple(Step(step.after, str(step.pk)) for step in steps),
        Stage.DECIDED if ladder.ends_with_decision else Stage.ACKNOWLEDGED,
        working_times(ladder.zone, ladder.days, ladder.opens, ladder.closes),
    )


def working_times(zone: str, days: str, opens: dt.time | None, closes: dt.time | None) -> WorkingTimes | None:
    """Return when silence counts; None where every hour does. Raises InputError for hours that make no sense."""
    if not zone:
        return None
    return WorkingTimes(zone, tuple(int(day) for day in days), opens or OPENS, closes or CLOSES)


def _steps(ladder_id: uuid.UUID) -> tuple[LadderStep, ...]:
    found = rows_of(LadderStep).filter(ladder=ladder_id).select_related("contact")
    return tuple(found.order_by("after", "pk"))


def _text(key: uuid.UUID | None) -> str | None:
    return None if key is None else str(key)
