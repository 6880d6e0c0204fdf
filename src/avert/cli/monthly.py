"""``avert risk monthly``: which countries are likely to see one-sided violence within 12 months, and how sure."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from avert import periods
from avert.cli.output import format_option, now, say, show
from avert.config import load_config
from avert.errors import InputError

if TYPE_CHECKING:
    import polars as pl

    from avert.sources.results import Issued

_SHOWN = (
    "country_gwcode", "iso3", "name", "origin", "threshold", "p", "p_low", "p_high", "rank", "rank_low", "rank_high",
    "deaths_12_months", "is_onset", "unknown_months_count", "is_reporting_blackout", "data_as_of",
)  # fmt: skip
_as_of_option = click.option("--as-of", help="Use the data known by then: a year, month or day.")


@click.command()
@click.option("--origin", help="Last month whose events count, YYYY-MM; the newest known when not given.")
@click.option("--threshold", type=click.Choice(["25", "100", "500"]), help="Only this one.")
@click.option("--replicates", type=click.IntRange(0), default=40, show_default=True, help="For intervals.")
@_as_of_option
@format_option
def monthly(origin: str | None, threshold: str | None, replicates: int, as_of: str | None, form: str) -> None:
    """Rank countries by the probability that one-sided violence kills at least 25, 100 or 500 civilians in 12 months.

    The first time it fits and keeps the result, which takes a few minutes; afterwards it reads it.
    """
    import polars as pl

    from avert.risk.monthly.issuing import issue_monthly_risk
    from avert.sources.store import Store

    config = load_config()
    issued = issue_monthly_risk(
        Store(config.store),
        now=now(),
        origin=_month(origin),
        as_of=_day(as_of),
        replicates=replicates,
        workers=config.workers,
    )
    risks = issued.frames["risks"]
    _say_what_it_is(issued, risks)
    chosen = risks if threshold is None else risks.filter(pl.col("threshold") == int(threshold))
    show(chosen.select(_SHOWN), form)


@click.command()
@click.argument("place")
@click.option("--origin", help="Last of the 12 months, YYYY-MM; the newest known when not given.")
@_as_of_option
@format_option
def units(place: str, origin: str | None, as_of: str | None, form: str) -> None:
    """Show deaths in one-sided violence of the last 12 months by first-level unit, as recorded: no risk.

    Units are as UCDP names them. An empty name is deaths that UCDP places in no unit.
    """
    import polars as pl

    from avert.panel.death_inputs import load_inputs, newest_origin
    from avert.places import find_place
    from avert.risk.monthly.units import unit_deaths
    from avert.sources.store import Store

    found = find_place(place)
    inputs = load_inputs(Store(load_config().store), _day(as_of))
    month = _month(origin) or newest_origin(inputs.panel)
    rows = unit_deaths(inputs.tables, month).filter(pl.col("country_gwcode").is_in([found.gwcode]))
    say(f"{found.name()}, 12 months to {periods.month_text(month)}, as recorded.")
    if rows.is_empty():
        say(
            "No event with one-sided violence is loaded for these months. That is not to say that there was none."
        )
    elif (known := rows["months_known_count"][0]) < 12:
        say(f"Events of {known} of the 12 months are loaded; the others are unknown.")
    last = pl.col("last_month").map_elements(periods.month_text, return_dtype=pl.String)
    show(rows.with_columns(last), form)


@click.command("evaluate-monthly")
@click.option(
    "--models",
    "named",
    default="default",
    show_default=True,
    help="default, all, or names with commas between.",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the tables.")
@click.option("--years", help="FIRST:LAST of the origins, such as 2000:2012; 2000 to 2019 when not given.")
@click.option(
    "--draws", type=click.IntRange(1), default=400, show_default=True, help="Of countries, for intervals."
)
@_as_of_option
@format_option
def evaluate_monthly(
    *, named: str, out: Path, years: str | None, draws: int, as_of: str | None, form: str
) -> None:
    """Test the monthly risk by the protocol osv-monthly, on years that each fit has not seen.

    Writes forecasts.parquet, scores.csv, differences.csv and reliability.csv. Started again after an interruption,
    it goes on where it was.
    """
    from avert.risk.monthly.candidates import find_models
    from avert.risk.monthly.evaluation import years_of
    from avert.risk.monthly.issuing import issue_evaluation
    from avert.sources.store import Store

    config = load_config()
    unfinished = out / ".unfinished"
    issued = issue_evaluation(
        Store(config.store),
        models=list(find_models(named)),
        now=now(),
        years=years_of(years),
        as_of=_day(as_of),
        draws=draws,
        workers=config.workers,
        resume_in=unfinished,
    )
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in issued.frames.items():
        if name == "forecasts":
            frame.write_parquet(out / f"{name}.parquet")
        else:
            frame.write_csv(out / f"{name}.csv")
    shutil.rmtree(unfinished, ignore_errors=True)
    say(f"Wrote {', '.join(issued.frames)} to {out}. Result {issued.result.result_id}.")
    say("Deaths are those of today's releases: a forecaster of the time knew less, and scored worse.")
    show(issued.frames["scores"], form)


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    day = periods.last_day(text)
    return periods.month_id(day.year, day.month)


def _day(text: str | None) -> dt.date | None:
    return periods.last_day(text) if text else None


def _say_what_it_is(issued: Issued, risks: pl.DataFrame) -> None:
    """Say what the numbers rest on, and what the intervals leave out."""
    result = issued.result
    say(f"Origin {result.origin}, data as of {result.data_as_of}. Result {result.result_id}.")
    for line in dict.fromkeys(f"Source: {source.title}, {source.release}." for source in result.sources):
        say(line)
    say(
        "Intervals (90 %) cover which countries history drew and unknown months, not errors of the record, the choice "
        "of model, or a future unlike the past."
    )
    if silent := risks.filter("is_reporting_blackout")["name"].unique().sort().to_list():
        say(f"Unreliable, the record has fallen silent: {', '.join(silent)}.")


@click.command()
@click.argument("place")
@click.option(
    "--year", type=int, help="Look at nothing later; the newest year of each source when not given."
)
@_as_of_option
@format_option
def watch(place: str, year: int | None, as_of: str | None, form: str) -> None:
    """Show repression in a country and people who fled it, against its own past: deaths miss them.

    No composite is given. An empty cell is unknown, never zero.
    """
    from avert.places import find_place
    from avert.risk.watch import watch as watched
    from avert.sources.store import Store

    found = find_place(place)
    store, until = Store(load_config().store), _day(as_of)
    tables = [
        store.newest(dataset, until) if store.versions(dataset, until) else None
        for dataset in ("vdem", "unhcr_origin_asylum")
    ]
    if found.gwcode is None:
        raise InputError(
            f"{found.name()} is not in Gleditsch and Ward's list of states, which the sources follow."
        )
    rows = watched(found.gwcode, vdem=tables[0], displaced=tables[1], year=year)
    for table in tables:
        if table is not None:
            say(f"Source: {table.source.title}, {table.source.release}, known from {table.source.vintage}.")
    unknown = rows.filter(rows["value"].is_null())["label"].to_list()
    say(f"{found.name()}." + (f" Unknown: {', '.join(unknown)}." if unknown else ""))
    show(rows, form)
