from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from tests.site_tasks import add


def test_the_migrations_say_what_the_models_say(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_database_guards_references_and_deletes_for_good(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
            assert cursor.execute("PRAGMA busy_timeout").fetchone() == (10_000,)
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
