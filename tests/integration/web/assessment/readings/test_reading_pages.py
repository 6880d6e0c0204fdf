"""Readings stand side by side: no mean, every dissent kept with its place, and nothing that is not shared."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.asked import begin_exercise
from tests.giving_readings import UNFA, begin, give, name, shared_with
from tests.people import OCCASION, client_of

from avert.web.accounts.models import Organisation, Person
from avert.web.assessment.models import Assessment, Evidence, Stakeholder, Statement
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.records.taking_part import add_part
from avert.web.records.writing import rows_of

EIGHT = "readings/?framework=un_framework_2014&dimension=8"


def text(person: Person, whole: Assessment, page: str = EIGHT) -> str:
    answer = client_of(person).get(f"/assessments/{whole.pk}/{page}")
    assert answer.status_code == 200, page
    return re.sub(r"\s+", " ", answer.content.decode())


def line(page: str, code: str) -> str:
    """What the page says of one indicator."""
    return page.split(f'translate="no">{code}</strong>', 1)[1].split('<strong translate="no">', 1)[0]


def test_unknown_and_not_asked_stand_apart_from_absent(
    *, whole: Assessment, officials: Stakeholder, women: Stakeholder, elders: Stakeholder,
    outside_stakeholder: Person, activist: Person,
) -> None:  # fmt: skip
    give(officials, outside_stakeholder, values={"UNFA-8.8": "unknown", "UNFA-8.9": "absent"})
    give(women, activist, values={"UNFA-8.8": "unknown"})
    page = text(activist, whole)
    of_8_8 = line(page, "UNFA-8.8")
    assert re.search(r"unknown</span> <b>2</b>", of_8_8)
    assert "absent" not in of_8_8
    assert "nothing known now" in of_8_8
    assert "0 of 3 asked, of 3 in all" in of_8_8
    assert re.search(r"absent</span> <b>1</b>", line(page, "UNFA-8.9"))
    assert "all who know: absent" in line(page, "UNFA-8.9")
    assert "2 of 3 asked have answered so far" in page


def test_a_dissent_is_shown_in_full_and_stands_until_its_author_writes_another(
    whole: Assessment, women: Stakeholder, activist: Person, outside_stakeholder: Person
) -> None:
    give(
        women,
        activist,
        values={"UNFA-8.8": "acute", "UNFA-8.7": "acute"},
        dissent="We are not asked, we are told.",
    )
    assert "We are not asked, we are told." in text(outside_stakeholder, whole)
    give(women, activist, values={"UNFA-8.8": "acute"})
    assert "We are not asked, we are told." in text(outside_stakeholder, whole)
    give(women, activist, values={"UNFA-8.7": "latent"}, dissent="We are asked, and not heard.")
    page = text(outside_stakeholder, whole)
    assert "We are asked, and not heard." in page
    assert "We are not asked, we are told." not in page


def test_one_who_stands_far_from_the_others_is_named_without_a_mean(
    *, whole: Assessment, officials: Stakeholder, women: Stakeholder, elders: Stakeholder,
    outside_stakeholder: Person, activist: Person, analyst: Person,
) -> None:  # fmt: skip
    give(officials, outside_stakeholder, values={"UNFA-8.8": "absent"})
    give(elders, analyst, values={"UNFA-8.8": "absent"})
    give(women, activist, values={"UNFA-8.8": "acute"})
    found = line(text(analyst, whole), "UNFA-8.8")
    assert "acute: Market women" in found
    assert "from absent to acute" in found


def test_what_is_said_below_is_carried_up_with_its_path_as_far_as_one_may_read_it(
    committee: Organisation, analyst: Person, ministry: Organisation, outside_stakeholder: Person
) -> None:
    country = begin(committee, analyst, ministry, title="Country")
    district = begin(committee, analyst, ministry, title="District", within=country)
    village = begin(committee, analyst, ministry, title="Village", within=district)
    hidden = begin(committee, analyst, title="Hidden place", within=district)
    give(name(country, analyst, "Desk"), analyst, values={"UNFA-8.8": "absent"})
    give(name(village, analyst, "Youth"), analyst, values={"UNFA-8.8": "acute"}, dissent="Nobody comes here.")
    give(name(hidden, analyst, "Secret youth"), analyst, values={"UNFA-8.9": "acute"}, dissent="Silence.")
    page = text(outside_stakeholder, country)
    assert "Nobody comes here." in page
    assert "District › Village" in page
    below = line(page, "UNFA-8.8")
    assert "highest: acute – District › Village" in below
    assert "all who know: absent" in below  # what is said here is not mixed with it
    assert "not asked 1" in below  # the district itself
    for secret in ("Hidden place", "Secret youth", "Silence."):
        assert secret not in page
    assert "Hidden place" in text(analyst, country)


def test_a_reading_that_is_not_shared_is_not_counted(
    *, whole: Assessment, women: Stakeholder, officials: Stakeholder, activist: Person,
    outside_stakeholder: Person, committee: Organisation, analyst: Person,
) -> None:  # fmt: skip
    give(officials, outside_stakeholder, values={"UNFA-8.8": "absent"})
    before = text(outside_stakeholder, whole)
    give(women, activist, values={"UNFA-8.8": "acute"}, sharing=NOBODY_ELSE, dissent="For us alone.",
         reasons={"UNFA-8.8": "A cousin said so"})  # fmt: skip
    assert line(text(outside_stakeholder, whole), "UNFA-8.8") == line(before, "UNFA-8.8")
    for page in (EIGHT, "readings/UNFA-8.8/", "lenses/", "readings/?framework=un_framework_2014&dimension=1"):
        seen = text(outside_stakeholder, whole, page)
        assert "For us alone." not in seen
        assert "cousin" not in seen
        assert "acute</span>" not in seen
    assert "For us alone." in text(activist, whole)
    give(women, activist, values={"UNFA-8.8": "acute"}, sharing=shared_with(committee))
    assert "acute: Market women" in text(analyst, whole)


def test_strangers_and_those_who_take_no_part_find_nothing(
    whole: Assessment, women: Stakeholder, activist: Person, administrator: Person, stranger: Client
) -> None:
    give(women, activist)
    asked = ("", "new/", "file/", "sheet/", "paper/", "UNFA-8.8/", "statements/new/")
    for page in (*(f"readings/{one}" for one in asked), "lenses/"):
        address = f"/assessments/{whole.pk}/{page}"
        assert client_of(administrator).get(address).status_code == 404, page
        assert stranger.get(address).status_code == 302, page


def test_exercises_and_what_is_real_are_never_rolled_up_together(
    committee: Organisation, analyst: Person, whole: Assessment
) -> None:
    exercise = begin_exercise(committee, analyst, OCCASION.at)
    played = begin(committee, analyst, title="Played", within=whole, exercise=exercise)
    give(name(played, analyst, "Actors"), analyst, values={"UNFA-8.8": "acute"}, dissent="Played dissent.")
    assert "Played" not in text(analyst, whole)
    inside = begin(committee, analyst, title="Real village", within=played)
    give(name(inside, analyst, "Real people"), analyst, values={"UNFA-8.8": "acute"})
    page = text(analyst, played)
    assert "nothing here is real" in page
    assert "Real village" not in page


def test_an_indicator_shows_rounds_reasons_evidence_and_what_is_measured(
    whole: Assessment, women: Stakeholder, activist: Person, analyst: Person
) -> None:
    piece = add_part(
        part=Evidence(assessment=whole, what="Leaflets name families", reliability="C", credibility=3),
        viewer=activist, occasion=OCCASION,
    )  # fmt: skip
    give(women, activist, values={"UNFA-1.6": "latent"}, reasons={"UNFA-1.6": "Before the vote"},
         cited={"UNFA-1.6": [piece.pk]}, trends={"UNFA-1.6": "rising"})  # fmt: skip
    rows_of(Assessment).filter(pk=whole.pk).update(round=2)
    women.assessment.refresh_from_db(from_queryset=rows_of(Assessment))
    give(women, activist, values={"UNFA-1.6": "present"})
    page = text(analyst, whole, "readings/UNFA-1.6/")
    assert page.index("Round 2") < page.index("Before the vote")
    asked = (
        f"/assessments/{whole.pk}/evidence/{what}/new/?indicator=UNFA-1.6" for what in ("claims", "gaps")
    )
    for said in ("Round 1", "rising", "Leaflets name families", "C3", "v2x_civlib", *asked):
        assert said in page
    assert client_of(analyst).get(f"/assessments/{whole.pk}/readings/UNFA-99.9/").status_code == 404


def test_two_lenses_stand_beside_each_other_with_what_is_said(
    whole: Assessment, women: Stakeholder, activist: Person
) -> None:
    give(women, activist, values={"UNFA-9.1": "present"})
    page = text(activist, whole, "lenses/")
    assert "What the other misses" in page
    assert "UNFA-9.1" in page
    assert re.search(r"present</span> <b>1</b>", page)


def test_a_perspective_can_be_looked_at_alone_and_stands_in_no_address(
    whole: Assessment,
    women: Stakeholder,
    officials: Stakeholder,
    activist: Person,
    outside_stakeholder: Person,
) -> None:
    give(women, activist, values={"UNFA-8.8": "acute"})
    give(officials, outside_stakeholder, values={"UNFA-8.8": "absent"})
    page = text(activist, whole)
    key = re.search(r'<option value="(\w{12})">Settled families', page)
    assert key
    assert "perspective=Settled" not in page
    alone = line(text(activist, whole, f"{EIGHT}&perspective={key[1]}"), "UNFA-8.8")
    assert "all who know: acute" in alone
    assert "1 of 1 asked, of 1 in all" in alone


def test_an_assessment_without_a_framework_says_what_to_do(committee: Organisation, analyst: Person) -> None:
    bare = begin(committee, analyst)
    rows_of(Assessment).filter(pk=bare.pk).update(frameworks=[])
    assert "no framework yet" in text(analyst, bare, "readings/")
    assert client_of(analyst).get(f"/assessments/{bare.pk}/readings/new/").status_code == 404
    rows_of(Assessment).filter(pk=bare.pk).update(frameworks=["no_longer_here_2001"])
    assert "no framework yet" in text(analyst, bare, "readings/")
    assert "no framework yet" in text(analyst, bare, "lenses/")


STATEMENT: dict[str, Any] = {
    "motive": "land", "means": "militia", "actor": "A party", "type": "expulsion", "group": "settled families",
    "place": "the north", "opportunity": "the vote ends", "signs": "<b>lists</b>",
}  # fmt: skip


def test_statements_fill_a_template_and_belong_to_whoever_makes_them(
    whole: Assessment, activist: Person, analyst: Person, outside_stakeholder: Person
) -> None:
    rows_of(Assessment).filter(pk=whole.pk).update(frameworks=[UNFA, "us_atrocity_risk_2022"])
    client, asked = client_of(activist), "?framework=us_atrocity_risk_2022&template=scenario"
    address = f"/assessments/{whole.pk}/readings/statements/new/{asked}"
    assert client.get(address).status_code == 200
    assert client.post(address, STATEMENT | {"motive": " "}).status_code == 200
    assert client.post(address, STATEMENT).status_code == 302
    made = rows_of(Statement).get()
    page = text(analyst, whole, "readings/?framework=us_atrocity_risk_2022")
    assert "settled families" in page
    assert "&lt;b&gt;lists" in page
    assert "<b>lists" not in page
    change = f"/assessments/readings/statements/{made.pk}/edit/"
    assert client.get(change).status_code == 200
    assert client_of(analyst).get(change).status_code == 403
    assert client.post(change, STATEMENT | {"actor": "A wing", "row_version": "1"}).status_code == 302
    assert rows_of(Statement).get().slots["actor"] == "A wing"
    assert client.get(address.replace("scenario", "nothing")).status_code == 404


def test_the_pages_ask_no_more_of_the_database_when_more_is_said(
    *, whole: Assessment, women: Stakeholder, activist: Person, analyst: Person, committee: Organisation,
    ministry: Organisation, ngo: Organisation,
) -> None:  # fmt: skip
    client = client_of(activist)

    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/assessments/{whole.pk}/{page}").status_code == 200
        return len(queries)

    give(women, activist, values={"UNFA-8.8": "acute"}, dissent="No.")
    begin(committee, analyst, ministry, ngo, title="First", within=whole)
    pages = (EIGHT, "readings/UNFA-8.8/", "lenses/", "readings/new/")
    few = [asked(page) for page in pages]
    for number in range(6):
        who = name(whole, analyst, f"Committee {number}")
        inside = begin(committee, analyst, ministry, ngo, title=f"Place {number}", within=whole)
        there = name(inside, analyst, "Village")
        for value in ("latent", "present", "acute"):
            give(who, analyst, values={"UNFA-8.8": value, "UNFA-8.7": value}, dissent=f"No {number}.")
            give(there, analyst, values={"UNFA-8.8": value}, dissent=f"Below {number}.")
    assert [asked(page) for page in pages] == few


def test_who_gave_a_reading_says_who_may_see_it_and_can_take_it_back(
    whole: Assessment, women: Stakeholder, activist: Person, analyst: Person
) -> None:
    made = give(women, activist)
    address = f"/assessments/readings/given/{made.pk}/"
    for page in ("share/", "history/", "remove/"):
        assert client_of(activist).get(f"{address}{page}").status_code == 200
    assert client_of(analyst).get(f"{address}share/").status_code == 403
    assert f"{address}remove/" in text(activist, whole, "readings/UNFA-8.8/")
    assert f"{address}remove/" not in text(analyst, whole, "readings/UNFA-8.8/")
