"""Where there was a warning and no response, and reports that nobody answered."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.integration.web.commitments.test_commitments import words
from tests.integration.web.scorecard.conftest import DAY, HOUR, NOW, addressed, released, step
from tests.people import OCCASION, client_of
from tests.record_samples import PLACE, _part, write_exercise, write_signal

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import Level
from avert.web.records import audiences
from avert.web.records.models import Link
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of
from avert.web.scorecard.selectors import (
    About,
    counts_for,
    gaps_of,
    never_arrived,
    reports_without_answer,
    without_decision,
)
from avert.web.signals.models import Answer, Signal
from avert.web.signals.vocabulary import AnswerKind, Way
from avert.web.warnings.course_selectors import TURNED_TO
from avert.web.warnings.models import Addressee, CourseEvent, Warning
from avert.web.warnings.vocabulary import Message, StageWord, State

write_answer = _part(Answer, kind=AnswerKind.UNSAFE, at=OCCASION.at)


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def silent(committee: Organisation, analyst: Person) -> Addressee:
    """Sent a day ago, and nothing since."""
    addressee = addressed(released(committee, analyst), analyst)
    step(addressee, StageWord.SENT, NOW - DAY, analyst)
    return addressee


def waiting(viewer: Person, now: dt.datetime = NOW, about: About = About()) -> list[Addressee]:  # noqa: B008
    return list(without_decision(viewer, now, about))


def test_silence_is_a_gap_until_a_decision_is_recorded(silent: Addressee, analyst: Person) -> None:
    assert waiting(analyst) == [silent]
    step(silent, StageWord.ACKNOWLEDGED, NOW - HOUR, analyst)
    assert waiting(analyst) == [silent], "to acknowledge is no decision"
    step(silent, StageWord.DECIDED, NOW, analyst)
    assert waiting(analyst) == []
    assert waiting(analyst, NOW - HOUR) == [silent], "an hour ago nobody could know of it"


def test_a_decision_withdrawn_leaves_the_gap_and_a_corrected_one_closes_it(
    silent: Addressee, analyst: Person
) -> None:
    decided = step(silent, StageWord.DECIDED, NOW - 3 * HOUR, analyst)
    corrected = step(
        silent, StageWord.DECIDED, NOW - 3 * HOUR, analyst, corrects=decided, recorded_at=NOW - 2 * HOUR
    )
    assert waiting(analyst) == []
    step(silent, StageWord.DECIDED, NOW - HOUR, analyst, corrects=corrected, is_withdrawn=True)
    assert waiting(analyst) == [silent]


def test_what_was_done_without_a_recorded_decision_is_no_gap(silent: Addressee, analyst: Person) -> None:
    step(silent, StageWord.DONE, NOW, analyst)
    assert waiting(analyst) == []


def test_a_decision_that_the_viewer_may_not_see_leaves_no_response_recorded(
    committee: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
    with_ministry: Sharing,
    with_committee: Sharing,
) -> None:
    warning = released(committee, analyst, with_ministry)
    addressee = addressed(
        warning, analyst, with_ministry, organisation=outside_stakeholder.organisations.get()
    )
    step(addressee, StageWord.DECIDED, NOW - HOUR, outside_stakeholder)
    assert waiting(analyst) == [addressee]
    assert waiting(outside_stakeholder) == []
    step(addressee, StageWord.DECIDED, NOW, outside_stakeholder, with_committee)
    assert waiting(analyst) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"state": State.DRAFT, "released_at": None},
        {"state": State.REPLACED},
        {"message": Message.ALL_CLEAR},
        {"message": Message.CANCEL},
    ],
    ids=["draft", "replaced", "all clear", "withdrawn"],
)
def test_only_warnings_in_force_that_ask_for_something_have_a_gap(
    committee: Organisation, analyst: Person, fields: dict[str, object]
) -> None:
    addressed(released(committee, analyst, **fields), analyst)
    assert waiting(analyst) == []


def test_the_longest_waiting_stand_first_and_what_never_arrived_is_counted(
    committee: Organisation, analyst: Person
) -> None:
    late = addressed(released(committee, analyst, released_at=NOW - HOUR), analyst)
    early = addressed(released(committee, analyst, released_at=NOW - 9 * DAY), analyst)
    step(late, StageWord.SENT, NOW - HOUR, analyst)
    step(early, StageWord.RECEIVED, NOW - 9 * DAY, analyst)
    found = without_decision(analyst, NOW)
    assert list(found) == [early, late]
    assert never_arrived(analyst, [early.pk, late.pk], NOW) == {late.pk}


def test_escalations_are_counted_as_far_as_the_viewer_may_know_whom_they_turned_to(
    silent: Addressee, analyst: Person, outside_stakeholder: Person, ministry: Organisation
) -> None:
    deputy = addressed(silent.warning, analyst, role="Deputy")
    hidden = addressed(released(ministry, outside_stakeholder), outside_stakeholder)
    for turned_to in (deputy, hidden):
        Link.objects.create(from_id=turned_to.pk, to_id=silent.pk, kind=TURNED_TO)
    assert [gap.escalations for gap in gaps_of(analyst, [silent.pk, deputy.pk], NOW)] == [1, 0]


def test_the_page_says_how_long_and_never_that_anyone_refused(client: Client, silent: Addressee) -> None:
    page = words(client, "/scorecard/gap/")
    assert "Attacks after the vote" in page
    assert "Sent; no response recorded" in page
    assert "Send officers" in page
    assert "is not a refusal" in page
    assert (
        f'href="/warnings/{silent.warning_id}/at/{silent.pk}/"'
        in client.get("/scorecard/gap/").content.decode()
    )


def test_gaps_of_an_exercise_and_of_a_place_stand_apart(
    client: Client, committee: Organisation, analyst: Person, silent: Addressee
) -> None:
    exercise = write_exercise(committee, analyst)
    invented = addressed(released(committee, analyst, exercise=exercise, title="Invented"), analyst)
    assert waiting(analyst) == [silent]
    assert waiting(analyst, about=About(exercise_id=exercise.pk)) == [invented]
    assert waiting(analyst, about=About(place="gw:500")) == []
    assert waiting(analyst, about=About(place=PLACE)) == [silent]
    page = words(client, f"/scorecard/gap/?exercise={exercise.pk}")
    assert "Invented" in page
    assert "Attacks after the vote" not in page


def test_reports_of_people_wait_until_they_are_answered_even_with_unsafe(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    first = write_signal(committee, analyst, received_at=NOW - 3 * DAY, text="Smoke in the north")
    write_signal(committee, analyst, way=Way.MODEL, text="A figure")
    second = write_signal(committee, analyst, way=Way.SMS)
    assert list(reports_without_answer(analyst)) == [first, second]
    write_answer(committee, analyst, whole=second)
    assert list(reports_without_answer(analyst)) == [first]
    page = words(client, "/scorecard/gap/?of=reports")
    assert "Smoke in the north" in page
    assert "Reports without an answer (1)" in page


def test_reports_of_a_replay_wait_for_an_answer_in_its_exercise(
    committee: Organisation, analyst: Person
) -> None:
    exercise = write_exercise(committee, analyst)
    told = write_signal(committee, analyst, way=Way.REPLAY, exercise=exercise)
    assert list(reports_without_answer(analyst, About(exercise_id=exercise.pk))) == [told]


def test_a_warning_whose_time_is_over_is_not_counted_as_in_force(
    committee: Organisation, analyst: Person
) -> None:
    released(committee, analyst, expires_at=NOW + HOUR)
    released(committee, analyst, expires_at=NOW - HOUR)
    assert counts_for(analyst, NOW).in_force == 1


def test_past_cases_say_how_much_had_no_recorded_response(client: Client) -> None:
    page = words(client, "/scorecard/gap/")
    assert "Kenya" in page
    assert "South Sudan" in page


@pytest.mark.parametrize("address", ["", "?of=reports"])
def test_the_page_asks_as_much_for_many_as_for_few(
    client: Client, committee: Organisation, analyst: Person, address: str
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/scorecard/gap/{address}").status_code == 200
        return len(queries)

    def more(number: int) -> None:
        for _number in range(number):
            step(addressed(released(committee, analyst), analyst), StageWord.SENT, NOW, analyst)
            write_signal(committee, analyst)

    more(3)
    few = asked()
    more(30)
    assert asked() <= few
    assert few < 40


def many(committee: Organisation, analyst: Person, warnings: int, signals: int) -> None:
    """Open warnings with three addressees each, sent and received, a third of them decided; and signals."""
    common = {
        "owner": committee, "audience": audiences.audience_of(NOBODY_ELSE), "place": PLACE, "created_at": NOW,
        "created_by": analyst,
    }  # fmt: skip
    about = {
        "window_from": NOW.date(),
        "window_until": NOW.date(),
        "released_at": NOW - DAY,
        "state": State.RELEASED,
    }
    made = rows_of(Warning).bulk_create([Warning(title="Danger", **about, **common) for _ in range(warnings)])
    whom = [
        Addressee(warning=w, role=f"Role {n}", level=Level.LOCAL, **common) for w in made for n in range(3)
    ]
    asked = rows_of(Addressee).bulk_create(whom)
    stages = {0: ("SENT",), 1: ("SENT", "RECEIVED"), 2: ("SENT", "RECEIVED", "DECIDED")}
    rows_of(CourseEvent).bulk_create(
        CourseEvent(
            addressee=one, stage=stage, at=NOW - DAY, recorded_at=NOW - DAY, reason="x",
            decision="ACT" if stage == "DECIDED" else "", **common,
        )
        for number, one in enumerate(asked)
        for stage in stages[number % 3]
    )  # fmt: skip
    rows_of(Signal).bulk_create(
        Signal(text="Leaflets", about="threat", way=Way.SMS, received_at=NOW, **common)
        for _ in range(signals)
    )


def test_a_thousand_warnings_and_ten_thousand_signals_take_under_300_ms_of_work(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    many(committee, analyst, 1000, 10_000)
    for address in ("", "?of=reports", "?page=20"):
        client.get(f"/scorecard/gap/{address}")
        took = []
        for _ in range(3):
            # Of this process, which with SQLite is all the work: other processes on the machine do not count.
            begun = time.process_time()
            answer = client.get(f"/scorecard/gap/{address}")
            took.append(time.process_time() - begun)
        assert answer.status_code == 200
        assert min(took) < 0.3, address
    assert without_decision(analyst, NOW).count() == 2000
