"""Who is listed, by whom, with whose consent, and what the pages say of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.asked import begin_exercise
from tests.integration.web.society.registers import KENYA, many, merge, part, structure, tie
from tests.people import OCCASION, client_of

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditEntry
from avert.web.records.models import Revision
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of
from avert.web.society.models import Activity, GroupTrust, Structure, Tie
from avert.web.society.register import services

HERE = "/structures/"
NEW = {
    "name": "Council of elders", "place": "Kenya", "kind": "customary_body", "sector": "traditional",
    "level": "grassroots", "capacities": ["mediate", "convene"], "groups_seen": "Herders\nFarmers",
    "areas": "adm1:KE-30", "consent": "not_asked", "marking": int(Marking.AMBER_STRICT),
}  # fmt: skip


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def to(*organisations: Organisation) -> Sharing:
    return Sharing(organisations=frozenset(one.pk for one in organisations))


def text_of(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_structure_is_listed_with_what_is_known_and_nothing_else(
    client: Client, committee: Organisation
) -> None:
    answer = client.post(f"{HERE}new/", NEW | {"owner": str(committee.pk)})
    made = rows_of(Structure).get()
    assert answer.headers["Location"] == f"{HERE}{made.pk}/"
    assert (made.place, made.areas, made.groups) == (KENYA, ["adm1:KE-30"], ["Herders", "Farmers"])
    assert (made.capacities, made.seats, made.voices) == (["mediate", "convene"], None, {})
    page = text_of(client, f"{HERE}{made.pk}/")
    assert "Mediate, Convene" in page
    assert "Nobody asked yet" in page


def test_an_area_that_nobody_knows_is_refused(client: Client, committee: Organisation) -> None:
    answer = client.post(f"{HERE}new/", NEW | {"owner": str(committee.pk), "areas": "Somewhere there"})
    assert "is no place that is known" in answer.content.decode()
    assert not rows_of(Structure).exists()


def test_what_is_changed_meanwhile_is_settled_field_by_field(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    made = structure(committee, analyst, "Elders", areas=["adm1:KE-30"], capacities=["mediate"])
    services.change_structure(
        record=made, row_version=1, viewer=analyst, occasion=OCCASION,
        fields={"areas": ["adm1:KE-31"], "capacities": ["monitor"]},
    )  # fmt: skip
    typed = NEW | {"name": "Elders", "groups": "Herders\nFarmers", "row_version": 1}
    assert client.post(f"{HERE}{made.pk}/edit/", typed).status_code == 409
    chosen = {"row_version": 2, "base_version": 1, "settling": "areas capacities", "take_areas": "theirs"}
    client.post(f"{HERE}{made.pk}/edit/", typed | chosen | {"take_capacities": "theirs"})
    now = rows_of(Structure).get()
    assert (now.areas, now.capacities, now.groups) == (["adm1:KE-31"], ["monitor"], ["Herders", "Farmers"])


@pytest.mark.parametrize(
    "asked",
    ["text=elders", "sector=traditional", "level=grassroots", "kind=customary_body", "capacity=mediate",
     "place=Kenya", "on=2008-02-01", "text=Älteste", "text=shura"],
)  # fmt: skip
def test_the_register_is_narrowed_by_what_is_asked(
    client: Client, committee: Organisation, analyst: Person, asked: str
) -> None:
    structure(
        committee, analyst, "Council of elders", sector="traditional", level="grassroots", kind="customary_body",
        capacities=["mediate"], other_names=["Älteste", "Shura"], begins=dt.date(2008, 1, 1),
    )  # fmt: skip
    structure(committee, analyst, "Zanzibarites", place="gw:500", ends=dt.date(2007, 1, 1))
    page = text_of(client, f"{HERE}?{asked}")
    assert "Council of elders" in page
    assert "Zanzibarites" not in page


def test_trust_stands_by_group_in_words_and_the_latest_counts(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    made = structure(committee, analyst, "Elders", review_on=dt.date(2020, 1, 1))
    for year, said in ((2020, "trusted"), (2021, "distrusted")):
        part(GroupTrust, analyst, made, group="Herders", trust=said, on=dt.date(year, 1, 1))
    page = text_of(client, HERE)
    assert "Herders: distrusted" in page
    assert "Herders: trusted" not in page
    assert "overdue" in page


def test_what_was_merged_stands_nowhere_but_under_what_it_went_into(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    kept, again, office = (structure(committee, analyst, name) for name in ("DPC", "D.P.C.", "Governor"))
    tie(committee, analyst, again, office, evidence="Minutes of March")
    part(Activity, analyst, again, title="Dialogue of elders")
    merge(again, kept)
    assert "D.P.C." not in text_of(client, HERE)
    assert client.get(f"{HERE}{again.pk}/").headers["Location"] == f"{HERE}{kept.pk}/"
    page = text_of(client, f"{HERE}{kept.pk}/")
    for said in ("Minutes of March", "Dialogue of elders", "Merged into it", "D.P.C."):
        assert said in page
    assert f"{HERE}{kept.pk}/" in text_of(client, f"{HERE}{office.pk}/")


def test_who_has_not_agreed_is_shared_with_nobody(
    client: Client, committee: Organisation, ministry: Organisation, analyst: Person, lead: Person
) -> None:
    made = structure(committee, analyst, "Market women")
    act: dict[str, Any] = {"marking": made.marking, "viewer": analyst, "occasion": OCCASION}
    with pytest.raises(InputError, match="not agreed to be listed"):
        services.share_structure(record=made, row_version=1, sharing=to(ministry), **act)
    with pytest.raises(InputError, match="not agreed to be listed"):
        services.add_structure(owner_id=committee.pk, name="Another", sharing=to(ministry), **act)
    own = Sharing(persons=frozenset({lead.pk}))
    Organisation.objects.filter(pk=ministry.pk).update(is_listed=True)
    shared = services.share_structure(record=made, row_version=1, sharing=own, **act)
    typed = {
        "row_version": shared.row_version,
        "marking": int(made.marking),
        "organisations": [str(ministry.pk)],
    }
    answer = client.post(f"{HERE}{made.pk}/share/", typed)
    assert "have not agreed to be listed" in answer.content.decode()


def test_consent_is_not_taken_back_while_others_still_read(
    committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    made = structure(committee, analyst, "Elders", consent="given", sharing=to(ministry))
    act: dict[str, Any] = {"viewer": analyst, "occasion": OCCASION}
    with pytest.raises(InputError, match="not agreed"):
        services.change_structure(record=made, row_version=1, fields={"consent": "asked"}, **act)
    shut = services.share_structure(
        record=made, row_version=1, sharing=NOBODY_ELSE, marking=made.marking, **act
    )
    services.change_structure(record=shut, row_version=2, fields={"consent": "asked"}, **act)


def test_a_protected_one_is_no_public_body(committee: Organisation, analyst: Person) -> None:
    with pytest.raises(InputError, match="public body"):
        services.add_structure(
            owner_id=committee.pk,
            name="A",
            is_protected=True,
            consent="public",
            viewer=analyst,
            occasion=OCCASION,
        )


def test_what_it_does_is_shared_with_it_and_what_groups_think_is_not(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    made = structure(committee, analyst, "Elders", consent="given")
    part(Activity, analyst, made, title="Dialogue")
    part(GroupTrust, analyst, made, group="Herders")
    services.share_structure(
        record=made,
        row_version=1,
        sharing=to(ministry),
        marking=made.marking,
        viewer=analyst,
        occasion=OCCASION,
    )
    assert readable_by(outside_stakeholder, Activity).count() == 1
    assert readable_by(outside_stakeholder, GroupTrust).count() == 0


def test_removal_leaves_nothing_but_an_entry_by_id_and_no_receipt_unless_asked(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    made, office, again = (
        structure(committee, analyst, name) for name in ("Elders", "Governor", "The elders")
    )
    tie(committee, analyst, made, office)
    part(GroupTrust, analyst, made, group="Herders")
    merge(again, made)
    answer = client.post(f"{HERE}{made.pk}/remove/", {"row_version": 1})
    assert answer.headers["Location"] == HERE
    assert [one.name for one in rows_of(Structure)] == ["Governor"]
    assert not rows_of(Tie).exists()
    assert not rows_of(GroupTrust).exists()
    assert not Revision.objects.filter(record_id=made.pk).exists()
    assert AuditEntry.objects.filter(object_id=made.pk, action=Action.DELETE).count() == 1
    answer = client.post(f"{HERE}{office.pk}/remove/", {"row_version": 1, "receipt": "on"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="removed.txt"'
    assert "Governor" not in answer.content.decode()


def test_who_leads_speaks_and_decides_is_asked_and_not_asked_stays_open(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    made = structure(committee, analyst, "Council", begins=dt.date(2011, 5, 16))
    typed = {"row_version": 1, "seats": 51, "women_seats": 8, "women_leads": "False", "youth_speaks": "True"}
    client.post(f"{HERE}{made.pk}/voices/", typed)
    now = rows_of(Structure).get()
    assert (now.seats, now.voices) == (51, {"women": {"seats": 8, "leads": False}, "youth": {"speaks": True}})
    page = text_of(client, f"{HERE}{made.pk}/")
    assert "seats: 8, lead: no, speak: not asked, decide: not asked" in page
    answer = client.post(f"{HERE}{made.pk}/voices/", {"row_version": 2, "seats": 5, "women_seats": 8})
    assert "more than there are seats" in answer.content.decode()


def test_exercises_and_what_is_real_stay_apart(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    exercise = begin_exercise(committee, analyst, dt.datetime(2007, 12, 10, tzinfo=dt.UTC))
    answer = client.post(f"{HERE}new/?exercise={exercise.pk}", NEW | {"owner": str(committee.pk)})
    assert answer.status_code == 302
    assert "Council of elders" not in text_of(client, HERE)
    assert "Council of elders" in text_of(client, f"{HERE}?exercise={exercise.pk}")
    real = structure(committee, analyst, "Real one")
    with pytest.raises(InputError, match="both of one exercise"):
        services.add_tie(
            owner_id=committee.pk, source=real, target=rows_of(Structure).exclude(pk=real.pk).get(),
            layer="information", viewer=analyst, occasion=OCCASION,
        )  # fmt: skip


def test_the_file_has_tags_and_leaves_out_whom_being_known_puts_at_risk(
    committee: Organisation, ministry: Organisation, lead: Person, outside_stakeholder: Person, client: Client
) -> None:
    structure(committee, lead, "Elders", kind="customary_body", areas=["adm1:KE-30", "adm1:KE-31"])
    structure(committee, lead, "The imam at the well", is_protected=True)
    structure(ministry, outside_stakeholder, "Shared office", sharing=to(committee))
    keeper = client_of(lead)
    answer = keeper.get(f"{HERE}structures.csv")
    names, tags, *rows = csv.reader(io.StringIO(answer.content.decode()))
    assert (names[1], tags[1], tags[2]) == ("name", "#org+name", "#org+type")
    assert [row[1] for row in rows] == ["Elders", ""]
    assert "a few" in rows[-1][-1]
    assert "Not to be used" in rows[-1][-1]
    book = load_workbook(io.BytesIO(keeper.get(f"{HERE}structures.xlsx").content))
    assert [[cell or "" for cell in row] for row in book.active.values] == [names, tags, *rows]  # type: ignore[union-attr]
    assert client.get(f"{HERE}structures.csv").status_code == 403  # an analyst does not lead
    assert AuditEntry.objects.filter(action=Action.EXPORT).count() == 2


def test_the_register_takes_few_queries_whatever_its_size(
    committee: Organisation, analyst: Person, client: Client
) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    first = structure(committee, analyst, "Elders")
    empty = queries(HERE), queries(f"{HERE}{first.pk}/")
    made = many(committee, analyst, structures=2_000, ties=4_000)
    full = queries(HERE), queries(f"{HERE}{made[0].pk}/")
    print(empty, full)
    assert full[0] <= empty[0] + 8
    assert full[1] <= empty[1] + 12
