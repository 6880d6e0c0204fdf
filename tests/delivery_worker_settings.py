"""The settings of a worker process of a test that is killed while it delivers."""

import datetime as dt

from tests.worker_settings import *  # noqa: F403  this is how Django settings are derived

AVERT_JOB_LEASE = dt.timedelta(seconds=0.6)
AVERT_JOB_HEARTBEAT = dt.timedelta(seconds=0.15)
AVERT_JOB_RECLAIM_EVERY = dt.timedelta(seconds=0.1)
AVERT_JOB_CLOCK_EVERY = dt.timedelta(seconds=0.1)
AVERT_DELIVERY_LEASE = dt.timedelta(seconds=1)
AVERT_DELIVERY_FIRST_PAUSE = dt.timedelta(seconds=0.05)
AVERT_DELIVERY_MOST_ATTEMPTS = 12
