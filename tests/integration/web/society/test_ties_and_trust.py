"""What ties structures and what groups think of them: nothing of it for whoever may not read both ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.integration.web.society.registers import part, structure, tie
from tests.people import OCCASION, client_of

from avert.errors import InputError
from avert.web.accounts.models import Organisation, Person
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.society.models import Activity, GroupTrust, Structure, Tie
from avert.web.society.register import services

HERE, SECRET = "/structures/", "Zanzibarite"


def to(*organisations: Organisation) -> Sharing:
    return Sharing(organisations=frozenset(one.pk for one in organisations))


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def elders(committee: Organisation, ministry: Organisation, analyst: Person) -> Structure:
    """One that the ministry may read."""
    return structure(committee, analyst, "Council of elders", consent="given", sharing=to(ministry))


@pytest.fixture
def hidden(committee: Organisation, analyst: Person) -> Structure:
    """One that only the committee may read."""
    return structure(committee, analyst, SECRET)


def test_a_tie_is_written_down_changed_ended_and_removed(
    client: Client, elders: Structure, hidden: Structure, committee: Organisation
) -> None:
    typed = {"other": str(hidden.pk), "layer": "mediation", "direction": "in", "evidence": "Minutes of March"}
    owned = {"owner": str(committee.pk), "marking": 3}
    answer = client.post(f"{HERE}{elders.pk}/ties/new/?find=zanzi", typed | owned)
    assert answer.headers["Location"] == f"{HERE}{elders.pk}/"
    made = rows_of(Tie).get()
    assert (made.source_id, made.target_id, made.is_directed) == (hidden.pk, elders.pk, True)
    page = client.get(f"{HERE}{elders.pk}/").content.decode()
    for said in ("Mediation", "to here", "Minutes of March", SECRET):
        assert said in page
    assert "from here" in client.get(f"{HERE}{hidden.pk}/").content.decode()
    client.post(f"{HERE}ties/{made.pk}/end/", {"row_version": 1, "ends": "2008-02-28"})
    assert rows_of(Tie).get().ends == dt.date(2008, 2, 28)
    changed = {"row_version": 2, "layer": "trust", "evidence": "Asked again", "begins": "2008-03-01"}
    assert client.post(f"{HERE}ties/{made.pk}/edit/", changed).status_code == 302
    assert client.post(f"{HERE}ties/{made.pk}/remove/", {"row_version": 3}).status_code == 302
    assert not rows_of(Tie).exists()


def test_a_tie_does_not_end_before_it_began(elders: Structure, hidden: Structure, analyst: Person) -> None:
    made = tie(elders.owner, analyst, elders, hidden, begins=dt.date(2008, 3, 1))
    act: dict[str, Any] = {"viewer": analyst, "occasion": OCCASION}
    with pytest.raises(InputError, match="end before it began"):
        services.end_tie(tie=made, row_version=1, ends=dt.date(2008, 2, 1), **act)
    assert rows_of(Tie).get().ends is None


def test_nobody_ties_what_she_may_not_read(
    elders: Structure, hidden: Structure, ministry: Organisation, outside_stakeholder: Person
) -> None:
    act: dict[str, Any] = {"layer": "trust", "viewer": outside_stakeholder, "occasion": OCCASION}
    with pytest.raises(PermissionDenied):
        services.add_tie(owner_id=ministry.pk, source=elders, target=hidden, **act)
    with pytest.raises(InputError, match="two structures"):
        services.add_tie(owner_id=ministry.pk, source=elders, target=elders, **act)
    page = client_of(outside_stakeholder).get(f"{HERE}{elders.pk}/ties/new/?find=zanzi").content.decode()
    assert SECRET not in page


def test_a_tie_whose_other_end_is_hidden_is_not_there_on_any_page(
    elders: Structure, hidden: Structure, analyst: Person, ministry: Organisation, outside_stakeholder: Person
) -> None:
    made = tie(elders.owner, analyst, elders, hidden, sharing=to(ministry), evidence=SECRET)
    partner = client_of(outside_stakeholder)
    page = partner.get(f"{HERE}{elders.pk}/").content.decode()
    assert SECRET not in page
    assert "No tie that you may read" in page
    for below in ("", "edit/", "end/", "share/", "history/", "remove/"):
        assert partner.get(f"{HERE}ties/{made.pk}/{below}").status_code == 404, below


def test_what_a_group_thinks_is_for_its_owner_until_it_is_shared(
    client: Client, elders: Structure, outside_stakeholder: Person
) -> None:
    typed = {"group": "Herders", "trust": "distrusted", "basis": SECRET, "on": "2024-01-01"}
    client.post(f"{HERE}{elders.pk}/trust/new/", typed)
    said = rows_of(GroupTrust).get()
    assert "Distrusted" in client.get(f"{HERE}{elders.pk}/").content.decode()
    partner = client_of(outside_stakeholder)
    assert "Herders" not in partner.get(f"{HERE}{elders.pk}/").content.decode()
    assert "Herders" not in partner.get(HERE).content.decode()
    for below in ("", "edit/", "share/", "history/", "remove/"):
        assert partner.get(f"{HERE}trust/{said.pk}/{below}").status_code == 404, below
    changed = typed | {"row_version": 1, "trust": "partly"}
    client.post(f"{HERE}trust/{said.pk}/edit/", changed)
    assert "Trusted by some of them" in client.get(f"{HERE}trust/{said.pk}/").content.decode()
    assert client.post(f"{HERE}trust/{said.pk}/remove/", {"row_version": 2}).status_code == 302


def test_an_activity_is_for_everybody_who_reads_of_the_structure(
    client: Client, elders: Structure, outside_stakeholder: Person
) -> None:
    typed = {"title": "Dialogue at the well", "status": "ongoing", "areas": "Kenya", "drivers": "Water"}
    client.post(f"{HERE}{elders.pk}/activities/new/", typed)
    made = rows_of(Activity).get()
    assert (made.areas, made.drivers) == (["gw:501"], ["Water"])
    partner = client_of(outside_stakeholder)
    assert "Dialogue at the well" in partner.get(f"{HERE}{elders.pk}/").content.decode()
    assert "Water" in partner.get(f"{HERE}activities/{made.pk}/").content.decode()
    assert partner.get(f"{HERE}activities/{made.pk}/edit/").status_code == 403
    changed = typed | {"row_version": 1, "status": "done"}
    client.post(f"{HERE}activities/{made.pk}/edit/", changed)
    assert "Done" in client.get(f"{HERE}activities/{made.pk}/").content.decode()


def test_a_reader_writes_nothing(elders: Structure, colleague: Person, analyst: Person) -> None:
    reader = client_of(colleague)
    part(GroupTrust, analyst, elders, group="Herders")
    for below in ("edit/", "voices/", "share/", "remove/", "trust/new/", "activities/new/"):
        assert reader.get(f"{HERE}{elders.pk}/{below}").status_code == 403, below
        assert reader.post(f"{HERE}{elders.pk}/{below}", {"row_version": 1}).status_code == 403, below


def test_an_outsider_learns_nothing_of_a_structure(
    hidden: Structure, analyst: Person, outside_stakeholder: Person, stranger: Client
) -> None:
    made = part(Activity, analyst, hidden, title=SECRET)
    outsider = client_of(outside_stakeholder)
    below = (
        "",
        "edit/",
        "voices/",
        "share/",
        "history/",
        "remove/",
        "ties/new/",
        "trust/new/",
        "activities/new/",
    )
    for address in [f"{HERE}{hidden.pk}/{each}" for each in below] + [f"{HERE}activities/{made.pk}/"]:
        assert outsider.get(address).status_code == 404, address
        assert stranger.get(address).status_code == 302, address
    lists = (HERE, f"{HERE}?text={SECRET}", f"{HERE}?place=Kenya", f"{HERE}security/", "/")
    for address in lists:
        said = outsider.get(address, follow=True).content.decode()
        assert SECRET not in said.replace(f'value="{SECRET}"', "").replace(f"text={SECRET}", ""), address
    assert outsider.get(f"{HERE}structures.csv").status_code == 403
