"""Issue what panels say of every country: deaths, armed conflicts, mass killings. Results, kept in the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from avert import periods
from avert.errors import MissingDataError
from avert.panel.conflicts import add_ucdp_prio_acd
from avert.panel.fatalities import ESTIMATES, RANKS, TYPES, add_fatalities, counted_events
from avert.panel.silence import mark_silence
from avert.panel.spines import create_country_months, create_country_years
from avert.provenance import Source
from avert.sources.results import Issued, Result
from avert.sources.store import Store
from avert.sources.tables import Table


def issue_deaths(store: Store, *, now: dt.datetime, as_of: dt.date | None = None) -> Issued:
    """Issue the record of deaths of every state.

    Frames: ``years`` and ``months`` (deaths by type with the release that counts; missing is unknown),
    ``actors`` (deaths by pair of sides and year, from events), ``silence`` (reporting blackouts). Raises
    MissingDataError when no dataset with deaths is loaded.
    """
    tables = [store.read(v) for dataset in RANKS for v in store.versions(dataset, as_of)]
    if not tables:
        raise MissingDataError("No dataset with deaths is loaded. Add one first: avert data add PATH.")
    first = min(table.coverage.first_month for table in tables)
    last = max(table.coverage.last_month for table in tables)
    months = add_fatalities(create_country_months(first, last), tables)
    years = add_fatalities(
        create_country_years(periods.year_month(first)[0], periods.year_month(last)[0]), tables
    )
    result = _result("deaths", months.provenance.sources, last, now, as_of)
    deaths = [f"fatalities_{kind}_{estimate}" for kind in TYPES for estimate in ESTIMATES]
    sources = [f"fatalities_{kind}_source" for kind in TYPES]
    return _kept(
        store,
        result,
        {
            "years": years.frame.select("country_gwcode", "year", *deaths, *sources),
            "months": months.frame.select("country_gwcode", "month_id", *deaths, *sources),
            "actors": _actors(months.frame, tables),
            "silence": mark_silence(months),
        },
    )


def _actors(months: pl.DataFrame, tables: Sequence[Table]) -> pl.DataFrame:
    """Sum the events that count by country, year, type and pair of sides."""
    events = counted_events(months.select("country_gwcode", "month_id"), tables)
    named = [table.frame.join(keys, on=keys.columns, how="semi") for table, keys in events]
    sides = ["country_gwcode", "year", "violence_type", "side_a", "side_b"]
    parts = [
        frame.with_columns(periods.year_of_month(pl.col("month_id")).alias("year")).select(
            *sides, "fatalities_best"
        )
        for frame in named
    ]
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(sides, pl.String) | {"fatalities_best": pl.Int64})
    return pl.concat(parts).group_by(sides).agg(pl.col("fatalities_best").sum()).sort(sides)


def issue_conflicts(store: Store, *, now: dt.datetime, as_of: dt.date | None = None) -> Issued:
    """Issue the armed conflicts of every state and year since 1946. Frame: ``years``, see add_ucdp_prio_acd."""
    table = store.newest("ucdp_prio_acd", as_of)
    last = table.coverage.last_month
    panel = add_ucdp_prio_acd(create_country_years(1946, periods.year_month(last)[0]), table)
    result = _result("conflicts", (table.source,), last, now, as_of)
    return _kept(store, result, {"years": panel.frame.drop("iso3", "name")})


def issue_episodes(store: Store, *, now: dt.datetime, as_of: dt.date | None = None) -> Issued:
    """Issue the mass killings on the Early Warning Project's list. Frame: ``episodes``, one row each.

    ``is_ongoing`` is true where the list gives no last year.
    """
    table = store.newest("ewp_events", as_of)
    result = _result("episodes", (table.source,), table.coverage.last_month, now, as_of)
    episodes = table.frame.select(
        "country_gwcode",
        pl.col("mk_event_name").alias("name"),
        "perpetrator",
        "start_year",
        "end_year",
        pl.col("end_year").is_null().alias("is_ongoing"),
    )
    return _kept(store, result, {"episodes": episodes})


def _result(
    kind: str, sources: tuple[Source, ...], last_month: int, now: dt.datetime, as_of: dt.date | None
) -> Result:
    origin = periods.month_text(last_month)
    return Result(kind, sources, {"as_of": as_of and as_of.isoformat()}, 0, origin, now)


def _kept(store: Store, result: Result, frames: Mapping[str, pl.DataFrame]) -> Issued:
    if found := store.result(result.result_id):
        return found
    store.put(result, frames)
    return Issued(result, frames)
