"""What nobody knows becomes a task: somebody finds it out by a day, and says in words what came of it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.asked import begin_exercise
from tests.assessing import begin_with
from tests.people import OCCASION, client_of

from avert.errors import InputError, StaleRecordError
from avert.web.accounts.models import Organisation, Person
from avert.web.assessment.evidence import services
from avert.web.assessment.models import Assessment, Gap
from avert.web.records.writing import rows_of
from avert.web.today.selectors import waiting_for

FORM = {"what": "Who pays the printer", "who": "District desk", "due_on": "2024-03-01"}
LATER = dt.datetime(2024, 4, 1, tzinfo=dt.UTC)


def gap_in(assessment: Assessment, by: Person, **content: Any) -> Gap:
    given = {"what": "Who pays the printer", "who": "District desk", **content}
    return services.add_gap(assessment=assessment, viewer=by, occasion=OCCASION, **given)


def close(gap: Gap, by: Person, found: str = "A trader", **given: Any) -> Gap:
    return services.close_gap(
        gap=gap, row_version=gap.row_version, found=found, viewer=by, occasion=OCCASION, **given
    )


def page(client: Client, assessment: Assessment) -> str:
    answer = client.get(f"/assessments/{assessment.pk}/evidence/")
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_gap_of_an_indicator_becomes_a_task_with_an_owner(
    assessment: Assessment,
    ministry: Organisation,
    outside_stakeholder: Person,
    keeper: Client,
    partner: Client,
) -> None:
    address = f"/assessments/{assessment.pk}/evidence/gaps/new/?indicator=UNFA-7.5"
    assert 'value="UNFA-7.5"' in keeper.get(address).content.decode()
    ministry.is_listed = True
    ministry.save()
    answer = keeper.post(address, FORM | {"indicator": "unfa-7.5", "organisation": str(ministry.pk)})
    assert answer.status_code == 302
    gap = rows_of(Gap).get()
    assert (gap.indicator, gap.organisation_id, gap.state) == ("UNFA-7.5", ministry.pk, "open")
    shown = page(partner, assessment)
    assert "Who pays the printer" in shown
    assert "overdue" in shown
    waiting = [one for one in waiting_for(outside_stakeholder, LATER) if one.count]
    assert [(str(one.question), one.count) for one in waiting] == [("For us to find out, and overdue", 1)]
    # The ministry, of which it is asked, says what came of it.
    done = {"state": "filled", "found": "A trader, says the clinic", "row_version": "1"}
    address = f"/assessments/gaps/{gap.pk}/close/"
    assert partner.post(address, done | {"found": ""}).status_code == 200
    assert partner.post(address, done).status_code == 302
    assert "A trader, says the clinic" in page(keeper, assessment)
    assert not waiting_for(outside_stakeholder, LATER)


def test_an_unknown_indicator_and_an_organisation_that_one_may_not_know_are_refused(
    assessment: Assessment, ministry: Organisation, analyst: Person, keeper: Client
) -> None:
    address = f"/assessments/{assessment.pk}/evidence/gaps/new/"
    assert "No framework has" in keeper.post(address, FORM | {"indicator": "XX-1"}).content.decode()
    assert keeper.post(address, FORM | {"organisation": str(ministry.pk)}).status_code == 200
    with pytest.raises(PermissionDenied):
        gap_in(assessment, analyst, organisation=ministry)


def test_closing_takes_words_and_is_for_its_writers_and_whoever_is_asked(
    assessment: Assessment, analyst: Person, outside_stakeholder: Person, colleague: Person
) -> None:
    gap = gap_in(assessment, analyst)
    with pytest.raises(InputError, match="without words"):
        close(gap, analyst, " ")
    for person in (outside_stakeholder, colleague):
        with pytest.raises(PermissionDenied):
            close(gap, person)
        assert client_of(person).get(f"/assessments/gaps/{gap.pk}/close/").status_code == 403
    assert close(gap, analyst, "Nobody answers", state="dropped").state == "dropped"
    with pytest.raises(StaleRecordError):
        close(gap, analyst)


def test_a_gap_is_edited_by_whoever_wrote_it(
    assessment: Assessment, committee: Organisation, analyst: Person, keeper: Client, partner: Client
) -> None:
    gap = gap_in(assessment, analyst, organisation=committee)
    address, form = f"/assessments/gaps/{gap.pk}/edit/", FORM | {"organisation": str(committee.pk)}
    assert f'value="{committee.pk}" selected' in keeper.get(address).content.decode()
    assert keeper.post(address, form | {"state": "filled", "row_version": "1"}).status_code == 200
    assert keeper.post(address, form | {"state": "open", "row_version": "1"}).status_code == 302
    assert rows_of(Gap).get().due_on == dt.date(2024, 3, 1)
    assert partner.get(address).status_code == 403


def test_gaps_of_an_exercise_wait_for_nobody_today(committee: Organisation, analyst: Person) -> None:
    exercise = begin_exercise(committee, analyst, OCCASION.at)
    assessment = begin_with(committee, analyst, exercise=exercise)
    gap_in(assessment, analyst, organisation=committee)
    assert not waiting_for(analyst, LATER)
