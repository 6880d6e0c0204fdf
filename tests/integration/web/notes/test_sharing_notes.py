"""Deciding who may see a note, and being told beforehand who would."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.test import Client
from tests.integration.web.notes.conftest import FORM, only_note, panel, words
from tests.people import OCCASION, client_of, make_person
from tests.record_samples import attach, write_note

from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.notes import selectors
from avert.web.notes.models import Note
from avert.web.records.audiences import sharing_of
from avert.web.records.models import GroupMembership, SharingGroup
from avert.web.records.selectors import history_of, readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing

# Who would see this


def ask(client: Client, **form: Any) -> str:
    answer = client.post("/records/who-would-see/", {"about_kind": "notes.note", "marking": "3", **form})
    assert answer.status_code == 200
    return words(answer)


def test_the_panel_names_colleagues_and_says_of_others_only_what_is_chosen(
    client: Client, committee: Organisation, listed: Organisation, lead: Person, outside_stakeholder: Person
) -> None:
    form = {"owner": str(committee.pk), "place": "Kenya"}
    alone = ask(client, **form)
    assert "2 persons" in alone
    assert "Analyst (you)" in alone
    assert "Lead" in alone
    assert "Nobody else." in alone
    shared = ask(client, **form, organisations=[str(listed.pk)])
    assert "Ministry: those who work on “Assessment and evidence” in Kenya" in shared
    assert "Outside Stakeholder" not in shared


def test_what_others_have_does_not_change_the_panel(
    client: Client, committee: Organisation, listed: Organisation
) -> None:
    form = {"owner": str(committee.pk), "organisations": [str(listed.pk)]}
    before = ask(client, **form)
    for number in range(3):
        make_person(f"agent-{number}", listed)
    assert ask(client, **form) == before


def test_the_panel_warns_of_what_a_marking_does_and_does_not_do(
    client: Client, committee: Organisation, listed: Organisation, lead: Person
) -> None:
    form = {"owner": str(committee.pk), "organisations": [str(listed.pk)]}
    red = ask(client, **form | {"marking": "4"})
    assert "would not see it" in red
    assert "those who work on" not in red
    assert "Lead" not in red
    assert "Analyst (you)" in red
    assert "opens nothing by itself" in ask(client, **form | {"marking": "1"})
    assert "Warning" not in ask(client, **form | {"marking": "2"})


def test_the_panel_waits_for_a_place_that_is_known_and_a_form_that_can_be_read(
    client: Client, committee: Organisation
) -> None:
    assert "can be said once" in ask(client, owner=str(committee.pk), place="Atlantis")
    assert "can be said once" in ask(client, owner=str(uuid.uuid4()))
    assert client.post("/records/who-would-see/", {"about_kind": "accounts.person"}).status_code == 404
    assert client.get("/records/who-would-see/").status_code == 405


def test_without_a_script_a_button_shows_it_and_keeps_what_was_typed(
    client: Client, committee: Organisation, listed: Organisation, analyst: Person
) -> None:
    form = FORM | {"owner": str(committee.pk), "organisations": [str(listed.pk)], "title": "", "show": "who"}
    answer = client.post("/notes/new/", form)
    page = answer.content.decode()
    assert "Ministry: those who work on" in panel(answer)
    assert "Seen at the market" in page
    assert re.search(rf'value="{listed.pk}"[^>]*checked', page)
    assert 'role="alert"' not in page
    assert "mistake" not in page
    assert not readable_by(analyst, Note).exists()


# Sharing


def share(client: Client, note: Note, version: int = 1, **form: Any) -> Any:
    return client.post(f"/notes/{note.pk}/share/", {"row_version": version, "marking": "3", **form})


def test_sharing_opens_a_note_and_history_says_who_why_and_for_whom(
    client: Client, note: Note, listed: Organisation, outside_stakeholder: Person, lead: Person
) -> None:
    form = {"organisations": [str(listed.pk)], "why": "They asked"}
    assert "Will newly see it: Ministry: those who work" in panel(share(client, note, **form, show="who"))
    assert share(client, note, **form).headers["Location"] == f"/notes/{note.pk}/"
    assert "Meeting on Friday" in words(client_of(outside_stakeholder).get(f"/notes/{note.pk}/"))
    history = words(client_of(lead).get(f"/notes/{note.pk}/history/"))
    assert "They asked" in history
    assert "added: Ministry" in history
    closing = share(client, note, 2, show="who")
    assert "Will no longer see it: Ministry" in panel(closing)


def test_marking_red_names_who_will_no_longer_see_it_and_leads_whoever_is_shut_out_to_the_list(
    note: Note, lead: Person
) -> None:
    client = client_of(lead)
    shown = panel(share(client, note, marking="4", show="who"))
    assert "Will no longer see it: Lead (you)" in shown
    assert share(client, note, marking="4").headers["Location"] == "/notes/"


def test_whom_a_colleague_named_is_kept_though_one_may_not_know_them(
    client: Client, committee: Organisation, ministry: Organisation, analyst: Person, listed: Organisation
) -> None:
    unknown = accounts.create_organisation(name={"en": "Hidden order"}, occasion=OCCASION)
    note = write_note(committee, analyst, Sharing(organisations=frozenset({unknown.pk})))
    page = client.get(f"/notes/{note.pk}/share/")
    assert "Hidden order" not in words(page)
    assert "another organisation: those who work on" in panel(page)
    share(client, note, organisations=[str(listed.pk)], keep_others="on")
    assert sharing_of(only_note(analyst).audience_id).organisations == {unknown.pk, listed.pk}
    share(client, note, 2)
    assert sharing_of(only_note(analyst).audience_id) == NOBODY_ELSE


def test_a_group_is_named_to_its_members(
    client: Client,
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
) -> None:
    group = SharingGroup.objects.create(name={"en": "Rift valley"}, keeper=committee)
    for organisation in (committee, ministry):
        GroupMembership.objects.create(
            group=group, organisation=organisation, asked_at=OCCASION.at, accepted_at=OCCASION.at
        )
    note = write_note(committee, analyst)
    share(client, note, groups=[str(group.pk)])
    assert "Rift valley" in words(client.get(f"/notes/{note.pk}/"))
    assert selectors.note_for(outside_stakeholder, note.pk) == note


def test_a_share_form_that_is_out_of_date_saves_nothing_and_shows_the_difference_to_now(
    client: Client, note: Note, listed: Organisation, lead: Person
) -> None:
    share(client_of(lead), note, organisations=[str(listed.pk)])
    answer = share(client, note)
    assert answer.status_code == 409
    assert "Someone else has changed it since" in words(answer)
    assert "Will no longer see it: Ministry" in panel(answer)
    assert 'name="row_version" value="2"' in answer.content.decode()
    assert sharing_of(only_note(lead).audience_id).organisations == {listed.pk}


def test_only_a_lead_is_offered_to_let_others_see_a_file_than_its_note(
    client: Client,
    note: Note,
    listed: Organisation,
    lead: Person,
    outside_stakeholder: Person,
) -> None:
    file = attach(note, lead)
    address = f"/notes/attachments/{file.pk}/share/"
    form = {"row_version": 1, "marking": "3", "organisations": [str(listed.pk)]}
    refused = client.post(address, form | {"may_be_wider": "on"})
    assert "Only a lead may decide" in words(refused)
    assert "may_be_wider" not in refused.content.decode()
    unsure = client_of(lead).post(address, form)
    assert "does not see what it is part of" in words(unsure)
    assert client_of(lead).post(address, form | {"may_be_wider": "on"}).status_code == 302
    outside = client_of(outside_stakeholder)
    assert outside.get(f"/notes/attachments/{file.pk}/").content == b"x"
    assert outside.get(f"/notes/{note.pk}/").status_code == 404
    assert "Market" not in words(outside.get(f"/notes/attachments/{file.pk}/history/"))


def test_saying_the_same_audience_again_is_no_change(client: Client, note: Note, analyst: Person) -> None:
    share(client, note)
    assert only_note(analyst).row_version == 1
    assert history_of(note, viewer=analyst).count() == 1
