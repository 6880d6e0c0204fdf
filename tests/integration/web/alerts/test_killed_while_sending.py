"""Kill -9 of real workers while they hand messages to real servers, some of which hang up.

Nothing is lost: what did not surely arrive is shown to people. Nothing is silently doubled: what arrived twice has one
id, and its row says that it was possibly delivered before.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.alert_servers import Behaviour, Servers, servers
from tests.integration.web.alerts.conftest import open_channels, queue, real_now
from tests.integration.web.jobs.worker_processes import ForkedWorkers

from avert.web.alerts.models import Delivery
from avert.web.alerts.vocabulary import NOT_ARRIVED, TO_BE_SENT, State
from avert.web.contacts.models import Contact
from avert.web.contacts.vocabulary import Way
from avert.web.jobs.models import Job
from avert.web.jobs.models import State as JobState
from avert.web.records.writing import rows_of
from avert.web.warnings.models import Addressee, CourseEvent, Warning

KILLS = 500 if os.environ.get("AVERT_PROVE") else 20
WORKERS, AT_ONCE, SECONDS_TO_WAIT = 2, 12, 60
WAYS = (Way.EMAIL, Way.WEBHOOK, Way.SMS)
UNDER_WAY = (*TO_BE_SENT, State.SENDING)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(settings: Any, tmp_path: Path) -> Any:
    """Servers that are slow, hang up after they have taken a message, or say to come again."""
    home = Path(connection.settings_dict["NAME"]).parent if connection.vendor == "sqlite" else tmp_path
    with servers(Behaviour(20071230, slow=0.25, drops=0.05, refuses=0.05)) as made:
        open_channels(settings, home, made)
        yield made
    for name in ("avert.toml", "alert-secrets.toml"):
        (home / name).unlink()


def wait_for(condition: Callable[[], bool], seconds: float = SECONDS_TO_WAIT) -> None:
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, "it did not come about in time"
        time.sleep(0.02)


def under_way() -> int:
    return Delivery.objects.filter(state__in=UNDER_WAY).count()


def at_work() -> list[Job]:
    return list(Job.objects.filter(kind="deliver", state=JobState.RUNNING))


def is_sending() -> bool:
    return Delivery.objects.filter(state=State.SENDING).exists()


def test_fault_killed_workers_lose_no_message_and_double_none_silently(
    tmp_path: Path,
    there: Servers,
    contact: Callable[..., Contact],
    released: Callable[..., Warning],
    address: Callable[..., Addressee],
) -> None:
    rng = random.Random(20071230)  # noqa: S311  when to strike, not a secret
    contacts = [contact(way) for way in WAYS]
    kills = rounds = 0
    with ForkedWorkers(tmp_path, settings="tests.delivery_worker_settings") as workers:
        for _worker in range(WORKERS):
            workers.start()
        while kills < KILLS:
            if under_way() < AT_ONCE:
                rounds += 1
                warning = released(at=real_now(), threatens_life=rounds % 4 == 0)
                for each in contacts * 4:
                    address(warning, each)
                queue(warning, real_now())
            # Now at any moment of the work, now while something is on its way.
            is_aimed = rng.random() < 0.7
            wait_for(is_sending if is_aimed else lambda: bool(at_work()))
            time.sleep(rng.uniform(0, 0.05 if is_aimed else 0.3))
            if any(workers.kill_who_runs(job) for job in at_work()[:1]):
                kills += 1
                workers.start()
        wait_for(lambda: not under_way())
        assert workers.all_live()
    _check(list(Delivery.objects.all()), there, KILLS)


def _check(rows: list[Delivery], there: Servers, kills: int) -> None:
    arrived = {row.pk: len(there.arrived.get(str(row.message_id), ())) for row in rows}
    assert set(there.arrived) <= {str(row.message_id) for row in rows}, "something came under another id"
    sent = set(rows_of(CourseEvent).values_list("addressee", flat=True))
    for row in rows:
        times = arrived[row.pk]
        assert row.state not in UNDER_WAY
        assert times >= 1 or row.state in NOT_ARRIVED, "lost, and nobody would know"
        assert times <= 1 or row.doubts >= 1, "doubled, and nobody would know"
        assert times <= 1 or row.channel != "email" or row.is_urgent, "mail is not repeated by itself"
        assert times <= 1 + row.doubts
        if row.state in (State.HANDED_OVER, State.RECEIVED):
            assert row.addressee_id in sent
    counted = Counter(row.state for row in rows)
    twice = sum(times > 1 for times in arrived.values())
    never = sum(times == 0 for times in arrived.values())
    doubts = sum(row.doubts for row in rows)
    print(
        f"{kills} kills, {len(rows)} deliveries: {dict(counted)}; {doubts} times in doubt, "
        f"arrived twice or more {twice} (each said so), never and shown {never}"
    )
    assert doubts >= kills * 0.2, "the kills must strike while something is handed over"
