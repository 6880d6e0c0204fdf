"""Turning to the next contact of a ladder while nobody answers, each step once, whatever is killed meanwhile."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from avert.errors import InputError
from avert.handling import Marking
from avert.warning.clock import Event, Stage, due_steps, state_of
from avert.warning.clock import Ladder as ClockLadder
from avert.web.audit.occasions import Occasion
from avert.web.contacts.models import LadderStep
from avert.web.contacts.selectors import ladder_steps
from avert.web.exercises.selectors import now_in
from avert.web.records import services
from avert.web.records.audiences import circle_of_record, sharing_of
from avert.web.records.models import Link
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of, share_with
from avert.web.response.models import Escalation
from avert.web.warnings import course
from avert.web.warnings.course_selectors import TURNED_TO, is_answered
from avert.web.warnings.drafting import new_code
from avert.web.warnings.models import Addressee, Check, Warning
from avert.web.warnings.vocabulary import CheckKind, State, Verdict
from avert.web.warnings.writing import check_exercise

Steps = tuple[ClockLadder, tuple[LadderStep, ...]]


@dataclass(frozen=True)
class Due:
    """A step that is due at a silent addressee, and since when."""

    step: LadderStep
    due_at: dt.datetime


def silent_addressees(*, now: dt.datetime) -> list[uuid.UUID]:
    """Return the addressees at whom a step is due that can be taken and was not, those waiting longest first."""
    asked = rows_of(Addressee).filter(ladder__isnull=False, warning__state=State.RELEASED)
    addressees = list(asked.select_related("warning__exercise").order_by("created_at", "pk"))
    ladders = _ladders(addressee.ladder_id for addressee in addressees if addressee.ladder_id)
    courses = course.courses_for_the_site(addressees)
    taken = _taken([addressee.pk for addressee in addressees])
    safe, answered = _safe_for_people_at_risk(), _answered_by_another(addressees, ladders, now)
    found = []
    for one in addressees:
        if one.pk in answered:
            continue
        due = _due(one, ladders.get(one.ladder_id), courses[one.pk], now)
        open_steps = [step for step in due if (one.pk, step.step.pk) not in taken]
        if any(_may_be_turned_to(one, step.step, one.warning_id in safe) for step in open_steps):
            found.append(one.pk)
    return found


@transaction.atomic
def take_steps(*, addressee_id: uuid.UUID, now: dt.datetime) -> list[Escalation]:
    """Take every step that is due at an addressee and was not taken; return them. Doing it again does nothing."""
    # Whoever comes second waits here, and then sees that the step is taken or that the answer has come.
    locked = rows_of(Addressee).select_for_update(of=("self",)).select_related("warning__exercise")
    addressee = locked.get(pk=addressee_id)
    warning = rows_of(Warning).select_for_update(of=("self",)).get(pk=addressee.warning_id)
    if warning.state != State.RELEASED or addressee.ladder_id is None:
        return []
    events = course.courses_for_the_site([addressee])[addressee.pk]
    ladders = _ladders([addressee.ladder_id])
    if _answered_by_another([addressee], ladders, now):
        return []
    steps = ladders.get(addressee.ladder_id)
    taken, is_safe = _taken([addressee.pk]), warning.pk in _safe_for_people_at_risk(warning)
    return [
        _take(addressee, warning, due, now)
        for due in _due(addressee, steps, events, now)
        if (addressee.pk, due.step.pk) not in taken and _may_be_turned_to(addressee, due.step, is_safe)
    ]


def _take(first: Addressee, warning: Warning, due: Due, now: dt.datetime) -> Escalation:
    contact, occasion = due.step.contact, Occasion.of_the_site(now)
    here = now_in(warning.exercise, now)
    is_red = warning.marking == Marking.RED
    organisation_id = None if is_red else contact.organisation_id
    _open_to(warning, organisation_id, occasion)
    others = Sharing(organisations=frozenset({organisation_id})) if organisation_id else NOBODY_ELSE
    if is_red:
        others = Sharing(persons=sharing_of(warning.audience_id).persons)
    second = Addressee(
        owner_id=warning.owner_id,
        warning=warning,
        marking=warning.marking,
        role=contact.role,
        organisation_id=organisation_id,
        contact=contact,
        level=contact.level,
        is_at_risk=contact.is_at_risk,
        can_do=first.can_do,
        asked=first.asked,
        zone=first.zone,
        code=new_code(),
        **_deadlines_ahead(first, here),
    )
    services.create_by_the_site(record=second, occasion=occasion, sharing=others)
    Link.objects.create(from_id=second.pk, to_id=first.pk, kind=TURNED_TO)
    taken = Escalation.objects.create(
        addressee_id=first.pk, step=due.step.pk, turned_to_id=second.pk, due_at=due.due_at, taken_at=here
    )
    if organisation_id:
        course.record_by_the_site(addressee=second, stage=Stage.SENT, at=here, occasion=occasion)
    for path in settings.AVERT_AFTER_ESCALATION:
        import_string(path)(addressee=second, occasion=occasion)
    return taken


def _open_to(warning: Warning, organisation_id: uuid.UUID | None, occasion: Occasion) -> None:
    """Let the organisation that is turned to see the warning: whoever set the ladder has agreed to it."""
    if organisation_id is None or organisation_id in circle_of_record(warning).organisations:
        return
    before = sharing_of(warning.audience_id)
    wider = Sharing(before.organisations | {organisation_id}, before.groups, before.persons)
    share_with(warning, sharing=wider, marking=warning.marking, viewer=None, occasion=occasion)


def _deadlines_ahead(first: Addressee, now: dt.datetime) -> dict[str, dt.datetime | None]:
    # Whoever is turned to now cannot be late for what was due before.
    times = {name: getattr(first, name) for name in ("acknowledge_by", "decide_by", "act_by")}
    return {name: at if at is not None and at > now else None for name, at in times.items()}


def _due(addressee: Addressee, steps: Steps | None, events: Iterable[Event], now: dt.datetime) -> list[Due]:
    warning = addressee.warning
    here = now_in(warning.exercise, now)
    if steps is None or (warning.expires_at is not None and warning.expires_at <= here):
        return []
    ladder, rows = steps
    of = {str(row.pk): row for row in rows}
    return [Due(of[due.step.to_role], due.due_at) for due in due_steps(ladder, events, here)]


def _may_be_turned_to(addressee: Addressee, step: LadderStep, is_safe: bool) -> bool:
    """Say whether a contact may be told: people at risk only what is safe for them, nobody outside an exercise."""
    try:
        check_exercise(addressee.warning, step.contact.organisation_id)
    except InputError:
        return False
    return is_safe or not step.contact.is_at_risk


def _answered_by_another(
    addressees: Collection[Addressee], ladders: Mapping[uuid.UUID | None, Steps], now: dt.datetime
) -> frozenset[uuid.UUID]:
    """Return those of these addressees in whose place somebody who was turned to has answered."""
    of = {addressee.pk: addressee for addressee in addressees}
    taken = list(Escalation.objects.filter(addressee__in=of).select_related("turned_to"))
    courses = course.courses_for_the_site([one.turned_to for one in taken])
    found = set()
    for one in taken:
        first = of[one.addressee_id]
        if steps := ladders.get(first.ladder_id):
            state = state_of(courses[one.turned_to_id], now_in(first.warning.exercise, now))
            found |= {first.pk} if is_answered(state, steps[0].ends_with) else set()
    return frozenset(found)


def _safe_for_people_at_risk(warning: Warning | None = None) -> frozenset[uuid.UUID]:
    found = rows_of(Check).filter(kind=CheckKind.SAFE_MESSAGE, verdict=Verdict.YES)
    if warning is not None:
        found = found.filter(warning=warning.pk)
    return frozenset(found.filter(warning__state=State.RELEASED).values_list("warning_id", flat=True))


def _ladders(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID | None, Steps]:
    found: dict[uuid.UUID | None, Steps] = {}
    for key in set(ids):
        try:
            found[key] = ladder_steps(key)
        except InputError:
            continue  # a ladder without usable steps turns to nobody; its own page says so
    return found


def _taken(ids: list[uuid.UUID]) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
    rows = Escalation.objects.filter(addressee__in=ids)
    return frozenset(rows.values_list("addressee_id", "step"))
