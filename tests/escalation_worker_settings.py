"""The settings of a worker process of a test that is killed while it takes steps of ladders."""

from tests.worker_settings import *  # noqa: F403  this is how Django settings are derived

AVERT_AFTER_ESCALATION = ["tests.escalation_hooks.dawdle"]
