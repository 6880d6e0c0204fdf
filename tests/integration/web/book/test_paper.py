"""Paper out and in, and a week in one text message."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from pypdf import PdfReader
from tests.people import client_of
from tests.record_samples import write_entry

from avert.warning.message_length import messages_needed
from avert.web.accounts.models import Organisation, Person
from avert.web.book.models import Entry
from avert.web.book.papers import SIGNS, blank_forms, new_number
from avert.web.book.vocabulary import EntryKind
from avert.web.book.week import week_text
from avert.web.records.selectors import readable_by
from avert.web.records.writing import rows_of

NOW = dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC)


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def form(committee: Organisation) -> dict[str, str]:
    return {"place": "Kenya", "marking": "3", "owner": str(committee.pk)} | {
        f"paper{number}-kind": "incident" for number in range(1, 6)
    }


def row(number: int, **fields: str) -> dict[str, str]:
    said = {"kind": "visit", "on": "2024-03-01", "happened": f"Visit {number}"} | fields
    return {f"paper{number}-{name}": value for name, value in said.items()}


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def pages_of(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("paper", ["a4", "a5"])
@pytest.mark.parametrize("kind", ["", "meeting"])
def test_each_blank_form_is_one_page_with_a_number_of_its_own(client: Client, kind: str, paper: str) -> None:
    answer = client.get(f"/book/paper/blank.pdf?kind={kind}&copies=3&paper={paper}")
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = pages_of(answer.content)
    assert len(pages) == 3
    numbers = {re.search(rf"Number of this paper ((?:[{SIGNS}] ){{5}})", text)[1] for text in pages}
    assert len(numbers) == 3
    for text in pages:
        assert ("What was decided" in text) == (kind == "meeting")
        assert "No names: write roles and numbers" in text
    size = PdfReader(io.BytesIO(answer.content)).pages[0].mediabox
    assert round(float(size.width)) == (595 if paper == "a4" else 420)


@pytest.mark.parametrize("query", ["", "copies=0&paper=a4", "copies=21&paper=a4", "copies=1&paper=a0"])
def test_other_papers_are_not_printed(client: Client, query: str) -> None:
    answer = client.get(f"/book/paper/blank.pdf?{query}")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "How do we keep the book on paper?" in words(answer)


def test_a_blank_form_is_set_from_right_to_left_where_people_write_so() -> None:
    with translation.override("ar"):
        pdf = blank_forms(
            "",
            copies=1,
            rng=Random(1),  # noqa: S311
            now=NOW,
            paper="a4",
        )
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "ar"


def test_numbers_hold_no_signs_that_are_taken_for_each_other() -> None:
    numbers = {new_number(Random(seed)) for seed in range(300)}  # noqa: S311
    assert len(numbers) > 290
    assert not set("".join(numbers)) & set("0O1IL2Z5S8BUVGQJ")


def test_papers_are_typed_back_several_at_once_and_empty_rows_are_left_out(
    client: Client, form: dict[str, str], analyst: Person
) -> None:
    answer = client.post("/book/type-back/", form | row(1, paper_number="c4fh7", women="3") | row(3))
    assert answer.headers["Location"] == "/book/"
    found = {entry.happened: entry for entry in readable_by(analyst, Entry)}
    assert set(found) == {"Visit 1", "Visit 3"}
    assert (found["Visit 1"].paper_number, found["Visit 1"].women, found["Visit 1"].place) == (
        "C4FH7",
        3,
        "gw:501",
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({}, "Nothing is typed in yet"),
        ({"paper2-kind": "visit"}, "Nothing is typed in yet"),
        (row(1) | row(2, on=""), "Mend what is marked below"),
        (row(1) | row(2, on="2999-01-01"), "has not come yet"),
        (row(1, paper_number="C4FH7") | row(2, paper_number="c4 fh7"), "in the book already"),
        (row(1) | row(2, paper_number="dup34"), "in the book already"),
    ],
)
def test_all_or_none_of_the_papers_are_kept(
    client: Client, form: dict[str, str], analyst: Person, rows: dict[str, str], said: str
) -> None:
    write_entry(analyst.organisations.get(), analyst, paper_number="DUP34")
    answer = client.post("/book/type-back/", form | rows)
    assert said in words(answer)
    assert rows_of(Entry).count() == 1
    if "paper1-on" in rows:
        assert "Visit 1" in answer.content.decode(), "nothing that was typed is lost"


def test_whoever_asks_who_would_see_them_loses_nothing_and_is_not_corrected(
    client: Client, form: dict[str, str]
) -> None:
    answer = client.post("/book/type-back/", form | row(2, on="") | {"show": "who"})
    assert "Visit 2" in answer.content.decode()
    assert "This field is required" not in words(answer)
    assert not rows_of(Entry).exists()


def test_a_week_is_told_in_counts_and_names_no_place_but_the_one_asked_for(
    client: Client, committee: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    write_entry(committee, analyst, on=dt.date(2024, 2, 26), where="Zanzibarite", to_do="Ask", to_do_role="Chair",
                to_do_by=dt.date(2024, 3, 1))  # fmt: skip
    write_entry(committee, analyst, on=dt.date(2024, 3, 3), kind="meeting")
    write_entry(committee, analyst, on=dt.date(2024, 3, 4), kind="visit")
    page = words(client.get("/book/week/?day=2024-02-29&place=Kenya"))
    assert "Kenya 26.02.-03.03.: incidents 1, meetings 1; to do 1, overdue 1." in page
    assert "Zanzibarite" not in page
    assert "nothing in the book; to do 0, overdue 0" in words(
        client_of(outside_stakeholder).get("/book/week/?day=2024-02-29")
    )
    assert client.get("/book/week/?day=nonsense").status_code == 200


def test_a_week_always_fits_one_message() -> None:
    counts = dict.fromkeys(EntryKind, 123_456)
    day = timezone.now().date()
    text = week_text(since=day, until=day, place="A" * 90, counts=counts, still_open=99_999, overdue=99_999)
    assert len(text) <= 160
    assert messages_needed(text) == 1
