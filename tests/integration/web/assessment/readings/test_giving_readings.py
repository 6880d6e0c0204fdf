"""Each stakeholder's reading is given by whoever speaks for it, is only ever added, and says what it leaves open."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.asked import begin_exercise
from tests.giving_readings import UNFA, begin, give, name, now_as, shared_with
from tests.people import client_of

from avert.assessment import frameworks
from avert.assessment.readings import latest
from avert.assessment.values import Value
from avert.errors import InputError
from avert.web.accounts.models import Organisation, Person
from avert.web.assessment.models import Assessment, Reading, Stakeholder
from avert.web.assessment.readings import selectors, services
from avert.web.records.audiences import sharing_of
from avert.web.records.services import WiderThanParentError
from avert.web.records.writing import rows_of


def test_an_organisation_speaks_for_itself_and_the_keeper_does_not(
    officials: Stakeholder, outside_stakeholder: Person, analyst: Person, activist: Person
) -> None:
    made = give(officials, outside_stakeholder)
    assert made.owner_id == officials.organisation_id
    for other in (analyst, activist):
        with pytest.raises(PermissionDenied):
            give(officials, other)


def test_the_keeper_writes_down_for_those_who_have_no_organisation_here(
    elders: Stakeholder, analyst: Person, outside_stakeholder: Person, colleague: Person
) -> None:
    assert give(elders, analyst).owner_id == elders.assessment.owner_id
    for other in (outside_stakeholder, colleague):
        with pytest.raises(PermissionDenied):
            give(elders, other)


def test_a_later_reading_overrides_only_where_it_answers_and_changes_nothing_that_was_said(
    women: Stakeholder, activist: Person
) -> None:
    first = give(
        women, activist, values={"UNFA-8.8": "absent", "UNFA-8.7": "latent"}, reasons={"UNFA-8.7": "Talk"}
    )
    give(women, activist, values={"UNFA-8.8": "unknown", "UNFA-8.7": "not_asked"})
    assert rows_of(Reading).get(pk=first.pk).values == {"UNFA-8.8": "absent", "UNFA-8.7": "latent"}
    found = selectors.readings_of(activist, women.assessment, UNFA)
    now = latest(found, dt.datetime.now(tz=dt.UTC)).answers[str(women.pk)]
    assert {code: one.answer.value for code, one in now.items()} == {
        "UNFA-8.8": Value.UNKNOWN, "UNFA-8.7": Value.LATENT
    }  # fmt: skip
    assert now["UNFA-8.7"].answer.reason == "Talk"


@pytest.mark.parametrize(
    "said",
    [
        {"values": {}},
        {"values": {"UNFA-8.8": "not_asked"}},
        {"values": {"UNFA-8.8": "0.7"}},
        {"values": {"USAF-1.1": "present"}},
        {"trends": {"UNFA-8.7": "rising"}},
        {"trends": {"UNFA-8.8": "up"}},
        {"reasons": {"UNFA-8.7": "Talk"}},
        {"reasons": {"UNFA-8.8": "x" * 2001}},
        {"texts": {"nothing": "Talk"}},
        {"cited": {"UNFA-8.8": ["00000000-0000-0000-0000-000000000000"]}},
        {"framework": "us_atrocity_risk_2022"},
        {"at": dt.datetime(2124, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_what_the_framework_does_not_know_is_refused(
    women: Stakeholder, activist: Person, said: dict[str, Any]
) -> None:
    with pytest.raises(InputError):
        give(women, activist, **said)
    assert not rows_of(Reading).exists()


def test_a_stakeholder_of_another_assessment_has_no_say_here(
    women: Stakeholder, activist: Person, committee: Organisation, analyst: Person
) -> None:
    with pytest.raises(InputError):
        services.give_reading(
            assessment=begin(committee, analyst), stakeholder=women, framework=UNFA, viewer=activist,
            values={"UNFA-8.8": "present"}, occasion=now_as(),
        )  # fmt: skip


def test_a_reading_is_for_everybody_in_the_assessment_or_for_fewer_and_never_for_more(
    women: Stakeholder, activist: Person, committee: Organisation, ministry: Organisation
) -> None:
    assert sharing_of(give(women, activist).audience_id) == shared_with(committee, ministry)
    fewer = give(women, activist, sharing=shared_with(committee))
    assert sharing_of(fewer.audience_id) == shared_with(committee)
    from avert.web.accounts.services import create_organisation

    stranger = create_organisation(name={"en": "Army"}, occasion=now_as())
    with pytest.raises(WiderThanParentError):
        give(women, activist, sharing=shared_with(stranger))


def test_two_readings_at_one_time_of_an_exercise_have_an_order(
    committee: Organisation, analyst: Person
) -> None:
    clock = dt.datetime(2007, 12, 27, 9, tzinfo=dt.UTC)
    whole = begin(committee, analyst, exercise=begin_exercise(committee, analyst, clock))
    who = name(whole, analyst, "Elders")
    first, second = give(who, analyst), give(who, analyst, values={"UNFA-8.8": "acute"})
    assert clock == first.at < second.at
    standing = latest(selectors.readings_of(analyst, whole, UNFA), second.at)
    assert standing.answers[str(who.pk)]["UNFA-8.8"].answer.value is Value.ACUTE


def url(whole: Assessment, page: str, **asked: Any) -> str:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"/assessments/{whole.pk}/readings/{page}?{query}"


def test_one_dimension_is_asked_at_a_time_with_what_was_said_before(
    women: Stakeholder, activist: Person, whole: Assessment
) -> None:
    give(women, activist, values={"UNFA-8.8": "latent"}, reasons={"UNFA-8.8": "Counting families"})
    client = client_of(activist)
    chosen = client.get(url(whole, "new/")).content.decode()
    assert "Market women" in chosen
    assert "Council of elders" not in chosen
    asked = url(whole, "new/", stakeholder=women.pk, framework=UNFA, dimension="8")
    page = client.get(asked).content.decode()
    assert "Counting families" in page
    assert "Last said, round 1" in page
    assert "UNFA-8.1" in page
    assert "UNFA-7.1" not in page
    assert "<script" not in page.split("<form", 1)[1].split("</form>")[0]
    form = {"value-0": "acute", "trend-0": "rising", "reason-0": "Seen", "value-1": "not_asked",
            "dissent": "Others do not look", "readers": "everybody"}  # fmt: skip
    answer = client.post(asked, form)
    assert answer.status_code == 302
    assert "dimension=9" in answer.headers["Location"]
    made = rows_of(Reading).latest("at")
    assert (made.values, made.trends) == ({"UNFA-8.1": "acute"}, {"UNFA-8.1": "rising"})
    assert (made.reasons, made.dissent, made.round) == ({"UNFA-8.1": "Seen"}, "Others do not look", 1)


def test_what_is_wrong_in_the_form_is_said_and_nothing_is_lost(
    women: Stakeholder, activist: Person, whole: Assessment
) -> None:
    asked = url(whole, "new/", stakeholder=women.pk, framework=UNFA, dimension="8")
    client = client_of(activist)
    page = client.post(asked, {"reason-0": "Seen from the road", "readers": "everybody"}).content.decode()
    assert "without a value" in page
    assert "Seen from the road" in page
    page = client.post(asked, {"readers": "everybody"}).content.decode()
    assert "Nothing is answered yet" in page
    assert not rows_of(Reading).exists()


def test_the_form_can_name_fewer_readers_and_an_earlier_day(
    women: Stakeholder, activist: Person, whole: Assessment, committee: Organisation
) -> None:
    asked = url(whole, "new/", stakeholder=women.pk, framework=UNFA, dimension="8")
    form = {"value-0": "present", "readers": "chosen", "organisations": str(committee.pk), "on": "2026-03-01"}
    page = client_of(activist).get(asked).content.decode()
    if str(committee.pk) not in page:  # only organisations that she may know can be named
        form.pop("organisations")
    assert client_of(activist).post(asked, form).status_code == 302
    made = rows_of(Reading).get()
    assert made.at == dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    assert sharing_of(made.audience_id).organisations <= {committee.pk}


def test_today_is_no_time_to_come(women: Stakeholder, activist: Person, whole: Assessment) -> None:
    asked = url(whole, "new/", stakeholder=women.pk, framework=UNFA, dimension="8")
    now = dt.datetime.now(tz=dt.UTC)
    form = {"value-0": "present", "readers": "everybody", "on": now.date().isoformat()}
    assert client_of(activist).post(asked, form).status_code == 302
    far = form | {"on": (now + dt.timedelta(days=3)).date().isoformat()}
    assert "time to come" in client_of(activist).post(asked, far).content.decode()
    assert len(rows_of(Reading)) == 1


def test_nobody_else_comes_to_the_questions(
    women: Stakeholder, analyst: Person, colleague: Person, whole: Assessment, administrator: Person
) -> None:
    asked = url(whole, "new/", stakeholder=women.pk, framework=UNFA, dimension="8")
    assert client_of(analyst).get(asked).status_code == 403
    assert client_of(analyst).post(asked, {"value-0": "acute", "readers": "everybody"}).status_code == 403
    assert client_of(colleague).get(asked).status_code == 403
    assert client_of(administrator).get(asked).status_code == 404
    assert not rows_of(Reading).exists()


def hand_in(person: Person, who: Stakeholder, data: bytes, file_name: str = "a.csv") -> Any:
    form = {"file": SimpleUploadedFile(file_name, data), "readers": "everybody"}
    return client_of(person).post(url(who.assessment, "file/", stakeholder=who.pk, framework=UNFA), form)


def test_a_sheet_that_was_filled_in_becomes_one_reading(elders: Stakeholder, analyst: Person) -> None:
    rows = ["indicator,value,trend,reason,question", "UNFA-8.8,Acute,rising,'=1+1 leaflets,x", "UNFA-8.7,,,,"]
    sheet = "\r\n".join([*rows, "UNFA-7.5,not asked,,,"]).encode()
    assert client_of(analyst).get(url(elders.assessment, "file/", stakeholder=elders.pk)).status_code == 200
    assert hand_in(analyst, elders, sheet).status_code == 302
    made = rows_of(Reading).get()
    assert (made.values, made.trends) == ({"UNFA-8.8": "acute"}, {"UNFA-8.8": "rising"})
    assert made.reasons == {"UNFA-8.8": "=1+1 leaflets"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"code,value\nUNFA-8.8,acute\n", "needs the columns"),
        (b"indicator,value\nUNFA-8.8,acute\nSECRET-1,acute\nUNFA-8.8,latent\n", "Rows 3, 4 cannot be used"),
        (b"indicator,value,trend\nUNFA-8.8,acute,upwards\n", "Rows 2 cannot be used"),
        (b"indicator,value\nUNFA-8.8,\nUNFA-8.7,\n", "No row has a value"),
        (b"\xff\xfe", "UTF-8"),
        (b"PK\x03\x04nonsense", ""),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused_whole_and_not_repeated(
    elders: Stakeholder, analyst: Person, data: bytes, said: str
) -> None:
    answer = hand_in(analyst, elders, data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "SECRET" not in page
    assert not rows_of(Reading).exists()


def test_a_sheet_as_it_is_sent_out_can_be_handed_in_again(elders: Stakeholder, analyst: Person) -> None:
    give(elders, analyst, values={"UNFA-8.8": "latent"}, reasons={"UNFA-8.8": "=HYPERLINK(1)"})
    client = client_of(analyst)
    sent = client.get(url(elders.assessment, "sheet/", stakeholder=elders.pk, framework=UNFA))
    assert b"'=HYPERLINK(1)" in sent.content
    assert b",=HYPERLINK" not in sent.content
    assert hand_in(analyst, elders, sent.content).status_code == 302
    made = rows_of(Reading).latest("at")
    assert (made.values, made.reasons) == ({"UNFA-8.8": "latent"}, {"UNFA-8.8": "=HYPERLINK(1)"})
    blank = client.get(url(elders.assessment, "sheet/", framework=UNFA)).content.decode()
    assert "HYPERLINK" not in blank
    assert blank.count("UNFA-") == len(frameworks.load_framework(UNFA).indicators)


def test_the_questions_can_be_printed(whole: Assessment, activist: Person) -> None:
    page = client_of(activist).get(url(whole, "paper/", framework=UNFA)).content.decode()
    assert "UNFA-14.1" in page
    assert "☐" in page
