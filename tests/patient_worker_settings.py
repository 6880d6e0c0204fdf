"""The settings of a worker process of a test whose leases run out no sooner than on a real site."""

from avert.web.settings import AVERT_JOB_LEASE as LEASE
from tests.worker_settings import *  # noqa: F403  this is how Django settings are derived

AVERT_JOB_LEASE = LEASE
