"""How reports reach us: the page, the card to print, and the form for telephones."""

from __future__ import annotations

import io
import warnings
from typing import Any

import pypdf
import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.integration.web.sealing.conftest import Kept
from tests.people import OCCASION, client_of, token_of

from avert.warning.text_codes import read_card
from avert.web.accounts.models import AccessToken, Organisation, Person
from avert.web.accounts.vocabulary import Scope
from avert.web.signals.intake.rows import NAMES
from avert.web.signals.intake.xlsform import xlsform
from avert.web.signals.vocabulary import About

PAGE = "/signals/intake/"


def words(client: Client, address: str) -> str:
    pdf = pypdf.PdfReader(io.BytesIO(client.get(address).content))
    return " ".join([*(page.extract_text() for page in pdf.pages), str(pdf.metadata)])


def test_the_page_says_which_ways_are_open_and_how_safe_they_are(
    committee: Organisation, analyst: Person, program: Person
) -> None:
    client = client_of(analyst)
    page = client.get(PAGE).content.decode()
    for said in (
        "telephone company sees who texts",
        "nobody keeps a key",
        "no program has a token that writes",
    ):
        assert said in page
    assert "http://testserver/api/v1/signals/sms?gateway=plain&amp;language=en" in page
    assert f"--for {committee.pk} --as PROGRAM" in page
    assert "Delete this message if that is safer for you" in page
    assert "sexually assaulted" in page
    token_of(program, Scope.WRITE)
    assert "no program has a token that writes" not in client.get(PAGE).content.decode()
    AccessToken.objects.update(revoked_at=OCCASION.at)
    assert "no program has a token that writes" in client.get(PAGE).content.decode()


def test_the_page_says_where_numbers_are_sealed(kept: Kept, analyst: Person) -> None:
    assert "for the custodian alone" in client_of(analyst).get(PAGE).content.decode()


def test_nobody_learns_of_another_organisation_s_ways(
    committee: Organisation,
    outside_stakeholder: Person,
    administrator: Person,
    colleague: Person,
    stranger: Client,
) -> None:
    for person in (outside_stakeholder, administrator, colleague):
        page = client_of(person).get(PAGE).content.decode()
        assert str(committee.pk) not in page
    assert "You take in reports for no organisation" in client_of(colleague).get(PAGE).content.decode()
    for address in ("", "card/", "card.pdf", "key.pdf", "signals.xlsx", "reports.csv", "file/"):
        assert stranger.get(PAGE + address).status_code == 302


def test_the_printed_cards_say_what_is_on_the_card_and_nothing_else(analyst: Person) -> None:
    client, card = client_of(analyst), read_card()
    said = words(client, f"{PAGE}card.pdf")
    for kind in card.kinds:
        assert said.count(kind.says) >= 4, "four cards to cut out"
        assert kind.means not in said
    assert "Avert" not in said
    page = client.get(f"{PAGE}card/").content.decode()
    assert all(kind.says in page and kind.means not in page for kind in card.kinds)


def test_the_sheet_for_the_office_says_what_the_numbers_mean_and_what_to_tell(analyst: Person) -> None:
    said = " ".join(words(client_of(analyst), f"{PAGE}key.pdf").split())
    for kind in read_card().kinds:
        assert kind.means.split()[0] in said
    for told in ("telephone company sees", "TLP:AMBER+STRICT", "Everyone is answered", "sexually assaulted"):
        assert told in said


def test_the_card_and_the_sheet_are_the_same_bytes_on_the_same_day(analyst: Person) -> None:
    client = client_of(analyst)
    assert client.get(f"{PAGE}card.pdf").content == client.get(f"{PAGE}card.pdf").content


def test_the_form_is_converted_by_the_converter_that_servers_use() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from pyxform.xls2xform import convert
    made = convert(xlsform(), file_type=".xlsx", validate=False, pretty_print=False)
    assert made.warnings == [] or all("language" in warning for warning in made.warnings), made.warnings
    for field in ("about", "text", "where", "place", "happened_at", "threatens_life"):
        assert f"<{field}" in made.xform
    assert "instanceID" in made.xform
    assert "sexually assaulted" in made.xform
    for collected in ("deviceid", "phonenumber", "geopoint", "username", "email"):
        assert collected not in made.xform


def test_the_form_asks_for_what_the_import_knows_and_for_no_name() -> None:
    book = load_workbook(io.BytesIO(xlsform()))
    survey = list(book["survey"].iter_rows(min_row=2, values_only=True))
    asked = {name for kind, name, *_rest in survey if kind != "note"}
    assert asked <= set(NAMES)
    choices = {
        name
        for listed, name, _label in book["choices"].iter_rows(min_row=2, values_only=True)
        if listed == "about"
    }
    assert choices <= set(About.values)
    assert not [
        label for _kind, name, label, _required in survey if name in asked and "name" in label.lower()
    ]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("card.pdf", "application/pdf"), ("key.pdf", "application/pdf"), ("reports.csv", "text/csv"),
        ("signals.xlsx", "application/vnd.openxmlformats"),
    ],
)  # fmt: skip
def test_files_are_sent_to_be_kept(analyst: Person, address: str, kind: str) -> None:
    answer = client_of(analyst).get(PAGE + address)
    assert answer.headers["Content-Type"].startswith(kind)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_page_asks_as_much_of_the_database_for_many_programs_as_for_one(
    analyst: Person, program: Person, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        token_of(program, Scope.WRITE)
    client = client_of(analyst)
    client.get(PAGE)
    with django_assert_max_num_queries(25):
        client.get(PAGE)
