from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from tests.people import client_of
from tests.record_samples import write_note

from avert.web.accounts.models import Organisation, Person
from avert.web.notes.models import Note
from avert.web.records.selectors import readable_by

FORM = {"title": "Leaflets", "place": "Kenya", "text": "Seen at the market", "marking": "3"}


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def note(committee: Organisation, analyst: Person) -> Note:
    return write_note(committee, analyst)


@pytest.fixture
def listed(ministry: Organisation) -> Organisation:
    ministry.is_listed = True
    ministry.save()
    return ministry


def words(answer: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


def panel(answer: Any) -> str:
    found = re.search(r'<aside id="who-would-see".*?</aside>', answer.content.decode(), re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0]))) if found else words(answer)


def only_note(viewer: Person) -> Note:
    return readable_by(viewer, Note).get()
