"""What the site writes by itself, with nobody who looks: remembered, audited and never seen by more."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.people import OCCASION
from tests.record_samples import write_addressee, write_note

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.audit.models import AuditEntry
from avert.web.audit.occasions import Occasion
from avert.web.notes.models import Attachment, Note
from avert.web.records import services
from avert.web.records.models import Revision
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import Sharing

AT_NIGHT = Occasion.of_the_site(OCCASION.at + dt.timedelta(hours=18))


def test_a_record_of_the_site_belongs_to_its_owner_and_is_by_nobody(
    committee: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    note = services.create_by_the_site(record=Note(owner=committee, title="Delivered"), occasion=AT_NIGHT)
    assert (note.created_by, note.row_version, note.created_at) == (None, 1, AT_NIGHT.at)
    assert readable_by(analyst, Note).get() == note
    assert not readable_by(outside_stakeholder, Note).exists()
    assert Revision.objects.get(record_id=note.pk).by is None
    assert AuditEntry.objects.get(object_id=str(note.pk)).actor_kind == "site"


def test_a_part_by_the_site_is_seen_by_nobody_who_does_not_see_the_whole(
    committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    note = write_note(committee, analyst, place="gw:501")
    part = {
        "owner": committee,
        "note": note,
        "name": "a",
        "media_type": "text/plain",
        "size": 1,
        "data": b"x",
    }
    to_ministry = Sharing(organisations=frozenset({ministry.pk}))
    with pytest.raises(services.WiderThanParentError):
        services.create_by_the_site(record=Attachment(**part), occasion=AT_NIGHT, sharing=to_ministry)
    with pytest.raises(services.WiderThanParentError):
        services.create_by_the_site(record=Attachment(**part, marking=Marking.GREEN), occasion=AT_NIGHT)
    made = services.create_by_the_site(record=Attachment(**part, marking=note.marking), occasion=AT_NIGHT)
    assert made.place == "gw:501"


def test_a_change_by_the_site_is_remembered_and_one_that_changes_nothing_is_none(
    committee: Organisation, analyst: Person
) -> None:
    note = write_note(committee, analyst)
    for _ in range(2):
        changed = services.change_by_the_site(
            record=note, fields={"title": "Over"}, occasion=AT_NIGHT, why="Time"
        )
    assert (changed.title, changed.row_version) == ("Over", 2)
    assert Revision.objects.filter(record_id=note.pk).latest("row_version").why == "Time"
    with pytest.raises(ValueError, match="no record to another place"):
        services.change_by_the_site(record=note, fields={"place": "gw:2"}, occasion=AT_NIGHT)
    with pytest.raises(InputError):
        services.change_by_the_site(record=note, fields={"title": ""}, occasion=AT_NIGHT)


def test_a_part_keeps_to_its_whole_when_the_site_changes_it(committee: Organisation, analyst: Person) -> None:
    addressee = write_addressee(committee, analyst)
    changed = services.change_by_the_site(record=addressee, fields={"asked": "Call"}, occasion=AT_NIGHT)
    assert (changed.asked, changed.audience_id) == ("Call", addressee.audience_id)
