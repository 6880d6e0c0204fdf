"""Whose voice is missing: expected, asked, heard, and what nobody stated is not known."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.people import OCCASION, client_of
from tests.voices import answered, assessed, shared_with, wanted

from avert.assessment.coverage import Dimension, DimensionCoverage, Heard
from avert.errors import InputError
from avert.web.accounts.models import Organisation, Person
from avert.web.assessment import selectors
from avert.web.assessment.models import Assessment, Reading, Stakeholder
from avert.web.assessment.overview import Standing
from avert.web.assessment.services import next_round
from avert.web.assessment.vocabulary import Age, Gender
from avert.web.assessment.voices import services
from avert.web.assessment.voices.heard import heard_in
from avert.web.records import services as records
from avert.web.records.sharing import Sharing
from avert.web.records.taking_part import add_part
from avert.web.records.writing import rows_of

FORM = {
    "name": "Women traders of the market", "organisation": "", "group": "", "sector": "business", "level": "local",
    "gender": "women", "age": "", "disability": "", "displacement": "", "language": "", "side": "",
    "asked_on": "", "answer_by": "", "why_not_asked": "",
}  # fmt: skip


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def url(one: Assessment, page: str = "") -> str:
    return f"/assessments/{one.pk}/voices/{page}"


def coverage_of(assessment: Assessment, viewer: Person) -> dict[Dimension, DimensionCoverage]:
    return heard_in(Standing(viewer, assessment, OCCASION.at.date()))


def said(assessment: Assessment, viewer: Person, dimension: Dimension, name: str) -> Heard:
    voices = coverage_of(assessment, viewer)[dimension].voices
    return next(voice.heard for voice in voices if voice.name == name)


@pytest.fixture
def shared(committee: Organisation, ministry: Organisation, analyst: Person) -> Assessment:
    """An assessment of the committee in which the ministry takes part."""
    return assessed(
        committee,
        analyst,
        ministry,
        groups=["Herders", "Farmers", "Fishers"],
        languages=["Pokoot", "Swahili"],
    )


@pytest.fixture
def keeper(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def partner(outside_stakeholder: Person) -> Client:
    return client_of(outside_stakeholder)


def test_whoever_takes_part_adds_whose_reading_is_wanted(
    shared: Assessment, ministry: Organisation, keeper: Client, partner: Client, stranger: Client
) -> None:
    assert partner.post(url(shared, "new/"), FORM).status_code == 302
    made = rows_of(Stakeholder).get()
    assert (made.owner_id, made.gender) == (ministry.pk, "women")
    page = f"/assessments/stakeholders/{made.pk}/"
    for client in (keeper, partner):
        assert "Women traders of the market" in text(client, url(shared))
        assert "not stated" in text(client, page)
    assert keeper.get(f"{page}edit/").status_code == 403
    assert "Business" in text(partner, f"{page}edit/")
    asked = FORM | {"row_version": "1", "asked_on": "2024-03-01", "answer_by": "2024-03-01"}
    assert partner.post(f"{page}edit/", asked).status_code == 302
    assert "overdue" in text(keeper, url(shared))
    assert stranger.get(page).status_code == 302


def test_an_outsider_sees_no_stakeholder(
    committee: Organisation, analyst: Person, outside_stakeholder: Person, partner: Client
) -> None:
    own = assessed(committee, analyst)
    made = wanted(own, analyst, "Herders")
    for address in (url(own), url(own, "new/"), f"/assessments/stakeholders/{made.pk}/"):
        assert partner.get(address).status_code == 404
    assert not selectors.stakeholders_of(outside_stakeholder, own.pk).exists()
    with pytest.raises(PermissionDenied):
        wanted(own, outside_stakeholder, "Uninvited")


def test_the_form_warns_of_listing_people_and_says_who_reads_it(shared: Assessment, keeper: Client) -> None:
    page = text(keeper, url(shared, "new/"))
    assert "never a person" in page
    assert "can put people in danger" in page
    assert "It is read by: District peace committee" in page
    assert "Herders, Farmers, Fishers" in page


def test_what_contradicts_itself_is_refused(shared: Assessment, keeper: Client) -> None:
    for wrong, why in (
        ({"asked_on": "2024-03-01", "why_not_asked": "Danger"}, "They were asked"),
        ({"is_of_group": "on"}, "of which group"),
        ({"asked_on": "2024-03-02", "answer_by": "2024-03-01"}, "before they were asked"),
    ):
        assert why in keeper.post(url(shared, "new/"), FORM | wrong).content.decode()
    assert not rows_of(Stakeholder).exists()
    keeper.post(url(shared, "new/"), FORM | {"group": " herders", "language": "POKOOT"})
    made = rows_of(Stakeholder).get()
    assert (made.group, made.language) == ("Herders", "Pokoot"), "as the assessment names them"


def test_how_far_each_group_was_brought_in_is_said(shared: Assessment, analyst: Person) -> None:
    herders = wanted(shared, analyst, "Herders’ council", group="Herders", is_of_group=True)
    assert said(shared, analyst, Dimension.GROUP, "Herders") is Heard.NOT_ASKED
    asked = wanted(
        shared, analyst, "Farmers’ union", group="Farmers", is_of_group=True, asked_on=dt.date(2024, 3, 1)
    )
    assert said(shared, analyst, Dimension.GROUP, "Farmers") is Heard.NO_ANSWER
    answered(herders, analyst)
    answered(asked, analyst)
    assert said(shared, analyst, Dimension.GROUP, "Herders") is Heard.HEARD
    assert said(shared, analyst, Dimension.GROUP, "Fishers") is Heard.MISSING


def test_a_group_for_which_only_others_spoke_is_not_heard(
    shared: Assessment, analyst: Person, keeper: Client
) -> None:
    answered(wanted(shared, analyst, "Relief organisation", group="Fishers"), analyst)
    assert said(shared, analyst, Dimension.GROUP, "Fishers") is Heard.ONLY_THROUGH_OTHERS
    assert "Only others spoke for them: Fishers (Relief organisation)" in text(keeper, url(shared))


def test_what_nobody_stated_is_not_known_and_not_absent(shared: Assessment, analyst: Person) -> None:
    answered(wanted(shared, analyst, "Youth wing", group="Herders", is_of_group=True), analyst)
    assert said(shared, analyst, Dimension.GENDER, "women") is Heard.NOT_KNOWN
    assert said(shared, analyst, Dimension.LANGUAGE, "Pokoot") is Heard.NOT_KNOWN
    assert coverage_of(shared, analyst)[Dimension.GENDER].not_stated == 1
    answered(wanted(shared, analyst, "Mixed council", gender=Gender.MIXED, age=Age.MIXED), analyst)
    assert said(shared, analyst, Dimension.GENDER, "women") is Heard.HEARD
    assert said(shared, analyst, Dimension.AGE, "youth") is Heard.NOT_KNOWN, "several ages, but not which"


def test_without_a_list_nobody_is_said_to_be_missing(
    committee: Organisation, analyst: Person, keeper: Client
) -> None:
    bare = assessed(committee, analyst)
    found = coverage_of(bare, analyst)
    assert not found[Dimension.GROUP].is_expected_known
    assert found[Dimension.GROUP].missing == ()
    assert "nobody can say who is missing" in text(keeper, url(bare))


def test_a_new_round_hears_everybody_anew(shared: Assessment, analyst: Person, keeper: Client) -> None:

    answered(wanted(shared, analyst, "Herders’ council", group="Herders", is_of_group=True), analyst)
    next_round(assessment=shared, row_version=1, viewer=analyst, occasion=OCCASION)
    now = rows_of(Assessment).get()
    assert said(now, analyst, Dimension.GROUP, "Herders") is Heard.NOT_ASKED
    assert "in round 1" in text(keeper, url(now))


def test_an_answer_that_one_may_not_read_is_no_answer_to_one(
    shared: Assessment, analyst: Person, ministry: Organisation, outside_stakeholder: Person
) -> None:

    herders = wanted(shared, analyst, "Herders’ council", group="Herders", is_of_group=True)
    hidden = Reading(
        assessment=shared, stakeholder=herders, framework="un_framework_2014", at=OCCASION.at,
        values={"UNFA-8.8": "present"},
    )  # fmt: skip
    add_part(part=hidden, viewer=analyst, occasion=OCCASION, sharing=Sharing())
    assert said(shared, analyst, Dimension.GROUP, "Herders") is Heard.HEARD
    assert said(shared, outside_stakeholder, Dimension.GROUP, "Herders") is Heard.NOT_ASKED


def test_an_organisation_is_offered_and_named_only_to_who_may_know_it(
    shared: Assessment, ministry: Organisation, analyst: Person, keeper: Client, partner: Client
) -> None:
    assert "Ministry" not in text(keeper, url(shared, "new/")), "it is not listed"
    own = FORM | {"organisation": str(ministry.pk)}
    assert keeper.post(url(shared, "new/"), own).status_code == 200
    assert partner.post(url(shared, "new/"), own).status_code == 302
    assert "Ministry" not in text(keeper, url(shared))
    assert "another organisation" in text(keeper, url(shared))
    assert "Ministry" in text(partner, url(shared))


def test_a_stakeholder_is_taken_out_only_while_nothing_was_said(
    shared: Assessment, analyst: Person, keeper: Client
) -> None:
    silent, heard = wanted(shared, analyst, "Silent"), wanted(shared, analyst, "Heard")
    answered(heard, analyst)
    page = "/assessments/stakeholders/{}/remove/"
    assert keeper.post(page.format(silent.pk), {"row_version": "1"}).status_code == 302
    refused = keeper.post(page.format(heard.pk), {"row_version": "1"})
    assert refused.status_code == 409
    assert "would be lost with it" in refused.content.decode()
    assert [one.pk for one in rows_of(Stakeholder).all()] == [heard.pk]
    with pytest.raises(InputError):
        services.remove(record=heard, row_version=1, viewer=analyst, occasion=OCCASION)


def test_what_is_late_is_named_where_the_assessment_stands(
    shared: Assessment, analyst: Person, keeper: Client
) -> None:
    today, day = timezone.now().date(), dt.timedelta(days=1)
    wanted(shared, analyst, "Herders’ council", asked_on=today - 9 * day, answer_by=today - day)
    wanted(shared, analyst, "Youth wing")
    wanted(shared, analyst, "Border traders", why_not_asked="The road is closed")
    page = text(keeper, f"/assessments/{shared.pk}/")
    assert "Ask again: one answer is overdue." in page
    assert "Ask one who was not asked yet." in page, "who was left out for a reason is not counted"
    assert "0 of 1" in page


def test_whoever_sees_a_stakeholder_alone_learns_nothing_of_the_assessment(
    committee: Organisation, ministry: Organisation, lead: Person, partner: Client
) -> None:
    own = assessed(committee, lead, title="Nobody else’s", question="Who pays them?")
    made = wanted(own, lead, "Herders’ council")
    records.share(
        record=made,
        row_version=1,
        sharing=shared_with(ministry),
        marking=made.marking,
        viewer=lead,
        occasion=OCCASION,
        may_be_wider=True,
    )
    page = text(partner, f"/assessments/stakeholders/{made.pk}/")
    assert "Herders’ council" in page
    assert "Nobody else’s" not in page
    assert "Who pays them?" not in page
