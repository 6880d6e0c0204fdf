"""Whoever may not read a note learns nothing of it: not that it is there, not how many there are."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import OCCASION, client_of, make_person
from tests.record_samples import PLACE, attach, write_note

from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.models import AuditEntry
from avert.web.notes.models import Attachment, Note
from avert.web.records import services
from avert.web.records.sharing import Sharing

SECRET = "Zanzibarite"
PAGES = ("", "edit/", "share/", "history/", "remove/", "attach/")
ATTACHMENT_PAGES = ("", "share/", "history/", "remove/")
Outsider = Callable[[], Client]


@pytest.fixture
def note(committee: Organisation, analyst: Person) -> Note:
    return write_note(committee, analyst, title=SECRET, text=SECRET)


@pytest.fixture
def attachment(note: Note, analyst: Person) -> Attachment:
    return attach(note, analyst)


@pytest.fixture(params=["outsider", "elsewhere", "administrator", "member without role"])
def outsider(request: pytest.FixtureRequest, committee: Organisation, ministry: Organisation) -> Client:
    """Someone with an account who may not read what the committee knows of the place."""
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
    outsider: Client, note: Note, attachment: Attachment
) -> None:
    missing = uuid.uuid4()
    addresses = [(f"/notes/{{}}/{page}", note.pk) for page in PAGES]
    addresses += [(f"/notes/attachments/{{}}/{page}", attachment.pk) for page in ATTACHMENT_PAGES]
    for address, hidden in addresses:
        for ask in (outsider.get, outsider.post, outsider.head):
            one, other = ask(address.format(hidden)), ask(address.format(missing))
            assert one.status_code == other.status_code, address
            assert one.status_code in {404, 405}, address
            assert plain(one.content, hidden) == plain(other.content, missing), address
            assert one.headers.keys() == other.headers.keys(), address
            assert SECRET not in one.content.decode()


def test_lists_counts_search_and_order_say_nothing(outsider: Client, note: Note, analyst: Person) -> None:
    def told(address: str) -> str:
        answer = outsider.get(address)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers
        return plain(answer.content)

    addresses = [
        "/notes/", f"/notes/?words={SECRET}", f"/notes/?place={PLACE}", "/notes/?sort=title", "/notes/?sort=-title",
        "/notes/?page=2", f"/search/?q={SECRET}", "/country/ken/",
    ]  # fmt: skip
    before = [told(address) for address in addresses]
    for number in range(60):
        write_note(analyst.organisations.get(), analyst, title=f"{SECRET} {number}")
    after = [told(address) for address in addresses]
    assert before == after
    assert all(str(note.pk) not in page for page in after)
    assert sum(page.count(SECRET) for page in after) == sum(page.count(SECRET) for page in before)


def test_nobody_asks_who_would_see_what_they_may_not_read(outsider: Client, note: Note) -> None:
    form = {"about_kind": "notes.note", "marking": "3"}
    answers = [
        outsider.post("/records/who-would-see/", form | {"about_record": str(key)})
        for key in (note.pk, uuid.uuid4(), "nonsense")
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({plain(answer.content) for answer in answers}) == 1


def test_a_file_is_not_added_through_another_s_note(outsider: Client, note: Note) -> None:
    assert outsider.post(f"/notes/{note.pk}/attach/").status_code == 404
    assert not AuditEntry.objects.filter(action="create", object_kind="notes.attachment").exists()


def test_a_stranger_and_a_deactivated_member_are_led_to_the_way_in(
    stranger: Client, note: Note, attachment: Attachment, colleague: Person
) -> None:
    former = client_of(colleague)
    assert former.get(f"/notes/{note.pk}/").status_code == 200
    colleague.is_active = False
    colleague.save()
    for client in (stranger, former):
        for page in PAGES:
            answer = client.get(f"/notes/{note.pk}/{page}")
            assert answer.headers["Location"].startswith("/account/log-in/")
            assert SECRET not in answer.content.decode()
        assert client.get(f"/notes/attachments/{attachment.pk}/").status_code == 302


def test_public_pages_show_nothing_of_notes(
    stranger: Client, note: Note, analyst: Person, settings: object
) -> None:
    assert b'id="notes"' in client_of(analyst).get("/country/ken/").content
    settings.AVERT_PUBLIC_REFERENCE = True
    for client in (stranger, client_of(analyst)):
        assert b'id="notes"' not in client.get("/country/ken/").content
    found = stranger.get(f"/search/?q={SECRET}").content
    assert str(note.pk).encode() not in found
    assert b'href="/notes/' not in found


def test_a_reader_is_refused_what_changes_a_note_and_sees_no_way_to_it(
    note: Note, attachment: Attachment, colleague: Person
) -> None:
    client = client_of(colleague)
    page = client.get(f"/notes/{note.pk}/").content.decode()
    assert SECRET in page
    for way in ("edit/", "share/", "remove/", "attach/"):
        assert f'href="{way}"' not in page
        assert client.post(f"/notes/{note.pk}/{way}").status_code == 403, way
    for way in ("share/", "remove/"):
        assert client.post(f"/notes/attachments/{attachment.pk}/{way}").status_code == 403, way
    asked = {"about_kind": "notes.note", "about_record": str(note.pk), "marking": "3"}
    assert client.post("/records/who-would-see/", asked).status_code == 403
    assert AuditEntry.objects.filter(action="denial", object_id=str(note.pk)).exists()


def test_an_outside_reader_learns_neither_whom_else_a_note_is_for_nor_what_it_said_before(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    third = accounts.create_organisation(name={"en": "Third party"}, occasion=OCCASION, is_listed=True)
    note = write_note(committee, analyst, text=f"{SECRET} told us", title="Road")
    for version, text in ((1, "Somebody told us"), (3, "Two people told us")):
        if version == 3:
            services.share(
                record=note, row_version=2, sharing=Sharing(organisations=frozenset({ministry.pk, third.pk})),
                marking=Marking.AMBER, viewer=analyst, occasion=OCCASION, why=f"{SECRET} agreed",
            )  # fmt: skip
        services.change(
            record=note, row_version=version, fields={"text": text}, viewer=analyst, occasion=OCCASION
        )
    client = client_of(outside_stakeholder)
    pages = [client.get(f"/notes/{note.pk}/{page}").content.decode() for page in ("", "history/")]
    assert "Two people" in pages[1].replace('<ins><span class="hidden">added: </span>', "")
    for page in pages:
        assert SECRET not in page
        assert "Third party" not in page
        assert "Analyst" not in page
        assert "District peace committee" not in page, "it is not listed"
    assert "someone at another organisation" in pages[1]


@pytest.mark.parametrize(
    "address", ["/notes/", "/notes/?words=Market", f"/notes/?place={PLACE}", "/search/?q=Market"]
)
def test_a_list_asks_as_much_for_two_hundred_as_for_ten(
    committee: Organisation, ministry: Organisation, analyst: Person, address: str
) -> None:
    client, sharings = client_of(analyst), [Sharing(), Sharing(organisations=frozenset({ministry.pk}))]

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    for number in range(10):
        write_note(committee, analyst, sharings[number % 2])
    few = asked()
    for number in range(190):
        write_note(committee, analyst, sharings[number % 2])
    assert asked() <= few
    assert few < 40
