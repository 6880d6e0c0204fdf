"""The report of a week: what is in it, for whom, and that nothing above its marking gets out."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.integration.web.commitments.test_commitments import words
from tests.integration.web.scorecard.conftest import DAY, HOUR, NOW, addressed, released, step
from tests.people import OCCASION, client_of
from tests.record_samples import _part, _whole, write_commitment, write_exercise, write_signal

from avert.brief.iso_week import IsoWeek
from avert.brief.week import WeeklyReport
from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.audit.models import AuditEntry
from avert.web.commitments import services as commitments
from avert.web.scorecard.selectors import EVERYTHING, About
from avert.web.scorecard.week import weekly_report
from avert.web.signals.models import Verification, Watch
from avert.web.signals.vocabulary import About as What
from avert.web.signals.vocabulary import Finding, Lens
from avert.web.warnings.vocabulary import Message, StageWord

WEEK = IsoWeek.of(NOW)  # from Monday 26 February 2024
ADDRESS = f"/scorecard/week/?week={WEEK}&zone=UTC"
write_watch = _whole(Watch, title="General election", on=dt.date(2024, 3, 20))
write_verification = _part(Verification, finding=Finding.CONFIRMED, how="Asked elders")
SECRET = "Zanzibarite"


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def report(
    viewer: Person, marking: Marking = Marking.AMBER_STRICT, week: IsoWeek = WEEK, about: About = EVERYTHING
) -> WeeklyReport:
    return weekly_report(viewer, week=week, about=about, marking=marking, now=NOW)


def rows(said: WeeklyReport, key: str) -> dict[str, str]:
    return {row.term: row.text for row in said.part(key).rows}


def fact(said: WeeklyReport, key: str) -> float | None:
    return next(fact.value for fact in said.facts if fact.key == key)


def test_signals_of_the_week_are_counted_by_kind_by_lens_and_by_what_was_found(
    committee: Organisation, analyst: Person
) -> None:
    for lens in (Lens.CONFLICT, Lens.CONFLICT, Lens.ATROCITY):
        write_signal(committee, analyst, lens=lens)
    signal = write_signal(committee, analyst, about=What.RUMOUR, text="Seen by elders")
    write_signal(committee, analyst, received_at=WEEK.starts - HOUR, about=What.CALM)
    write_verification(committee, analyst, whole=signal)
    said = report(analyst)
    assert rows(said, "signals") == {"Threat": "3", "Rumour": "1"}
    assert rows(said, "lenses")["Signals"] == "Armed conflict 2 · mass atrocity 1 · both 1"
    assert rows(said, "verified") == {"Confirmed": "1"}
    assert [statement.text for statement in said.part("examples").statements] == ["Seen by elders"]
    assert "3 of the signals were verified by nobody" in said.part("unknown").statements[0].text


def test_warnings_and_who_answered_stand_in_it_and_silence_is_counted(
    committee: Organisation, analyst: Person
) -> None:
    first = released(committee, analyst, title="Attacks")
    released(committee, analyst, title="It is over", message=Message.ALL_CLEAR)
    silent, prompt = (addressed(first, analyst, role=role) for role in ("Governor", "Mayor"))
    step(silent, StageWord.SENT, NOW - DAY, analyst)
    step(prompt, StageWord.DECIDED, NOW - HOUR, analyst)
    said = report(analyst)
    assert rows(said, "warnings")["Attacks"].startswith("released, 1 March 2024")
    assert rows(said, "warnings")["It is over"].startswith("all clear")
    assert rows(said, "answers")["Governor (Attacks)"].startswith("Sent; no response recorded")
    assert rows(said, "answers")["Mayor (Attacks)"].startswith("Decided: Act")
    assert fact(said, "without_answer") == 1


def test_commitments_due_overdue_or_reported_on_and_coming_dates(
    committee: Organisation, analyst: Person
) -> None:
    write_commitment(committee, analyst, what="Overdue", due_on=dt.date(2024, 1, 1))
    write_commitment(committee, analyst, what="This week", due_on=WEEK.last_day)
    write_commitment(committee, analyst, what="Far off", due_on=dt.date(2025, 1, 1))
    kept = write_commitment(committee, analyst, what="Kept", due_on=None)
    commitments.report(
        commitment=kept, finding="FULFILLED", at=NOW, evidence="x", owner_id=committee.pk, viewer=analyst,
        occasion=OCCASION,
    )  # fmt: skip
    write_watch(committee, analyst)
    write_watch(committee, analyst, title="Commemoration", on=dt.date(1994, 3, 7), is_yearly=True)
    write_watch(committee, analyst, title="Too late", on=dt.date(2024, 9, 1))
    said = report(analyst)
    terms = list(rows(said, "commitments"))
    assert terms[0].endswith(": Overdue")
    assert {term.split(": ")[1] for term in terms} == {"Overdue", "This week", "Kept"}
    assert rows(said, "commitments")[terms[0]].startswith("Unknown · overdue")
    assert rows(said, "dates") == {"7 March 2024": "Commemoration", "20 March 2024": "General election"}


def test_nothing_above_the_chosen_marking_is_in_it_and_what_is_left_out_is_counted(
    committee: Organisation, analyst: Person
) -> None:
    for marking in (Marking.GREEN, Marking.AMBER_STRICT):
        write_signal(committee, analyst, text=f"{SECRET} {marking.name}", marking=marking)
        warning = released(committee, analyst, title=f"{SECRET} {marking.name}", marking=marking)
        step(addressed(warning, analyst, role=f"{SECRET} {marking.name}"), StageWord.SENT, NOW - DAY, analyst)
        write_commitment(
            committee, analyst, what=f"{SECRET} {marking.name}", marking=marking, due_on=WEEK.last_day
        )
        write_watch(committee, analyst, title=f"{SECRET} {marking.name}", marking=marking)
    said = report(analyst, Marking.AMBER)
    assert said.marking is Marking.GREEN, "the most restrictive of what is in it"
    assert fact(said, "left_out") == 4, "a signal, a warning, a commitment, a date"
    text = repr(said)
    assert f"{SECRET} GREEN" in text
    assert "AMBER_STRICT" not in text
    assert report(analyst).marking is Marking.AMBER_STRICT
    empty = report(analyst, Marking.CLEAR)
    assert SECRET not in repr(empty)
    assert empty.marking is Marking.CLEAR


def test_an_answer_marked_higher_than_the_report_reads_as_no_response_recorded(
    committee: Organisation, analyst: Person
) -> None:
    one = addressed(released(committee, analyst, marking=Marking.GREEN), analyst)
    step(one, StageWord.SENT, NOW - DAY, analyst)
    one.marking = Marking.AMBER_STRICT
    step(one, StageWord.DECIDED, NOW - HOUR, analyst)
    assert fact(report(analyst, Marking.GREEN), "without_answer") == 1
    assert fact(report(analyst), "without_answer") == 0


def test_only_what_the_viewer_may_read_is_in_it(
    committee: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    write_signal(committee, analyst, text=SECRET)
    addressed(released(committee, analyst, title=SECRET), analyst)
    write_commitment(committee, analyst, what=SECRET, due_on=WEEK.last_day)
    said = report(outside_stakeholder)
    assert SECRET not in repr(said)
    assert (said.marking, fact(said, "left_out")) == (Marking.CLEAR, 0)


def test_a_week_in_the_past_is_told_as_it_was_known_then(committee: Organisation, analyst: Person) -> None:
    one = addressed(released(committee, analyst, released_at=WEEK.starts - 3 * DAY), analyst)
    step(one, StageWord.SENT, WEEK.starts - 3 * DAY, analyst)
    step(one, StageWord.ACKNOWLEDGED, NOW - HOUR, analyst)
    before = report(analyst, week=IsoWeek(WEEK.year, WEEK.number - 1))
    assert fact(before, "without_answer") == 1
    assert fact(report(analyst), "without_answer") == 0


def test_exercises_and_places_stand_apart(committee: Organisation, analyst: Person) -> None:
    exercise = write_exercise(committee, analyst)
    write_signal(committee, analyst, exercise=exercise)
    write_watch(committee, analyst)
    assert fact(report(analyst), "signals") == 0
    invented = report(analyst, about=About(exercise_id=exercise.pk))
    assert fact(invented, "signals") == 1
    assert not invented.part("dates").rows
    assert fact(report(analyst, about=About("gw:500", exercise.pk)), "signals") == 0


def test_the_week_of_an_exercise_knows_nothing_of_the_newest_public_data(
    reader: Client, committee: Organisation, analyst: Person
) -> None:
    exercise = write_exercise(committee, analyst)
    real = report(analyst, about=About("gw:775"))
    assert real.sources
    for place in ("gw:775", ""):
        invented = report(analyst, about=About(place, exercise.pk))
        assert (invented.sources, invented.results) == ((), ())
        assert [said.text for said in invented.part("changes").statements] == [
            "None for this place that are known."
        ]
        assert "marked" in invented.part("unknown").statements[0].text


def test_what_was_verified_in_an_exercise_counts_in_its_own_week(
    committee: Organisation, analyst: Person
) -> None:
    exercise, then = write_exercise(committee, analyst), WEEK.starts - 300 * DAY
    signal = write_signal(committee, analyst, exercise=exercise, received_at=then)
    write_verification(committee, analyst, whole=signal)
    invented = report(analyst, week=IsoWeek.of(then), about=About(exercise_id=exercise.pk))
    assert rows(invented, "verified") == {"Confirmed": "1"}


def test_public_figures_stand_in_it_with_their_sources(reader: Client) -> None:
    page = words(reader, "/scorecard/week/?place=mmr&week=2026-W01&zone=UTC&marking=2")
    assert "The risk" in page
    said = json.loads(
        reader.get("/scorecard/week/report.json?place=mmr&week=2026-W01&zone=UTC&marking=2").content
    )
    assert said["sources"]
    assert said["place"]["code"] == "MMR"


def test_the_page_offers_it_as_files_that_carry_its_marking_and_are_audited(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    write_signal(committee, analyst, marking=Marking.GREEN)
    page = client.get(f"{ADDRESS}&marking=2").content.decode()
    assert "TLP:GREEN" in page
    for form in ("html", "json", "docx", "pdf"):
        answer = client.get(f"/scorecard/week/report.{form}?week={WEEK}&zone=UTC&marking=2")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].endswith(f'filename="all-week-{WEEK}.{form}"')
        assert f"report.{form}?" in page
    assert AuditEntry.objects.filter(action="export", object_kind="signals.signal").count() == 4
    assert AuditEntry.objects.filter(action="read-list", object_kind="signals.signal").count() == 1
    assert client.get("/scorecard/week/report.xls").status_code == 404


def test_every_page_of_the_pdf_has_the_marking(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    from pypdf import PdfReader

    for number in range(40):
        addressed(released(committee, analyst, title=f"Warning {number}"), analyst)
    answer = client.get(f"/scorecard/week/report.pdf?week={WEEK}&zone=UTC&marking=3")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) > 1
    assert all("TLP:AMBER+STRICT" in page.extract_text() for page in pages)


@pytest.mark.parametrize(
    "wrong", ["week=2024-W60", "week=x", "zone=Moon", "marking=4", "marking=9", "place=Nowhere"]
)
def test_what_cannot_be_asked_is_said_and_gives_no_file(client: Client, wrong: str) -> None:
    assert 'class="mistake"' in client.get(f"/scorecard/week/?{wrong}").content.decode()
    assert client.get(f"/scorecard/week/report.json?{wrong}").status_code == 404


def test_it_asks_as_much_for_many_as_for_few(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{ADDRESS}&marking=3").status_code == 200
        return len(queries)

    def more(number: int) -> None:
        for _number in range(number):
            step(addressed(released(committee, analyst), analyst), StageWord.SENT, NOW, analyst)
            write_signal(committee, analyst)
            write_commitment(committee, analyst, due_on=WEEK.last_day)

    more(3)
    few = asked()
    more(20)
    assert asked() <= few
    assert few < 80


def test_the_public_brief_holds_no_records(reader: Client, committee: Organisation, analyst: Person) -> None:
    written: list[Any] = [write_signal(committee, analyst, text=SECRET, place="gw:530")]
    written.append(released(committee, analyst, title=SECRET, place="gw:530"))
    assert SECRET not in reader.get("/country/eth/brief.html").content.decode()
