"""Who has seen what is forgotten in time: gone from the disk, named by a signed statement, and the chain holds."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction
from tests.integration.web.test_audit_verify import tamper, verify

from avert.web.audit import expiring, heads, services
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditCheckpoint, AuditEntry
from avert.web.audit.occasions import ActorKind, Occasion
from avert.web.audit.selectors import verification
from avert.web.audit.statements import Expiry
from avert.web.commands import audit
from avert.web.jobs import services as jobs
from avert.web.jobs import worker
from avert.web.jobs.models import Job, State

NOW = dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC)
READER, OWNER, OBJECT = (uuid.UUID(int=number, version=4) for number in (1, 2, 3))
SEALED_KIND = "tests.identity"


@pytest.fixture(autouse=True)
def _a_sealed_kind(settings: object) -> None:
    settings.AVERT_SEALED_KINDS = [SEALED_KIND]


def act(
    action: Action, *, days_ago: int, kind: str = "records.note", object_id: uuid.UUID = OBJECT
) -> AuditEntry:
    occasion = Occasion(
        NOW - dt.timedelta(days=days_ago), ActorKind.PERSON, READER, uuid.uuid4(), uuid.uuid4()
    )
    return services.append(
        occasion=occasion,
        action=action,
        object_kind=kind,
        object_id=object_id,
        owner_id=OWNER,
        field_names=["text"],
        values={"text": "said"},
    )


def expire(**more: object) -> dict[str, int]:
    return dict(expiring.expire(occasion=Occasion.of_the_site(NOW), **more))


def findings() -> list[object]:
    return list(verification().findings())


def expired() -> list[int]:
    return list(AuditEntry.objects.filter(salt="").values_list("sequence", flat=True))


@pytest.fixture
def a_history(db: None) -> list[AuditEntry]:
    """Of each class one that is due and one that is not, and acts that are kept for ever."""
    return [
        act(Action.READ, days_ago=32, kind=SEALED_KIND),
        act(Action.READ_LIST, days_ago=29, kind=SEALED_KIND),
        act(Action.READ, days_ago=367),
        act(Action.READ, days_ago=32),
        act(Action.LOG_IN, days_ago=367),
        act(Action.LOG_OUT, days_ago=30),
        *(act(action, days_ago=5000) for action in (Action.EXPORT, Action.CHANGE, Action.DENIAL)),
    ]


def test_each_class_expires_in_its_time_and_the_rest_is_kept(a_history: list[AuditEntry]) -> None:
    services.sign_last()
    assert expire() == {"sealed": 1, "read": 1, "log-in": 1}
    assert expired() == [1, 3, 5]
    check = verification()
    assert list(check.findings()) == []
    assert check.expired == 3
    assert AuditEntry.objects.last().action == Action.EXPIRE


def test_an_expired_entry_keeps_its_day_and_class_and_nothing_else(a_history: list[AuditEntry]) -> None:
    expire()
    left = AuditEntry.objects.values().get(sequence=1)
    kept = {name: left.pop(name) for name in ("sequence", "hash", "previous_hash", "body_digest")}
    assert kept["hash"] == a_history[0].hash
    assert left.pop("at") == dt.datetime(2024, 1, 30, tzinfo=dt.UTC)
    assert left.pop("retention") == "sealed"
    assert not any(left.values())


def test_a_second_run_and_one_with_nothing_due_leave_no_trace(a_history: list[AuditEntry]) -> None:
    expire()
    count = AuditEntry.objects.count()
    assert expire() == {}
    assert (AuditEntry.objects.count(), AuditCheckpoint.objects.count()) == (count, 3)


def test_only_what_is_older_than_a_day_expires_when_asked(a_history: list[AuditEntry]) -> None:
    assert expire(before=dt.date(2023, 6, 1)) == {"read": 1, "log-in": 1}
    assert expire(before=dt.date(2030, 1, 1)) == {"sealed": 1}


def test_an_interrupted_run_leaves_a_sound_chain_and_the_next_one_ends_it(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiring, "AT_A_TIME", 2)
    for _time in range(7):
        act(Action.READ, days_ago=400)

    def stop(done: int, _of: int) -> None:
        if done >= 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        expire(advance=stop)
    assert (expired(), findings()) == ([1, 2], [])
    seen: list[tuple[int, int]] = []
    assert expire(advance=lambda done, of: seen.append((done, of))) == {"read": 5}
    assert (len(expired()), findings()) == (7, [])
    assert seen == [(0, 5), (2, 5), (4, 5), (5, 5), (5, 5)]


def test_nothing_is_erased_when_the_statement_cannot_be_signed(
    a_history: list[AuditEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_anything: object) -> None:
        raise OSError

    monkeypatch.setattr(heads, "state", fail)
    with pytest.raises(OSError):  # noqa: PT011
        expire()
    assert (expired(), findings()) == ([], [])


EMPTY = {
    **dict.fromkeys(["action", "actor_kind", "object_kind", "object_id", "salt"], "''"),
    **dict.fromkeys(["actor_id", "organisation_id", "owner_id", "request_id"], "NULL"),
    **{"field_names": "'[]'", "digests": "'{}'"},
}


def erase(number: int, **changes: str) -> str:
    is_postgresql = connection.vendor == "postgresql"
    midnight = "date_trunc('day', at, 'UTC')" if is_postgresql else "substr(at, 1, 10) || ' 00:00:00'"
    columns = EMPTY | {"at": midnight} | changes
    said = ", ".join(f"{name} = {value}" for name, value in columns.items())
    return f"UPDATE audit_entry SET {said} WHERE sequence = {number}"  # noqa: S608  names of our own fields


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def checkpoint(name: str, days: int, through: int) -> None:
    before = NOW - dt.timedelta(days=days)
    AuditCheckpoint.objects.create(retention=name, before=before, through=through, at=NOW)


def test_the_database_erases_only_what_a_checkpoint_names(a_history: list[AuditEntry]) -> None:
    refused(erase(3))
    checkpoint("read", 366, 2)
    checkpoint("read", 400, 9)
    checkpoint("sealed", 30, 9)
    refused(erase(3))
    checkpoint("read", 366, 3)
    for number in (4, 5, 7, 8):
        refused(erase(number))
    with connection.cursor() as cursor:
        cursor.execute(erase(3))
    assert expired() == [3]
    refused(erase(3))
    assert [(found.problem, found.sequence) for found in findings()] == [("erased", 3)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, "'x'") for name in ("hash", "previous_hash", "body_digest", "action", "object_id", "salt")),
        *(("sequence", "99"), ("retention", "''"), ("retention", "'log-in'")),
        *(("at", "'2024-01-01 00:00:00+00:00'"), ("at", "at")),
        *(("field_names", "'[1]'"), ("digests", """'{"a": 1}'""")),
        *((name, f"'{READER}'") for name in ("actor_id", "organisation_id", "owner_id", "request_id")),
    ],
)
def test_the_database_lets_nothing_else_change_with_it(
    a_history: list[AuditEntry], name: str, value: str
) -> None:
    checkpoint("read", 366, 9)
    refused(erase(3, **{name: value}))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_checkpoint SET through = 99", "DELETE FROM audit_checkpoint", "TRUNCATE audit_checkpoint"],
)
def test_checkpoints_are_kept_too(a_history: list[AuditEntry], statement: str) -> None:
    expire()
    if connection.vendor == "postgresql" or not statement.startswith("TRUNCATE"):
        refused(statement)


def test_an_act_that_must_be_kept_is_missed_whatever_was_signed(
    a_history: list[AuditEntry], audit_folder: Path
) -> None:
    expire()
    tamper(erase(7))
    heads.state(audit_folder, Expiry("read", "2020-01-01", 99, 1, heads.moment_of(NOW)))
    assert "erased" in verify("--format", "csv").stdout


@pytest.mark.django_db(transaction=True)
def test_what_has_expired_is_gone_from_the_disk() -> None:
    gone, kept = uuid.uuid4(), uuid.uuid4()
    for number in range(300):
        act(Action.READ, days_ago=400, object_id=gone if number % 3 else uuid.uuid4())
        act(Action.CHANGE, days_ago=400, object_id=kept)
    expire()
    assert findings() == []
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        on_disk = b"".join(file.read_bytes() for file in path.parent.glob("site.sqlite3*"))
        assert str(kept).encode() in on_disk
        assert str(gone).encode() not in on_disk
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT n_dead_tup FROM pg_stat_all_tables WHERE relname = 'audit_entry'")
            assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_the_command_says_what_it_would_erase_and_what_it_has() -> None:
    act(Action.READ, days_ago=5000)
    act(Action.LOG_IN, days_ago=5000)
    run = CliRunner().invoke
    assert run(audit, ["expire", "--dry-run", "--format", "csv"]).stdout.splitlines() == [
        "class,entries,state", "read,1,to expire", "log-in,1,to expire",
    ]  # fmt: skip
    assert expired() == []
    assert "read,1,expired" in run(audit, ["expire", "--format", "csv"]).stdout
    assert "Nothing is old enough" in run(audit, ["expire"]).stderr
    assert run(audit, ["expire", "--before", "soon"]).exit_code == 2
    done = verify()
    assert done.exit_code == 0
    assert "3 entries (2 expired)" in done.stderr


def test_the_site_expires_what_is_due_once_a_day_by_itself(a_history: list[AuditEntry]) -> None:
    job = jobs.expire_audit_daily(now=NOW)
    assert jobs.expire_audit_daily(now=NOW + dt.timedelta(hours=3)).pk == job.pk
    worker.run_job(job_id=job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    assert (job.state, job.progress_done, job.progress_total) == (State.DONE, 3, 3)
    assert expired() == [1, 3, 5]
    assert jobs.expire_audit_daily(now=NOW) is None
    assert jobs.expire_audit_daily(now=NOW + dt.timedelta(days=30)).pk != job.pk
    assert Job.objects.count() == 2
