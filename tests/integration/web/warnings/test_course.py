"""Whoever is asked records what became of a warning; considerations and decisions stay with them until shared."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.asked import SENT_AT, address, begin_exercise, later, released
from tests.people import make_person

from avert.errors import InputError
from avert.handling import Marking
from avert.warning.clock import Decision, Stage, state_of
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.warnings import course
from avert.web.warnings.models import Addressee, CourseEvent, Warning
from avert.web.warnings.vocabulary import State


def say(addressee: Addressee, viewer: Person, stage: Stage, **more: Any) -> CourseEvent:
    occasion = more.pop("occasion", later(hours=1))
    owner = more.pop("owner_id", None) or course.answers_for(addressee, stage)
    given = {"at": occasion.at, **more}
    return course.record(
        addressee=addressee, stage=stage, viewer=viewer, occasion=occasion, owner_id=owner, **given
    )


def stands(addressee: Addressee, viewer: Person, hours: float = 2) -> Any:
    return course.states_of(viewer, [addressee.warning], later(hours=hours).at)[addressee.pk]


def test_an_acknowledgement_is_seen_by_whoever_issued_the_warning(
    addressee: Addressee, outside_stakeholder: Person, analyst: Person
) -> None:
    assert stands(addressee, analyst).is_silent
    say(addressee, outside_stakeholder, Stage.ACKNOWLEDGED)
    for viewer in (outside_stakeholder, analyst):
        assert stands(addressee, viewer).reached is Stage.ACKNOWLEDGED


def test_a_decision_is_the_decider_s_own_until_it_is_shared(
    addressee: Addressee, outside_stakeholder: Person, analyst: Person
) -> None:
    say(addressee, outside_stakeholder, Stage.ACKNOWLEDGED)
    say(addressee, outside_stakeholder, Stage.CONSIDERED, reason="Weighed")
    said = {"decision": Decision.NO_NEW_ACTION, "reason": "Elders meet already"}
    say(addressee, outside_stakeholder, Stage.DECIDED, occasion=later(hours=1.5), **said)
    assert stands(addressee, outside_stakeholder).decision is Decision.NO_NEW_ACTION
    assert stands(addressee, analyst).reached is Stage.ACKNOWLEDGED
    assert stands(addressee, analyst).decision is None
    course.share_decision(addressee=addressee, viewer=outside_stakeholder, occasion=later(hours=2))
    assert stands(addressee, analyst).decision is Decision.NO_NEW_ACTION
    seen = course.course_of(analyst, addressee)
    assert [event.stage for event in seen] == [Stage.SENT, Stage.ACKNOWLEDGED, Stage.DECIDED]
    assert seen[-1].reason == "Elders meet already"


def test_a_correction_is_for_those_who_see_what_it_corrects(
    addressee: Addressee, outside_stakeholder: Person, analyst: Person
) -> None:
    first = say(addressee, outside_stakeholder, Stage.DECIDED, decision=Decision.ACT, reason="Patrols")
    course.share_decision(addressee=addressee, viewer=outside_stakeholder, occasion=later(hours=2))
    first = rows_of(CourseEvent).get(pk=first.pk)
    say(
        addressee, outside_stakeholder, Stage.DECIDED, decision=Decision.NO_NEW_ACTION, reason="No cars",
        corrects=first, occasion=later(hours=3),
    )  # fmt: skip
    assert stands(addressee, analyst, 4).decision is Decision.NO_NEW_ACTION
    assert len(course.course_of(analyst, addressee)) == 3, "what was corrected stays readable"


def test_a_withdrawn_step_never_happened(
    addressee: Addressee, outside_stakeholder: Person, analyst: Person
) -> None:
    first = say(addressee, outside_stakeholder, Stage.ACKNOWLEDGED)
    say(
        addressee, outside_stakeholder, Stage.ACKNOWLEDGED, corrects=first, is_withdrawn=True, occasion=later(hours=2)
    )  # fmt: skip
    assert stands(addressee, analyst, 3).is_silent
    again = say(addressee, outside_stakeholder, Stage.ACKNOWLEDGED, occasion=later(hours=4))
    assert again.pk != first.pk
    assert stands(addressee, analyst, 5).reached is Stage.ACKNOWLEDGED


def test_to_defer_stops_the_clock_until_its_date_in_the_addressee_s_zone(
    addressee: Addressee, outside_stakeholder: Person
) -> None:
    until = SENT_AT + dt.timedelta(hours=10)
    say(
        addressee, outside_stakeholder, Stage.DECIDED, decision="DEFER", reason="After the vote", deferred_until=until
    )  # fmt: skip
    assert stands(addressee, outside_stakeholder, 9).waiting_for is None
    state = stands(addressee, outside_stakeholder, 11)
    assert (state.waiting_for, state.due.zone, state.due.instant, state.is_overdue) == (
        Stage.DECIDED, "Africa/Nairobi", until, True,
    )  # fmt: skip


def test_nobody_records_for_somebody_else(
    addressee: Addressee, far: Addressee, analyst: Person, outside_stakeholder: Person
) -> None:
    committee, ministry = addressee.owner, addressee.organisation
    reader = make_person("reader-there", ministry, RoleKind.READER)
    third = make_person("third")
    tries = (
        (addressee, analyst, None),  # the issuer for an organisation that is here
        (addressee, analyst, committee.pk),
        (addressee, outside_stakeholder, committee.pk),
        (far, outside_stakeholder, None),  # an organisation for another addressee
        (far, outside_stakeholder, ministry.pk),
        (addressee, reader, None),
        (addressee, third, None),
    )
    for who, viewer, owner in tries:
        with pytest.raises(PermissionDenied):
            say(who, viewer, Stage.ACKNOWLEDGED, owner_id=owner)
    assert not rows_of(CourseEvent).filter(stage="ACKNOWLEDGED").exists()


def test_the_issuer_writes_down_what_it_was_told_by_those_who_are_not_here(
    far: Addressee, analyst: Person
) -> None:
    told = say(far, analyst, Stage.ACKNOWLEDGED, at=later(minutes=20).at)
    say(far, analyst, Stage.DECIDED, decision=Decision.ACT, reason="By telephone: elders go there")
    assert told.owner_id == far.warning.owner_id
    assert stands(far, analyst).decision is Decision.ACT


def test_only_who_wrote_a_step_down_corrects_it(
    addressee: Addressee, outside_stakeholder: Person, analyst: Person
) -> None:
    first = say(addressee, outside_stakeholder, Stage.ACKNOWLEDGED)
    with pytest.raises(PermissionDenied):
        say(addressee, analyst, Stage.ACKNOWLEDGED, corrects=first, is_withdrawn=True)
    sent = rows_of(CourseEvent).get(stage="SENT")
    with pytest.raises(PermissionDenied):
        say(addressee, outside_stakeholder, Stage.SENT, corrects=sent, owner_id=addressee.organisation_id)
    say(
        addressee,
        analyst,
        Stage.SENT,
        corrects=sent,
        at=SENT_AT - dt.timedelta(hours=1),
        owner_id=sent.owner_id,
    )


def test_what_cannot_be_so_is_refused(
    addressee: Addressee,
    outside_stakeholder: Person,
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
) -> None:
    with pytest.raises(InputError, match="later than now"):
        say(addressee, outside_stakeholder, Stage.ACKNOWLEDGED, at=later(hours=2).at)
    with pytest.raises(InputError, match="no reason"):
        say(addressee, outside_stakeholder, Stage.DECIDED, decision=Decision.ACT)
    with pytest.raises(InputError, match="before the warning was sent"):
        say(addressee, outside_stakeholder, Stage.ACKNOWLEDGED, at=SENT_AT - dt.timedelta(hours=2))
    draft = address(released(committee, analyst, ministry, state=State.DRAFT), analyst, ministry)
    with pytest.raises(InputError, match="not gone out"):
        say(draft, outside_stakeholder, Stage.ACKNOWLEDGED)
    with pytest.raises(InputError, match="No decision"):
        course.share_decision(addressee=addressee, viewer=outside_stakeholder, occasion=later(hours=2))


def test_a_second_acknowledgement_is_the_first(addressee: Addressee, outside_stakeholder: Person) -> None:
    one, two = (
        say(addressee, outside_stakeholder, Stage.ACKNOWLEDGED, occasion=later(hours=n)) for n in (1, 2)
    )
    assert one.pk == two.pk


@pytest.mark.django_db(transaction=True)
def test_two_who_acknowledge_at_once_leave_one_acknowledgement(
    addressee: Addressee, ministry: Organisation, outside_stakeholder: Person
) -> None:
    second = make_person("second-there", ministry, RoleKind.LEAD)

    def acknowledge(person: Person) -> Any:
        try:
            return say(addressee, person, Stage.ACKNOWLEDGED).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(acknowledge, [outside_stakeholder, second] * 2))
    assert len(made) == 1
    assert rows_of(CourseEvent).filter(stage="ACKNOWLEDGED").count() == 1


def test_the_site_writes_a_delivery_down_once_and_in_order(
    warning: Warning, analyst: Person, outside_stakeholder: Person, ministry: Organisation
) -> None:
    addressee = address(warning, analyst, ministry)
    for hours in (3, 1, 2):
        at = later(hours=hours).at
        course.record_by_the_site(addressee=addressee, stage=Stage.RECEIVED, at=at, occasion=later(hours=3))
    course.mark_sent(warning=warning, occasion=later(hours=4))
    seen = course.course_of(outside_stakeholder, addressee)
    assert {event.stage: event.at for event in seen} == dict.fromkeys(
        (Stage.SENT, Stage.RECEIVED), later(hours=3).at
    )
    assert len(seen) == 2
    say(addressee, outside_stakeholder, Stage.ACKNOWLEDGED, occasion=later(hours=5))
    assert stands(addressee, analyst, 6).reached is Stage.ACKNOWLEDGED


def test_in_an_exercise_its_own_clock_counts(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    then = dt.datetime(2007, 12, 30, 18, tzinfo=dt.UTC)
    exercise = begin_exercise(committee, analyst, then)
    warning = released(committee, analyst, ministry, exercise=exercise, released_at=then)
    addressee = address(warning, analyst, ministry)
    course.mark_sent(warning=warning, occasion=later())
    done = say(addressee, outside_stakeholder, Stage.ACKNOWLEDGED, at=then)
    assert (done.recorded_at, done.created_at) == (then, later(hours=1).at)
    with pytest.raises(InputError, match="later than now"):
        say(addressee, outside_stakeholder, Stage.CONSIDERED)
    assert stands(addressee, analyst).waiting_since == then


def test_a_red_warning_is_answered_among_the_persons_it_names(
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
    lead: Person,
) -> None:
    named = Sharing(persons=frozenset({outside_stakeholder.pk}))
    warning = released(committee, analyst, marking=Marking.RED)
    from avert.web.records import services

    services.share(
        record=warning, row_version=1, sharing=named, marking=Marking.RED, viewer=analyst, occasion=later()
    )
    warning = rows_of(Warning).get(pk=warning.pk)
    addressee = address(warning, analyst, ministry, sharing=named)
    course.mark_sent(warning=warning, occasion=later())
    say(addressee, outside_stakeholder, Stage.ACKNOWLEDGED)
    assert stands(addressee, analyst).reached is Stage.ACKNOWLEDGED
    assert course.states_of(lead, [warning], later(hours=2).at) == {}


def test_a_thousand_open_warnings_take_four_queries(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    first = released(committee, analyst, ministry)
    addressee = address(first, analyst, ministry)
    course.mark_sent(warning=first, occasion=later())
    event = rows_of(CourseEvent).get()
    copies = [copy_of(first, number) for number in range(999)]
    rows_of(Warning).bulk_create(copies)
    asked = [copy_of(addressee, number, warning=one) for one in [first, *copies] for number in range(3)][1:]
    rows_of(Addressee).bulk_create(asked)
    rows_of(CourseEvent).bulk_create(
        [copy_of(event, number, addressee=one) for number, one in enumerate(asked)]
    )
    warnings = [first, *copies]
    with CaptureQueriesContext(connection) as queries:
        states = course.states_of(outside_stakeholder, warnings, later(hours=2).at)
    assert len(states) == 3000
    assert {state.reached for state in states.values()} == {Stage.SENT}
    assert len(queries) <= 4


def copy_of(row: Any, _number: int, **other: Any) -> Any:
    fields = {
        f.attname: getattr(row, f.attname) for f in row._meta.fields if f.attname not in {"id", "identifier"}
    }
    copy = type(row)(**fields)
    for name, value in other.items():
        setattr(copy, name, value)
    return copy


def test_every_step_leaves_an_entry_without_words(addressee: Addressee, outside_stakeholder: Person) -> None:
    from avert.web.audit.models import AuditEntry

    say(addressee, outside_stakeholder, Stage.CONSIDERED, reason="Elders")
    entry = AuditEntry.objects.filter(object_kind="warnings.courseevent").last()
    assert entry.action == "create"
    assert "Elders" not in str(entry.__dict__)


def test_what_a_selector_tells_is_what_the_clock_says(addressee: Addressee, analyst: Person) -> None:
    now = later(hours=2).at
    assert stands(addressee, analyst) == state_of(course.course_of(analyst, addressee), now)
