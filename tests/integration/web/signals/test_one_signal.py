"""The page of one signal: whether it is so, what was made of it, and what whoever reported was told."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from tests.integration.web.sealing.conftest import (  # noqa: F401  pytest finds them by name
    Kept,
    _stretching_takes_no_time,
    custodian,
    kept,
    name_and_prove,
)
from tests.integration.web.signals.conftest import by
from tests.integration.web.signals.test_signal_pages import only_signal, words
from tests.integration.web.warnings.situations import write_agreed
from tests.people import client_of
from tests.record_samples import write_exercise, write_signal

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.audit.models import AuditEntry
from avert.web.records.sharing import Sharing
from avert.web.sealing.models import Sealed
from avert.web.signals import selectors, services
from avert.web.signals.models import Signal
from avert.web.signals.vocabulary import About, Finding, Relation


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def test_a_signal_says_how_it_stands(
    client: Client, signal: Signal, committee: Organisation, analyst: Person, second: Person
) -> None:
    services.grade(signal=signal, row_version=1, grade="B3", origin="traders", **by(analyst))
    other = write_signal(committee, analyst, text="Elders deny it", origin="elders")
    services.relate(signal=other, other=signal, relation=Relation.CONTRADICTS, **by(analyst))
    services.verify(signal=signal, finding=Finding.NOT_CONFIRMED, how="Nobody answered", **by(second))
    page = words(client.get(f"/signals/{signal.pk}/"))
    assert "B3: source usually reliable, information possibly true" in page
    assert "1 support it, 1 contradict it" in page
    assert "Contradicted by: Elders deny it" in page
    assert "Could not be confirmed" in page
    assert "Nobody answered" in page
    assert "Second" in page, "a colleague is named"
    assert "Contradicts: Leaflets" in words(client.get(f"/signals/{other.pk}/"))


def test_a_blackout_is_never_shown_as_calm(client: Client, committee: Organisation, analyst: Person) -> None:
    signal = write_signal(committee, analyst, about=About.BLACKOUT)
    assert "Silence is not calm" in words(client.get(f"/signals/{signal.pk}/"))


def test_the_page_shows_whoever_may_verify_the_way_and_the_others_why_not(
    client: Client, signal: Signal, second: Person
) -> None:
    way = 'href="verify/"'
    assert way in client_of(second).get(f"/signals/{signal.pk}/").content.decode()
    own = client.get(f"/signals/{signal.pk}/")
    assert way not in own.content.decode()
    assert "a colleague verifies it" in words(own)
    sent = {"finding": "confirmed", "how": "Asked around"}
    assert "Verifying takes a second person" in words(client.post(f"/signals/{signal.pk}/verify/", sent))
    assert client_of(second).post(f"/signals/{signal.pk}/verify/", sent).status_code == 302


def test_the_answer_is_asked_for_until_it_is_given(client: Client, signal: Signal) -> None:
    page = client.get(f"/signals/{signal.pk}/")
    assert "Not answered yet." in words(page)
    assert 'action="answer/"' in page.content.decode()
    refused = client.post(f"/signals/{signal.pk}/answer/", {"kind": "unsafe", "text": ""})
    assert "This answer needs words" in words(refused)
    client.post(f"/signals/{signal.pk}/answer/", {"kind": "unsafe", "text": "Her telephone is shared"})
    page = client.get(f"/signals/{signal.pk}/")
    assert "Not answered yet." not in words(page)
    assert "Nothing: it is unsafe to answer" in words(page)


def test_grading_two_at_once_keeps_the_first_and_says_so(
    client: Client, signal: Signal, second: Person
) -> None:
    sent = {"source": "B", "information": "2", "origin": "traders", "row_version": "1"}
    assert client_of(second).post(f"/signals/{signal.pk}/grade/", sent).status_code == 302
    late = client.post(f"/signals/{signal.pk}/grade/", sent | {"source": "E"})
    assert late.status_code == 409
    assert "Someone else has changed it since" in words(late)
    assert only_signal(second).grade == "B2"


def test_reports_are_put_beside_each_other_merged_and_set_aside_on_pages(
    client: Client, signal: Signal, committee: Organisation, analyst: Person
) -> None:
    other = write_signal(committee, analyst, text="Radio")
    far = write_signal(committee, analyst, text="Far", place="gw:500")
    offered = words(client.get(f"/signals/{signal.pk}/relate/"))
    assert "Radio" in offered
    assert "Far" not in offered
    sent = {"address": f"https://site.example/signals/{far.pk}/", "relation": "supports"}
    client.post(f"/signals/{signal.pk}/relate/", sent)
    assert "Supports: Far" in words(client.get(f"/signals/{signal.pk}/"))
    client.post(f"/signals/{signal.pk}/unrelate/{far.pk}/")
    assert "Supports: Far" not in words(client.get(f"/signals/{signal.pk}/"))
    client.post(f"/signals/{signal.pk}/merge/", {"other": str(other.pk), "row_version": "1"})
    client.post(f"/signals/{other.pk}/set-aside/", {"why": "Of last year", "row_version": "1"})
    assert only_signal(analyst) == far
    assert "Of last year" in words(client.get(f"/signals/{other.pk}/"))
    client.post(f"/signals/{other.pk}/reopen/", {"row_version": "2"})
    assert set(selectors.wanted_for(analyst)) == {far, other}


def test_a_report_that_is_hidden_or_of_an_exercise_is_no_other_report(
    signal: Signal, committee: Organisation, ministry: Organisation, analyst: Person,
    outside_stakeholder: Person,
) -> None:  # fmt: skip
    hidden = write_signal(ministry, outside_stakeholder)
    played = write_signal(committee, analyst, exercise=write_exercise(committee, analyst))
    said = {
        words(client_of(analyst).post(f"/signals/{signal.pk}/relate/", {"address": str(key), "relation": "same"}))
        .replace(str(key), "KEY")
        for key in (hidden.pk, played.pk, uuid.uuid4(), signal.pk)
    }  # fmt: skip
    assert len(said) == 1
    assert "Choose another report" in said.pop()


def test_who_reported_is_sealed_and_shown_to_nobody_here(
    kept: Kept,  # noqa: F811
    client: Client,
    signal: Signal,
    colleague: Person,
) -> None:
    sent = {"reporter_name": "Wanjiku", "reporter_contact": "", "reporter_notes": ""}
    assert client.post(f"/signals/{signal.pk}/reporter/", sent).status_code == 302
    assert Sealed.objects.get().field == "reporter_name"
    for reader in (client, client_of(colleague)):
        page = words(reader.get(f"/signals/{signal.pk}/"))
        assert "Name of who reported sealed" in page
        assert "Wanjiku" not in page


def test_reading_is_written_down(client: Client, signal: Signal) -> None:
    client.get(f"/signals/{signal.pk}/")
    client.get("/signals/")
    client.get("/signals/unanswered/")
    assert AuditEntry.objects.filter(action="read", object_id=str(signal.pk)).count() == 1
    assert AuditEntry.objects.filter(action="read-list", object_kind="signals.signal").count() == 2


def test_a_signal_of_an_exercise_says_so_even_to_whoever_takes_no_part(
    client: Client,
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
) -> None:
    exercise = write_exercise(committee, analyst, title="Kenya 2007")
    shared = Sharing(organisations=frozenset({ministry.pk}))
    signal = write_signal(committee, analyst, shared, exercise=exercise, marking=Marking.AMBER)
    own = words(client.get(f"/signals/{signal.pk}/"))
    assert "Kenya 2007" in own
    theirs = words(client_of(outside_stakeholder).get(f"/signals/{signal.pk}/"))
    assert "an exercise" in theirs
    assert "nothing here is real" in theirs
    assert "Kenya 2007" not in theirs


def test_a_life_in_danger_in_an_exercise_leads_to_nothing_that_is_sent_for_real(
    client: Client, committee: Organisation, analyst: Person, lead: Person
) -> None:
    exercise, agreed = write_exercise(committee, analyst), write_agreed(committee, lead)
    signal = write_signal(committee, analyst, exercise=exercise, threatens_life=True)
    way = f"?exercise={exercise.pk}"
    life = client.get(f"/signals/{signal.pk}/life/").content.decode()
    assert f'href="/warnings/agreed/{way}"' in life
    assert "nothing here is real" in life
    listed = client.get(f"/warnings/agreed/{way}").content.decode()
    assert f'href="/warnings/agreed/{agreed.pk}/{way}"' in listed
    page = client.get(f"/warnings/agreed/{agreed.pk}/{way}").content.decode()
    assert f'href="send/{way}"' in page
    assert "nothing here is real" in page
