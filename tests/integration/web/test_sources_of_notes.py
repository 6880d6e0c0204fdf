"""Who told what a note says: written down once, sealed, opened by the custodian alone."""

from __future__ import annotations

from typing import Any

import pytest
from tests.integration.web.sealing.conftest import (  # noqa: F401  pytest finds them by name
    PASSPHRASE,
    Kept,
    _stretching_takes_no_time,
    custodian,
    kept,
    name_and_prove,
)
from tests.people import OCCASION, client_of
from tests.record_samples import write_note
from tests.second_steps import confirmed

from avert.web.accounts.models import Organisation, Person
from avert.web.records import services
from avert.web.records.models import Revision
from avert.web.sealing.models import Sealed

SOURCE = {"source_name": "Wanjiku", "source_contact": "0700 000", "source_notes": ""}


def test_who_told_us_is_sealed_and_comes_back_to_the_custodian_alone(
    kept: Kept,  # noqa: F811
    committee: Organisation,
    analyst: Person,
    lead: Person,
) -> None:
    note = write_note(committee, analyst)
    writes = client_of(analyst)
    assert writes.post(f"/notes/{note.pk}/source/", SOURCE).status_code == 302
    for client in (writes, client_of(lead), client_of(kept.custodian)):
        for page in ("", "source/", "history/", "edit/"):
            assert "Wanjiku" not in client.get(f"/notes/{note.pk}/{page}").content.decode()
    assert "sealed" in writes.get(f"/notes/{note.pk}/").content.decode()
    assert "Wanjiku" not in str(list(Revision.objects.values_list("changes")))
    opened = confirmed(client_of(kept.custodian)).post(
        f"/sealed/{note.pk}/", {"key_text": kept.key_file, "passphrase": PASSPHRASE}
    )
    assert "Wanjiku" in opened.content.decode()


def test_without_a_custodian_nothing_is_kept_and_the_page_says_what_to_do(
    committee: Organisation, analyst: Person
) -> None:
    note = write_note(committee, analyst)
    html = client_of(analyst).post(f"/notes/{note.pk}/source/", SOURCE).content.decode()
    assert "Nothing was kept" in html
    assert not Sealed.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("colleague", 403), ("outside_stakeholder", 404), ("administrator", 404)]
)
def test_only_who_may_write_the_note_seals(
    who: str,
    status: int,
    committee: Organisation,
    analyst: Person,
    request: pytest.FixtureRequest,
) -> None:
    note = write_note(committee, analyst)
    client = client_of(request.getfixturevalue(who))
    for ask in (client.get, client.post):
        assert ask(f"/notes/{note.pk}/source/").status_code == status


def test_removing_a_note_removes_what_was_sealed_with_it(
    kept: Kept,  # noqa: F811
    committee: Organisation,
    analyst: Person,
) -> None:
    on: dict[str, Any] = {"viewer": analyst, "occasion": OCCASION}
    note = write_note(committee, analyst)
    services.seal(record=note, values={"source_name": "Wanjiku"}, **on)
    services.remove(record=note, row_version=1, **on)
    assert not Sealed.objects.exists()
