"""Where a life is in danger one person sends what was agreed beforehand; a second looks within thirty minutes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.integration.web.warnings.situations import (
    agree_recipient,
    later,
    now,
    propose,
    release,
    second_person,
    write_agreed,
)
from tests.people import OCCASION, make_person
from tests.record_samples import write_exercise

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.records import services as records
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.records.writing import rows_of
from avert.web.warnings import services
from avert.web.warnings.models import Addressee, Agreed, Check, Warning
from avert.web.warnings.vocabulary import CheckKind, Message, Probability, State, Verdict

HALF_AN_HOUR = dt.timedelta(minutes=30)


@pytest.fixture
def police(db: None) -> Organisation:
    return accounts.create_organisation(name={"en": "Police"}, occasion=OCCASION, is_listed=True)


@pytest.fixture
def agreed(committee: Organisation, lead: Person, police: Organisation) -> Agreed:
    found = write_agreed(committee, lead)
    agree_recipient(found, lead, organisation=police, role="Duty officer")
    agree_recipient(found, lead, role="Market women", is_at_risk=True)
    return found


def send(agreed: Agreed, by: Person, **fields: Any) -> Warning:
    return services.send_agreed(agreed=agreed, viewer=by, occasion=OCCASION, **fields)


def review(warning: Warning, by: Person, verdict: Verdict, note: str = "Seen from the bridge") -> Check:
    return services.check(
        warning=warning,
        kind=CheckKind.SECOND_REVIEW,
        verdict=verdict,
        viewer=by,
        occasion=later(minutes=20),
        note=note,
    )


def test_one_person_sends_it_at_once_to_all_that_were_agreed(
    agreed: Agreed, analyst: Person, police: Organisation
) -> None:
    warning = send(agreed, analyst, seen="Smoke over the market", probability=Probability.UNDER_WAY)
    assert (warning.state, warning.threatens_life) == (State.RELEASED, True)
    assert warning.review_due_at == OCCASION.at + HALF_AN_HOUR
    assert (warning.what, warning.probability) == ("Leave the river road now", Probability.UNDER_WAY)
    assert "Smoke over the market" in warning.rests_on
    asked = {found.role: found for found in readable_by(analyst, Addressee)}
    assert asked.keys() == {"Duty officer", "Market women"}
    assert {found.acknowledge_by for found in asked.values()} == {OCCASION.at + HALF_AN_HOUR}
    assert asked["Market women"].is_at_risk
    officer = make_person("officer", police)
    assert readable_by(officer, Warning).get() == warning
    assert [found.role for found in readable_by(officer, Addressee)] == ["Duty officer"]


def test_only_somebody_else_reviews_it_and_a_yes_ends_the_wait(
    committee: Organisation, agreed: Agreed, analyst: Person
) -> None:
    warning, second = send(agreed, analyst), second_person(committee)
    with pytest.raises(services.NotSecondPersonError):
        review(warning, analyst, Verdict.YES)
    assert now(warning).review_due_at is not None
    review(warning, second, Verdict.YES)
    assert now(warning).review_due_at is None
    with pytest.raises(InputError, match="no second review"):
        review(warning, second, Verdict.YES)


def test_a_no_is_followed_by_a_withdrawal_that_two_release(
    committee: Organisation, agreed: Agreed, analyst: Person
) -> None:
    warning, second = send(agreed, analyst), second_person(committee)
    with pytest.raises(InputError, match="reason"):
        review(warning, second, Verdict.NO, note="")
    review(warning, second, Verdict.NO)
    cancel = services.draft(
        owner_id=committee.pk, viewer=second, occasion=later(minutes=21), replaces=warning, message=Message.CANCEL,
        what="It was a bush fire",
    )  # fmt: skip
    assert readable_by(second, Addressee).filter(warning=cancel).count() == 2
    propose(cancel, second)
    services.check(
        warning=cancel, kind=CheckKind.SAFE_MESSAGE, verdict=Verdict.YES, viewer=analyst, occasion=later(minutes=22),
        panic="No", entrapment="No", exposure="No",
    )  # fmt: skip
    release(cancel, analyst, later(minutes=23))
    assert now(warning).state == State.REPLACED


def test_what_is_replaced_before_its_review_waits_for_none(
    committee: Organisation, analyst: Person, lead: Person
) -> None:
    plain = write_agreed(committee, lead)
    agree_recipient(plain, lead)
    warning, second = send(plain, analyst), second_person(committee)
    cancel = services.draft(
        owner_id=committee.pk, viewer=second, occasion=OCCASION, replaces=warning, message=Message.CANCEL, what="Over",
    )  # fmt: skip
    propose(cancel, second)
    release(cancel, analyst)
    assert now(warning).review_due_at is None


def test_programs_and_readers_send_nothing(
    committee: Organisation, agreed: Agreed, colleague: Person, outside_stakeholder: Person
) -> None:
    program = second_person(committee, "program", is_service=True)
    for person in (program, colleague, outside_stakeholder):
        with pytest.raises(PermissionDenied):
            send(agreed, person)
    assert not rows_of(Warning).exists()


def test_a_message_that_nobody_would_get_is_not_sent(
    committee: Organisation, lead: Person, analyst: Person
) -> None:
    with pytest.raises(InputError, match="Nobody was agreed"):
        send(write_agreed(committee, lead), analyst)
    with pytest.raises(InputError, match="TLP:RED"):
        write_agreed(committee, lead, marking=Marking.RED)


def test_a_message_whose_review_is_past_still_goes_out(
    committee: Organisation, lead: Person, analyst: Person
) -> None:
    old = write_agreed(committee, lead, review_on=dt.date(2024, 2, 1))
    agree_recipient(old, lead)
    assert send(old, analyst).state == State.RELEASED


def test_in_an_exercise_it_reaches_only_those_who_take_part(
    committee: Organisation, agreed: Agreed, lead: Person, analyst: Person
) -> None:
    exercise = write_exercise(committee, lead)
    with pytest.raises(InputError, match="takes no part"):
        send(agreed, analyst, exercise=exercise)
    assert not rows_of(Warning).exists(), "nothing of it is left"


def test_a_contact_the_sender_may_not_read_still_gets_it_unnamed(
    committee: Organisation, agreed: Agreed, lead: Person, analyst: Person
) -> None:
    hidden = agree_recipient(agreed, lead, role="Bishop")
    records.share(
        record=hidden, row_version=1, sharing=NOBODY_ELSE, marking=Marking.RED, viewer=lead, occasion=OCCASION,
    )  # fmt: skip
    warning = send(agreed, analyst)
    roles = {found.role for found in readable_by(analyst, Addressee).filter(warning=warning)}
    assert roles == {"Duty officer", "Market women", "A recipient agreed beforehand"}
