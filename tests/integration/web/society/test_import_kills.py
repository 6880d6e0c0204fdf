"""Kill -9 of real workers while they take in files: whoever looks sees all of a file or nothing, and each once."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from django.utils import timezone
from tests.integration.web.jobs.test_killed_workers import under_way, wait_for
from tests.integration.web.jobs.worker_processes import ForkedWorkers
from tests.people import OCCASION

from avert.web.accounts.models import Organisation, Person
from avert.web.audit.models import AuditEntry
from avert.web.jobs.models import UNFINISHED, Job, State
from avert.web.records.models import Revision
from avert.web.records.writing import rows_of
from avert.web.society.imports import services
from avert.web.society.models import Activity, ImportFile, Structure, Tie
from avert.web.uploads import CleanFile
from society_files import three_w_csv, three_w_rows

KILLS = 60 if os.environ.get("AVERT_PROVE") else 6
ROWS = 600


@pytest.mark.django_db(transaction=True)
def test_fault_killed_workers_take_in_all_of_a_file_or_nothing(
    tmp_path: Path, committee: Organisation, analyst: Person
) -> None:
    rng = random.Random(20100804)  # noqa: S311  when to strike, not a secret
    files = kills = 0
    with ForkedWorkers(tmp_path) as workers:
        for _worker in range(2):
            workers.start()
        # However fast the work and however slow the machine: there are files until all kills are done.
        while kills < KILLS or unfinished():
            if kills < KILLS and not unfinished():
                files += 1
                hand_in(files, committee, analyst)
            wait_for(lambda: bool(under_way()) or not unfinished())
            time.sleep(rng.uniform(0, 0.8))
            jobs = under_way()
            if kills < KILLS and jobs and workers.kill_who_runs(rng.choice(jobs)):
                kills += 1
                workers.start()
            assert rows_of(Activity).count() % ROWS == 0, "part of a file was seen"
    failed = Job.objects.filter(state=State.FAILED)
    taken = files - rows_of(ImportFile).count()
    # A worker killed for the third time may have taken in its file and told nobody.
    left = {str(pk) for pk in rows_of(ImportFile).values_list("pk", flat=True)}
    assert left <= {job.arguments["file"] for job in failed}, (
        "a file that is left has a job that failed thrice"
    )
    assert rows_of(Activity).count() == taken * ROWS
    assert rows_of(Activity).values("import_key").distinct().count() == taken * ROWS
    kept = sum(rows_of(kind).count() for kind in (Structure, Activity, Tie))
    assert Revision.objects.filter(row_version=1, record_kind__in=KINDS).count() == kept
    told = AuditEntry.objects.filter(object_kind="society.activity", action="create")
    assert told.values("object_id").distinct().count() == taken
    names = [name for entry in told for name in entry.field_names if name.startswith("records_")]
    assert sum(int(name.removeprefix("records_")) for name in names) == taken * ROWS
    print(f"{kills} kills, {files} files of {ROWS} rows, {taken} taken in whole, {failed.count()} given up")


KINDS = [kind._meta.label_lower for kind in (Structure, Activity, Tie)]


def hand_in(number: int, owner: Organisation, by: Person) -> None:
    rows = three_w_rows(ROWS, seed=number)
    for place, row in enumerate(rows):
        row[6] = f"Meeting {number}-{place}"
    content = three_w_csv(rows)
    file = CleanFile(content, "text/csv", f"{number}.csv", ())
    act = {"viewer": by, "occasion": OCCASION}
    kept = services.keep_file(owner_id=owner.pk, file=file, form="find_out", **act)
    services.take_in_later(file=kept, viewer=by, now=timezone.now())


def unfinished() -> bool:
    return Job.objects.filter(state__in=UNFINISHED).exists()
