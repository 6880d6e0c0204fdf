from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar
from tests.integration.web.jobs.test_killed_workers import wait_for
from tests.integration.web.jobs.worker_processes import ForkedWorkers
from tests.people import client_of
from tests.watching import AUDIENCE, NOW, OCCASION, KilledError, a_watch, killed_after, run, signals, texts

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person, Role
from avert.web.audit.models import AuditEntry
from avert.web.jobs.models import Job, State
from avert.web.records.audiences import sharing_of
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.signals.models import TakenIn, Watch
from avert.web.signals.vocabulary import About, Way
from avert.web.signals.watch import raising
from avert.web.signals.watch.raise_watches import raise_watches_when_due
from avert.web.signals.watch.services import change_watch

DAY = dt.timedelta(days=1)


def raise_at(at: dt.datetime) -> None:
    job = raise_watches_when_due(now=at)
    if job is not None:
        assert run(job, at=at).state == State.DONE


def test_a_date_raises_one_signal_when_its_time_has_come(
    committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    sharing = Sharing(organisations=frozenset({ministry.pk}))
    watch = a_watch(
        committee, analyst, on=dt.date(2024, 4, 10), what_to_watch="Lists at night", place="gw:501",
        marking=Marking.AMBER, sharing=sharing,
    )  # fmt: skip
    assert raise_watches_when_due(now=NOW) is None, "39 days before"
    for number in range(9, 60):
        raise_at(NOW + number * DAY)
    (signal,) = signals()
    assert signal.text == "General election: 10 April 2024\n\nLists at night"
    assert (signal.way, signal.about, signal.place) == (Way.CALENDAR, About.CALENDAR, "gw:501")
    assert signal.happened_at == dt.datetime(2024, 4, 10, tzinfo=dt.UTC)
    assert signal.received_at == NOW + 9 * DAY
    assert (signal.marking, sharing_of(signal.audience_id)) == (Marking.AMBER, sharing)
    assert rows_of(Watch).get(pk=watch.pk).raised_for == dt.date(2024, 4, 10)


def test_what_comes_every_year_raises_a_signal_every_year(committee: Organisation, analyst: Person) -> None:
    a_watch(committee, analyst, title="Day of the massacre", on=dt.date(1994, 4, 7), is_yearly=True)
    for month in range(36):
        raise_at(NOW + month * 30 * DAY)
    assert texts() == [f"Day of the massacre: 7 April {year}" for year in (2024, 2025, 2026)]


def test_a_date_that_moves_is_told_of_anew(committee: Organisation, analyst: Person) -> None:
    watch = a_watch(committee, analyst)
    raise_at(NOW)
    now = rows_of(Watch).get()
    change_watch(
        record=watch, row_version=now.row_version, fields={"on": dt.date(2024, 3, 27)}, viewer=analyst,
        occasion=OCCASION,
    )  # fmt: skip
    raise_at(NOW + DAY)
    assert texts() == ["General election: 20 March 2024", "General election: 27 March 2024"]


def test_a_trigger_without_a_date_and_what_is_over_raise_nothing(
    committee: Organisation, analyst: Person
) -> None:
    a_watch(committee, analyst, on=None, title="Arrest of the leader")
    a_watch(committee, analyst, on=dt.date(2024, 3, 1))
    a_watch(committee, analyst, on=dt.date(2024, 2, 20), until=dt.date(2024, 3, 5), title="Campaign")
    raise_at(NOW)
    assert texts() == ["Campaign: 20 February 2024 to 5 March 2024"]


def test_nobody_left_to_act_for_is_said_and_whoever_changes_it_takes_it_over(
    committee: Organisation, analyst: Person, lead: Person
) -> None:
    watch, client = a_watch(committee, analyst), client_of(lead)
    Role.objects.filter(membership__person=analyst).delete()
    raise_at(NOW)
    assert signals() == []
    # The pages go by the real day, so there the date must lie ahead.
    change_watch(record=watch, row_version=1, fields={"title": "Vote"}, viewer=lead, occasion=OCCASION)
    raise_at(NOW + DAY)
    assert [signal.created_by_id for signal in signals()] == [lead.pk]
    ahead = a_watch(committee, lead, on=timezone.now().date() + 9 * DAY, title="Trial")
    for page in ("/signals/watch/", f"/signals/watch/{ahead.pk}/"):
        assert "may no longer write here" not in client.get(page).content.decode()
    Role.objects.filter(membership__person=lead).update(kind="reader")
    for page in ("/signals/watch/", f"/signals/watch/{ahead.pk}/"):
        assert "may no longer write here" in client.get(page).content.decode()


@pytest.fixture
def five_dates(committee: Organisation, analyst: Person) -> Job | None:
    for number in range(5):
        a_watch(committee, analyst, title=f"Date {number}")
    return raise_watches_when_due(now=NOW)


@pytest.mark.parametrize(("count", "is_before"), [(0, True), (1, False), (2, True), (3, False), (5, False)])
def test_fault_a_kill_raises_each_date_once(
    five_dates: Job, monkeypatch: pytest.MonkeyPatch, count: int, is_before: bool
) -> None:
    with killed_after(count, monkeypatch, is_before=is_before), pytest.raises(KilledError):
        raising.raise_due(now=lambda: NOW, advance=lambda *_: None)
    run(five_dates)
    assert texts() == [f"Date {number}: 20 March 2024" for number in range(5)]
    assert set(rows_of(Watch).values_list("raised_for", flat=True)) == {dt.date(2024, 3, 20)}


@pytest.mark.django_db(transaction=True)
def test_fault_killed_workers_raise_each_date_once(
    tmp_path: Path, committee: Organisation, analyst: Person
) -> None:
    """Real workers, killed in the middle; the clock of each asks for the job again."""
    today, many = timezone.now().date(), 200
    for number in range(many):
        a_watch(committee, analyst, title=f"Date {number}", on=today + DAY)
    with ForkedWorkers(tmp_path) as workers:
        workers.start()
        wait_for(lambda: 0 < TakenIn.objects.count() < many)
        (job,) = Job.objects.filter(kind="raise_watches")
        assert workers.kill_who_runs(job)
        workers.start()
        wait_for(lambda: Job.objects.get(pk=job.pk).state == State.DONE)
    assert len(texts()) == len(set(texts())) == many
    assert Job.objects.get(pk=job.pk).attempt > 1


def form(owner: Organisation, **said: str) -> dict[str, Any]:
    base = {"title": "Vote", "on": "2024-12-07", "until": "", "raise_before": "60", "what_to_watch": "", "lens": "both",
            "place": "", "owner": str(owner.pk)}  # fmt: skip
    return {**base, **AUDIENCE, **said}


def test_a_watch_is_written_changed_and_removed_on_its_pages(
    committee: Organisation, analyst: Person
) -> None:
    client = client_of(analyst)
    wrong = [
        {"on": "", "until": "2024-12-09"}, {"until": "2024-12-01"}, {"on": "", "is_yearly": "on"},
        {"on": "0001-01-01"}, {"on": "9999-12-31"}, {"raise_before": "100000"}, {"raise_before": "-1"},
        {"is_yearly": "on", "until": "2026-01-01"}, {"title": ""},
    ]  # fmt: skip
    for said in wrong:
        assert client.post("/signals/watch/new/", form(committee, **said)).status_code == 200, said
    added = client.post("/signals/watch/new/", form(committee))
    watch = rows_of(Watch).get()
    assert added.headers["Location"] == f"/signals/watch/{watch.pk}/"
    assert watch.raise_before == dt.timedelta(days=60)
    edit = client.get(f"/signals/watch/{watch.pk}/edit/").content.decode()
    assert 'value="60"' in edit
    assert 'value="2024-12-07"' in edit
    change = form(committee, row_version="1", on="2025-01-07", is_yearly="on")
    assert client.post(f"/signals/watch/{watch.pk}/edit/", change).status_code == 302
    now = rows_of(Watch).get()
    assert (now.on, now.is_yearly, now.raise_before) == (dt.date(2025, 1, 7), True, dt.timedelta(days=60))
    assert client.get(f"/signals/watch/{watch.pk}/history/").status_code == 200
    assert client.post(f"/signals/watch/{watch.pk}/remove/", {"row_version": "2"}).status_code == 302
    assert not rows_of(Watch).exists()


def test_the_calendar_shows_the_next_90_days_first_and_what_has_no_date_apart(
    committee: Organisation, analyst: Person
) -> None:
    today = timezone.now().date()
    for title, on in (("Later one", today + 200 * DAY), ("Sooner one", today + 20 * DAY), ("Undated one", None),
                      ("Past one", today - 20 * DAY)):  # fmt: skip
        a_watch(committee, analyst, title=title, on=on)
    page = client_of(analyst).get("/signals/watch/").content.decode()
    assert "One date in the next 90 days" in page
    order = [page.index(title) for title in ("Sooner one", "Later one", "Undated one", "Past one")]
    assert order == sorted(order)
    assert "Kinds of date to think of" in page
    assert AuditEntry.objects.filter(action="read-list", object_kind="signals.watch").exists()


def test_an_export_tells_no_title_above_clear(committee: Organisation, analyst: Person) -> None:
    closed = a_watch(committee, analyst, title="Trial of the general")
    a_watch(committee, analyst, title="Election", marking=Marking.CLEAR, on=dt.date(2024, 12, 7))
    answer = client_of(analyst).get("/signals/watch/dates.ics")
    events = {str(part["UID"]): part for part in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert {str(part["SUMMARY"]) for part in events.values()} == {"A date to look up", "Election"}
    assert events[str(closed.pk)]["DTSTART"].dt == dt.date(2024, 3, 20)
    assert b"general" not in answer.content
    assert AuditEntry.objects.filter(action="export", object_kind="signals.watch").exists()


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//X//Y//EN
BEGIN:VEVENT
UID:1
SUMMARY:Day of independence
DTSTART;VALUE=DATE:20200501
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Festival
DTSTART;VALUE=DATE:20240610
DTEND;VALUE=DATE:20240613
RRULE:FREQ=WEEKLY
DESCRIPTION:Processions
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:Hearing
DTSTART:20240701T090000Z
DTEND:20240701T110000Z
END:VEVENT
BEGIN:VEVENT
UID:4
SUMMARY:Before all years
DTSTART;VALUE=DATE:00010101
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def hand_in(person: Person, owner: Organisation, data: str | bytes) -> HttpResponse:
    content = data.encode() if isinstance(data, str) else data
    said = {"file": SimpleUploadedFile("a.ics", content), "raise_before": "14", "place": "Kenya",
            "owner": str(owner.pk)}  # fmt: skip
    return client_of(person).post("/signals/watch/import/", {**said, **AUDIENCE}, follow=True)


def test_a_calendar_is_taken_over_once(committee: Organisation, analyst: Person) -> None:
    assert "3 dates are watched" in hand_in(analyst, committee, CALENDAR).content.decode()
    found = {watch.title: watch for watch in rows_of(Watch)}
    assert found["Day of independence"].is_yearly
    festival = found["Festival"]
    assert (festival.on, festival.until, festival.is_yearly) == (
        dt.date(2024, 6, 10),
        dt.date(2024, 6, 12),
        False,
    )
    assert (festival.what_to_watch, festival.place, festival.raise_before) == (
        "Processions",
        "gw:501",
        14 * DAY,
    )
    assert found["Hearing"].until is None
    assert (
        "0 dates are watched from now on; 3 were there already"
        in hand_in(analyst, committee, CALENDAR).content.decode()
    )
    assert rows_of(Watch).count() == 3


NO_CALENDARS = {
    "empty": "",
    "words": "Hello",
    "half": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
    "zeros": "\x00" * 50,
    "nonsense": "BEGIN:VEVENT\r\nSUMMARY:X\r\nDTSTART:nonsense\r\nEND:VEVENT",
    "bytes": b"\xff\xfe\x00",
    "large": "x" * 1_100_000,
    "many": CALENDAR.replace("END:VCALENDAR", "BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 501 + "END:VCALENDAR"),
}


@pytest.mark.parametrize("data", NO_CALENDARS.values(), ids=NO_CALENDARS.keys())
def test_what_is_no_calendar_is_refused(committee: Organisation, analyst: Person, data: str | bytes) -> None:
    answer = hand_in(analyst, committee, data)
    assert answer.status_code == 200
    assert not rows_of(Watch).exists()


def test_nobody_else_learns_of_a_watch(
    committee: Organisation, analyst: Person, outside_stakeholder: Person, colleague: Person
) -> None:
    watch = a_watch(committee, analyst, title="Zanzibarite", on=timezone.now().date() + 9 * DAY)
    outside = client_of(outside_stakeholder)
    for page in ("/signals/watch/", "/signals/watch/dates.ics"):
        assert b"Zanzibarite" not in outside.get(page).content
    assert b"VEVENT" not in outside.get("/signals/watch/dates.ics").content
    for page in ("", "edit/", "share/", "history/", "remove/"):
        assert outside.get(f"/signals/watch/{watch.pk}/{page}").status_code == 404
    reader = client_of(colleague)
    assert b"Zanzibarite" in reader.get("/signals/watch/").content
    assert reader.post(f"/signals/watch/{watch.pk}/edit/").status_code == 403
    raise_at(timezone.now())
    held = [*AuditEntry.objects.values_list(), *Job.objects.values_list(), *TakenIn.objects.values_list()]
    assert "Zanzibarite" not in str(held)


def test_the_calendar_asks_as_much_for_sixty_dates_as_for_six(
    committee: Organisation, analyst: Person, django_assert_max_num_queries: Any
) -> None:
    client, today = client_of(analyst), timezone.now().date()
    for number in range(60):
        a_watch(committee, analyst, on=today + number * DAY)
    with django_assert_max_num_queries(30):
        client.get("/signals/watch/")
