"""Whoever may not read a signal learns nothing of it: not that it is there, not how many there are."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from tests.integration.web.signals.conftest import by
from tests.people import OCCASION, client_of, make_person
from tests.record_samples import PLACE, write_exercise, write_signal

from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.models import AuditEntry
from avert.web.exercises.models import Exercise
from avert.web.records.sharing import Sharing
from avert.web.signals import services
from avert.web.signals.models import Answer, Signal, Verification
from avert.web.signals.vocabulary import AnswerKind, Finding, Relation

SECRET = "Zanzibarite"
PAGES = (
    *("", "edit/", "reporter/", "life/", "grade/", "verify/", "answer/", "relate/", "merge/"),
    *("set-aside/", "reopen/", "share/", "history/", "remove/", "unrelate/{}/"),
)
STEPS = ("edit/", "reporter/", "grade/", "verify/", "answer/", "relate/", "merge/", "set-aside/", "reopen/")
Outsider = Callable[[], Client]


@pytest.fixture
def secret(committee: Organisation, analyst: Person) -> Signal:
    return write_signal(committee, analyst, text=SECRET, origin=SECRET, where=SECRET)


@pytest.fixture
def verification(secret: Signal, second: Person) -> Verification:
    return services.verify(signal=secret, finding=Finding.CONFIRMED, how=SECRET, **by(second))


@pytest.fixture
def told(secret: Signal, analyst: Person) -> Answer:
    return services.answer(signal=secret, kind=AnswerKind.DONE, text=SECRET, **by(analyst))


@pytest.fixture
def exercise(committee: Organisation, analyst: Person) -> Exercise:
    return write_exercise(committee, analyst, title=SECRET)


@pytest.fixture(params=["outsider", "elsewhere", "administrator", "member without role"])
def outsider(request: pytest.FixtureRequest, committee: Organisation, ministry: Organisation) -> Client:
    """Someone with an account who may not read what the committee was told of the place."""
    person = make_person("somebody", is_superuser=request.param == "administrator", is_staff=True)
    if request.param == "outsider":
        accounts.give_role(person=person, organisation=ministry, kind=RoleKind.ANALYST, occasion=OCCASION)
    if request.param == "elsewhere":
        accounts.give_role(
            person=person, organisation=committee, kind=RoleKind.LEAD, place="gw:500", occasion=OCCASION
        )
    if request.param == "member without role":
        accounts.join_organisation(person=person, organisation=committee, occasion=OCCASION)
    return client_of(person)


def plain(html: bytes, *ids: object) -> str:
    """A page without what differs from one request to the next."""
    text = re.sub(r'value="\w{64}"', "", html.decode())
    for key in ids:
        text = text.replace(str(key), "ID")
    return text


def test_hidden_and_missing_are_the_same_on_every_page(
    outsider: Client, secret: Signal, verification: Verification, told: Answer, exercise: Exercise
) -> None:
    missing, other = uuid.uuid4(), uuid.uuid4()
    addresses = [(f"/signals/{{}}/{page.format(other)}", secret.pk) for page in PAGES]
    parts = (("verifications", verification.pk), ("answers", told.pk))
    addresses += [
        (f"/signals/{name}/{{}}/{page}", key) for name, key in parts for page in ("share/", "history/")
    ]
    lists = ("/signals/", "/signals/new/", "/signals/unanswered/")
    addresses += [(f"{page}?exercise={{}}", exercise.pk) for page in lists]
    for address, hidden in addresses:
        for ask in (outsider.get, outsider.post, outsider.head):
            one, unknown = ask(address.format(hidden)), ask(address.format(missing))
            assert one.status_code == unknown.status_code, address
            assert one.status_code in {404, 405}, address
            assert plain(one.content, hidden) == plain(unknown.content, missing), address
            assert one.headers.keys() == unknown.headers.keys(), address
            assert SECRET not in one.content.decode()


def test_lists_counts_files_and_order_say_nothing(outsider: Client, secret: Signal, analyst: Person) -> None:
    def told(address: str) -> str:
        answer = outsider.get(address)
        assert "ETag" not in answer.headers or answer.status_code != 200
        return plain(answer.content)

    addresses = [
        "/signals/", f"/signals/?place={PLACE}", "/signals/?about=threat", "/signals/?is_unanswered=on",
        "/signals/?is_unverified=on", "/signals/?page=2", "/signals/unanswered/",
        "/signals/unanswered/?told=received", "/signals/signals.csv", "/country/ken/",
    ]  # fmt: skip
    before = [told(address) for address in addresses]
    for number in range(60):
        write_signal(analyst.organisations.get(), analyst, text=f"{SECRET} {number}", threatens_life=True)
    assert before == [told(address) for address in addresses]
    assert not any(SECRET in page or str(secret.pk) in page for page in before)


def test_hidden_reports_change_neither_place_nor_reasons_nor_counts_of_what_is_shared(
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    second: Person,
    outside_stakeholder: Person,
) -> None:
    shared = Sharing(organisations=frozenset({ministry.pk}))
    signals = [
        write_signal(
            committee, analyst, shared, text=f"Shared {number}", marking=Marking.AMBER, origin="radio"
        )
        for number in range(3)
    ]
    client = client_of(outside_stakeholder)
    addresses = ["/signals/", *(f"/signals/{signal.pk}/" for signal in signals)]
    before = [plain(client.get(address).content) for address in addresses]
    for number, relation in enumerate(Relation):
        hidden = write_signal(committee, analyst, text=f"Shared {number} {SECRET}", origin=SECRET)
        services.relate(signal=hidden, other=signals[number], relation=relation, **by(analyst))
    assert before == [plain(client.get(address).content) for address in addresses]
    assert SECRET in client_of(second).get(addresses[1]).content.decode()


def test_a_stranger_is_led_to_the_way_in(stranger: Client, secret: Signal) -> None:
    for page in PAGES:
        answer = stranger.get(f"/signals/{secret.pk}/{page.format(uuid.uuid4())}")
        assert answer.headers["Location"].startswith("/account/log-in/")
    assert stranger.get("/signals/signals.csv").status_code == 302


def test_a_reader_is_refused_what_changes_a_signal_and_sees_no_way_to_it(
    secret: Signal, colleague: Person, analyst: Person
) -> None:
    other = write_signal(analyst.organisations.get(), analyst)
    services.relate(signal=secret, other=other, relation=Relation.SAME, **by(analyst))
    client = client_of(colleague)
    page = client.get(f"/signals/{secret.pk}/").content.decode()
    assert SECRET in page
    for way in (*STEPS, "share/", "remove/"):
        assert f'href="{way}"' not in page, way
        assert f'action="{way}"' not in page, way
        assert client.post(f"/signals/{secret.pk}/{way}").status_code == 403, way
    assert "unrelate" not in page
    assert client.post(f"/signals/{secret.pk}/unrelate/{other.pk}/").status_code == 403
    assert AuditEntry.objects.filter(action="denial", object_id=str(secret.pk)).exists()


def test_an_outside_reader_does_not_learn_who_of_the_others_did_what(
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    second: Person,
    outside_stakeholder: Person,
) -> None:
    shared = Sharing(organisations=frozenset({ministry.pk}))
    signal = write_signal(committee, analyst, shared, marking=Marking.AMBER)
    services.verify(signal=signal, finding=Finding.CONFIRMED, how="Asked around", **by(second))
    services.answer(signal=signal, kind=AnswerKind.RECEIVED, **by(analyst))
    page = client_of(outside_stakeholder).get(f"/signals/{signal.pk}/").content.decode()
    assert "Asked around" in page
    for name in ("Analyst", "Second", "District peace committee"):
        assert f">{name}<" not in page
    assert "someone at another organisation" in page
