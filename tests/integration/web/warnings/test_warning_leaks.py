"""Whoever may not read a warning learns nothing of it: not that it is there, not how many, not to whom it went."""

from __future__ import annotations

import re
import time
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.integration.web.warnings.situations import (
    ASKED,
    CONTENT,
    address,
    agree_recipient,
    propose,
    release,
    released,
    second_person,
    write_agreed,
    write_contact,
    write_draft,
)
from tests.people import OCCASION, client_of, make_person
from tests.record_samples import PLACE, SAMPLES

from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.contacts.models import Ladder
from avert.web.records import services as records
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.warnings.models import Addressee, Agreed, AgreedRecipient, Warning

SECRET = "Zanzibarite"
PAGES = ("", "edit/", "share/", "history/", "remove/", "propose/", "back/", "drop/", "check/", "release/", "review/",
         "update/", "cancel/", "all-clear/", "addressees/new/")  # fmt: skip
AGREED_PAGES = ("", "edit/", "share/", "history/", "remove/", "recipients/", "send/")


@pytest.fixture(params=["outsider", "elsewhere", "administrator", "member without role"])
def outsider(request: pytest.FixtureRequest, committee: Organisation, ministry: Organisation) -> Client:
    """Someone with an account who may not read what the committee warns of."""
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


@pytest.fixture
def warning(committee: Organisation, analyst: Person) -> Warning:
    return write_draft(committee, analyst, title=SECRET, what=SECRET)


@pytest.fixture
def agreed(committee: Organisation, lead: Person) -> Agreed:
    found = write_agreed(committee, lead, title=SECRET, what=SECRET)
    agree_recipient(found, lead, role=SECRET)
    return found


def plain(html: bytes, *ids: object) -> str:
    text = re.sub(r'value="\w{64}"', "", html.decode())
    for key in ids:
        text = text.replace(str(key), "ID")
    return text


def check_same(client: Client, address: str, hidden: uuid.UUID) -> None:
    missing = uuid.uuid4()
    for ask in (client.get, client.post, client.head):
        one, other = ask(address.format(hidden)), ask(address.format(missing))
        assert one.status_code == other.status_code, address
        assert one.status_code in {404, 405}, address
        assert plain(one.content, hidden) == plain(other.content, missing), address
        assert one.headers.keys() == other.headers.keys(), address
        assert SECRET not in one.content.decode()


def test_a_hidden_warning_and_a_missing_one_are_the_same_on_every_page(
    outsider: Client, warning: Warning, analyst: Person
) -> None:
    for page in PAGES:
        check_same(outsider, f"/warnings/{{}}/{page}", warning.pk)
    addressee = address(warning, analyst)
    for page in ("edit/", "remove/"):
        check_same(outsider, f"/warnings/{warning.pk}/addressees/{{}}/{page}", addressee.pk)


def test_a_hidden_message_and_a_missing_one_are_the_same_on_every_page(
    outsider: Client, agreed: Agreed
) -> None:
    for page in AGREED_PAGES:
        check_same(outsider, f"/warnings/agreed/{{}}/{page}", agreed.pk)
    recipient = records.rows_of(AgreedRecipient).get()
    check_same(outsider, f"/warnings/agreed/{agreed.pk}/recipients/{{}}/remove/", recipient.pk)


def test_lists_and_counts_say_nothing(
    outsider: Client, warning: Warning, agreed: Agreed, analyst: Person
) -> None:
    addresses = ["/warnings/", "/warnings/?state=all", "/warnings/?place=Kenya", "/warnings/?page=2",
                 "/warnings/agreed/", "/warnings/new/", f"/search/?q={SECRET}", "/country/ken/"]  # fmt: skip

    def told() -> list[str]:
        return [plain(outsider.get(address).content) for address in addresses]

    before = told()
    for number in range(60):
        write_draft(warning.owner, analyst, title=f"{SECRET} {number}")
    write_agreed(warning.owner, analyst, title=SECRET)
    assert told() == before
    assert all(str(warning.pk) not in page for page in before)


def test_who_sees_one_warning_learns_no_other_addressee_from_any_page(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    warning = write_draft(committee, analyst)
    army = accounts.create_organisation(name={"en": SECRET}, occasion=OCCASION, is_listed=True)
    contact = write_contact(committee, analyst, organisation=ministry, role="Duty officer")
    address(warning, analyst, contact=contact)
    address(warning, analyst, organisation=army, role=SECRET, asked=SECRET)
    propose(warning, analyst)
    release(warning, second_person(committee))
    client = client_of(outside_stakeholder)
    for page in ("", "history/"):
        html = client.get(f"/warnings/{warning.pk}/{page}").content.decode()
        assert SECRET not in html
        assert "Second" not in html
        assert "Analyst" not in html
    other = records.rows_of(Addressee).get(role=SECRET)
    assert client.get(f"/warnings/{warning.pk}/addressees/{other.pk}/edit/").status_code == 404


def test_an_old_warning_is_not_named_to_who_reads_only_the_new_one(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    second = second_person(committee)
    old = released(committee, analyst, second, title=SECRET)
    new = write_draft(committee, analyst, replaces=old, message="update", title="New")
    contact = write_contact(committee, analyst, organisation=ministry)
    address(new, analyst, contact=contact)
    propose(new, analyst)
    release(new, second)
    html = client_of(outside_stakeholder).get(f"/warnings/{new.pk}/").content.decode()
    assert SECRET not in html
    assert str(old.pk) not in html


def test_history_tells_no_name_that_is_kept_from_its_reader(
    committee: Organisation, lead: Person, analyst: Person
) -> None:
    ladder = SAMPLES[Ladder][0](committee, lead, title=SECRET)
    agreed = write_agreed(committee, lead, ladder=ladder)
    client = client_of(analyst)
    assert SECRET in client.get(f"/warnings/agreed/{agreed.pk}/history/").content.decode()
    records.share(
        record=ladder, row_version=1, sharing=NOBODY_ELSE, marking=Marking.RED, viewer=lead, occasion=OCCASION
    )
    html = client.get(f"/warnings/agreed/{agreed.pk}/history/").content.decode()
    assert SECRET not in html
    assert str(ladder.pk) not in html
    assert "one that is gone or that you may not see" in html


def test_a_stranger_is_led_to_the_way_in(stranger: Client, warning: Warning, agreed: Agreed) -> None:
    addresses = [f"/warnings/{warning.pk}/{page}" for page in PAGES]
    for address_ in [
        *addresses,
        *(f"/warnings/agreed/{agreed.pk}/{page}" for page in AGREED_PAGES),
        "/warnings/",
    ]:
        answer = stranger.get(address_)
        assert answer.headers["Location"].startswith("/account/log-in/")
        assert SECRET not in answer.content.decode()


def test_a_reader_is_refused_what_changes_a_warning_and_sees_no_way_to_it(
    warning: Warning, agreed: Agreed, colleague: Person
) -> None:
    client = client_of(colleague)
    page = client.get(f"/warnings/{warning.pk}/").content.decode()
    assert SECRET in page
    for way in PAGES[1:]:
        if way == "history/":
            continue
        assert f'href="{way}"' not in page
        assert client.post(f"/warnings/{warning.pk}/{way}").status_code == 403, way
    for way in ("edit/", "share/", "remove/", "recipients/", "send/"):
        assert client.post(f"/warnings/agreed/{agreed.pk}/{way}").status_code == 403, way


def write_many(committee: Organisation, analyst: Person, number: int) -> None:
    """Warnings and addressees as their rows are, without the audit of each: what is measured is reading."""
    audience = write_draft(committee, analyst).audience
    row: dict[str, Any] = {
        "owner": committee, "audience": audience, "marking": Marking.AMBER_STRICT, "place": PLACE,
        "created_at": timezone.now(), "created_by": analyst,
    }  # fmt: skip
    warnings = [Warning(**row, **CONTENT) for _ in range(number)]
    asked = {**ASKED, "code": "1", "acknowledge_by": timezone.now()}
    parts = [Addressee(**row, warning=one, **asked) for one in warnings for _ in range(3)]
    for kind, rows in ((Warning, warnings), (Addressee, parts)):
        records.rows_of(kind).bulk_create(rows)


@pytest.mark.parametrize("asked", ["", "?state=all&place=Kenya", "?page=3"])
def test_a_list_of_a_thousand_asks_as_much_as_one_of_ten_and_takes_no_long_work(
    committee: Organisation, analyst: Person, asked: str
) -> None:
    client = client_of(analyst)

    def ask() -> tuple[int, float]:
        with CaptureQueriesContext(connection) as queries:
            began = time.process_time()  # not the clock on the wall: others work on this machine too
            assert client.get(f"/warnings/{asked}").status_code == 200
        return len(queries), time.process_time() - began

    write_many(committee, analyst, 10)
    few, _seconds = ask()
    write_many(committee, analyst, 1000)
    many, _seconds = ask()
    assert many <= few + 1
    assert few < 40
    assert min(ask()[1] for _ in range(3)) < 0.3
