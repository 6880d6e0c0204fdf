"""What happens when a warning goes out: who sees it, what it replaces, and that exercises stay apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.integration.web.warnings.situations import (
    AN_HOUR,
    address,
    later,
    now,
    propose,
    proposed,
    release,
    released,
    write_contact,
    write_draft,
)
from tests.people import OCCASION, make_person
from tests.record_samples import SAMPLES, write_exercise

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.exercises.models import Exercise
from avert.web.records.models import Link, Revision
from avert.web.records.selectors import history_of, readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.signals.models import Signal
from avert.web.signals.vocabulary import Standing
from avert.web.warnings import services
from avert.web.warnings.models import Addressee, Check, Warning
from avert.web.warnings.vocabulary import Message, State

HEARD: list[tuple[Any, Any]] = []


def hear(*, warning: Warning, occasion: Any) -> None:
    HEARD.append((warning.state, occasion))


def fail(*, warning: Warning, occasion: Any) -> None:
    raise RuntimeError


@pytest.fixture
def police(db: None) -> Organisation:
    return accounts.create_organisation(name={"en": "Police"}, occasion=OCCASION, is_listed=True)


@pytest.fixture
def army(db: None) -> Organisation:
    return accounts.create_organisation(name={"en": "Army"}, occasion=OCCASION, is_listed=True)


def replace(old: Warning, by: Person, message: Message, **fields: Any) -> Warning:
    content = {} if message == Message.UPDATE else {"what": "The elders have met"}
    return services.draft(
        owner_id=old.owner_id, viewer=by, occasion=OCCASION, replaces=old, message=message, **content | fields
    )


def test_each_addressee_sees_the_warning_and_its_own_part_and_no_other(
    committee: Organisation, analyst: Person, second: Person, police: Organisation, army: Organisation
) -> None:
    officer, soldier = make_person("officer", police), make_person("soldier", army)
    warning = write_draft(committee, analyst)
    for role, organisation in (("Police post", police), ("Garrison", army)):
        address(warning, analyst, role=role, organisation=organisation)
    propose(warning, analyst)
    for person in (officer, soldier):
        assert not readable_by(person, Warning).exists()
        assert not readable_by(person, Addressee).exists()
    release(warning, second)
    for person, role in ((officer, "Police post"), (soldier, "Garrison")):
        assert readable_by(person, Warning).get() == warning
        assert [found.role for found in readable_by(person, Addressee)] == [role]
        assert not readable_by(person, Check).exists()
        told = [revision.changes for revision in history_of(warning, viewer=person)]
        assert "Leaflets" not in str(told)
    assert readable_by(second, Addressee).count() == 2


def test_to_share_a_warning_that_is_out_keeps_those_it_is_addressed_to(
    committee: Organisation, analyst: Person, second: Person, police: Organisation, ministry: Organisation
) -> None:
    officer, outsider = make_person("officer", police), make_person("outsider", ministry)
    warning = released(committee, analyst, second, to={"organisation": police})
    on = {"record": warning, "viewer": analyst, "occasion": OCCASION}
    for sharing in (Sharing(frozenset({ministry.pk})), NOBODY_ELSE):
        services.share_warning(
            **on, row_version=now(warning).row_version, sharing=sharing, marking=Marking.AMBER
        )
        assert readable_by(officer, Warning).exists()
        assert readable_by(officer, Addressee).exists()
        assert readable_by(outsider, Warning).exists() == (sharing != NOBODY_ELSE)
        assert not readable_by(outsider, Addressee).exists()
    with pytest.raises(InputError, match="TLP:RED"):
        services.share_warning(
            **on, row_version=now(warning).row_version, sharing=NOBODY_ELSE, marking=Marking.RED
        )


def test_what_is_red_is_addressed_to_no_organisation(
    committee: Organisation, analyst: Person, second: Person, police: Organisation
) -> None:
    warning = write_draft(
        committee, analyst, marking=Marking.RED, sharing=Sharing(persons=frozenset({second.pk}))
    )
    with pytest.raises(InputError, match="TLP:RED"):
        address(warning, analyst, organisation=police)
    address(warning, analyst)
    propose(warning, analyst)
    assert release(warning, second).state == State.RELEASED


def test_whoever_cannot_see_all_addressees_does_not_release(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    warning = write_draft(committee, analyst, marking=Marking.RED)
    address(warning, analyst)
    propose(warning, analyst)
    services.share_warning(
        record=warning, row_version=now(warning).row_version, sharing=Sharing(persons=frozenset({second.pk})),
        marking=Marking.RED, viewer=analyst, occasion=OCCASION,
    )  # fmt: skip
    with pytest.raises(InputError, match="cannot see everyone"):
        release(warning, second)


def test_a_contact_brings_its_organisation_along(
    committee: Organisation, analyst: Person, second: Person, police: Organisation
) -> None:
    contact = write_contact(committee, analyst, organisation=police)
    released(committee, analyst, second, to={"contact": contact})
    assert readable_by(make_person("officer", police), Warning).exists()


def test_only_those_whom_the_author_may_know_are_addressed(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    warning = write_draft(committee, analyst)
    hidden = write_contact(ministry, outside_stakeholder)
    for unknown in ({"organisation": ministry}, {"contact": hidden}):
        with pytest.raises(InputError, match="may use"):
            address(warning, analyst, **unknown)
    with pytest.raises(ValueError, match="organisation_id"):
        address(warning, analyst, organisation_id=ministry.pk)


def test_it_holds_until_its_window_ends_and_says_when_it_went_out(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    warning = released(committee, analyst, second)
    assert warning.released_at == OCCASION.at
    assert warning.expires_at == dt.datetime(2024, 3, 10, tzinfo=dt.UTC)
    assert warning.review_due_at is None


def test_others_are_told_of_a_release_within_it(
    committee: Organisation, analyst: Person, second: Person, settings: Any
) -> None:
    HEARD.clear()
    settings.AVERT_AFTER_RELEASE = [f"{__name__}.hear"]
    released(committee, analyst, second)
    assert HEARD == [(State.RELEASED, OCCASION)]
    settings.AVERT_AFTER_RELEASE = [f"{__name__}.fail"]
    warning = proposed(committee, analyst)
    with pytest.raises(RuntimeError):
        release(warning, second)
    assert now(warning).state == State.PROPOSED, "it stands or falls with what was told"


@pytest.mark.parametrize("message", [Message.UPDATE, Message.CANCEL, Message.ALL_CLEAR])
def test_a_replacement_takes_the_place_of_the_old_one_when_it_goes_out(
    committee: Organisation, analyst: Person, second: Person, police: Organisation, message: Message
) -> None:
    old = released(
        committee, analyst, second, to={"organisation": police, "acknowledge_by": OCCASION.at + AN_HOUR}
    )
    new = replace(old, analyst, message)
    assert (new.title, new.place, new.exercise) == (old.title, old.place, old.exercise)
    assert bool(new.probability) == (message == Message.UPDATE)
    again = readable_by(analyst, Addressee).get(warning=new)
    assert (again.role, again.organisation) == ("District commissioner", police)
    assert again.code != readable_by(analyst, Addressee).get(warning=old).code
    assert now(old).state == State.RELEASED
    propose(new, analyst)
    with pytest.raises(services.NotSecondPersonError):
        release(new, analyst)
    release(new, second)
    assert now(old).state == State.REPLACED
    assert readable_by(make_person("officer", police), Warning).count() == 2


def test_a_withdrawal_reaches_whoever_could_read_what_it_withdraws(
    committee: Organisation, analyst: Person, second: Person, police: Organisation, ministry: Organisation
) -> None:
    old = released(committee, analyst, second, to={"organisation": police})
    services.share_warning(
        record=old, row_version=old.row_version, sharing=Sharing(frozenset({ministry.pk})), marking=old.marking,
        viewer=analyst, occasion=OCCASION,
    )  # fmt: skip
    new, reader = replace(old, analyst, Message.CANCEL), make_person("reader", ministry)
    assert readable_by(reader, Warning).get() == old
    propose(new, analyst)
    release(new, second)
    assert readable_by(reader, Warning).count() == 2


def test_an_end_needs_its_reason_and_no_probability(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    old = released(committee, analyst, second)
    new = replace(old, analyst, Message.CANCEL, what="")
    with pytest.raises(services.IncompleteError) as caught:
        propose(new, analyst)
    assert [missing.where for missing in caught.value.missing] == ["edit/#id_what"]


def test_only_the_newest_of_a_chain_is_replaced(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    old = released(committee, analyst, second)
    rival, new = (replace(old, analyst, Message.UPDATE) for _ in range(2))
    for draft in (rival, new):
        propose(draft, analyst)
    release(new, second)
    with pytest.raises(services.WrongStateError):
        replace(old, analyst, Message.CANCEL)
    with pytest.raises(services.WrongStateError):
        release(rival, second)
    assert now(rival).state == State.PROPOSED


def test_deadlines_that_have_passed_are_not_asked_again(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    to = {"acknowledge_by": OCCASION.at + AN_HOUR, "decide_by": OCCASION.at + 48 * AN_HOUR}
    old = released(committee, analyst, second, to=to)
    options = {"replaces": old, "message": Message.UPDATE}
    new = services.draft(owner_id=committee.pk, viewer=analyst, occasion=later(hours=2), **options)
    again = readable_by(analyst, Addressee).get(warning=new)
    assert (again.acknowledge_by, again.decide_by) == (None, OCCASION.at + 48 * AN_HOUR)


@pytest.fixture
def exercise(committee: Organisation, lead: Person, police: Organisation) -> Exercise:
    shared = Sharing(organisations=frozenset({police.pk}))
    return write_exercise(committee, lead, shared, clock=dt.datetime(2013, 12, 15, 19, tzinfo=dt.UTC))


IN_2013 = {
    "window_from": dt.date(2013, 12, 15),
    "window_until": dt.date(2013, 12, 31),
}


def test_an_exercise_stays_among_those_who_take_part_and_keeps_its_time(
    analyst: Person, second: Person, police: Organisation, army: Organisation, exercise: Exercise
) -> None:
    warning = write_draft(exercise.owner, analyst, exercise=exercise, **IN_2013)
    asked = {"acknowledge_by": exercise.clock + AN_HOUR}
    with pytest.raises(InputError, match="takes no part"):
        address(warning, analyst, organisation=army, **asked)
    address(warning, analyst, organisation=police, **asked)
    propose(warning, analyst)
    assert release(warning, second).released_at == exercise.clock
    update = replace(warning, analyst, Message.UPDATE)
    assert update.exercise == exercise


def test_who_may_not_read_an_exercise_drafts_nothing_in_it(
    ministry: Organisation, outside_stakeholder: Person, exercise: Exercise
) -> None:
    with pytest.raises(PermissionDenied):
        write_draft(ministry, outside_stakeholder, exercise=exercise)


def test_signals_that_a_warning_rests_on_are_in_a_warning_then(
    committee: Organisation, analyst: Person, exercise: Exercise
) -> None:
    write_signal = SAMPLES[Signal][0]
    signal, played = write_signal(committee, analyst), write_signal(committee, analyst, exercise=exercise)
    warning = write_draft(committee, analyst, signals=[signal.pk])
    assert Link.objects.get().from_id == warning.pk
    assert (now(signal).standing, now(played).standing) == (Standing.WARNED, Standing.OPEN)
    with pytest.raises(InputError, match="exercise"):
        write_draft(committee, analyst, signals=[played.pk])


def test_another_s_signal_is_cited_and_not_judged(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    signal = SAMPLES[Signal][0](ministry, outside_stakeholder, Sharing(frozenset({committee.pk})))
    write_draft(committee, analyst, signals=[signal.pk])
    assert now(signal).standing == Standing.OPEN
    hidden = SAMPLES[Signal][0](ministry, outside_stakeholder)
    with pytest.raises(InputError, match="hidden"):
        write_draft(committee, analyst, signals=[hidden.pk])


def test_the_history_of_a_warning_says_each_step(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    warning = released(committee, analyst, second)
    states = [
        revision.changes["state"][1]
        for revision in Revision.objects.filter(record_id=warning.pk).order_by("row_version")
        if "state" in revision.changes
    ]
    assert states == ["draft", "proposed", "released"]


def test_a_role_for_another_place_does_not_release(committee: Organisation, analyst: Person) -> None:
    warning = proposed(committee, analyst)
    elsewhere = make_person("elsewhere")
    accounts.give_role(
        person=elsewhere, organisation=committee, kind=RoleKind.LEAD, place="gw:500", occasion=OCCASION
    )
    with pytest.raises(PermissionDenied):
        release(warning, elsewhere)
