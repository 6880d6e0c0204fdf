"""What the forecast of deaths from the last month before a day says of the places of a replay.

It looks at no month of the day or after. It is computed today, from data as published by that day where such are
loaded, else from today's releases, which correct what was counted then: nobody had that number on the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import polars as pl

from avert.errors import MissingDataError
from avert.forecast import DEFAULT
from avert.forecast.issuing import KIND, issue_forecast
from avert.periods import month_id, month_text
from avert.places import Place, find_place
from avert.replays.replay import Replay
from avert.sources.holdings import Library
from avert.sources.results import Issued
from avert.sources.store import Store

MONTHS = 12
MOST_MONTHS_OLD = 12
"""What a forecast at hand may be older than the last month before the day."""


@dataclass(frozen=True)
class ForecastThen:
    """A forecast from before a day. ``is_of_then``: its data were published by the day."""

    issued: Issued
    is_of_then: bool

    def of(self, place: Place) -> Mapping[str, Any] | None:
        """Return what it says of all deaths of 12 months in a place, see ``avert.forecast.summaries``.

        None where too little was recorded before.
        """
        is_there = pl.col("country_gwcode").is_in([place.gwcode])
        sums = self.issued.frames["sums"].filter(is_there, violence_type="total", last_step=MONTHS)
        countries = self.issued.frames["countries"].filter(is_there)
        if sums.drop_nulls("q50").is_empty() or countries.is_empty():
            return None
        return sums.row(0, named=True) | countries.row(0, named=True)


def origin_before(day: dt.date) -> int:
    """Return the last month that was over by a day.

    >>> month_text(origin_before(dt.date(2008, 1, 24)))
    '2007-12'
    """
    return month_id(day.year, day.month) - 1


def decision_days(replay: Replay) -> tuple[dt.date, ...]:
    """Return the days of a replay on which something was to be decided."""
    return tuple(sorted({item.known for item in replay.of_family("question")}))


def issue_before(store: Store, day: dt.date, *, now: dt.datetime) -> ForecastThen:
    """Return the forecast from the last month before a day, computed once. Raises MissingDataError."""
    origin = origin_before(day)
    with suppress(MissingDataError):
        return _then(issue_forecast(store, now=now, origin=origin, as_of=day), day)
    newest = max((version.source.vintage for version in store.versions()), default=day)
    return _then(issue_forecast(store, now=now, origin=origin, as_of=newest), day)


def forecast_before(library: Library, day: dt.date) -> ForecastThen | None:
    """Return the newest forecast at hand from a month that was over by a day; none that is older than a year."""
    return next((_then(issued, day) for issued in _at_hand(library, origin_before(day))), None)


def table_before(store: Store, replay: Replay, day: dt.date, *, now: dt.datetime) -> pl.DataFrame:
    """Return a row per place of a replay with what is forecast from before a day; ``note`` says why there is none."""
    origin = {"replay": replay.id, "day": day, "origin": month_text(origin_before(day))}
    rows: list[Mapping[str, Any]] = []
    for place in replay.places:
        try:
            then = issue_before(store, day, now=now)
        except MissingDataError as error:
            rows.append(origin | {"place": place, "note": str(error)})
            continue
        said = then.of(find_place(place)) or {"note": TOO_SHORT}
        identity = {"is_of_then": then.is_of_then, "result_id": then.issued.result.result_id}
        rows.append(origin | {"place": place} | identity | {name: said.get(name) for name in _SAID})
    return pl.DataFrame(rows, schema=_SCHEMA)


TOO_SHORT = "Too little was recorded there before."
_SAID = {
    **dict.fromkeys(["deaths_before", "q05", "q50", "q95"], pl.Int64),
    **dict.fromkeys(["p_25", "p_1000"], pl.Float64),
    "is_reporting_blackout": pl.Boolean,
    "note": pl.String,
}
_SCHEMA = {
    "replay": pl.String, "day": pl.Date, "place": pl.String, "origin": pl.String, "is_of_then": pl.Boolean,
    **_SAID, "result_id": pl.String,
}  # fmt: skip


def _at_hand(library: Library, newest: int) -> Iterator[Issued]:
    for origin in range(newest, newest - MOST_MONTHS_OLD, -1):
        found = (store.newest_result(KIND, month_text(origin), model=DEFAULT) for store in library.stores)
        yield from (issued for issued in found if issued and issued.frames["sums"].height)


def _then(issued: Issued, day: dt.date) -> ForecastThen:
    known = issued.result.data_as_of
    return ForecastThen(issued, known is not None and known <= day)
