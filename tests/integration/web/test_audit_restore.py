"""A backup that was brought back is no tampering, and can be said so; what was lost is reported for ever."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from tests.integration.web.test_audit_verify import tamper, verify
from tests.people import OCCASION

from avert.errors import CheckFailedError, InputError
from avert.web.audit import heads, services, triggers
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditEntry
from avert.web.commands import audit

pytestmark = pytest.mark.django_db(transaction=True)


def write(times: int) -> None:
    for _time in range(times):
        services.append(occasion=OCCASION, action=Action.CHANGE)


def acknowledge() -> Result:
    return CliRunner().invoke(audit, ["acknowledge-restore"])


class Backup:
    """All rows of the audit: SQLite's own backup of the file; on PostgreSQL, what a dump of the table holds."""

    def __init__(self, folder: Path) -> None:
        self._copy = folder / "backup.sqlite3"
        self._rows = list(AuditEntry.objects.order_by("sequence"))
        if connection.vendor == "sqlite":
            _copy(Path(connection.settings_dict["NAME"]), self._copy)

    def restore(self) -> None:
        if connection.vendor == "sqlite":
            connection.close()
            _copy(self._copy, Path(connection.settings_dict["NAME"]))
            return
        with connection.cursor() as cursor:
            triggers.lift(cursor, connection.vendor)
            cursor.execute("DELETE FROM audit_entry")
            triggers.lay(cursor, connection.vendor)
        AuditEntry.objects.bulk_create(self._rows)


def _copy(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as one, sqlite3.connect(target) as other:
        one.backup(other)
    one.close()
    other.close()


@pytest.fixture
def restored(tmp_path: Path) -> None:
    """30 entries in the backup, 27 more written after, and then the backup brought back."""
    write(30)
    services.sign_last()
    backup = Backup(tmp_path)
    write(27)
    services.sign_last()
    backup.restore()
    assert AuditEntry.objects.count() == 30


@pytest.mark.parametrize("written_since", [0, 5, 40])
def test_a_restore_is_a_failure_until_it_is_acknowledged_and_a_remark_for_ever_after(
    restored: None, written_since: int
) -> None:
    write(written_since)
    assert isinstance(verify().exception, CheckFailedError)
    said = acknowledge()
    assert said.exit_code == 0
    assert "entries 31 to 57" in said.stderr
    for _time in range(2):
        done = verify("--format", "csv")
        assert done.exit_code == 0
        assert "restored,31," in done.stdout
        write(60)
    assert AuditEntry.objects.filter(action=Action.RESTORE).count() == 1


def test_tampering_after_an_acknowledged_restore_is_found(restored: None) -> None:
    acknowledge()
    write(30)
    tamper("UPDATE audit_entry SET action = 'export' WHERE sequence = 20")
    assert "altered" in verify("--format", "csv").stdout
    tamper(
        "UPDATE audit_entry SET action = 'change' WHERE sequence = 20",
        "DELETE FROM audit_entry WHERE sequence > 40",
    )
    done = verify("--format", "csv")
    assert "truncated,41" in done.stdout
    assert isinstance(done.exception, CheckFailedError)


def test_who_kept_the_heads_sees_the_loss_whatever_the_server_acknowledged(
    restored: None, audit_folder: Path, tmp_path: Path
) -> None:
    own, copy = audit_folder / heads.FILE_NAME, tmp_path / "copy"
    copy.write_bytes(own.read_bytes())
    acknowledge()
    write(60)
    done = verify("--heads", str(copy), "--format", "csv")
    assert isinstance(done.exception, CheckFailedError)
    assert "acknowledged loss,31," in done.stdout
    copy.write_bytes(own.read_bytes())
    done = verify("--heads", str(copy), "--format", "csv")
    assert (done.exit_code, "restored,31" in done.stdout) == (0, True)


def test_a_second_restore_needs_its_own_acknowledgement(restored: None, tmp_path: Path) -> None:
    acknowledge()
    backup = Backup(tmp_path)
    write(30)
    backup.restore()
    assert verify().exit_code == 1
    acknowledge()
    done = verify("--format", "csv")
    assert (done.exit_code, done.stdout.count("\nrestored,")) == (0, 2)


def test_without_a_loss_there_is_nothing_to_acknowledge() -> None:
    write(30)
    assert isinstance(acknowledge().exception, InputError)
    assert not AuditEntry.objects.filter(action=Action.RESTORE).exists()


def test_what_no_restore_leaves_behind_cannot_be_acknowledged(restored: None, audit_folder: Path) -> None:
    tamper("UPDATE audit_entry SET action = 'export' WHERE sequence = 3")
    before = (audit_folder / heads.FILE_NAME).read_bytes()
    assert isinstance(acknowledge().exception, CheckFailedError)
    assert (audit_folder / heads.FILE_NAME).read_bytes() == before
    assert AuditEntry.objects.count() == 30
