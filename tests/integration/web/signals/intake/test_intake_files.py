"""Tables of reports: every row becomes one signal or is named with what to do, also where a worker is killed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import logging
import os
import random
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook
from tests.intake import everything_kept, signals
from tests.integration.web.jobs.test_killed_workers import under_way, wait_for
from tests.integration.web.jobs.worker_processes import ForkedWorkers
from tests.people import OCCASION, bearer, client_of, make_person, token_of

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.services import give_role
from avert.web.accounts.vocabulary import RoleKind, Scope
from avert.web.audit.models import AuditEntry
from avert.web.jobs import services as jobs
from avert.web.jobs import worker
from avert.web.jobs.models import UNFINISHED, Job, State
from avert.web.records.writing import rows_of
from avert.web.signals.intake import files
from avert.web.signals.intake.models import ReportFile
from avert.web.signals.intake.rows import read_rows
from avert.web.signals.models import Signal
from avert.web.uploads import CleanFile
from avert.web.uploads.tables import MOST_ROWS, read_sheet

NEW, PAGES = "/signals/intake/file/", ("", "left-out.csv", "share/", "history/", "remove/")
HEAD = "text,about,country,town,when,urgent,phone,=cmd()\n"
GOOD = "Leaflets at the mill,threat,Kenya,Nakuru,2026-03-02 08:30,yes,0700 000 417,x\n"
KILLS = 50 if os.environ.get("AVERT_PROVE") else 3
ROWS_AT_ONCE = 300


def upload(client: Client, content: str | bytes, name: str = "reports.csv", **more: str) -> Any:
    data = content.encode() if isinstance(content, str) else content
    form = {"file": SimpleUploadedFile(name, data), "place": "", "zone": "Africa/Nairobi", "marking": "3"}
    owner = {"owner": str(client_owner(client))}
    return client.post(NEW, form | owner | more)


def client_owner(client: Client) -> uuid.UUID:
    return Person.objects.get(pk=client.session["_auth_user_id"]).memberships.get().organisation_id


def kept() -> ReportFile:
    return rows_of(ReportFile).get()


def workbook(*rows: list[Any]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(content)
    return content.getvalue()


def keep(by: Person, owner: Organisation, content: str, **more: Any) -> ReportFile:
    file = CleanFile(content.encode(), "text/csv", "reports.csv", ())
    return files.keep_file(owner_id=owner.pk, file=file, zone="UTC", viewer=by, occasion=OCCASION, **more)


def test_a_table_is_looked_at_before_anything_is_taken_in(analyst: Person) -> None:
    client = client_of(analyst)
    answer = upload(client, HEAD + GOOD + ",threat,,,,,,\n" + "x,threat,,,tomorrow,,,\n")
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    page = client.get(answer.headers["Location"]).content.decode()
    assert not signals()
    for said in (
        "One row can be taken in",
        "2 cannot",
        "Leaflets at the mill",
        "2026-03-02 05:30",
        "phone, =cmd()",
    ):
        assert said in page, said
    assert "It has no text" in page
    assert "The time cannot be read" in page
    done = client.post(answer.headers["Location"])
    assert done.headers["Location"] == "/signals/intake/"
    (signal,) = signals()
    assert (signal.text, signal.about, signal.place, signal.where) == (
        "Leaflets at the mill",
        "threat",
        "gw:501",
        "Nakuru",
    )
    assert (signal.happened_at, signal.threatens_life) == (
        dt.datetime(2026, 3, 2, 5, 30, tzinfo=dt.UTC),
        True,
    )
    assert (signal.way, signal.grade) == ("file", "F6")
    assert not rows_of(ReportFile).exists()
    assert "0700 000 417" not in everything_kept(), "what is left out is kept nowhere"


def test_a_workbook_is_read_like_a_table_of_text(analyst: Person) -> None:
    client = client_of(analyst)
    book = workbook(
        ["Text", "About", "Place", "Date", "message id"],
        ["Leaflets", "Threat", "KEN", dt.datetime(2026, 3, 2, 8, 30), 7.0],  # noqa: DTZ001  as spreadsheets have it
        [None, None, None, None, None],
        ["=1+1", "calm", None, dt.date(2026, 3, 3), 8],
        ["Trucks", "deployment", "Nowhereland", "2026-03-04T10:00:00+01:00", 9],
    )
    page = client.get(upload(client, book, "reports.xlsx").headers["Location"]).content.decode()
    assert "No country or territory is called that" in page
    client.post(f"{NEW}{kept().pk}/")
    found = {signal.text: signal for signal in signals()}
    assert set(found) == {"Leaflets", "Trucks"}, "a formula has no value until a spreadsheet computes it"
    assert found["Leaflets"].happened_at == dt.datetime(2026, 3, 2, 5, 30, tzinfo=dt.UTC)
    assert (found["Trucks"].place, found["Trucks"].where) == ("", "Nowhereland"), "reported, not dropped"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_quotes_and_line_ends_of_spreadsheets_are_understood(
    analyst: Person, separator: str
) -> None:
    rows = [["text", "about", "where"], ['He said "go"\nnow; or, else', "threat", "Nakuru"], ["x", "", ""]]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    sheet = read_sheet(("\ufeff" + text.getvalue()).encode(), "text/csv")
    assert sheet.columns == ("text", "about", "where")
    assert sheet.rows == ((2, ('He said "go"\nnow; or, else', "threat", "Nakuru")), (3, ("x",)))


def test_columns_of_a_form_server_are_understood() -> None:
    head = "SubmissionDate,group/text,page-about,meta/instanceID,deviceid\n"
    sheet = read_sheet((head + "2026,Leaflets,calm,uuid:1,357\n").encode(), "text/csv")
    reading = read_rows(sheet, zone="UTC", about="rumour", reaches=lambda _: True)
    assert reading.rows[0].key == "file:uuid:1"
    assert reading.left_out == ("SubmissionDate", "deviceid")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("x,nonsense,,,,,", "about is none of the words"),
        ("x,calm,,,2026-13-01,,", "time cannot be read"),
        ("x,calm,,,0001-01-01,,", "time cannot be read"),
        ("x,calm,,,,perhaps,", "neither yes nor no"),
        ("x,calm,Uganda,,,,", "role does not reach"),
        ("x" * 5001 + ",calm,,,,,", "longer than can be kept"),
        ("x,calm,," + "y" * 201 + ",,,", "longer than can be kept"),
        ("x,calm," + "z" * 201 + ",,,,", "longer than can be kept"),
    ],
)
def test_every_mistake_says_in_which_row_and_what_to_do(committee: Organisation, row: str, says: str) -> None:
    person = make_person("limited")
    give_role(person=person, organisation=committee, kind=RoleKind.ANALYST, place="gw:501", occasion=OCCASION)
    client = client_of(person)
    location = upload(client, HEAD + row + "\n" + GOOD, place="Kenya").headers["Location"]
    page = client.get(location).content.decode()
    assert says in page
    assert '<th scope="row">' in page
    left = list(csv.reader(io.StringIO(client.get(f"{location}left-out.csv").content.decode())))
    assert left[1][-2] == "2"
    assert says in left[1][-1]
    client.post(location)
    assert [signal.text for signal in signals()] == ["Leaflets at the mill"]


def test_what_is_sent_back_to_be_mended_cannot_act_as_a_formula(analyst: Person) -> None:
    client = client_of(analyst)
    bad = "=HYPERLINK(1),nonsense,+1,@SUM,-2,,\t=1,=2\n"
    location = upload(client, HEAD + bad).headers["Location"]
    for address in (f"{location}left-out.csv", "/signals/intake/reports.csv"):
        for line in csv.reader(io.StringIO(client.get(address).content.decode())):
            assert not [cell for cell in line if cell.lstrip().startswith(("=", "+", "-", "@"))]
    mended = (
        client.get(f"{location}left-out.csv").content.decode().replace("nonsense", "calm").replace("'-2", "")
    )
    client.post(upload(client, mended).headers["Location"])
    assert len(signals()) == 1


def test_the_table_to_fill_in_is_taken_in_as_it_is(analyst: Person) -> None:
    client = client_of(analyst)
    content = client.get("/signals/intake/reports.csv").content
    location = upload(client, content).headers["Location"]
    assert "left out</dt><dd>none" in client.get(location).content.decode()
    client.post(location)
    assert (signals()[0].about, signals()[0].place) == ("threat", "gw:501")


def test_the_same_table_handed_in_twice_doubles_nothing_and_equal_rows_stay_two(analyst: Person) -> None:
    client = client_of(analyst)
    for _ in range(2):
        client.post(upload(client, HEAD + GOOD + GOOD + GOOD.replace("mill", "well")).headers["Location"])
    assert sorted(signal.text for signal in signals()) == ["Leaflets at the mill"] * 2 + [
        "Leaflets at the well"
    ]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"), (b"text\n", "a.csv"), (b"\xff\xfe", "a.csv"), (b"PK\x03\x04nonsense", "a.xlsx"),
        (b"%PDF-1.4 nonsense", "a.csv"), (b"<html><script>", "a.csv"), (b"\x00" * 100, "a.csv"),
        (b"text\n" + b"x\n" * (MOST_ROWS + 1), "a.csv"), ((b"," * 200 + b"\n") * 3, "a.csv"),
        (b'text\n"never ends', "a.csv"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_on_the_page(analyst: Person, content: bytes, name: str) -> None:
    answer = upload(client_of(analyst), content, name)
    assert (answer.status_code, rows_of(ReportFile).exists(), bool(signals())) == (200, False, False)
    assert 'class="mistake"' in answer.content.decode()


def test_an_unknown_zone_is_refused(analyst: Person) -> None:
    for zone in ("Mars/Olympus", "../etc/passwd", "\x00"):
        answer = upload(client_of(analyst), HEAD + GOOD, zone=zone)
        assert answer.status_code == 200
        assert not rows_of(ReportFile).exists()


def test_the_reports_are_for_those_whom_the_file_was_for(
    analyst: Person, ministry: Organisation, outside_stakeholder: Person
) -> None:
    ministry.is_listed = True
    ministry.save()
    client = client_of(analyst)
    client.post(upload(client, HEAD + GOOD, organisations=str(ministry.pk), marking="2").headers["Location"])
    (signal,) = signals()
    assert str(signal.marking) == "TLP:AMBER"
    api = bearer(token_of(outside_stakeholder, Scope.READ))
    assert api.get(f"/api/v1/signals/{signal.pk}").status_code == 200


# Nothing hidden shows


def test_a_file_that_is_hidden_is_as_one_that_is_not_there(
    committee: Organisation, analyst: Person, outside_stakeholder: Person, administrator: Person
) -> None:
    file = keep(analyst, committee, HEAD + GOOD)
    for person in (outside_stakeholder, administrator):
        client = client_of(person)
        for page in PAGES:
            for ask in (client.get, client.post):
                hidden, missing = (ask(f"{NEW}{key}/{page}") for key in (file.pk, uuid.uuid4()))
                assert hidden.status_code == missing.status_code, page
                assert hidden.status_code in {404, 405}
                assert b"Leaflets" not in hidden.content


def test_who_only_reads_takes_nothing_in(committee: Organisation, analyst: Person, colleague: Person) -> None:
    file = keep(analyst, committee, HEAD + GOOD)
    client = client_of(colleague)
    assert client.post(f"{NEW}{file.pk}/").status_code == 403
    assert "You cannot write this" in client.get(NEW).content.decode()
    assert not signals()


def test_audit_and_log_hold_nothing_of_a_table(analyst: Person, caplog: Any) -> None:
    client = client_of(analyst)
    with caplog.at_level(logging.DEBUG):
        location = upload(client, HEAD + GOOD + "bad,nonsense,,,,,,\n").headers["Location"]
        client.get(location)
        client.get(f"{location}left-out.csv")
        client.post(location)
    written = caplog.text + str(list(AuditEntry.objects.values()))
    for secret in ("Leaflets", "Nakuru", "0700", "nonsense"):
        assert secret not in written
    kinds = AuditEntry.objects.filter(object_kind="intake.reportfile").values_list("action", flat=True)
    assert list(kinds) == ["create", "read", "export", "delete"]


# Long tables


def long_table(rows: int, after: int = 0) -> str:
    return "text,about\n" + "".join(f"report {after + number},calm\n" for number in range(rows))


@pytest.mark.django_db(transaction=True)  # the heartbeat has a connection of its own
def test_a_long_table_is_a_job_with_progress_that_anyone_asks_for_once(analyst: Person) -> None:
    client = client_of(analyst)
    location = upload(client, long_table(files.AT_ONCE + 1)).headers["Location"]
    for _ in range(2):
        assert client.post(location).headers["Location"] == location
    assert not signals()
    job = Job.objects.get(kind=files.JOB)
    assert "It is being taken in" in client.get(location).content.decode()
    assert worker.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, len(signals()), rows_of(ReportFile).exists()) == (State.DONE, files.AT_ONCE + 1, False)
    entry = AuditEntry.objects.filter(action="create", object_kind="signals.signal").last()
    assert (entry.actor_kind, entry.actor_id) == ("person", analyst.pk), "it is hers, though a worker did it"


def test_a_job_that_was_cancelled_can_be_asked_for_again(analyst: Person) -> None:
    client = client_of(analyst)
    location = upload(client, long_table(files.AT_ONCE + 1)).headers["Location"]
    client.post(location)
    jobs.request_cancel(job=Job.objects.get(kind=files.JOB), now=timezone.now())
    client.post(location)
    assert [job.state for job in Job.objects.filter(kind=files.JOB).order_by("created_at")] == [
        "cancelled",
        "waiting",
    ]


def test_whoever_lost_the_role_takes_nothing_in(committee: Organisation, analyst: Person) -> None:
    file = keep(analyst, committee, long_table(3))
    job = files.take_in_later(file=file, viewer=analyst, now=timezone.now())
    analyst.memberships.all().delete()
    assert worker.run_job(job_id=job.pk)
    assert not signals()


@pytest.mark.django_db(transaction=True)
def test_fault_a_worker_killed_in_the_middle_of_a_table_loses_no_row_and_doubles_none(
    committee: Organisation, analyst: Person, tmp_path: Path
) -> None:
    rng = random.Random(20071230)  # noqa: S311  when to strike, not a secret
    rows = kills = 0
    with ForkedWorkers(tmp_path) as workers:
        workers.start()
        while kills < KILLS:
            if not Job.objects.filter(state__in=UNFINISHED).exists():
                file = keep(analyst, committee, long_table(ROWS_AT_ONCE, after=rows))
                job = files.take_in_later(file=file, viewer=analyst, now=timezone.now())
                Job.objects.filter(pk=job.pk).update(most_attempts=1000)
                rows += ROWS_AT_ONCE
            wait_for(lambda: bool(under_way()) or not Job.objects.filter(state__in=UNFINISHED).exists())
            time.sleep(rng.uniform(0, 0.3))
            running = under_way()
            if running and workers.kill_who_runs(running[0]):
                kills += 1
                workers.start()
        wait_for(lambda: not Job.objects.filter(state__in=UNFINISHED).exists(), seconds=120)
    jobs = list(Job.objects.all())
    attempts = sum(job.attempt for job in jobs)
    print(f"{kills} kills, {rows} rows, {attempts} attempts")
    assert {job.state for job in jobs} == {State.DONE}
    # A worker may have ended its job in the moment before it was killed; most are hit in the middle.
    assert attempts > len(jobs)
    assert sorted(rows_of(Signal).values_list("text", flat=True)) == sorted(
        f"report {n}" for n in range(rows)
    )
    assert not rows_of(ReportFile).exists()
