"""Writing a note, deciding who may see it, changing it together, and what is remembered of it."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.integration.web.notes.conftest import FORM, only_note, panel, words
from tests.people import OCCASION, client_of, make_person
from tests.record_samples import PLACE, attach, write_note

from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.models import AuditEntry
from avert.web.notes import selectors
from avert.web.notes.models import Note
from avert.web.notes.services import write_note as write
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.models import SharingGroup
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing


def entries(action: str) -> list[str]:
    return [
        e.object_id or e.object_kind for e in AuditEntry.objects.filter(action=action).order_by("sequence")
    ]


# Writing


def test_a_new_note_is_for_nobody_else_until_someone_chooses(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    answer = client.post("/notes/new/", FORM | {"owner": str(committee.pk)})
    note = only_note(analyst)
    assert answer.headers["Location"] == f"/notes/{note.pk}/"
    assert (note.title, note.place, note.owner_id) == ("Leaflets", PLACE, committee.pk)
    assert sharing_of(note.audience_id) == NOBODY_ELSE
    assert note.marking is Marking.AMBER_STRICT
    assert "For nobody but its owner" in words(client.get(f"/notes/{note.pk}/"))


def test_the_form_opens_with_nobody_chosen_and_the_place_of_the_page_before(client: Client) -> None:
    page = client.get("/notes/new/?place=gw:501").content.decode()
    assert 'value="Kenya"' in page
    assert re.findall(r"<input[^>]*checked[^>]*>", page) == re.findall(
        r'<input[^>]*value="3"[^>]*checked[^>]*>', page
    )


def test_who_writes_for_several_organisations_must_say_for_which(
    client: Client, analyst: Person, ministry: Organisation
) -> None:
    accounts.give_role(person=analyst, organisation=ministry, kind=RoleKind.ANALYST, occasion=OCCASION)
    assert "can be said once it is chosen whose" in panel(client.get("/notes/new/"))
    assert client.post("/notes/new/", FORM).status_code == 200
    client.post("/notes/new/", FORM | {"owner": str(ministry.pk)})
    assert only_note(analyst).owner_id == ministry.pk


@pytest.mark.parametrize(
    ("field", "value"), [("title", ""), ("place", "Atlantis"), ("marking", "9"), ("text", "x" * 20_001)]
)
def test_what_cannot_be_saved_is_said_and_kept(
    client: Client, committee: Organisation, analyst: Person, field: str, value: str
) -> None:
    answer = client.post("/notes/new/", FORM | {"owner": str(committee.pk), field: value})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode() or "mistake" in answer.content.decode()
    assert FORM["text"][:4] in words(answer) or field == "text"
    assert not readable_by(analyst, Note).exists()


def test_a_place_beyond_one_s_role_is_a_mistake_in_the_form_and_nothing_is_lost(
    committee: Organisation,
) -> None:
    person = make_person("limited")
    accounts.give_role(
        person=person, organisation=committee, kind=RoleKind.ANALYST, place=PLACE, occasion=OCCASION
    )
    answer = client_of(person).post("/notes/new/", FORM | {"place": "Uganda", "owner": str(committee.pk)})
    assert "does not reach this place" in words(answer)
    assert "Seen at the market" in words(answer)


def test_nobody_shares_with_whom_they_may_not_know(
    client: Client,
    committee: Organisation,
    ministry: Organisation,
    outside_stakeholder: Person,
    analyst: Person,
) -> None:
    group = SharingGroup.objects.create(name={"en": "Others"}, keeper=ministry)
    for name, key in (
        ("organisations", ministry.pk),
        ("persons", outside_stakeholder.pk),
        ("groups", group.pk),
        ("organisations", uuid.uuid4()),
        ("organisations", "nonsense"),
    ):
        answer = client.post("/notes/new/", FORM | {"owner": str(committee.pk), name: [str(key)]})
        assert answer.status_code == 200
    assert not readable_by(analyst, Note).exists()


def test_a_reader_is_told_why_there_is_nothing_to_write(colleague: Person) -> None:
    assert "You cannot write this" in words(client_of(colleague).get("/notes/new/"))
    answer = client_of(colleague).post("/notes/new/", FORM | {"owner": str(colleague.organisations.get().pk)})
    assert "You cannot write this" in words(answer)


# Changing together


def edit(client: Client, note: Note, version: int, **form: str) -> Any:
    said = {"title": "Market", "place": "Kenya", "text": "Meeting on Friday", "row_version": version}
    return client.post(f"/notes/{note.pk}/edit/", said | form)


@pytest.fixture
def conflict(client: Client, note: Note, lead: Person) -> Any:
    edit(client_of(lead), note, 1, text="Meeting on Saturday", title="Market day")
    return edit(client, note, 1, text="Big meeting on Friday", why="Heard more")


def test_whoever_saves_second_chooses_and_loses_nothing(
    conflict: Any, client: Client, note: Note, analyst: Person
) -> None:
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Big meeting on Friday" in page
    assert "Saturday" in words(conflict)
    assert 'value="Heard more"' in page
    assert re.search(r'id="take_title_theirs" value="theirs" checked', page), "only they changed the title"
    assert not re.search(r'id="take_text_\w+" value="\w+" checked', page), "both changed the text"
    assert only_note(analyst).text == "Meeting on Saturday"
    settled = edit(
        client, note, 2, base_version="1", settling="title text", text="Big meeting on Saturday",
        take_title="theirs", take_text="mine",
    )  # fmt: skip
    assert settled.status_code == 302
    now = only_note(analyst)
    assert (now.title, now.text, now.row_version) == ("Market day", "Big meeting on Saturday", 3)


def test_taking_theirs_keeps_their_text(conflict: Any, client: Client, note: Note, analyst: Person) -> None:
    edit(client, note, 2, settling="text title", text="Mine", take_text="theirs", take_title="mine")
    now = only_note(analyst)
    assert (now.title, now.text) == ("Market", "Meeting on Saturday")


def test_a_conflict_is_asked_again_until_everything_is_chosen_and_whenever_it_moves_on(
    conflict: Any, client: Client, note: Note, lead: Person, analyst: Person
) -> None:
    unsettled = edit(
        client, note, 2, base_version="1", settling="title text", text="Mine", take_title="theirs"
    )
    assert unsettled.status_code == 409
    assert "Mine" in unsettled.content.decode()
    edit(client_of(lead), note, 2, text="Meeting on Sunday", title="Market day")
    again = edit(client, note, 2, settling="title text", text="Mine", take_title="theirs", take_text="mine")
    assert again.status_code == 409
    assert "Sunday" in words(again)
    assert "Mine" in again.content.decode()
    assert only_note(analyst).text == "Meeting on Sunday"


def test_a_form_without_a_version_is_a_conflict_and_never_overwrites(
    client: Client, note: Note, analyst: Person
) -> None:
    for version in ("", "0", "-1", "x", "9" * 30, "²"):
        assert edit(client, note, version, text="Other").status_code == 409, version
    assert only_note(analyst).text == "Meeting on Friday"


def test_a_mistake_in_the_form_does_not_forget_at_which_version_it_was_opened(
    client: Client, note: Note, lead: Person
) -> None:
    edit(client_of(lead), note, 1, text="Theirs")
    answer = edit(client, note, 1, title="")
    assert 'name="row_version" value="1"' in answer.content.decode()


def test_history_shows_words_that_came_and_went_to_eyes_and_ears(
    client: Client, note: Note, analyst: Person
) -> None:
    long = " ".join(f"word{number}" for number in range(200))
    edit(client, note, 1, text=f"Meeting on Friday. {long}")
    edit(client, note, 2, text=f"Meeting on Monday. {long}", place="Uganda", why="Moved")
    page = client.get(f"/notes/{note.pk}/history/").content.decode()
    newest = page[: page.index("Version 2")]
    assert '<del><span class="hidden">taken out: </span>Friday. </del>' in newest
    assert '<ins><span class="hidden">added: </span>Monday. </ins>' in newest
    assert "Uganda" in newest
    assert "Moved" in newest
    assert "word150" not in newest, "an unchanged passage is left out"


def test_a_note_is_removed_after_asking_and_not_when_it_has_changed_meanwhile(
    client: Client, note: Note, analyst: Person, committee: Organisation
) -> None:
    assert "for good?" in words(client.get(f"/notes/{note.pk}/remove/"))
    edit(client, note, 1, text="Other")
    assert client.post(f"/notes/{note.pk}/remove/", {"row_version": 1}).status_code == 409
    other = client_of(make_person("other-analyst", committee, RoleKind.ANALYST))
    assert other.post(f"/notes/{note.pk}/remove/", {"row_version": 2}).status_code == 403
    assert client.post(f"/notes/{note.pk}/remove/", {"row_version": 2}).headers["Location"] == "/notes/"
    assert not readable_by(analyst, Note).exists()


# Files


def test_a_file_is_cleaned_kept_for_the_readers_of_its_note_and_given_back_to_be_kept(
    client: Client,
    committee: Organisation,
    listed: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
) -> None:
    note = write_note(
        committee, analyst, Sharing(organisations=frozenset({listed.pk})), marking=Marking.AMBER
    )
    file = SimpleUploadedFile("../list of names.txt", b"one\ntwo\n", "image/png")
    assert client.post(f"/notes/{note.pk}/attach/", {"file": file}).status_code == 302
    attachment = selectors.attachments_of(outside_stakeholder, note).get()
    assert attachment.media_type.startswith("text/plain")
    assert attachment.marking is Marking.AMBER
    answer = client_of(outside_stakeholder).get(f"/notes/attachments/{attachment.pk}/")
    assert answer.content == b"one\ntwo\n"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert entries("export") == [str(attachment.pk)]


def test_a_file_that_cannot_be_cleaned_is_refused_with_advice(
    client: Client, note: Note, analyst: Person
) -> None:
    file = SimpleUploadedFile("a.html", b"\x00\x01\x02MZ" * 40)
    answer = client.post(f"/notes/{note.pk}/attach/", {"file": file})
    assert answer.status_code == 200
    assert "mistake" in answer.content.decode()
    assert not selectors.attachments_of(analyst, note).exists()


# Lists, and what is written down of reading


def test_the_list_finds_by_word_and_place_and_sorts(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    write_note(committee, analyst, title="Cattle", text="raid", place="gw:500")
    write_note(committee, analyst, title="Bridge", text="closed", place="")
    write_note(committee, analyst, title="Market", text="raid", place=PLACE)

    def titles(query: str) -> list[str]:
        page = client.get(f"/notes/{query}").content.decode()
        return re.findall(r'<a href="/notes/[0-9a-f-]{36}/"><bdi[^>]*>(\w+)', page)

    assert titles("?sort=title") == ["Bridge", "Cattle", "Market"]
    assert titles("?sort=-title") == ["Market", "Cattle", "Bridge"]
    assert titles("?words=RAID+market") == ["Market"]
    assert titles("?place=Uganda") == ["Cattle"]
    assert titles("?place=Atlantis") == []
    assert len(titles("?sort=owner__name&page=99")) == 3


def test_reading_is_written_down_once_for_a_page_or_a_list(client: Client, note: Note) -> None:
    client.get("/notes/")
    for page in ("", "edit/", "share/", "history/"):
        client.get(f"/notes/{note.pk}/{page}")
    assert entries("read-list") == ["notes.note"]
    assert entries("read") == [str(note.pk)] * 4


def test_search_shows_notes_below_places_and_writes_it_down(client: Client, note: Note) -> None:
    assert f"/notes/{note.pk}/" in client.get("/search/?q=Friday").content.decode()
    assert entries("read-list") == ["notes.note"]


def test_a_country_says_how_many_notes_one_may_read(client: Client, note: Note, stranger: Client) -> None:
    page = client.get("/country/ken/")
    assert "One note that you may read" in words(page)
    assert b"/notes/?place=gw%3A501" in page.content
    assert "None that you may read" in words(client.get("/country/uga/"))


def test_who_has_seen_a_note_is_a_link_for_whoever_may_know(
    client: Client,
    committee: Organisation,
    listed: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
) -> None:
    note = write_note(committee, analyst, Sharing(organisations=frozenset({listed.pk})))
    address = f"/audit/?object={note.pk}"
    assert address in client.get(f"/notes/{note.pk}/").content.decode()
    assert address not in client_of(outside_stakeholder).get(f"/notes/{note.pk}/").content.decode()


def test_notes_stand_in_the_navigation_of_members_only(client: Client, stranger: Client) -> None:
    assert b'href="/notes/"' in client.get("/account/password/").content
    assert b'href="/notes/"' not in stranger.get("/account/log-in/").content


def test_a_service_writes_what_the_pages_write(committee: Organisation, analyst: Person) -> None:
    note = write(owner_id=committee.pk, title="A", viewer=analyst, occasion=OCCASION)
    with pytest.raises(services.WiderThanParentError):
        attach(note, analyst, Sharing(persons=frozenset({make_person("else").pk})))
