"""An assessment belongs to an organisation, lies in a wider one, goes round by round, and is seen by who takes part."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.asked import begin_exercise
from tests.people import OCCASION, client_of, make_person
from tests.voices import answered, assessed, wanted

from avert.errors import InputError
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import Level, RoleKind
from avert.web.assessment import selectors, services
from avert.web.assessment.models import Assessment
from avert.web.assessment.vocabulary import Subject
from avert.web.records import services as records
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.records.writing import rows_of

LIST = "/assessments/"
FORM = {
    "title": "River wards", "question": "Who is in danger?", "subject": "conflict", "level": "local",
    "place": "Kenya", "where": "Three wards", "frameworks": ["un_framework_2014"], "marking": "3",
    "languages": "Pokoot", "within": "", "twin": "", "process": "",
}  # fmt: skip


LINES = "Herders\r\n\r\n Farmers \r\nherders"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def url(one: Assessment, page: str = "") -> str:
    return f"{LIST}{one.pk}/{page}"


@pytest.fixture
def keeper(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def partner(outside_stakeholder: Person) -> Client:
    return client_of(outside_stakeholder)


@pytest.fixture
def owned(committee: Organisation, analyst: Person) -> Assessment:
    return assessed(committee, analyst, title="Ours")


@pytest.fixture
def shared(committee: Organisation, ministry: Organisation, analyst: Person) -> Assessment:
    return assessed(committee, analyst, ministry, title="All of us")


def test_an_assessment_is_begun_with_what_it_asks_of_whom(keeper: Client, committee: Organisation) -> None:
    assert keeper.get(f"{LIST}new/").status_code == 200
    answer = keeper.post(f"{LIST}new/", FORM | {"owner": str(committee.pk), "groups_concerned": LINES})
    made = rows_of(Assessment).get()
    assert answer.headers["Location"] == url(made)
    assert (made.place, made.groups, made.languages) == ("gw:501", ["Herders", "Farmers"], ["Pokoot"])
    assert made.frameworks == ["un_framework_2014"]
    page = text(keeper, url(made))
    assert "Framework of Analysis for Atrocity Crimes" in page
    assert "atrocity lens" in page
    assert "nobody was asked yet" in page
    assert "Write down whose reading is wanted." in page


def test_whoever_takes_part_sees_it_and_nobody_else_does(
    owned: Assessment, shared: Assessment, keeper: Client, partner: Client, stranger: Client
) -> None:
    assert "All of us" in text(partner, LIST)
    assert "Ours" not in text(partner, LIST)
    assert "Ours" in text(keeper, LIST)
    assert partner.get(url(owned)).status_code == 404
    assert partner.get(url(shared)).status_code == 200
    for page in ("edit/", "next-round/"):
        assert partner.get(url(owned, page)).status_code == 404
        assert partner.get(url(shared, page)).status_code == 403
    for address in (LIST, url(shared), url(shared, "voices/")):
        assert stranger.get(address).status_code == 302


def test_an_assessment_that_others_may_not_read_cannot_be_tied_to(
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
    partner: Client,
) -> None:
    hidden = assessed(committee, analyst, title="Hidden wider one", level=Level.NATIONAL)
    form = FORM | {"owner": str(ministry.pk), "within": str(hidden.pk)}
    answer = partner.post(f"{LIST}new/", form)
    assert answer.status_code == 200
    assert "Hidden wider one" not in answer.content.decode()
    assert "Hidden wider one" not in text(partner, f"{LIST}new/?within={hidden.pk}")
    assert rows_of(Assessment).count() == 1
    with pytest.raises(InputError, match="not for you"):
        assessed(ministry, outside_stakeholder, within=hidden)
    assert rows_of(Assessment).count() == 1, "what is refused leaves nothing behind"


def test_nesting_refuses_cycles_and_narrower_levels(committee: Organisation, analyst: Person) -> None:
    country = assessed(committee, analyst, title="Country", level=Level.NATIONAL)
    north = assessed(committee, analyst, title="North", within=country)
    far_north = assessed(committee, analyst, title="Far north", within=north)
    act = {"viewer": analyst, "occasion": OCCASION}
    with pytest.raises(InputError, match="lie in itself"):
        services.change(record=north, row_version=1, fields={"within": far_north}, **act)
    with pytest.raises(InputError, match="lie in itself"):
        services.change(record=north, row_version=1, fields={"within": north}, **act)
    with pytest.raises(InputError, match="own or a wider level"):
        services.change(record=country, row_version=1, fields={"within": north}, **act)
    with pytest.raises(InputError, match="wider level lies in this one"):
        services.change(record=country, row_version=1, fields={"level": Level.LOCAL}, **act)
    kept = rows_of(Assessment).get(pk=north.pk)
    assert (kept.within_id, kept.row_version) == (country.pk, 1), "nothing of it was kept"
    assert [one.title for one in selectors.within_chain(analyst, far_north)] == ["North", "Country"]


def test_narrower_ones_stand_under_the_wider_one_as_far_as_one_may_read_both(
    committee: Organisation, ministry: Organisation, analyst: Person, keeper: Client, partner: Client
) -> None:
    country = assessed(committee, analyst, ministry, title="Country", level=Level.NATIONAL)
    north = assessed(committee, analyst, title="North", within=country)
    village = assessed(committee, analyst, ministry, title="A village", level=Level.LOCAL, within=north)
    own = text(keeper, LIST)
    assert own.index("Country") < own.index("– North") < own.index("– – A village")
    theirs = text(partner, LIST)
    assert "North" not in theirs
    assert "– A village" not in theirs
    assert "A village" in theirs
    assert "It lies in:" not in text(partner, url(village)), "the way up ends where she may not read on"
    page = text(keeper, url(north))
    assert "It lies in: Country" in page
    assert "In it lie: A village" in page


def test_a_round_ends_only_when_something_was_said(
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
    keeper: Client,
) -> None:
    made = assessed(committee, analyst, ministry)
    form = {"row_version": "1", "review_on": "2030-01-01"}
    refused = keeper.post(url(made, "next-round/"), form)
    assert "nothing was said yet" in refused.content.decode()
    herders = wanted(made, analyst, "Herders", asked_on=dt.date(2024, 3, 1))
    answered(herders, analyst)
    assert "1 of 1" in text(keeper, url(made))
    with pytest.raises(PermissionDenied):
        services.next_round(assessment=made, row_version=1, viewer=outside_stakeholder, occasion=OCCASION)
    assert keeper.post(url(made, "next-round/"), form).status_code == 302
    now = rows_of(Assessment).get()
    assert (now.round, now.review_on) == (2, dt.date(2030, 1, 1))
    assert selectors.round_began(analyst, now) is not None
    page = text(keeper, url(made))
    assert "0 of 1" in page
    assert "Asked, and waited for: Herders" in page


def test_ourselves_are_looked_at_for_one_assessment_of_the_conflict(
    committee: Organisation, analyst: Person, keeper: Client
) -> None:
    conflict = assessed(committee, analyst, title="The conflict")
    mirror = assessed(committee, analyst, title="Ourselves", subject=Subject.SELF, twin=conflict)
    assert "Ourselves" in text(keeper, url(conflict))
    assert "The conflict" in text(keeper, url(mirror))
    for one in (conflict, mirror):
        assert f'href="{url(mirror)}mismatch/"' in keeper.get(url(one)).content.decode()
    with pytest.raises(InputError, match="Only an assessment of ourselves"):
        assessed(committee, analyst, title="Wrong", twin=conflict)


def test_an_exercise_stands_apart(
    committee: Organisation, analyst: Person, keeper: Client, partner: Client
) -> None:
    exercise = begin_exercise(committee, analyst, OCCASION.at)
    real = assessed(committee, analyst, title="What is real")
    played = assessed(committee, analyst, title="What is played", exercise=exercise)
    assert "What is played" not in text(keeper, LIST)
    listed = text(keeper, f"{LIST}?exercise={exercise.pk}")
    assert "What is played" in listed
    assert "What is real" not in listed
    assert partner.get(f"{LIST}?exercise={exercise.pk}").status_code == 404
    assert "nothing here is real" in text(keeper, url(played))
    with pytest.raises(InputError, match="never lie in each other"):
        assessed(committee, analyst, exercise=exercise, within=real)
    form = FORM | {"owner": str(committee.pk), "title": "Played too"}
    assert keeper.post(f"{LIST}new/?exercise={exercise.pk}", form).status_code == 302
    assert rows_of(Assessment).get(title="Played too").exercise_id == exercise.pk


def test_what_is_past_its_day_is_said_on_the_list_on_its_page_and_today(
    committee: Organisation, ministry: Organisation, analyst: Person, keeper: Client, partner: Client
) -> None:
    made = assessed(committee, analyst, ministry, review_on=dt.date(2024, 1, 1))
    assert "overdue" in text(keeper, LIST)
    assert "Look again" in text(keeper, url(made))
    assert "Assessments to look at again, past their day" in text(keeper, "/today/")
    assert "past their day" not in text(partner, "/today/"), "it is not theirs to look at again"


def test_an_edit_keeps_a_tie_that_one_may_not_see(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    wider = assessed(ministry, outside_stakeholder, committee, title="Of the ministry", level=Level.NATIONAL)
    made = assessed(committee, analyst, within=wider)

    records.share(
        record=wider, row_version=1, sharing=NOBODY_ELSE, marking=wider.marking,
        viewer=outside_stakeholder, occasion=OCCASION,
    )  # fmt: skip
    client = client_of(analyst)
    page = client.get(url(made, "edit/")).content.decode()
    assert "Of the ministry" not in page
    assert "one that you may not see" in page
    form = FORM | {"row_version": "1", "level": "subnational", "within": str(wider.pk)}
    assert client.post(url(made, "edit/"), form).status_code == 302
    assert rows_of(Assessment).get(pk=made.pk).within_id == wider.pk


def test_two_who_change_it_at_once_settle_lists_and_ties_too(
    committee: Organisation, analyst: Person, keeper: Client
) -> None:
    made = assessed(committee, analyst, groups=["Herders"])
    first = FORM | {
        "row_version": "1",
        "groups": "Herders\nFarmers",
        "level": "subnational",
        "frameworks": ["crsv_early_warning"],
    }
    assert keeper.post(url(made, "edit/"), first).status_code == 302
    second = FORM | {"row_version": "1", "groups": "Fishers", "level": "subnational"}
    conflict = keeper.post(url(made, "edit/"), second)
    assert conflict.status_code == 409
    settled = second | {
        "row_version": "2", "base_version": "1", "settling": "groups frameworks", "take_groups": "theirs",
        "take_frameworks": "mine",
    }  # fmt: skip
    assert keeper.post(url(made, "edit/"), settled).status_code == 302
    now = rows_of(Assessment).get()
    assert (now.groups, now.frameworks) == (["Herders", "Farmers"], ["un_framework_2014"])


def test_the_page_of_a_country_names_what_one_may_read(
    committee: Organisation, analyst: Person, keeper: Client, partner: Client
) -> None:
    assessed(committee, analyst, title="North")
    assert "North" in text(keeper, "/country/ken/")
    shown = text(partner, "/country/ken/")
    assert "North" not in shown
    assert "Assessments of this place None that you may read." in shown


def test_lists_and_pages_ask_as_often_whatever_there_is(
    committee: Organisation, analyst: Person, keeper: Client
) -> None:
    outer = assessed(committee, analyst, title="Outer", level=Level.NATIONAL)

    def asked() -> list[int]:
        numbers = []
        for address in (LIST, url(outer), url(outer, "voices/")):
            with CaptureQueriesContext(connection) as queries:
                keeper.get(address)
            numbers.append(len(queries))
        return numbers

    for number in range(2):
        assessed(committee, analyst, title=f"Inner {number}", within=outer)
        answered(wanted(outer, analyst, f"Group {number}"), analyst)
    before = asked()
    for number in range(8):
        assessed(committee, analyst, title=f"More {number}", within=outer)
        answered(wanted(outer, analyst, f"More {number}"), analyst)
    assert asked() == before


def test_a_role_for_one_place_sees_the_assessments_of_that_place(
    committee: Organisation, analyst: Person
) -> None:

    assessed(committee, analyst, title="Kenya’s")
    assessed(committee, analyst, title="Uganda’s", place="gw:500")
    desk = make_person("desk")
    accounts.give_role(
        person=desk, organisation=committee, kind=RoleKind.ANALYST, place="gw:500", occasion=OCCASION
    )
    page = text(client_of(desk), LIST)
    assert "Uganda’s" in page
    assert "Kenya’s" not in page
    listed: Any = text(client_of(analyst), f"{LIST}?place=Uganda")
    assert "Kenya’s" not in listed


def test_an_assessment_goes_with_all_that_was_said_in_it(
    committee: Organisation, lead: Person, analyst: Person, owned: Assessment
) -> None:
    inner = assessed(committee, analyst, title="Inner", within=owned, level=Level.LOCAL)
    answered(wanted(owned, analyst, "Herders"), analyst)
    assert client_of(lead).post(url(owned, "remove/"), {"row_version": "1"}).status_code == 302
    left = rows_of(Assessment).get()
    assert (left.pk, left.within_id) == (inner.pk, None)
