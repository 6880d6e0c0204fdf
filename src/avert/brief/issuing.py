"""Issue everything that the loaded data allow: what pages and briefs read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from avert.errors import MissingDataError
from avert.panel.issuing import issue_conflicts, issue_deaths, issue_episodes
from avert.risk.claims.issuing import issue_claims
from avert.risk.issuing import issue_risks
from avert.risk.registry import DEFAULT
from avert.risk.structure_issuing import issue_structure
from avert.sources.results import Issued
from avert.sources.store import Store

STEPS = 7


def issue_all(
    store: Store,
    *,
    now: dt.datetime,
    as_of: dt.date | None = None,
    workers: int = 1,
    advance: Callable[[], None] = lambda: None,
    within: Callable[[int, int], object] = lambda _done, _of: None,
) -> list[Issued]:
    """Issue deaths, conflicts, episodes, structure, claims and two years of risks, each where its data are loaded.

    The second year of risks is the one before the newest, so that pages can say what changed, and has no intervals,
    which take most of the time. What was issued before from the same data is not computed again. ``advance`` is
    called after each of ``STEPS``, and ``within(done, of)`` often in the long ones; what either raises ends the work.
    """
    issued: list[Issued] = []

    def keep(issue: Callable[[], Issued]) -> Issued | None:
        found = []
        with suppress(MissingDataError):  # its data are not loaded, or say nothing of that year
            found.append(issue())
        issued.extend(found)
        advance()
        return found[0] if found else None

    for issue in (issue_deaths, issue_conflicts, issue_episodes, issue_structure, issue_claims):
        keep(partial(issue, store, now=now, as_of=as_of))
    risks = partial(issue_risks, store, model=DEFAULT, now=now, as_of=as_of, workers=workers, advance=within)
    if newest := keep(partial(risks, year=None)):
        keep(partial(risks, year=int(newest.result.origin) - 1, replicates=0))
    return issued
