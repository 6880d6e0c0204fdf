"""The site's settings for a worker process of a test: kinds for tests, and leases that soon run out."""

import datetime as dt

from avert.web.settings import *  # noqa: F403  this is how Django settings are derived
from avert.web.settings import AVERT_JOB_KINDS

PATHS = ["tests.job_kinds.COUNT", "tests.job_kinds.FAIL"]

AVERT_JOB_KINDS = [*AVERT_JOB_KINDS, *PATHS]
AVERT_JOB_LEASE = dt.timedelta(seconds=1)
AVERT_JOB_HEARTBEAT = dt.timedelta(seconds=0.2)
AVERT_JOB_RECLAIM_EVERY = dt.timedelta(seconds=0.2)
