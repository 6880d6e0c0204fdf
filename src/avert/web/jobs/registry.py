"""The kinds of job. Each is one file with a function, and one line in the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from avert.errors import InputError
from avert.web.jobs.arguments import Argument
from avert.web.jobs.context import JobContext

MOST_ATTEMPTS = 3


class UnknownKindError(InputError):
    """No kind of job has that name: it was misspelt, or a later version no longer has it."""


@dataclass(frozen=True)
class JobKind:
    """What jobs of one kind are given and do.

    ``run`` must be idempotent: a worker may be killed at any moment, and the job is then run again from the
    start. It returns the id of its result in the store, or nothing.
    """

    name: str
    label: str | Promise
    run: Callable[[JobContext], str | None]
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    """What ``advance`` may name as being done: fixed words, so that no case's words get into a job."""
    most_attempts: int = MOST_ATTEMPTS
    is_of_deployment: bool = False
    """It works on public data for everyone here, so those who keep the site running see and stop it."""


def kinds() -> Mapping[str, JobKind]:
    """Return every kind by name."""
    return _kinds(tuple(settings.AVERT_JOB_KINDS))


def find_kind(name: str) -> JobKind:
    """Return the kind of that name."""
    try:
        return kinds()[name]
    except KeyError:
        raise UnknownKindError(
            f"No kind of job is called {name!r}. There are: {', '.join(kinds())}."
        ) from None


@lru_cache
def _kinds(paths: tuple[str, ...]) -> Mapping[str, JobKind]:
    # By path, so that an app above this one can have kinds of its own without being imported from here.
    return {kind.name: kind for kind in map(import_string, paths)}
