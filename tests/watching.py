"""Feeds, watches and rules for tests, and the jobs that act on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import override_settings

from avert.web.accounts.models import Organisation, Person
from avert.web.audit.occasions import Occasion
from avert.web.jobs import worker
from avert.web.jobs.models import Job
from avert.web.records.writing import rows_of
from avert.web.signals import services
from avert.web.signals.feeds.services import add_feed
from avert.web.signals.models import Feed, Rule, Signal, Watch
from avert.web.signals.rules.services import add_rule
from avert.web.signals.vocabulary import About, Way
from avert.web.signals.watch.services import add_watch

NOW = dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC)
OCCASION = Occasion.at_the_command_line(NOW)
AUDIENCE = {"marking": "3", "organisations": [], "groups": [], "persons": []}


class KilledError(BaseException):
    """What stands for the end of a process."""


def a_feed(owner: Organisation, by: Person, address: str, **said: Any) -> Feed:
    content = {"title": "Radio", "way": Way.FEED, "about": About.TENSION, "occasion": OCCASION}
    return add_feed(owner_id=owner.pk, viewer=by, address=address, **{**content, **said})


def a_watch(owner: Organisation, by: Person, **said: Any) -> Watch:
    content = {"title": "General election", "on": dt.date(2024, 3, 20), "occasion": OCCASION}
    return add_watch(owner_id=owner.pk, viewer=by, **{**content, **said})


def a_rule(owner: Organisation, by: Person, **said: Any) -> Rule:
    content = {"title": "Ranks", "measure": "risk_rank", "at_least": 30.0, "occasion": OCCASION}
    return add_rule(owner_id=owner.pk, viewer=by, **{**content, **said})


def signals() -> list[Signal]:
    """Every signal there is, in the order in which they came."""
    return list(rows_of(Signal).order_by("received_at", "created_at", "text"))


def texts() -> list[str]:
    return sorted(signal.text for signal in signals())


def run(job: Job | None, *, at: dt.datetime = NOW) -> Job:
    """Do a job as a worker would."""
    assert job is not None
    # In the transaction of a test nobody else sees the job, so a heartbeat would take it for lost.
    with override_settings(AVERT_JOB_HEARTBEAT=dt.timedelta(hours=1)):
        worker.run_job(job_id=job.pk, clock=lambda: at)
    return Job.objects.get(pk=job.pk)


@contextmanager
def killed_after(count: int, patch: pytest.MonkeyPatch, *, is_before: bool = False) -> Iterator[None]:
    """Have the process end after so many signals, or just before the next one is taken in."""
    take_in: Callable[..., Any] = services.take_in
    left = count

    def until_killed(**said: Any) -> Any:
        nonlocal left
        if is_before and left == 0:
            raise KilledError
        left -= 1
        taken = take_in(**said)
        if not is_before and left == 0:
            raise KilledError
        return taken

    with patch.context() as patched:
        patched.setattr(services, "take_in", until_killed)
        yield
