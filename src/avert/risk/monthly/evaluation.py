"""The protocol ``osv-monthly``: yearly refits, monthly origins, forecasts of what was then the future.

See ``docs/methods/monthly-risk.md``, where the protocol was written down before anything was scored.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from avert import periods
from avert.errors import InputError
from avert.execution import map_tasks
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories
from avert.risk.monthly.candidates import DEFAULT, find_models
from avert.risk.monthly.outcomes import THRESHOLDS
from avert.risk.monthly.rows import Rows, known_rows, past_rows

FIRST_YEAR, LAST_YEAR, LAST_DEVELOPMENT_YEAR = 2000, 2019, 2012
ONSET_BELOW = 25
EVERY = 12
"""Of the origins that may be learnt from, one a year: their windows do not overlap."""


def forecasts(
    histories: DeathHistories,
    *,
    models: Sequence[str],
    years: range = range(FIRST_YEAR, LAST_YEAR + 1),
    seed: int = 0,
    workers: int = 1,
    resume_in: Path | None = None,
) -> pl.DataFrame:
    """Return what each model said at every origin of the years, and what happened.

    Parameters
    ----------
    histories: see ``histories_of``; rows of which 12 months before or after the origin are unknown are left out.
    models: names in ``avert.risk.monthly.candidates``.
    years: of the origins. The fit for a year learns from origins whose 12 months were over by its January.
    seed: of the learners. workers: processes. resume_in: folder for finished years.

    Returns
    -------
    ``model``, ``is_default``, ``country_gwcode``, ``origin`` (VIEWS month), ``threshold``, ``y`` (0/1), ``p``,
    ``deaths_before`` (one-sided, 12 months to the origin).
    """
    run = partial(_of_year, histories, tuple(models), seed)
    made = map_tasks(
        run, list(years), seed=seed, workers=workers, resume_in=resume_in, label="Refitting each year"
    )
    return pl.concat(made)


def _of_year(
    histories: DeathHistories, models: Sequence[str], seed: int, year: int, _: np.random.Generator
) -> pl.DataFrame:
    """Fit on what was over by January of a year, and forecast from each of its months."""
    january = periods.month_id(year, 1)
    past = past_rows(histories, january, EVERY)
    now = known_rows(histories, range(january, january + 12))
    parts = []
    for name in models:
        fitted = find_models(name)[name](past.x, past.ahead, seed)
        parts += [_said(name, now, c, probability(fitted.log_odds(now.x, c))) for c in THRESHOLDS]
    return pl.concat(parts)


def _said(model: str, rows: Rows, threshold: int, p: Floats) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "model": model,
            "is_default": model == DEFAULT,
            "country_gwcode": rows.country_gwcode,
            "origin": rows.origin,
            "threshold": threshold,
            "y": (rows.ahead >= threshold).astype(np.int64),
            "p": p,
            "deaths_before": rows.before,
        }
    )


def probability(log_odds: Floats) -> Floats:
    """Return the probability of log-odds."""
    from scipy.special import expit

    return np.asarray(expit(log_odds))


def years_of(text: str | None) -> range:
    """Return the years of ``FIRST:LAST``, or all of the protocol.

    >>> years_of("2000:2012"), years_of(None)
    (range(2000, 2013), range(2000, 2020))
    """
    first, _, last = (text or f"{FIRST_YEAR}:{LAST_YEAR}").partition(":")
    if not (first.isdigit() and last.isdigit() and FIRST_YEAR <= int(first) <= int(last) <= LAST_YEAR):
        raise InputError(
            f"Years {text!r} cannot be used. Write FIRST:LAST, from {FIRST_YEAR} to {LAST_YEAR}."
        )
    return range(int(first), int(last) + 1)
