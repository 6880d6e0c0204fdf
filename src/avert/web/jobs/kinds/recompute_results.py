"""Compute anew, from the loaded data, everything that pages and briefs read."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from avert import __version__
from avert.brief.issuing import STEPS, issue_all
from avert.errors import MissingDataError
from avert.forecast.issuing import issue_forecast
from avert.sources.results import Issued
from avert.sources.store import Store
from avert.web.jobs.arguments import Day, Optional
from avert.web.jobs.context import JobContext
from avert.web.jobs.registry import JobKind

# In the order in which issue_all takes them, and last the forecast, which takes too long for whoever adds data.
STEP_NAMES = (
    gettext_noop("deaths"),
    gettext_noop("armed conflicts"),
    gettext_noop("mass killings"),
    gettext_noop("structural violence"),
    gettext_noop("tests of claims"),
    gettext_noop("risks, newest year"),
    gettext_noop("risks, the year before"),
    gettext_noop("forecast of deaths"),
)
WHOLE = STEPS + 1
HEADLINE = "risk"
PARTS = 100  # of a step


def recompute_results(job: JobContext) -> str:
    """Issue all results; return the id of the newest risks, or of whatever else the data allow."""
    as_of = dt.date.fromisoformat(job["as_of"]) if job["as_of"] else None
    step = 0

    def advance() -> None:
        nonlocal step
        step += 1
        within(0, 1)

    def within(done: int, of: int) -> None:
        said = STEP_NAMES[step] if step < WHOLE else ""
        job.advance(PARTS * step + PARTS * done // max(of, 1), PARTS * WHOLE, said)

    within(0, 1)
    store = Store(settings.CONFIG.store)
    issued = issue_all(
        store,
        now=job.now(),
        as_of=as_of,
        workers=settings.CONFIG.workers,
        advance=advance,
        within=within,
    )
    step = STEPS
    issued += _forecast(store, job, as_of, within)
    job.advance(PARTS * WHOLE, PARTS * WHOLE)
    return _headline(issued)


def _forecast(
    store: Store, job: JobContext, as_of: dt.date | None, within: Callable[[int, int], object]
) -> list[Issued]:
    """Issue the newest forecast of deaths, where their record allows one."""
    with suppress(MissingDataError):
        return [issue_forecast(store, now=job.now(), as_of=as_of, advance=within)]
    return []


def key_of_data(store: Store, as_of: dt.date | None) -> str:
    """Return a digest of what a computation would start from: the loaded data, the day, the code."""
    digests = sorted(version.source.digest for version in store.versions(as_of=as_of))
    if not digests:
        raise MissingDataError(
            "No data are loaded, so there is nothing to compute from. Add some first: avert data add PATH."
        )
    said = "|".join([__version__, str(as_of), *digests])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _headline(issued: Sequence[Issued]) -> str:
    ids = [each.result.result_id for each in issued if each.result.kind == HEADLINE]
    return next(iter(ids or [each.result.result_id for each in issued]), "")


KIND = JobKind(
    name="recompute_results",
    label=_("Compute all results anew"),
    run=recompute_results,
    arguments={"as_of": Optional(Day())},
    steps=STEP_NAMES,
    is_of_deployment=True,
)
