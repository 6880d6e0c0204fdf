"""How long 100,000 entries take to append and to verify: python benchmarks/audit/verify.py [ENTRIES]."""

from __future__ import annotations

import datetime as dt
import os
import resource
import sys
import tempfile
import time
import uuid

import django

os.environ["AVERT_HOME"] = tempfile.mkdtemp(prefix="avert-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "avert.web.settings")

AT_A_TIME = 1_000
NOW = dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC)


def append(count: int) -> None:
    from avert.web.audit import services
    from avert.web.audit.actions import Action
    from avert.web.audit.occasions import ActorKind, Occasion

    person, organisation = uuid.uuid4(), uuid.uuid4()
    for _entry in range(count):
        services.append(
            occasion=Occasion(NOW, ActorKind.PERSON, person, organisation, uuid.uuid4()),
            action=Action.CHANGE,
            object_kind="records.note",
            object_id=uuid.uuid4(),
            owner_id=organisation,
            field_names=["marking", "text"],
            values={"marking": "1"},
        )


def seconds(began: float) -> float:
    return time.perf_counter() - began


def main(entries: int) -> None:
    django.setup()
    from django.db import connection, transaction

    from avert.web import running
    from avert.web.audit import selectors

    running.migrate()
    began = time.perf_counter()
    append(200)
    print(f"append, one transaction each: {200 / seconds(began):.0f} a second")
    began = time.perf_counter()
    for _batch in range((entries - 200) // AT_A_TIME + 1):
        with transaction.atomic():
            append(AT_A_TIME)
    print(f"append, {AT_A_TIME} in a transaction: {(entries - 200) / seconds(began):.0f} a second")
    began = time.perf_counter()
    check = selectors.verification()
    if found := list(check.findings()):
        sys.exit(str(found))
    took = seconds(began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{connection.vendor}: verified {check.last} entries, {check.head_count} heads in {took:.1f} s")
    print(f"at most {memory:.0f} MB of memory in all")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
