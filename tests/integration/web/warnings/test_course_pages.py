"""The pages on which a warning is answered, and on which its issuer sees who is silent."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.asked import address, begin_exercise, ladder_with, later, released
from tests.people import client_of, make_person

from avert.warning.clock import Stage
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.warnings import course
from avert.web.warnings.course_tables import panel
from avert.web.warnings.models import Addressee, CourseEvent, Warning

WHY = "The elders of both sides meet on Friday"


def url(addressee: Addressee, page: str = "") -> str:
    return f"/warnings/{addressee.warning_id}/at/{addressee.pk}/{page}"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def desk(outside_stakeholder: Person) -> Client:
    return client_of(outside_stakeholder)


@pytest.fixture
def issuer(analyst: Person) -> Client:
    return client_of(analyst)


def decide(client: Client, addressee: Addressee, decision: str = "NO_NEW_ACTION", **more: str) -> Any:
    return client.post(url(addressee, "decided/"), {"decision": decision, "reason": WHY, **more})


def test_to_acknowledge_is_one_tap(addressee: Addressee, desk: Client, issuer: Client) -> None:
    page = text(desk, url(addressee))
    assert page.count("<button>Acknowledge</button>") == 1
    assert "no response recorded" in text(issuer, url(addressee))
    answer = desk.post(url(addressee, "acknowledge/"))
    assert answer.headers["Location"] == url(addressee)
    assert rows_of(CourseEvent).get(stage="ACKNOWLEDGED").owner_id == addressee.organisation_id
    assert "<button>Acknowledge</button>" not in text(desk, url(addressee))
    assert "Acknowledged" in text(issuer, url(addressee))


def test_a_decision_needs_its_reason_and_a_deferral_its_date(addressee: Addressee, desk: Client) -> None:
    assert decide(desk, addressee, reason="").status_code == 200
    assert decide(desk, addressee, "DEFER").status_code == 200
    until = {"until": "2030-01-01T12:00", "zone": "Africa/Nairobi"}
    assert decide(desk, addressee, "ACT", **until).status_code == 200
    assert decide(desk, addressee, "DEFER", **until | {"zone": "Nowhere"}).status_code == 200
    assert not rows_of(CourseEvent).filter(stage="DECIDED").exists()
    assert decide(desk, addressee, "DEFER", **until).status_code == 302
    row = rows_of(CourseEvent).get(stage="DECIDED")
    assert row.deferred_until == dt.datetime(2030, 1, 1, 9, tzinfo=dt.UTC)
    assert "1 January 2030, 12:00" in text(desk, url(addressee))


def test_the_issuer_learns_of_a_decision_only_when_it_is_shared(
    addressee: Addressee, desk: Client, issuer: Client
) -> None:
    before = plain(text(issuer, url(addressee)))
    assert "may exist that is not shared with you" in before
    desk.post(url(addressee, "considered/"), {"reason": WHY})
    decide(desk, addressee)
    assert plain(text(issuer, url(addressee))) == before, "nothing on it says that something was decided"
    assert WHY in text(desk, url(addressee))
    assert "share-decision/" in text(desk, url(addressee))
    assert desk.get(url(addressee, "share-decision/")).status_code == 200
    desk.post(url(addressee, "share-decision/"))
    after = text(issuer, url(addressee))
    assert WHY in after
    assert "No new action" in after
    assert "share-decision/" not in text(desk, url(addressee))


def plain(page: str) -> str:
    return re.sub(r'value="\w{64}"', "", page)


def test_a_step_is_corrected_or_withdrawn_and_both_stay_readable(addressee: Addressee, desk: Client) -> None:
    decide(desk, addressee)
    row = rows_of(CourseEvent).get(stage="DECIDED")
    page = url(addressee, f"correct/{row.pk}/")
    assert WHY in text(desk, page)
    assert desk.post(page, {"decision": "ACT", "reason": "Patrols go there"}).status_code == 302
    shown = text(desk, url(addressee))
    assert "Decided: Act" in shown
    assert "corrected later" in shown
    assert WHY in shown
    newer = rows_of(CourseEvent).get(corrects=row)
    assert "corrected already" in desk.post(page, {"decision": "ACT", "reason": "x"}).content.decode()
    assert desk.post(url(addressee, f"correct/{newer.pk}/"), {"withdraw": "yes"}).status_code == 302
    assert (
        "Decided"
        not in text(desk, url(addressee)).split("The same as a table")[0].split("What has happened")[1]
    )


def test_times_are_by_the_clock_of_the_addressee(addressee: Addressee, desk: Client) -> None:
    said = {"reason": "Called", "at": "2024-03-02T12:00"}
    assert desk.post(url(addressee, "considered/"), said).status_code == 302
    row = rows_of(CourseEvent).get(stage="CONSIDERED")
    assert row.at == dt.datetime(2024, 3, 2, 9, tzinfo=dt.UTC)
    future = {"reason": "Called", "at": "2090-03-02T12:00"}
    assert "later than now" in desk.post(url(addressee, "considered/"), future).content.decode()


def test_the_issuer_records_for_those_who_are_not_here_and_for_nobody_else(
    addressee: Addressee, far: Addressee, desk: Client, issuer: Client
) -> None:
    assert "They have just acknowledged it" in text(issuer, url(far))
    assert issuer.post(url(far, "acknowledge/")).status_code == 302
    assert decide(issuer, far, "ACT").status_code == 302
    assert issuer.post(url(addressee, "acknowledge/")).status_code == 403
    for page in ("considered/", "decided/", "done/", "effect/", "share-decision/", "acknowledged/"):
        assert issuer.get(url(addressee, page)).status_code == 403, page
        assert issuer.post(url(addressee, page), {"reason": WHY}).status_code == 403, page
    assert desk.get(url(far)).status_code == 404, "whom else the warning asks is not theirs to know"
    assert not rows_of(CourseEvent).filter(addressee=addressee, stage="ACKNOWLEDGED").exists()


def test_a_reader_sees_no_way_to_answer(addressee: Addressee, ministry: Organisation) -> None:
    client = client_of(make_person("reader-there", ministry, RoleKind.READER))
    page = text(client, url(addressee))
    assert "<button>Acknowledge" not in page
    assert "decided/" not in page
    assert client.post(url(addressee, "acknowledge/")).status_code == 403


def test_what_is_asked_of_us_stands_with_what_is_overdue_first(
    warning: Warning, ministry: Organisation, analyst: Person, desk: Client
) -> None:
    address(warning, analyst, ministry, asked="Later", acknowledge_by=timezone.now() + dt.timedelta(days=3))
    address(warning, analyst, ministry, asked="Overdue", acknowledge_by=later(hours=1).at)
    address(warning, analyst, ministry, asked="Whenever")
    course.mark_sent(warning=warning, occasion=later())
    page = text(desk, "/warnings/asked-of-us/")
    order = [page.index(word) for word in ("Overdue", "Later", "Whenever")]
    assert order == sorted(order)
    assert "One answer is overdue." in page
    assert page.count("no response recorded") >= 3


def test_the_issuer_sees_who_is_silent_and_whom_the_ladder_turns_to(
    warning: Warning, ministry: Organisation, analyst: Person, issuer: Client, desk: Client
) -> None:
    ladder = ladder_with(warning.owner, analyst, (2, "Deputy of the district"))
    found = address(warning, analyst, ministry, ladder=ladder, acknowledge_by=later(hours=1).at)
    course.mark_sent(warning=warning, occasion=later())
    listed = text(issuer, "/warnings/asked-by-us/")
    assert "overdue" in listed
    assert "Sent; no response recorded" in listed
    assert "refused" not in listed
    assert "Deputy of the district" in text(issuer, url(found))
    assert "Deputy of the district" not in text(desk, url(found)), "the ladder is the issuer's"
    desk.post(url(found, "acknowledge/"))
    assert "Deputy of the district" not in text(issuer, url(found)), "nobody is turned to any more"


def test_an_overdue_second_review_is_flagged_for_the_issuer_alone(
    committee: Organisation, ministry: Organisation, analyst: Person, issuer: Client, desk: Client
) -> None:
    due = {"threatens_life": True, "review_due_at": later(minutes=30).at}
    released(committee, analyst, ministry, title="Leave the river road", **due)
    assert "Leave the river road” went out at once" in re.sub(
        r"</?bdi[^>]*>", "", text(issuer, "/warnings/asked-by-us/")
    )
    assert "went out at once" not in text(desk, "/warnings/asked-by-us/")


def test_an_exercise_never_mixes_with_what_is_real(
    addressee: Addressee, committee: Organisation, ministry: Organisation, analyst: Person, desk: Client
) -> None:
    sharing = Sharing(organisations=frozenset({ministry.pk}))
    exercise = begin_exercise(committee, analyst, later().at, sharing)
    warning = released(committee, analyst, ministry, exercise=exercise, title="Made up")
    drilled = address(warning, analyst, ministry)
    course.mark_sent(warning=warning, occasion=later())
    real, drill = (text(desk, f"/warnings/asked-of-us/{asked}") for asked in ("", f"?exercise={exercise.pk}"))
    assert ("Made up" in real, "Made up" in drill) == (False, True)
    assert ("<strong>Exercise</strong>" in real, "<strong>Exercise</strong>" in drill) == (False, True)
    assert "Attacks after the vote" not in drill
    assert "<strong>Exercise</strong>" in text(desk, url(drilled))
    desk.post(url(drilled, "acknowledge/"))
    assert rows_of(CourseEvent).get(stage="ACKNOWLEDGED").at == later().at
    for asked in ("nonsense", committee.pk):
        assert desk.get(f"/warnings/asked-of-us/?exercise={asked}").status_code == 404


def test_the_panel_of_a_warning_shows_each_addressee_whom_the_viewer_may_see(
    addressee: Addressee, far: Addressee, analyst: Person, outside_stakeholder: Person
) -> None:
    now = later(hours=2).at
    of_issuer, of_desk = (panel(addressee.warning, who, now) for who in (analyst, outside_stakeholder))
    assert len(of_issuer["course_table"].rows) == 2
    assert [row["what"].url for row in of_desk["course_table"].rows] == [url(addressee)]


@pytest.mark.parametrize("page", ["/warnings/asked-of-us/", "/warnings/asked-by-us/"])
def test_a_list_asks_as_much_for_sixty_as_for_three(
    warning: Warning, ministry: Organisation, analyst: Person, outside_stakeholder: Person, page: str
) -> None:
    client = client_of(outside_stakeholder if "of-us" in page else analyst)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    few = 0
    for n in (3, 57):
        for _number in range(n):
            address(warning, analyst, ministry)
        course.mark_sent(warning=warning, occasion=later())
        few = few or asked()
    assert asked() <= few


def test_a_course_of_many_steps_is_read_with_bounded_queries(addressee: Addressee, desk: Client) -> None:
    counts = []
    for _round in range(2):
        for _number in range(6):
            desk.post(url(addressee, "considered/"), {"reason": WHY})
        with CaptureQueriesContext(connection) as queries:
            desk.get(url(addressee))
        counts.append(len(queries))
    assert counts[0] == counts[1] < 45
    assert rows_of(CourseEvent).filter(stage=Stage.CONSIDERED.name).count() == 12
