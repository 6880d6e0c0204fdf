"""What holds for every record: who reads it, who writes it, what is remembered. Notes stand for all kinds."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from tests.people import OCCASION, make_person
from tests.record_samples import PLACE, attach, write_note

from avert.errors import InputError, StaleRecordError
from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person, Role
from avert.web.accounts.vocabulary import RoleKind, Topic
from avert.web.audit.models import AuditEntry
from avert.web.notes.models import Attachment, Note
from avert.web.records import services
from avert.web.records.kinds import record_kinds
from avert.web.records.models import Link, Record, Revision, UnfilteredError
from avert.web.records.selectors import history_of, readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing


def reads(viewer: Any, record: Record) -> bool:
    return readable_by(viewer, type(record)).filter(pk=record.pk).exists()


@pytest.fixture
def note(committee: Organisation, analyst: Person) -> Note:
    return write_note(committee, analyst)


# Reading


def test_the_owner_s_own_people_read_a_record(
    note: Note, lead: Person, analyst: Person, colleague: Person
) -> None:
    assert all(reads(viewer, note) for viewer in (lead, analyst, colleague))


def test_an_empty_audience_is_nobody_else(
    note: Note, outside_stakeholder: Person, administrator: Person
) -> None:
    assert not any(reads(viewer, note) for viewer in (outside_stakeholder, administrator, AnonymousUser()))


def test_who_was_deactivated_reads_nothing(note: Note, analyst: Person) -> None:
    analyst.is_active = False
    assert not reads(analyst, note)


def test_a_member_without_a_role_reads_nothing(note: Note, committee: Organisation) -> None:
    newcomer = make_person("newcomer")
    accounts.join_organisation(person=newcomer, organisation=committee, occasion=OCCASION)
    assert not reads(newcomer, note)


@pytest.mark.parametrize(
    ("limits", "is_read"),
    [
        ({"place": PLACE}, True),
        ({"place": "gw:500"}, False),
        ({"topic": Topic.ASSESSMENT}, True),
        ({"topic": Topic.DIPLOMACY}, False),
    ],
)
def test_a_role_ends_at_its_place_and_topic(
    note: Note, committee: Organisation, limits: dict[str, str], is_read: bool
) -> None:
    person = make_person("limited")
    accounts.give_role(
        person=person, organisation=committee, kind=RoleKind.READER, occasion=OCCASION, **limits
    )
    assert reads(person, note) is is_read


def test_a_role_for_everything_does_not_reach_what_is_kept_apart(
    note: Note, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Note, "TOPIC", Topic.DIPLOMACY)
    assert not reads(lead, note)


def test_an_audience_opens_a_record_to_an_organisation_and_to_a_person(
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
    administrator: Person,
) -> None:
    to_ministry = write_note(committee, analyst, Sharing(organisations=frozenset({ministry.pk})))
    assert reads(outside_stakeholder, to_ministry)
    assert not reads(administrator, to_ministry)
    to_person = write_note(committee, analyst, Sharing(persons=frozenset({administrator.pk})))
    assert reads(administrator, to_person)
    assert not reads(outside_stakeholder, to_person)


def test_red_is_for_its_author_and_those_named(
    ministry: Organisation, lead: Person, analyst: Person, colleague: Person, outside_stakeholder: Person
) -> None:
    committee = analyst.organisations.get()
    sharing = Sharing(organisations=frozenset({ministry.pk}), persons=frozenset({colleague.pk}))
    red = write_note(committee, analyst, sharing, marking=Marking.RED)
    assert [reads(v, red) for v in (analyst, colleague, lead, outside_stakeholder)] == [
        True,
        True,
        False,
        False,
    ]


# Closed by default


def test_records_cannot_be_had_without_saying_who_looks(note: Note) -> None:
    for ask in (
        Note.objects.all().__iter__,
        partial(Note.objects.get, pk=note.pk),
        Note.objects.count,
        Note.objects.exists,
        lambda: Note.objects.filter(title="Market").first(),
        lambda: Note.objects.values_list("title").order_by("title")[0],
        partial(Note.objects.aggregate, models.Count("pk")),
        lambda: list(Note.objects.iterator()),
        Note.objects.in_bulk,
        lambda: Note.objects.raw("SELECT * FROM notes_note"),
        lambda: list(note.attachments.all()),
    ):
        with pytest.raises(UnfilteredError):
            ask()


def test_what_is_opened_cannot_be_joined_with_what_is_not(note: Note, outside_stakeholder: Person) -> None:
    opened = readable_by(outside_stakeholder, Note)
    for join in (
        lambda: opened | Note.objects.all(),
        lambda: Note.objects.all() | opened,
        lambda: opened & Note.objects.all(),
        lambda: opened.union(Note.objects.all()),
    ):
        with pytest.raises(UnfilteredError):
            join()


def test_records_cannot_be_written_past_history_and_audit(note: Note, lead: Person) -> None:
    opened = readable_by(lead, Note)
    for write in (
        lambda: opened.update(title="Other"),
        opened.delete,
        lambda: Note.objects.bulk_create([note]),
        lambda: opened.bulk_update([note], ["title"]),
        lambda: Note.objects.create(title="Other"),
        lambda: Note.objects.get_or_create(title="Other"),
        note.save,
        note.delete,
    ):
        with pytest.raises(UnfilteredError):
            write()
    assert readable_by(lead, Note).get().title == "Market"


@pytest.mark.parametrize("kind", record_kinds(), ids=lambda kind: kind.__name__)
def test_every_kind_keeps_the_mechanism(kind: type[Record]) -> None:
    assert kind.TOPIC in Topic
    assert isinstance(kind.objects.none(), type(Note.objects.none()))
    assert all(not field.unique or field.primary_key for field in kind._meta.fields), "a clash would tell"
    assert set(kind.CONTENT) <= {field.name for field in kind._meta.fields}
    assert kind.__str__ is Record.__str__
    if kind.PARENT:
        whole = kind._meta.get_field(kind.PARENT).related_model
        assert issubclass(whole, Record)
        assert whole.TOPIC == kind.TOPIC, "a role for the part's topic would not see the whole"


# Writing


@pytest.mark.parametrize(
    ("who", "may"),
    [("lead", True), ("analyst", True), ("colleague", False), ("outside_stakeholder", False)],
)
def test_who_may_write_for_an_organisation(
    who: str, may: bool, committee: Organisation, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    if may:
        assert write_note(committee, person).created_by == person
    else:
        with pytest.raises(PermissionDenied):
            write_note(committee, person)


def test_an_analyst_of_one_place_writes_there_only(committee: Organisation) -> None:
    person = make_person("limited")
    accounts.give_role(
        person=person, organisation=committee, kind=RoleKind.ANALYST, place=PLACE, occasion=OCCASION
    )
    note = write_note(committee, person)
    with pytest.raises(PermissionDenied):
        write_note(committee, person, place="gw:500")
    with pytest.raises(PermissionDenied):
        services.change(
            record=note, row_version=1, fields={"place": "gw:500"}, viewer=person, occasion=OCCASION
        )


def test_an_audience_reads_and_does_not_write(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    note = write_note(committee, analyst, Sharing(organisations=frozenset({ministry.pk})))
    with pytest.raises(PermissionDenied):
        services.change(
            record=note, row_version=1, fields={"title": "x"}, viewer=outside_stakeholder, occasion=OCCASION
        )
    with pytest.raises(PermissionDenied):
        services.remove(record=note, row_version=1, viewer=outside_stakeholder, occasion=OCCASION)


def test_what_one_may_not_read_is_not_there_to_be_changed(note: Note, outside_stakeholder: Person) -> None:
    with pytest.raises(Note.DoesNotExist):
        services.change(
            record=note, row_version=1, fields={"title": "x"}, viewer=outside_stakeholder, occasion=OCCASION
        )


def test_a_change_is_remembered_with_who_when_why_and_before_and_after(
    note: Note, lead: Person, outside_stakeholder: Person
) -> None:
    services.change(
        record=note,
        row_version=1,
        fields={"title": "Market day", "text": note.text},
        viewer=lead,
        occasion=OCCASION,
        why="misread",
    )
    newest, first = history_of(note, viewer=lead)
    assert (newest.by, newest.at, newest.why) == (lead, OCCASION.at, "misread")
    assert newest.changes == {"title": ["Market", "Market day"]}
    assert first.changes["title"] == [None, "Market"]
    assert first.changes["marking"] == [None, int(Marking.AMBER_STRICT)]
    assert not history_of(note, viewer=outside_stakeholder).exists()
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.field_names) == ("change", ["title"])


def test_saving_what_is_there_already_changes_nothing(note: Note, lead: Person) -> None:
    services.change(record=note, row_version=1, fields={"title": "Market"}, viewer=lead, occasion=OCCASION)
    assert readable_by(lead, Note).get().row_version == 1


def test_whoever_saves_second_is_told_and_loses_nothing(note: Note, lead: Person, analyst: Person) -> None:
    services.change(record=note, row_version=1, fields={"title": "First"}, viewer=lead, occasion=OCCASION)
    with pytest.raises(StaleRecordError):
        services.change(
            record=note, row_version=1, fields={"title": "Second"}, viewer=analyst, occasion=OCCASION
        )
    assert readable_by(lead, Note).get().title == "First"


def test_unusable_content_is_named_and_never_repeated(committee: Organisation, analyst: Person) -> None:
    with pytest.raises(InputError, match="title") as caught:
        write_note(committee, analyst, title="secret" * 100)
    assert "secret" not in str(caught.value)


def test_only_lead_or_author_removes_a_record_and_all_of_it_goes(
    note: Note, lead: Person, committee: Organisation
) -> None:
    attach(note, lead)
    other = make_person("other", committee, RoleKind.ANALYST)
    with pytest.raises(PermissionDenied):
        services.remove(record=note, row_version=1, viewer=other, occasion=OCCASION)
    Link.objects.create(from_id=uuid.uuid4(), to_id=note.pk, kind="cites")
    services.remove(record=note, row_version=1, viewer=lead, occasion=OCCASION)
    assert not readable_by(lead, Note).exists()
    assert not readable_by(lead, Attachment).exists()
    assert not Revision.objects.exists()
    assert not Link.objects.exists()
    assert AuditEntry.objects.filter(action="delete").count() == 2


# Parts


def test_a_part_is_never_seen_by_more_than_the_whole(
    note: Note, ministry: Organisation, lead: Person, analyst: Person, outside_stakeholder: Person
) -> None:
    wider = Sharing(organisations=frozenset({ministry.pk}))
    with pytest.raises(services.WiderThanParentError):
        attach(note, lead, wider)
    with pytest.raises(PermissionDenied):
        attach(note, analyst, wider, may_be_wider=True)
    part = attach(note, lead, wider, may_be_wider=True)
    assert reads(outside_stakeholder, part)
    assert part.is_wider_than_parent
    assert "is_wider_than_parent" in AuditEntry.objects.latest("sequence").field_names


def test_a_part_carries_at_least_its_parent_s_marking(note: Note, lead: Person) -> None:
    attachment = Attachment(
        owner=note.owner, note=note, place=PLACE, name="a", media_type="text/plain", size=1, data=b"x"
    )
    attachment.marking = Marking.GREEN
    with pytest.raises(services.WiderThanParentError):
        services.create(record=attachment, viewer=lead, occasion=OCCASION)


def test_what_is_part_of_a_record_shrinks_with_it(
    committee: Organisation, ministry: Organisation, lead: Person, outside_stakeholder: Person
) -> None:
    both = Sharing(organisations=frozenset({ministry.pk}))
    note = write_note(committee, lead, both)
    inherited, on_purpose = attach(note, lead, both), attach(note, lead, both, may_be_wider=True)
    assert not on_purpose.is_wider_than_parent, "it was not wider when it was written"
    services.share(
        record=note,
        row_version=1,
        sharing=NOBODY_ELSE,
        marking=Marking.RED,
        viewer=lead,
        occasion=OCCASION,
    )
    assert not reads(outside_stakeholder, inherited)
    assert readable_by(lead, Attachment).get(pk=inherited.pk).marking is Marking.RED


def test_a_part_lies_where_the_whole_does(note: Note, lead: Person) -> None:
    part = attach(note, lead)
    services.change(record=note, row_version=1, fields={"place": "gw:500"}, viewer=lead, occasion=OCCASION)
    assert readable_by(lead, Attachment).get().place == "gw:500"
    with pytest.raises(ValueError, match="place"):
        services.change(record=part, row_version=2, fields={"place": PLACE}, viewer=lead, occasion=OCCASION)


# The model


def test_a_record_is_for_its_organisation_until_someone_widens_it(note: Note, lead: Person) -> None:
    found = readable_by(lead, Note).get()
    assert found.marking is Marking.AMBER_STRICT
    assert found.row_version == 1


@pytest.mark.parametrize("marking", list(Marking))
def test_every_marking_survives_the_database(
    marking: Marking, committee: Organisation, analyst: Person
) -> None:
    write_note(committee, analyst, marking=marking)
    assert readable_by(analyst, Note).get(marking__lte=marking).marking is marking


def test_a_record_s_key_tells_no_time(note: Note) -> None:
    assert note.pk.version == 4


def test_a_record_prints_no_content(note: Note) -> None:
    assert "Market" not in f"{note!s} {note!r}"


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


def test_time_is_given_to_a_record_by_the_service(note: Note) -> None:
    assert note.created_at == OCCASION.at
    assert note.created_at.tzinfo is dt.UTC
    assert Role.objects.count() >= 1
