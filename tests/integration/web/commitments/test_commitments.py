"""Who promised what, what is reported of it, and what the lists, totals and files say."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
from typing import Any

import icalendar
import pytest
from django.test import Client
from tests.people import OCCASION, client_of
from tests.record_samples import write_commitment, write_exercise, write_warning

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.audit.models import AuditEntry
from avert.web.audit.occasions import Occasion
from avert.web.commitments import services
from avert.web.commitments.models import Commitment, CommitmentReport
from avert.web.commitments.selectors import commitments_about, line_for, lines_for
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing

FORM = {
    "by": "Party A", "to": "Party B", "what": "Cease fire", "place": "Kenya", "due_on": "2024-03-10",
    "due_time": "12:00", "zone": "Africa/Juba", "verified_how": "Patrols", "verified_by": "Monitors", "marking": "3",
}  # fmt: skip
DUE = dt.datetime(2024, 3, 10, 22, tzinfo=dt.UTC)  # the end of the day in Juba, two hours ahead
DAY = dt.timedelta(days=1)


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def with_ministry(ministry: Organisation) -> Sharing:
    return Sharing(organisations=frozenset({ministry.pk}))


@pytest.fixture
def shared(committee: Organisation, analyst: Person, with_ministry: Sharing) -> Commitment:
    return write_commitment(committee, analyst, with_ministry)


def report(
    commitment: Commitment,
    by: Person,
    finding: str,
    at: dt.datetime = DUE - DAY,
    sharing: Sharing = NOBODY_ELSE,
) -> CommitmentReport:
    return services.report(
        commitment=commitment, finding=finding, at=at, evidence="Went there", sharing=sharing, viewer=by,
        owner_id=by.organisations.get().pk, occasion=Occasion.at_the_command_line(at),
    )  # fmt: skip


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return spaced(answer)


def spaced(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_a_commitment_is_written_for_nobody_else_with_its_date_in_its_own_zone(
    client: Client, analyst: Person, committee: Organisation
) -> None:
    answer = client.post("/commitments/new/", FORM | {"owner": str(committee.pk)})
    made = readable_by(analyst, Commitment).get()
    assert answer.headers["Location"] == f"/commitments/{made.pk}/"
    page = words(client, f"/commitments/{made.pk}/")
    assert "10 March 2024, 12:00 (Africa/Juba)" in page
    assert "For nobody but its owner." in page
    assert "That nobody reports it kept does not show that it was broken." in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"zone": "Juba time"}, "This is no time zone."),
        ({"due_on": ""}, "A time needs a day."),
        ({"place": "Nowhere"}, "No place is called that"),
        ({"exercise": "00000000-0000-4000-8000-000000000000"}, "not there, or not for you"),
        ({"about": "00000000-0000-4000-8000-000000000000"}, "not there, or not for you"),
    ],
)
def test_a_form_says_what_is_wrong(
    client: Client, committee: Organisation, analyst: Person, wrong: dict[str, str], said: str
) -> None:
    answer = client.post("/commitments/new/", FORM | {"owner": str(committee.pk)} | wrong)
    assert said in spaced(answer)
    assert not readable_by(analyst, Commitment).exists()


def test_a_program_cannot_write_a_time_without_a_day_or_a_zone_that_nobody_knows(
    committee: Organisation, analyst: Person
) -> None:
    given: dict[str, Any] = {
        "owner_id": committee.pk, "by": "A", "to": "B", "what": "C", "viewer": analyst, "occasion": OCCASION
    }  # fmt: skip
    for wrong in ({"due_time": dt.time(12)}, {"zone": "Moon/Base"}, {"what": " "}):
        with pytest.raises(InputError):
            services.promise(**given | wrong)
    assert not readable_by(analyst, Commitment).exists()


def test_what_a_commitment_says_is_changed_with_a_reason(client: Client, analyst: Person) -> None:
    made = write_commitment(analyst.organisations.get(), analyst)
    page = client.get(f"/commitments/{made.pk}/edit/").content.decode()
    assert 'value="2024-03-10"' in page
    changed = FORM | {"what": "Withdraw", "row_version": "1", "why": "misheard"}
    assert client.post(f"/commitments/{made.pk}/edit/", changed).status_code == 302
    assert readable_by(analyst, Commitment).get().what == "Withdraw"


def test_without_a_report_it_is_not_yet_due_and_then_unknown_and_overdue(
    committee: Organisation, analyst: Person
) -> None:
    made = write_commitment(committee, analyst)
    before, after = (line_for(analyst, made, now=DUE + late) for late in (-DAY / 24, DAY / 24))
    assert (before.status.word.value, before.is_overdue) == ("not yet due", False)
    assert (after.status.word.value, after.is_overdue) == ("unknown", True)


def test_an_organisation_that_may_read_a_commitment_reports_for_itself(
    shared: Commitment,
    analyst: Person,
    outside_stakeholder: Person,
    ministry: Organisation,
    committee: Organisation,
) -> None:
    form = {
        "finding": "VIOLATED", "at": "2024-03-05T10:00", "evidence": "Shelling heard", "marking": "2",
        "owner": str(ministry.pk), "organisations": [str(committee.pk)],
    }  # fmt: skip
    committee.is_listed = True
    committee.save()
    answer = client_of(outside_stakeholder).post(f"/commitments/{shared.pk}/report/", form)
    assert answer.headers["Location"] == f"/commitments/{shared.pk}/"
    row = readable_by(analyst, CommitmentReport).get()
    assert (row.owner_id, row.evidence, row.place) == (ministry.pk, "Shelling heard", shared.place)
    assert "Broken" in words(client_of(analyst), f"/commitments/{shared.pk}/")


def test_reports_that_disagree_stand_side_by_side_and_the_word_is_unknown(
    shared: Commitment,
    analyst: Person,
    outside_stakeholder: Person,
    committee: Organisation,
    with_ministry: Sharing,
) -> None:
    report(shared, analyst, "FULFILLED", sharing=with_ministry)
    report(shared, outside_stakeholder, "VIOLATED", sharing=Sharing(organisations=frozenset({committee.pk})))
    line = line_for(analyst, shared, now=DUE)
    assert line.status.word.value == "unknown"
    assert [reading.word.value for reading in line.status.readings] == ["kept", "broken"]
    page = words(client_of(analyst), f"/commitments/{shared.pk}/")
    assert "Reports disagree" in page
    assert "it is not averaged" in page
    assert re.search(r"Kept\s*: District peace committee", page)
    assert re.search(r"Broken\s*: another organisation", page), "the ministry is not listed"


def test_a_report_that_is_not_shared_changes_nothing_for_others(
    shared: Commitment, analyst: Person, outside_stakeholder: Person
) -> None:
    report(shared, outside_stakeholder, "VIOLATED")
    assert not line_for(analyst, shared, now=DUE).reports
    assert line_for(outside_stakeholder, shared, now=DUE).status.word.value == "broken"
    page = words(client_of(analyst), "/commitments/?only=disputed")
    assert "No commitment that you may read is like that" in page


def test_a_report_shared_without_its_commitment_shows_nowhere(
    committee: Organisation, analyst: Person, outside_stakeholder: Person, with_ministry: Sharing
) -> None:
    hidden = write_commitment(committee, analyst, what="Zanzibarite")
    made = report(hidden, analyst, "FULFILLED", sharing=with_ministry)
    client = client_of(outside_stakeholder)
    assert client.get(f"/commitments/reports/{made.pk}/").status_code == 404
    for page in ("share/", "history/"):
        assert "Zanzibarite" not in client.get(f"/commitments/reports/{made.pk}/{page}").content.decode()
    assert not lines_for(outside_stakeholder, now=DUE)


def test_a_later_report_of_the_same_organisation_takes_the_place_of_its_earlier_one(
    shared: Commitment, analyst: Person
) -> None:
    report(shared, analyst, "PARTLY", DUE - 2 * DAY)
    report(shared, analyst, "FULFILLED", DUE - DAY)
    line = line_for(analyst, shared, now=DUE)
    assert line.status.word.value == "kept"
    assert [row.finding for row in line.reports] == ["FULFILLED", "PARTLY"], "both stay"


def test_nobody_reports_what_is_still_to_come_nor_on_what_they_may_not_read(
    committee: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    hidden = write_commitment(committee, analyst)
    with pytest.raises(Commitment.DoesNotExist):
        report(hidden, outside_stakeholder, "FULFILLED")
    with pytest.raises(InputError):
        services.report(
            commitment=hidden, finding="FULFILLED", at=OCCASION.at + DAY, evidence="x", viewer=analyst,
            owner_id=committee.pk, occasion=OCCASION,
        )  # fmt: skip


def test_the_list_has_totals_by_word_and_none_by_who_promised(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    for number, (finding, due) in enumerate(
        [("FULFILLED", "2024-03-10"), ("VIOLATED", "2024-03-10"), ("", "2024-03-10"), ("", "2999-01-01")]
    ):
        made = write_commitment(
            committee, analyst, what=f"Promise {number}", due_on=dt.date.fromisoformat(due)
        )
        if finding:
            report(made, analyst, finding)
    page = words(client, "/commitments/")
    for said in (
        "Kept 1",
        "Kept late 0",
        "Partly kept 0",
        "Broken 1",
        "Not yet due 1",
        "Unknown 1",
        "Overdue 1",
    ):
        assert said in page
    assert page.index("Promise 0") < page.index("Promise 3"), "the earliest date first"
    late = words(client, "/commitments/?only=overdue")
    assert "Promise 2" in late
    assert "Promise 0" not in late
    assert "Promise" not in words(client, "/commitments/?place=Ghana")


def test_commitments_of_an_exercise_never_mix_with_real_ones_and_go_by_its_clock(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    exercise = write_exercise(committee, analyst)
    write_commitment(committee, analyst, what="A real one")
    write_commitment(committee, analyst, what="An invented one", exercise=exercise)
    real, invented = (words(client, f"/commitments/{asked}") for asked in ("", f"?exercise={exercise.pk}"))
    assert ("A real one" in real, "An invented one" in real) == (True, False)
    assert ("A real one" in invented, "An invented one" in invented) == (False, True)
    assert "Not yet due 1" in invented, "its clock stands on 2 March 2024"
    assert "Exercise" in invented
    assert client.get("/commitments/?exercise=nonsense").status_code == 404


def test_whoever_may_not_read_an_exercise_is_not_told_its_name_by_a_commitment_of_it(
    client: Client,
    committee: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
    with_ministry: Sharing,
) -> None:
    exercise = write_exercise(committee, analyst, title="Night over Nakuru")
    one = write_commitment(committee, analyst, with_ministry, exercise=exercise)
    address = f"/commitments/{one.pk}/"
    assert "Night over Nakuru" in words(client, address)
    theirs = words(client_of(outside_stakeholder), address)
    assert "Night over Nakuru" not in theirs
    assert "an exercise" in theirs


def test_a_commitment_is_about_a_record_that_only_its_own_readers_see_named(
    client: Client,
    committee: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
    ministry: Organisation,
) -> None:
    warning = write_warning(committee, analyst)
    form = FORM | {"owner": str(committee.pk), "about": str(warning.pk), "organisations": [str(ministry.pk)]}
    ministry.is_listed = True
    ministry.save()
    client.post("/commitments/new/", form)
    made = readable_by(analyst, Commitment).get()
    assert list(commitments_about(analyst, warning.pk)) == [made]
    assert "Attacks after the vote" in words(client, f"/commitments/{made.pk}/")
    assert "Attacks after the vote" not in words(client_of(outside_stakeholder), f"/commitments/{made.pk}/")


def test_a_calendar_learns_that_there_is_a_date_and_no_more(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    closed = write_commitment(committee, analyst, marking=Marking.GREEN)
    opened = write_commitment(committee, analyst, marking=Marking.CLEAR, what="Hold the vote")
    write_commitment(committee, analyst, due_on=None, what="Some day")
    answer = client.get("/commitments/calendar.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    items = {str(item["uid"]): item for item in icalendar.Calendar.from_ical(answer.content).walk("VTODO")}
    assert str(items[str(closed.calendar_uid)]["summary"]) == "A date to look up"
    assert str(items[str(opened.calendar_uid)]["summary"]) == "Hold the vote"
    assert len(items) == 2
    for hidden in (b"Cease", b"Party", str(closed.pk).encode()):
        assert hidden not in answer.content
    assert AuditEntry.objects.filter(action="export", object_kind="commitments.commitment").count() == 1


def test_the_sheet_holds_what_the_list_shows(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    report(write_commitment(committee, analyst, what="=1+1"), analyst, "FULFILLED")
    answer = client.get("/commitments/commitments.csv")
    row = next(csv.DictReader(io.StringIO(answer.content.decode())))
    assert (row["what"], row["status"], row["reports"]) == ("'=1+1", "kept", "1")
    assert row["marking"] == "TLP:AMBER+STRICT"
    assert AuditEntry.objects.filter(action="export").count() == 1
