from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.utils import Error
from tests.site_tasks import add

from avert.errors import ConfigError
from avert.web.databases import SQLITE_LIMITS, can_distrust_schema, empty_write_log, keep_to_owner

SWITCHES = {
    "journal_mode": "wal",
    "synchronous": 2,
    "secure_delete": 1,
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "trusted_schema": int(not can_distrust_schema()),
    "cell_size_check": 1,
    "mmap_size": 0,
    "temp_store": 2,
    "journal_size_limit": 0,
}
on_sqlite = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="it is about SQLite"
)


def switches() -> dict[str, object]:
    with connection.cursor() as cursor:
        return {name: (cursor.execute(f"PRAGMA {name}").fetchone() or [0])[0] for name in SWITCHES}


def test_the_migrations_say_what_the_models_say(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_database_guards_references_and_deletes_for_good(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert switches() == SWITCHES
            assert connection.transaction_mode == "IMMEDIATE"
        else:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_was_put_in_the_queue() -> None:
    result = add.enqueue(2, 3)
    call_command("db_worker", batch=True, verbosity=0, startup_delay=False, interval=0)
    result.refresh()
    assert result.return_value == 5


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_every_connection_is_guarded_in_other_threads_and_after_a_new_start_too() -> None:
    found: list[object] = []

    def look() -> None:
        found.append(switches())
        found.append({limit: connection.connection.getlimit(limit) for limit in SQLITE_LIMITS})
        connection.close()

    threads = [threading.Thread(target=look) for _number in range(2)]
    for thread in threads:
        thread.start()
        thread.join()
    connection.close()
    look()
    assert found == [SWITCHES, SQLITE_LIMITS] * 3


@on_sqlite
def test_a_query_can_reach_no_other_file(db: None, tmp_path: Path) -> None:
    with connection.cursor() as cursor, pytest.raises(Error, match="too many attached"):
        cursor.execute("ATTACH DATABASE %s AS other", [str(tmp_path / "other")])
    with pytest.raises((Error, sqlite3.Error)), connection.cursor() as cursor:
        cursor.execute("SELECT load_extension('x')")


@on_sqlite
@pytest.mark.skipif(
    not hasattr(sqlite3.Connection, "setconfig"), reason="Python 3.12 has these switches first"
)
def test_a_mistyped_column_is_not_taken_for_a_word(db: None) -> None:
    with pytest.raises(Error), connection.cursor() as cursor:
        cursor.execute('SELECT "no_such_column"')


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_what_was_deleted_is_gone_from_the_files_once_the_log_is_emptied() -> None:
    database = Path(connection.settings_dict["NAME"])
    log = database.with_name(f"{database.name}-wal")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE said (words text)")
        cursor.execute("INSERT INTO said VALUES (%s)", ["CANARY" * 50])
        cursor.execute("DELETE FROM said")
        assert b"CANARY" in log.read_bytes()
        empty_write_log()
        assert b"CANARY" not in log.read_bytes() + database.read_bytes()
        cursor.execute("DROP TABLE said")


def test_a_home_that_others_can_read_is_taken_from_them(tmp_path: Path) -> None:
    for name in ("site.sqlite3", "site.sqlite3-wal", "site.sqlite3-shm"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    tmp_path.chmod(0o755)
    keep_to_owner(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_home_of_another_account_is_not_used_while_others_can_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    tmp_path.chmod(0o750)
    monkeypatch.setattr(Path, "chmod", refuse)
    with pytest.raises(ConfigError, match="chmod go="):
        keep_to_owner(tmp_path)
