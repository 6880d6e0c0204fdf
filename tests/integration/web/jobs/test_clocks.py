from __future__ import annotations

import datetime as dt

import pytest
from django.conf import LazySettings
from django.utils.module_loading import import_string
from tests.integration.web.jobs.conftest import NOW

from avert.web.jobs import clocks, services
from avert.web.jobs.models import Job

pytestmark = pytest.mark.django_db


def breaks(*, now: dt.datetime) -> Job | None:
    raise RuntimeError


def never(*, now: dt.datetime) -> Job | None:
    return None


def hourly(*, now: dt.datetime) -> Job | None:
    key = f"{now:%Y-%m-%dT%H}"
    return services.enqueue(kind="expire_audit", arguments={}, idempotency_key=key, created_by=None, now=now)


def test_a_clock_that_fails_keeps_no_other_from_being_asked(settings: LazySettings) -> None:
    settings.AVERT_JOB_CLOCKS = [f"{__name__}.{each.__name__}" for each in (breaks, never, hourly)]
    (job,) = clocks.ask(now=NOW)
    assert job.kind == "expire_audit"


def test_what_is_due_is_enqueued_once_however_often_the_clocks_are_asked(settings: LazySettings) -> None:
    settings.AVERT_JOB_CLOCKS = [f"{__name__}.hourly"]
    for minute in range(3):
        clocks.ask(now=NOW.replace(minute=minute))
    assert Job.objects.count() == 1
    clocks.ask(now=NOW + dt.timedelta(hours=1))
    assert Job.objects.count() == 2


def test_every_clock_that_is_listed_can_be_asked_when_nothing_is_there(settings: LazySettings) -> None:
    for path in settings.AVERT_JOB_CLOCKS:
        assert import_string(path)(now=NOW) is None
