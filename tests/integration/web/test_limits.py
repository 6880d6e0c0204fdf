from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from avert.web.limits import selectors, services
from avert.web.limits.models import FailureCount
from avert.web.limits.purposes import LIMITS, LONGEST, Purpose

NOW = dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC)
LIMIT = LIMITS[Purpose.LOG_IN]


def fail(
    times: int, purpose: Purpose = Purpose.LOG_IN, key: str = "name", now: dt.datetime = NOW
) -> list[bool]:
    return [services.note_failure(purpose=purpose, key=key, now=now) for _time in range(times)]


def is_exceeded(purpose: Purpose = Purpose.LOG_IN, key: str = "name", now: dt.datetime = NOW) -> bool:
    return selectors.is_exceeded(purpose=purpose, key=key, now=now)


def test_every_purpose_has_a_limit() -> None:
    assert set(LIMITS) == set(Purpose)
    assert all(limit.most > 0 and limit.window > dt.timedelta() for limit in LIMITS.values())


def test_as_many_failures_as_are_allowed_begin_a_wait_and_only_the_last_says_so(db: None) -> None:
    assert fail(LIMIT.most - 1) == [False] * (LIMIT.most - 1)
    assert not is_exceeded()
    assert fail(3) == [True, False, False]
    assert is_exceeded()


def test_the_wait_ends_when_the_window_of_the_first_failure_does(db: None) -> None:
    fail(1)
    fail(LIMIT.most - 1, now=NOW + dt.timedelta(minutes=2))
    until = selectors.closed_until(purpose=Purpose.LOG_IN, key="name", now=NOW + dt.timedelta(minutes=3))
    assert until == NOW + LIMIT.window
    assert not is_exceeded(now=NOW + LIMIT.window)


def test_a_new_window_counts_anew(db: None) -> None:
    fail(LIMIT.most)
    later = NOW + LIMIT.window
    assert fail(LIMIT.most, now=later)[-1]
    assert is_exceeded(now=later)


def test_keys_and_purposes_are_counted_apart(db: None) -> None:
    fail(LIMIT.most)
    assert not is_exceeded(key="other")
    assert not is_exceeded(purpose=Purpose.SECOND_FACTOR)


def test_what_succeeds_is_forgotten(db: None) -> None:
    fail(LIMIT.most)
    services.forget(purpose=Purpose.LOG_IN, key="name")
    assert not is_exceeded()


def test_no_name_or_address_can_be_read_from_what_is_kept(db: None, settings: object) -> None:
    fail(1, key="quetzalcoatlus")
    kept = FailureCount.objects.get().digest
    assert "quetzal" not in kept
    settings.SECRET_KEY = "another secret key, which gives other digests"
    fail(1, key="quetzalcoatlus")
    assert FailureCount.objects.exclude(digest=kept).count() == 1


def test_old_counts_are_removed(db: None) -> None:
    fail(1)
    fail(1, key="other", now=NOW + LONGEST)
    assert FailureCount.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_failures_at_once_on_connections_of_their_own_are_all_counted() -> None:
    workers, each = 4, 5
    told: list[bool] = []
    start = threading.Barrier(workers)

    def work() -> None:
        start.wait()
        told.extend(fail(each, purpose=Purpose.INVITATION_CODE))
        connection.close()

    threads = [threading.Thread(target=work) for _worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert workers * each == LIMITS[Purpose.INVITATION_CODE].most
    assert FailureCount.objects.get().failures == workers * each
    assert told.count(True) == 1
