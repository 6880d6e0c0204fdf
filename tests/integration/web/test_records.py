from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.records.models import Link, Record
from avert.web.records.selectors import readable_by

NOW = dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def note_model(django_db_setup: None, django_db_blocker: Any) -> Iterator[type[models.Model]]:
    """A record of the simplest kind, with a table of its own."""
    with isolate_apps("avert.web.records"):

        class Note(Record):
            text = models.TextField()

            class Meta:
                app_label = "records"

    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Note)
        yield Note
        with connection.schema_editor() as editor:
            editor.delete_model(Note)


@pytest.fixture
def note(note_model: type[models.Model], committee: Organisation, lead: Person) -> Any:
    return note_model.objects.create(
        owner=committee, created_at=NOW, created_by=lead, text="meeting on Friday"
    )


def test_the_owner_s_own_people_read_a_record(note: Any, lead: Person, analyst: Person) -> None:
    for viewer in (lead, analyst):
        assert list(readable_by(viewer, type(note).objects.all())) == [note]


def test_an_empty_audience_is_nobody_else(
    note: Any, outside_stakeholder: Person, administrator: Person
) -> None:
    for viewer in (outside_stakeholder, administrator, AnonymousUser()):
        assert not readable_by(viewer, type(note).objects.all()).exists()


def test_who_was_deactivated_reads_nothing(note: Any, analyst: Person) -> None:
    analyst.is_active = False
    assert not readable_by(analyst, type(note).objects.all()).exists()


def test_a_record_is_for_its_organisation_until_someone_widens_it(note: Any) -> None:
    note.refresh_from_db()
    assert note.marking is Marking.AMBER_STRICT
    assert note.row_version == 1


@pytest.mark.parametrize("marking", list(Marking))
def test_every_marking_survives_the_database(note: Any, marking: Marking) -> None:
    note.marking = marking
    note.save()
    note.refresh_from_db()
    assert note.marking is marking
    assert type(note).objects.filter(marking__lte=marking).exists()


def test_a_record_s_key_tells_no_time(note: Any) -> None:
    assert note.pk.version == 4


def test_a_record_prints_no_content(note: Any) -> None:
    assert "Friday" not in f"{note!s} {note!r}"


def test_a_record_outlives_its_author_s_account_but_never_its_owner() -> None:
    def on_delete(name: str) -> object:
        return Record._meta.get_field(name).remote_field.on_delete

    assert on_delete("owner") is models.PROTECT
    assert on_delete("created_by") is models.SET_NULL


def test_a_link_joins_two_different_records_once(db: None) -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    Link.objects.create(from_id=one, to_id=other, kind="answers")
    for ends in ((one, other), (one, one)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Link.objects.create(from_id=ends[0], to_id=ends[1], kind="answers")
