"""The pages of the peace network: who sees what of it, two days compared, and few queries whatever the size."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.integration.web.society.registers import many, part, structure, tie
from tests.people import OCCASION, client_of, make_person
from tests.record_samples import write_exercise

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind, Sector
from avert.web.audit.models import AuditEntry
from avert.web.records import services
from avert.web.records.sharing import Sharing
from avert.web.society.models import Activity, GroupTrust, SecurityPolicy

VIEWS = ("network/", "matrix/", "reach/", "timeline/", "measures/", "connect/")
TIES = "network/ties.csv"
FILES = ("network/data.json", TIES, "reach/areas.csv")
MARY = "Sister Mary of the mission"


def page(client: Client, path: str) -> str:
    answer = client.get(f"/structures/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.fixture
def network(committee: Organisation, analyst: Person) -> dict[str, Any]:
    """A committee, a protected sister, a council that decides, and a radio of which little is known."""
    made = {
        "village": structure(
            committee, analyst, "Village committee", level="grassroots", sector="civil_society",
            groups=["Herders"], areas=["adm1:north"], capacities=["monitor"],
        ),
        "mary": structure(
            committee, analyst, MARY, level="grassroots", sector="religious", is_protected=True,
            areas=["adm1:south"],
        ),
        "council": structure(
            committee, analyst, "Peace council", level="top", sector="government", is_decision_maker=True,
            begins=dt.date(2008, 1, 1),
        ),
        "radio": structure(committee, analyst, "Village radio", areas=["adm1:west"]),
    }  # fmt: skip
    tie(committee, analyst, made["village"], made["council"], is_directed=True, begins=dt.date(2010, 5, 1))
    tie(committee, analyst, made["mary"], made["village"], layer="trust")
    tie(committee, analyst, made["radio"], made["village"], layer="hostility", ends=dt.date(2009, 1, 1))
    part(GroupTrust, analyst, made["village"], group="Herders", trust="trusted")
    part(
        Activity,
        analyst,
        made["village"],
        title="Dialogue",
        areas=["adm1:east"],
        drivers=["Land"],
        status="done",
    )
    return made


@pytest.mark.parametrize("path", [*VIEWS, *FILES])
def test_a_stranger_is_led_to_the_log_in_and_an_outsider_sees_nothing(
    stranger: Client, outside_stakeholder: Person, network: Any, path: str
) -> None:
    assert stranger.get(f"/structures/{path}").status_code == 302
    answer = client_of(outside_stakeholder).get(f"/structures/{path}")
    assert answer.status_code == (403 if path == TIES else 200)
    shown = answer.content.decode()
    assert "Village committee" not in shown
    assert "adm1:north" not in shown


@pytest.mark.parametrize("path", [*VIEWS, *FILES])
def test_a_protected_actor_is_named_on_no_page_and_in_no_file(lead: Person, network: Any, path: str) -> None:
    shown = page(client_of(lead), path)
    assert MARY not in shown
    assert str(network["mary"].pk) not in shown or path == "connect/"


def test_a_protected_actor_stands_by_level_and_sector_and_few_of_them_are_not_counted(
    lead: Person, network: Any
) -> None:
    client = client_of(lead)
    assert "Protected, grassroots, religious" in page(client, "network/ties.csv")
    shown = page(client, "network/")
    assert "Protected, grassroots, religious" in shown
    assert "a few" in shown


def test_a_security_actor_sees_nothing_without_a_policy_and_never_whose_loss_cuts_it(
    committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    ministry.sector = Sector.SECURITY
    ministry.save()
    officer = client_of(make_person("officer", ministry, RoleKind.LEAD))
    given = {"sharing": Sharing(organisations=frozenset({ministry.pk}))}
    low = structure(committee, analyst, "Elders", level="grassroots", sector="traditional", **given)
    top = structure(
        committee, analyst, "Council", level="top", sector="government", is_decision_maker=True, **given
    )
    tie(committee, analyst, low, top, **given)
    for path in [*VIEWS, *FILES]:
        assert "Elders" not in officer.get(f"/structures/{path}").content.decode(), path
    policy = SecurityPolicy(owner=committee, levels=["top"], sectors=["government"])
    services.create(record=policy, viewer=analyst, occasion=OCCASION)
    shown = page(officer, "matrix/")
    assert "Council" in shown
    assert "Elders" not in shown
    assert "Whose loss cuts it" not in page(officer, "measures/")


def test_only_whoever_leads_reads_whose_loss_cuts_the_network_and_only_of_her_own(
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    lead: Person,
    outside_stakeholder: Person,
) -> None:
    low = structure(committee, analyst, "Elders", level="grassroots")
    broker = structure(committee, analyst, "Broker of the valley", level="middle")
    top = structure(committee, analyst, "Council", level="top", is_decision_maker=True)
    tie(committee, analyst, low, broker)
    tie(committee, analyst, broker, top)
    shared = Sharing(organisations=frozenset({committee.pk}))
    theirs = structure(ministry, outside_stakeholder, "Ministry desk", sharing=shared)
    assert "Whose loss cuts it" not in page(client_of(analyst), "measures/")
    shown = page(client_of(lead), "measures/")
    section = shown[shown.index("Whose loss cuts it") :]
    assert "Broker of the valley: 1 would lose their way" in section
    assert theirs.name not in section


def test_the_picture_the_table_and_the_words_say_what_is_new_and_what_has_ended(
    lead: Person, network: Any
) -> None:
    client = client_of(lead)
    shown = page(client, "network/?on=2010-08-01&before=2007-12-01")
    assert "New ties: 1." in shown
    assert "Ties that have ended: 1." in shown
    assert "Peace council: new" in shown
    assert ">×<" in shown
    rows = page(client, "network/ties.csv?on=2010-08-01&before=2007-12-01").splitlines()
    assert [row.rsplit(",", 1)[1] for row in rows[2:]] == ["new", "ended", ""]
    told = json.loads(page(client, "network/data.json?on=2010-08-01&before=2007-12-01"))
    assert {actor["label"]: actor["change"] for actor in told["actors"]}["Peace council"] == "new"
    assert sorted(one[4] for one in told["ties"]) == ["", "ended", "new"]


def test_a_day_before_shows_the_network_of_that_day(analyst: Person, network: Any) -> None:
    client = client_of(analyst)
    assert "Peace council" not in page(client, "matrix/?on=2007-01-01")
    assert "Peace council" in page(client, "matrix/?on=2010-08-01")
    assert page(client, "network/?on=2010-08-01&before=2011-01-01").count("Compare with a day before") == 1


def test_only_the_ties_that_were_asked_for_are_drawn(lead: Person, network: Any) -> None:
    rows = page(client_of(lead), "network/ties.csv?layer=trust").splitlines()
    assert len(rows) == 3
    assert ",trust," in rows[2]


def test_the_ties_leave_the_site_only_with_whoever_keeps_the_network(analyst: Person, network: Any) -> None:
    client = client_of(analyst)
    assert client.get(f"/structures/{TIES}").status_code == 403
    assert TIES not in page(client, "network/")


def test_hostility_stands_apart_in_the_matrix(analyst: Person, network: Any) -> None:
    shown = page(client_of(analyst), "matrix/?on=2008-06-01")
    peaceful, hostile = shown.split("Hostility", 1)
    assert "Hostility 1" not in peaceful
    assert 'title="Hostility 1"' in hostile


def test_areas_say_how_a_warning_fares_and_unknown_is_no_no(analyst: Person, network: Any) -> None:
    rows = page(client_of(analyst), "reach/areas.csv?on=2010-08-01").splitlines()[2:]
    found = {row.split(",")[0]: row.split(",")[1] for row in rows}
    assert found["adm1:north"] == "up"
    assert found["adm1:east"] == "nobody"
    assert found["adm1:west"] == "unknown"
    assert found["gw:501"] == "nobody"  # but a council that decides, which warns nobody
    shown = page(client_of(analyst), "reach/?on=2010-08-01")
    assert "Only up" in shown
    assert "Nobody there" in shown


def test_an_exercise_and_what_is_real_never_mix(
    committee: Organisation, analyst: Person, network: Any
) -> None:
    exercise = write_exercise(committee, analyst)
    structure(committee, analyst, "Invented council", exercise=exercise)
    client = client_of(analyst)
    assert "Invented council" not in page(client, "matrix/")
    drill = page(client, f"matrix/?exercise={exercise.pk}")
    assert "Invented council" in drill
    assert "Village committee" not in drill


@pytest.mark.parametrize("path", [*VIEWS, *FILES])
def test_reading_and_taking_out_the_network_is_written_down(lead: Person, network: Any, path: str) -> None:
    page(client_of(lead), path)
    entry = AuditEntry.objects.latest("sequence")
    assert entry.action == ("export" if path.endswith(".csv") else "read-list")
    assert entry.object_kind == "society.structure"


def test_what_is_written_is_shown_at_once_though_the_network_is_remembered(
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
    network: Any,
) -> None:
    client, other = client_of(analyst), client_of(outside_stakeholder)
    assert "Elders of the hill" not in page(client, "matrix/")
    assert "Elders of the hill" not in page(other, "matrix/")
    hill = structure(committee, analyst, "Elders of the hill")
    assert "Elders of the hill" in page(client, "matrix/")
    services.share(
        record=hill, row_version=1, sharing=Sharing(organisations=frozenset({ministry.pk})), marking=hill.marking,
        viewer=analyst, occasion=OCCASION,
    )  # fmt: skip
    assert "Elders of the hill" in page(other, "matrix/")
    analyst.memberships.all().delete()
    assert "Village committee" not in page(client_of(outside_stakeholder), "matrix/")


@pytest.mark.parametrize("path", [one for one in VIEWS if one != "measures/"])
def test_pages_ask_as_often_for_a_large_network_as_for_a_small_one(
    committee: Organisation, analyst: Person, path: str
) -> None:
    asked = []
    for size in (20, 200):
        made = many(committee, analyst, structures=size, ties=3 * size) if size == 20 else None
        if made is None:
            for number in range(60):
                structure(committee, analyst, f"Extra {number}", level="grassroots")
        client = client_of(analyst)
        page(client, path)
        with CaptureQueriesContext(connection) as queries:
            page(client, path)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 60


def test_many_actors_are_drawn_and_counted_by_level_and_sector(
    committee: Organisation, analyst: Person
) -> None:
    many(committee, analyst, structures=200, ties=400)
    client = client_of(analyst)
    shown = page(client, "network/")
    assert "drawn by level and sector" in shown
    assert "Religious (67)" in shown
    assert len(json.loads(page(client, "network/data.json"))["actors"]) == 200
    assert "Counts of ties by level and sector" in page(client, "matrix/")
    assert "measured by a worker" not in page(client, "measures/")
