"""Whom one can reach: roles with an address, tried and looked at again, and gone when they are removed."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client
from tests.people import OCCASION, client_of
from tests.record_samples import SAMPLES, write_contact, write_phone_tree

from avert.web.accounts.models import Organisation, Person
from avert.web.audit.models import AuditEntry
from avert.web.contacts.models import Call, Contact
from avert.web.records import services
from avert.web.records.models import Revision
from avert.web.records.selectors import history_of, readable_by
from avert.web.records.writing import rows_of

FORM = {
    "role": "Chair of the market women",
    "place": "Kenya",
    "way": "sms",
    "phone": "+254 700 123-456",
    "marking": "3",
}


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_a_contact_is_kept_with_a_number_that_every_telephone_takes(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    answer = client.post("/contacts/new/", FORM | {"owner": str(committee.pk)})
    contact = readable_by(analyst, Contact).get()
    assert answer.headers["Location"] == f"/contacts/{contact.pk}/"
    assert (contact.phone, contact.place, contact.way) == ("+254700123456", "gw:501", "sms")
    page = words(client.get(f"/contacts/{contact.pk}/"))
    assert "+254700123456" in page
    assert "Chair of the market women" in words(client.get("/contacts/"))


@pytest.mark.parametrize(
    ("way", "address", "said"),
    [
        ("sms", {"phone": ""}, "could not be reached"),
        ("sms", {"phone": "0700123456"}, "the whole number"),
        ("email", {"email": ""}, "could not be reached"),
        ("webhook", {"webhook": ""}, "could not be reached"),
        ("webhook", {"webhook": "http://example.org/in"}, "Only https"),
        ("site", {"organisation": ""}, "could not be reached"),
        ("paper", {"language": "Swahili!"}, "code of the language"),
    ],
)
def test_what_could_not_be_reached_is_not_kept(
    client: Client, committee: Organisation, way: str, address: dict[str, str], said: str
) -> None:
    form = FORM | {"owner": str(committee.pk), "phone": "", "way": way} | address
    assert said in words(client.post("/contacts/new/", form))
    assert not rows_of(Contact).exists()


def test_only_organisations_that_the_viewer_may_know_are_offered_and_taken(
    client: Client, committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    form = FORM | {"owner": str(committee.pk), "way": "site", "organisation": str(ministry.pk)}
    assert str(ministry.pk) not in client.get("/contacts/new/").content.decode()
    assert client.post("/contacts/new/", form).status_code == 200
    ministry.is_listed = True
    ministry.save()
    assert client.post("/contacts/new/", form).status_code == 302
    assert readable_by(analyst, Contact).get().organisation_id == ministry.pk


def test_what_is_overdue_comes_first_and_trying_it_settles_that(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    write_contact(committee, analyst, role="Never looked at")
    write_contact(committee, analyst, role="Later", review_on=dt.date(2999, 1, 1))
    late = write_contact(committee, analyst, role="Overdue one", review_on=dt.date(2024, 1, 1))
    page = words(client.get("/contacts/"))
    assert page.index("Overdue one") < page.index("Later") < page.index("Never looked at")
    assert page.count("overdue") == 1
    assert "should have been looked at" in words(client.get(f"/contacts/{late.pk}/"))
    assert client.post(f"/contacts/{late.pk}/tried/").status_code == 302
    late = readable_by(analyst, Contact).get(pk=late.pk)
    assert late.tried_on is not None
    assert late.review_on is None
    assert history_of(late, viewer=analyst).count() == 2


def test_filters_narrow_the_list_and_a_mistyped_place_says_so(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    write_contact(committee, analyst, role="Messenger", way="paper")
    write_contact(committee, analyst, role="Zanzibarite", place="gw:500")
    assert "Zanzibarite" not in words(client.get("/contacts/?way=paper"))
    assert "Messenger" not in words(client.get("/contacts/?place=Uganda"))
    assert "No place is called that" in words(client.get("/contacts/?place=Nowhereland"))


def test_a_contact_is_edited_with_its_organisation_kept(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    contact = write_contact(committee, analyst, organisation=committee)
    page = client.get(f"/contacts/{contact.pk}/edit/").content.decode()
    assert re.search(rf'value="{committee.pk}" selected', page)
    form = {
        "role": "Deputy",
        "way": "site",
        "organisation": str(committee.pk),
        "row_version": "1",
        "place": "Kenya",
    }
    assert client.post(f"/contacts/{contact.pk}/edit/", form).status_code == 302
    contact = readable_by(analyst, Contact).get()
    assert (contact.role, contact.organisation_id) == ("Deputy", committee.pk)


def test_a_contact_that_something_counts_on_is_not_removed_and_says_what(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    tree = write_phone_tree(committee, analyst)
    call = SAMPLES[Call][0](committee, analyst, whole=tree)
    contact = call.callee
    answer = client.post(f"/contacts/{contact.pk}/remove/", {"row_version": "1"})
    assert answer.status_code == 409
    assert "still counts on this contact" in words(answer)
    assert "North" in words(answer)
    services.remove(record=call, row_version=1, viewer=analyst, occasion=OCCASION)
    assert client.post(f"/contacts/{contact.pk}/remove/", {"row_version": "1"}).status_code == 302


def test_removing_leaves_no_receipt_but_an_id_in_the_audit(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    contact = write_contact(committee, analyst, role="Zanzibarite", phone="+254700999999")
    assert "Nothing of what it said is kept" in words(client.get(f"/contacts/{contact.pk}/remove/"))
    client.post(f"/contacts/{contact.pk}/remove/", {"row_version": "1"})
    assert not Revision.objects.filter(record_id=contact.pk).exists()
    left = AuditEntry.objects.get(action="delete", object_id=str(contact.pk))
    for entry in AuditEntry.objects.all():
        said = str({field.name: getattr(entry, field.name) for field in entry._meta.fields})
        assert "Zanzibarite" not in said
        assert "+254700999999" not in said
    assert left.object_kind == "contacts.contact"
