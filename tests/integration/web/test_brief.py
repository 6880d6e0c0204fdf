from __future__ import annotations

import io

import docx
import pytest
from django.test import Client
from tests.people import client_of

from avert.places import all_places, find_place
from avert.web.accounts.models import Person
from avert.web.site.places import code_of

PAPER = "/country/mmr/submission/"


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        ("html", "text/html"),
        ("pdf", "application/pdf"),
        ("json", "application/json"),
        ("docx", "application/vnd."),
    ],
)
def test_the_brief_is_sent_as_a_file(analyst: Person, form: str, content_type: str) -> None:
    answer = client_of(analyst).get(f"/country/mmr/brief.{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(content_type)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="MMR-brief-')
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address", ["/country/mmr/brief.odt", "/country/xyzzy/brief.pdf", "/country/xyzzy/submission/"]
)
def test_what_does_not_exist_is_not_found(analyst: Person, address: str) -> None:
    assert client_of(analyst).get(address).status_code == 404


def test_a_stranger_reads_the_brief_only_where_it_is_public(stranger: Client, settings: object) -> None:
    assert stranger.get("/country/mmr/brief.json").status_code == 302
    settings.AVERT_PUBLIC_REFERENCE = True
    assert stranger.get("/country/mmr/brief.json").status_code == 200
    assert stranger.get(PAPER).status_code == 302


def test_the_form_says_what_is_missing_and_who_decides(analyst: Person) -> None:
    page = client_of(analyst).get(PAPER).content.decode()
    assert "What exactly the principal is asked to decide." in page
    assert "Decided by" in page
    assert "No new action, because" in page


def test_what_was_filled_in_comes_back_to_edit_and_to_print(analyst: Person) -> None:
    client = client_of(analyst)
    filled = {"law": "Article 99", "choice": "no_new_action", "because": "Talks go on.", "marking": "RED"}
    answer = client.post(PAPER, {**filled, "as": "docx"})
    paper = docx.Document(io.BytesIO(answer.content))
    words = [paragraph.text for paragraph in paper.paragraphs]
    assert "Article 99" in words
    assert "☒ No new action, because: Talks go on." in words
    assert paper.sections[0].header.paragraphs[0].text.startswith("TLP:RED")
    assert client.post(PAPER, {**filled, "as": "pdf"}).content.startswith(b"%PDF")


def test_a_choice_without_a_reason_is_asked_for_it(analyst: Person) -> None:
    answer = client_of(analyst).post(PAPER, {"choice": "no_new_action", "marking": "AMBER"})
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Say why" in answer.content.decode()


def test_every_place_has_an_address_of_its_own() -> None:
    codes = [code_of(place) for place in all_places()]
    assert len(set(codes)) == len(codes)
    assert code_of(find_place("Kosovo")) == "xkx"
