"""From naming a custodian to opening a record, as people do it in a browser without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.views.debug import SafeExceptionReporterFilter
from tests.integration.web.sealing.conftest import CONTACT, NAME, PASSPHRASE, RECORD, Kept, seal
from tests.people import PASSWORD
from tests.people import client_of as logged_in
from tests.second_steps import confirmed

from avert.web.accounts.models import Organisation, Person
from avert.web.sealing import custody
from avert.web.sealing.models import OrganisationKey

GOOD = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "is_understood": "on"}


def client_of(person: Person) -> Client:
    """Return a browser whose user has just shown who they are."""
    return confirmed(logged_in(person))


@pytest.fixture
def page(committee: Organisation) -> str:
    return f"/organisation/{committee.pk}/custodian/"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def saved_file(client: Client, page: str) -> str:
    """Make the key, save it and return what the browser saved."""
    sheet = client.post(f"{page}key/", GOOD)
    assert sheet.headers["Cache-Control"].endswith("no-store, must-revalidate, private")
    answer = client.post("/sealed/key-file/", {"key_file": sheet.context["key_file"]})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert ".avert-key" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.content.decode()


def test_from_naming_a_custodian_to_opening_a_record(
    committee: Organisation, lead: Person, custodian: Person, page: str
) -> None:
    leads, keeps = client_of(lead), client_of(custodian)
    assert "Nobody yet" in text_of(leads, page)
    assert leads.post(f"{page}name/", {"custodian": custodian.pk}).status_code == 302
    assert "You are asked to keep the key" in text_of(keeps, page)
    file = saved_file(keeps, page)
    assert "Now try it" in text_of(keeps, page)
    upload = SimpleUploadedFile("mine.avert-key", file.encode())
    answer = keeps.post(f"{page}key/try/", {"key_file": upload, "passphrase": PASSPHRASE}, follow=True)
    assert "is in use from now on" in answer.content.decode()
    seal(committee)
    asked = text_of(keeps, f"/sealed/{RECORD}/")
    assert "Name of the source" in asked
    assert NAME not in asked
    answer = keeps.post(f"/sealed/{RECORD}/", {"key_text": file, "passphrase": PASSPHRASE})
    assert NAME in answer.content.decode()
    assert CONTACT in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert PASSPHRASE not in answer.content.decode()
    assert NAME not in text_of(keeps, f"/sealed/{RECORD}/")


def test_handing_over_in_the_browser(
    kept: Kept, committee: Organisation, lead: Person, analyst: Person, page: str
) -> None:
    seal(committee)
    client_of(lead).post(f"{page}name/", {"custodian": analyst.pk})
    takes = client_of(analyst)
    file = saved_file(takes, page)
    assert client_of(kept.custodian).get(f"{page}hand-over/").status_code == 404
    takes.post(f"{page}key/try/", {"key_text": file, "passphrase": PASSPHRASE})
    assert "once the custodian before you has handed over" in text_of(takes, page)
    gives = client_of(kept.custodian)
    assert "Hand over" in text_of(gives, page)
    opening = {"key_text": kept.key_file, "passphrase": PASSPHRASE}
    assert "2 sealed fields are handed over" in gives.post(f"{page}hand-over/", opening, follow=True).text
    assert gives.get(f"/sealed/{RECORD}/").status_code == 404
    opened = takes.post(f"/sealed/{RECORD}/", {"key_text": file, "passphrase": PASSPHRASE})
    assert NAME in opened.content.decode()


def test_a_lead_uses_the_new_key_where_the_old_custodian_is_gone(
    kept: Kept, lead: Person, analyst: Person, page: str, name_and_prove: Callable[[Person], Kept]
) -> None:
    kept.custodian.memberships.all().delete()
    leads = client_of(lead)
    assert "Name a new one" in text_of(leads, page)
    assert leads.post(f"{page}begin-anew/").status_code == 404
    name_and_prove(analyst)
    assert client_of(analyst).post(f"{page}begin-anew/").status_code == 404
    answer = leads.post(f"{page}begin-anew/", follow=True)
    assert "The new key is in use" in answer.content.decode()


def test_the_name_of_the_custodian_is_for_those_who_lead(
    kept: Kept, lead: Person, analyst: Person, page: str
) -> None:
    for person, is_told in ((lead, True), (kept.custodian, True), (analyst, False)):
        html = text_of(client_of(person), page).split("<main")[1]
        assert ("Custodian</bdi> alone" in html) == is_told
        assert (kept.key.fingerprint in html) == is_told


def test_outsiders_find_no_page_of_an_organisation(
    kept: Kept, outside_stakeholder: Person, administrator: Person, page: str
) -> None:
    pages = ("", "key/", "key/try/", "hand-over/")
    for person in (outside_stakeholder, administrator):
        for part in pages:
            assert client_of(person).get(page + part).status_code == 404
        for part in ("name/", "begin-anew/", *pages[1:]):
            assert client_of(person).post(page + part, {"custodian": person.pk}).status_code == 404


def test_only_those_asked_find_the_pages_that_make_a_key(
    committee: Organisation, lead: Person, custodian: Person, page: str
) -> None:
    client_of(lead).post(f"{page}name/", {"custodian": custodian.pk})
    for part in ("key/", "key/try/"):
        assert client_of(lead).post(page + part, GOOD).status_code == 404
    assert client_of(custodian).get(f"{page}key/try/").status_code == 404  # not made yet
    assert not bytes(OrganisationKey.objects.get().public_key)


def test_members_who_do_not_lead_cannot_name(analyst: Person, custodian: Person, page: str) -> None:
    answer = client_of(analyst).post(f"{page}name/", {"custodian": custodian.pk})
    assert not OrganisationKey.objects.exists()
    assert "Custodian</option>" not in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("short words", "short words"), "Fewer than 16 characters"),
        ((PASSPHRASE, "another passphrase altogether"), "The two differ"),
        ((PASSWORD, PASSWORD), "password you log in with"),
    ],
)
def test_a_passphrase_that_does_not_protect_is_refused(
    lead: Person, custodian: Person, page: str, typed: tuple[str, str], says: str
) -> None:
    client_of(lead).post(f"{page}name/", {"custodian": custodian.pk})
    given = {"passphrase": typed[0], "again": typed[1], "is_understood": "on"}
    html = client_of(custodian).post(f"{page}key/", given).content.decode()
    assert says in html
    assert typed[0] not in html
    assert not bytes(OrganisationKey.objects.get().public_key)


def test_the_consequence_must_be_understood(lead: Person, custodian: Person, page: str) -> None:
    client_of(lead).post(f"{page}name/", {"custodian": custodian.pk})
    assert "nobody can ever open" in text_of(client_of(custodian), f"{page}key/")
    client_of(custodian).post(f"{page}key/", {**GOOD, "is_understood": ""})
    assert not bytes(OrganisationKey.objects.get().public_key)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"passphrase": "not that one at all"}, "passphrase is wrong"),
        ({"key_text": "{}"}, "not the key file for this key"),
        ({"key_text": ""}, "Choose the key file"),
        ({"key_file": SimpleUploadedFile("x", b"\xff" * 100), "key_text": ""}, "not the key file"),
        ({"key_file": SimpleUploadedFile("x", b"x" * 5000), "key_text": ""}, "not the key file"),
    ],
)
def test_what_does_not_open_is_said_plainly(
    kept: Kept, committee: Organisation, given: dict[str, object], says: str
) -> None:
    seal(committee)
    typed = {"key_text": kept.key_file, "passphrase": PASSPHRASE} | given
    html = client_of(kept.custodian).post(f"/sealed/{RECORD}/", typed).content.decode()
    assert says in html
    assert NAME not in html


def test_what_is_no_key_file_is_not_given_back(analyst: Person) -> None:
    client = client_of(analyst)
    for text in ("", "<script>", "x" * 9000):
        assert client.post("/sealed/key-file/", {"key_file": text}).status_code == 404


def test_an_error_report_would_hold_neither_key_nor_passphrase(
    kept: Kept, committee: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal(committee)

    def fail(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(custody.files, "open_key_file", fail)
    client = client_of(kept.custodian)
    client.raise_request_exception = False
    answer = client.post(f"/sealed/{RECORD}/", {"key_text": kept.key_file, "passphrase": PASSPHRASE})
    assert answer.status_code == 500
    shown = SafeExceptionReporterFilter().get_post_parameters(answer.wsgi_request)
    assert PASSPHRASE not in str(shown)
    assert kept.key.fingerprint not in str(shown)
