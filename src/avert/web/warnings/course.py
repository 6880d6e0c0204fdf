"""What became of a warning at each addressee: recorded by those who answer for it, read by those who may.

Whoever is addressed here records for themselves; for an addressee who is not on this site the issuer records what it
was told. What was considered and decided stays with the decider's organisation until someone there shares it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.errors import InputError
from avert.handling import Marking
from avert.warning.clock import ClockState, Decision, Stage, add_event, standing, state_of
from avert.warning.clock.state import latest_decision
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.exercises.selectors import now_in
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.policy import Viewer, may_create
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of
from avert.web.warnings.course_rows import Course, asked_of, courses_in, event_id_of, event_of, row_id_of
from avert.web.warnings.models import Addressee, CourseEvent, Warning
from avert.web.warnings.vocabulary import GONE_OUT

KEPT_BY_THE_DECIDER = frozenset({Stage.CONSIDERED, Stage.DECIDED})


@transaction.atomic
def record(
    *,
    addressee: Addressee,
    stage: Stage | str,
    at: dt.datetime,
    viewer: Person,
    occasion: Occasion,
    owner_id: uuid.UUID,
    decision: Decision | str | None = None,
    reason: str = "",
    deferred_until: dt.datetime | None = None,
    corrects: CourseEvent | None = None,
    is_withdrawn: bool = False,
    sharing: Sharing | None = None,
) -> CourseEvent:
    """Add a step to the course of a warning at an addressee; a second acknowledgement is the first one.

    Without ``sharing`` what was considered or decided is for nobody else, all else for the issuer too, and a correction
    for those who see what it corrects. Raises PermissionDenied where somebody else answers for the addressee, and
    InputError for what cannot be so.
    """
    step = stage if isinstance(stage, Stage) else Stage[stage]
    warning = _locked(addressee).warning
    if not _may_read(viewer, addressee) or owner_id != (
        corrects.owner_id if corrects else answers_for(addressee, step)
    ):
        raise PermissionDenied
    known, now = course_of(viewer, addressee), now_in(warning.exercise, occasion.at)
    if step is Stage.ACKNOWLEDGED and corrects is None and (first := _standing_row(known, step, now)):
        return first
    _check_time(warning, at, now)
    new = CourseEvent(
        owner_id=owner_id,
        place=warning.place,
        marking=warning.marking,
        addressee=addressee,
        stage=step.name,
        at=at,
        recorded_at=now,
        decision=decision.name if isinstance(decision, Decision) else decision or "",
        reason=reason,
        deferred_until=deferred_until,
        corrects=corrects,
        is_withdrawn=is_withdrawn,
    )
    new.created_at = occasion.at
    add_event(known, event_of(new, addressee.zone, event_id_of(corrects) if corrects else None))
    for_whom = sharing if sharing is not None else _usual_sharing(warning, new, corrects)
    return services.create(record=new, viewer=viewer, occasion=occasion, sharing=for_whom)


@transaction.atomic
def record_by_the_site(
    *, addressee: Addressee, stage: Stage | str, at: dt.datetime, occasion: Occasion
) -> CourseEvent:
    """Write down that a warning was sent or received, once per stage however often it is told."""
    step = stage if isinstance(stage, Stage) else Stage[stage]
    warning = _locked(addressee).warning
    rows = rows_of(CourseEvent).filter(addressee=addressee.pk)
    found = (
        rows.filter(stage=step.name, is_withdrawn=False).order_by("recorded_at", "created_at", "pk").last()
    )
    if found is not None:
        return found
    if step > Stage.SENT:
        # Whoever hears of an arrival first hears of the sending too: nothing comes before that on the clock.
        sent = record_by_the_site(addressee=addressee, stage=Stage.SENT, at=at, occasion=occasion)
        at = max(at, sent.at)
    new = CourseEvent(
        owner_id=warning.owner_id,
        place=warning.place,
        marking=warning.marking,
        addressee=addressee,
        stage=step.name,
        at=at,
        recorded_at=max(at, now_in(warning.exercise, occasion.at)),
    )
    return services.create_by_the_site(record=new, occasion=occasion, sharing=_with_addressee(addressee))


def mark_sent(*, warning: Warning, occasion: Occasion) -> None:
    """Write down, when a warning is released, that it lies before those who are addressed on this site."""
    at = warning.released_at or now_in(warning.exercise, occasion.at)
    for addressee in rows_of(Addressee).filter(warning=warning.pk, organisation__isnull=False):
        record_by_the_site(addressee=addressee, stage=Stage.SENT, at=at, occasion=occasion)


@transaction.atomic
def share_decision(*, addressee: Addressee, viewer: Person, occasion: Occasion) -> None:
    """Let the issuer see the decision that stands, with its reason; what was decided before stays as it is."""
    warning = _locked(addressee).warning
    now = now_in(warning.exercise, occasion.at)
    last = latest_decision(standing(course_of(viewer, addressee), now))
    if last is None:
        raise InputError("No decision is recorded, so there is none to share. Record it first.")
    row = rows_of(CourseEvent).get(pk=row_id_of(last))
    before, issuer = sharing_of(row.audience_id), _with_issuer(warning, row.owner_id)
    services.share(
        record=row,
        row_version=row.row_version,
        sharing=Sharing(
            before.organisations | issuer.organisations, before.groups, before.persons | issuer.persons
        ),
        marking=row.marking,
        viewer=viewer,
        occasion=occasion,
    )


def answers_for(addressee: Addressee, stage: Stage) -> uuid.UUID:
    """Return whose people record a stage: the organisation addressed; the issuer what it sent, or was told."""
    issuer = addressee.warning.owner_id
    return issuer if stage is Stage.SENT else addressee.organisation_id or issuer


def may_record(viewer: Viewer, addressee: Addressee, stage: Stage) -> bool:
    """Say whether the viewer may record this stage of an addressee whom she may read."""
    warning = addressee.warning
    return warning.state in GONE_OUT and may_create(
        viewer, CourseEvent, owner_id=answers_for(addressee, stage), place=warning.place
    )


def may_correct(viewer: Viewer, row: CourseEvent) -> bool:
    """Say whether the viewer may correct a step that she may read: those who wrote it down, nobody else."""
    return may_create(viewer, CourseEvent, owner_id=row.owner_id, place=row.place)


def course_of(viewer: Viewer, addressee: Addressee) -> Course:
    """Return what the viewer may know of what became of a warning at an addressee."""
    return courses_of(viewer, [addressee])[addressee.pk]


def courses_of(viewer: Viewer, addressees: Collection[Addressee]) -> dict[uuid.UUID, Course]:
    """Return what the viewer may know of the course at each of these addressees."""
    zones = {addressee.pk: addressee.zone for addressee in addressees}
    rows = readable_by(viewer, CourseEvent).filter(addressee__in=zones)
    return courses_in(rows.order_by("recorded_at", "created_at", "pk"), zones)


def courses_for_the_site(addressees: Collection[Addressee]) -> dict[uuid.UUID, Course]:
    """Return all that is recorded at each of these addressees, for what the site does by itself."""
    zones = {addressee.pk: addressee.zone for addressee in addressees}
    rows = rows_of(CourseEvent).filter(addressee__in=zones)
    return courses_in(rows.order_by("recorded_at", "created_at", "pk"), zones)


def states_of(viewer: Viewer, warnings: Iterable[Warning], now: dt.datetime) -> dict[uuid.UUID, ClockState]:
    """Return where these warnings stand at each addressee whom the viewer may read, as far as she may know.

    ``now`` is real; for warnings of an exercise its own clock counts.
    """
    found = readable_by(viewer, Addressee).filter(warning__in=[warning.pk for warning in warnings])
    return states_at(viewer, list(found.select_related("warning__exercise")), now)


def states_at(
    viewer: Viewer, addressees: Collection[Addressee], now: dt.datetime
) -> dict[uuid.UUID, ClockState]:
    """Return where a warning stands at each of these addressees, as far as the viewer may know."""
    courses = courses_of(viewer, addressees)
    return {
        one.pk: state_of(courses[one.pk], now_in(one.warning.exercise, now), asked_of(one))
        for one in addressees
    }


def _locked(addressee: Addressee) -> Addressee:
    # Whoever comes second waits here and then sees what the first one wrote.
    rows_of(Addressee).select_for_update().get(pk=addressee.pk)
    return addressee


def _may_read(viewer: Person, addressee: Addressee) -> bool:
    return readable_by(viewer, Addressee).filter(pk=addressee.pk).exists()


def _standing_row(known: Course, stage: Stage, now: dt.datetime) -> CourseEvent | None:
    found = next((event for event in standing(known, now) if event.stage is stage), None)
    return rows_of(CourseEvent).get(pk=row_id_of(found)) if found else None


def _check_time(warning: Warning, at: dt.datetime, now: dt.datetime) -> None:
    if warning.state not in GONE_OUT:
        raise InputError("This warning has not gone out, so nothing can have become of it. Release it first.")
    if at > now:
        raise InputError("It cannot have happened later than now. Correct the time.")


def _usual_sharing(warning: Warning, new: CourseEvent, corrects: CourseEvent | None) -> Sharing:
    if corrects is not None:
        return sharing_of(corrects.audience_id)
    if Stage[new.stage] in KEPT_BY_THE_DECIDER:
        return NOBODY_ELSE
    if Stage[new.stage] is Stage.SENT:
        return _with_addressee(new.addressee)
    return _with_issuer(warning, new.owner_id)


def _with_issuer(warning: Warning, owner_id: uuid.UUID) -> Sharing:
    return _with(warning, {warning.owner_id} - {owner_id})


def _with_addressee(addressee: Addressee) -> Sharing:
    organisation = addressee.organisation_id
    return _with(addressee.warning, {organisation} - {addressee.warning.owner_id} if organisation else set())


def _with(warning: Warning, organisations: set[uuid.UUID]) -> Sharing:
    if warning.marking < Marking.RED:
        return Sharing(organisations=frozenset(organisations))
    # TLP:RED is for persons: those whom the warning names, and who wrote it.
    author = {warning.created_by_id} if warning.created_by_id else set()
    return Sharing(persons=sharing_of(warning.audience_id).persons | author)
