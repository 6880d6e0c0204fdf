"""``avert forecast``: how many deaths the next months may bring, how sure that is, and how good such forecasts were."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from avert import periods
from avert.cli.forecast_refresh import refresh
from avert.cli.forecast_revisions import revisions
from avert.cli.output import format_option, now, say, show
from avert.config import load_config
from avert.errors import InputError

if TYPE_CHECKING:
    from avert.sources.results import Issued

KINDS = ("sb", "ns", "os", "total")


@click.group()
def forecast() -> None:
    """Forecast deaths in organised violence by country and month, and test such forecasts."""


forecast.add_command(refresh)
forecast.add_command(revisions)


@forecast.command()
@click.option("--level", type=click.Choice(["country"]), default="country", show_default=True)
@click.option("--origin", help="Last month whose deaths count, YYYY-MM; the newest known when not given.")
@click.option("--steps", default="1-36", show_default=True, help="Months after the origin, FIRST-LAST.")
@click.option(
    "--type", "kind", type=click.Choice(KINDS), default="sb", show_default=True, help="Of violence."
)
@click.option("--model", help="A name from `avert forecast models`; the one that is used when not given.")
@click.option("--as-of", help="Use what was known by then: a year, month or day.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write month_id, country_id, draw, outcome here.",
)
@format_option
def run(
    *,
    level: str,  # noqa: ARG001  there is one
    origin: str | None,
    steps: str,
    kind: str,
    model: str | None,
    as_of: str | None,
    seed: int,
    out: Path | None,
    form: str,
) -> None:
    """Forecast deaths of every country, and write 1,000 draws in the layout of the VIEWS prediction challenge.

    An origin looks at nothing later, nor at what was published after the end of the month that follows it; name a
    later day with --as-of to use corrected data. The table shows the sum over the months forecast. The first time it
    fits and keeps the result; afterwards it reads it.
    """
    from avert.forecast import DEFAULT
    from avert.forecast.issuing import issue_forecast, world_of
    from avert.forecast.writing import sums_table, write_draws
    from avert.sources.store import Store

    issued = issue_forecast(
        Store(load_config().store),
        now=now(),
        origin=_month(origin),
        as_of=periods.last_day(as_of) if as_of else None,
        model=model or DEFAULT,
        steps=_steps(steps),
        seed=seed,
    )
    _say_what_it_is(issued)
    world = world_of(issued)
    if out is not None:
        rows = write_draws(world, kind, out)
        say(f"Wrote {rows:,} draws of {kind} to {out.name}.")
    show(sums_table(world, kind, issued.frames["countries"]), form)


@forecast.command()
@format_option
def models(form: str) -> None:
    """List the models, those of installed packages included."""
    import polars as pl

    from avert.forecast import DEFAULT
    from avert.forecast.registry import all_models

    rows = [
        {
            "model": name,
            "is_default": name == DEFAULT,
            "is_baseline": one.IS_BASELINE,
            "method": one.CARD.method,
        }
        for name, one in all_models().items()
    ]
    show(pl.DataFrame(rows), form)


@forecast.command()
@click.option(
    "--protocol", type=click.Choice(["cm-bench", "cm-bench-36"]), default="cm-bench", show_default=True
)
@click.option("--models", "named", default="all", show_default=True, help="Names with commas between.")
@click.option("--windows", help="Calendar years, such as 2018-2021 or 2022,2023; 2018-2021 when not given.")
@click.option(
    "--benchmarks",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with the challenge's benchmark_NAME_YEAR.parquet and cm_actuals_YEAR.parquet, scored beside.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the tables."
)
@click.option(
    "--draws", type=click.IntRange(100), default=1000, show_default=True, help="Of countries, for intervals."
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@format_option
def evaluate(
    *,
    protocol: str,
    named: str,
    windows: str | None,
    benchmarks: Path | None,
    out: Path,
    draws: int,
    seed: int,
    form: str,
) -> None:
    """Test models on years that they have not seen, beside baselines and the challenge's own samples.

    Uses VIEWS' country-months in the store. Writes scores.csv, differences.csv, reliability.csv, past.parquet and
    rows.parquet. Started again after an interruption, it goes on where it was.
    """
    import polars as pl

    from avert.forecast.protocols.evaluation import issue_evaluation
    from avert.forecast.protocols.origins import find_protocol, windows_of
    from avert.forecast.registry import find_models
    from avert.forecast.writing import write_evaluation
    from avert.sources.store import Store

    config = load_config()
    issued = issue_evaluation(
        Store(config.store),
        find_protocol(protocol),
        models=list(find_models(named)),
        windows=windows_of(windows),
        now=now(),
        benchmarks=benchmarks,
        draws=draws,
        seed=seed,
        workers=config.workers,
        resume_in=out / ".unfinished",
    )
    names = write_evaluation(issued, out)
    say(f"Wrote {', '.join(names)} to {out.name}. Result {issued.result.result_id}.")
    say("Deaths are those of today's releases: a forecaster of the time knew less, and scored worse.")
    of = pl.col("violence_type") == "sb", pl.col("window") == "mean"
    show(issued.frames["scores"].filter(*of).drop("is_default", "window", "violence_type"), form)


def _steps(text: str) -> range:
    first, _, last = text.partition("-")
    if not (first.isdigit() and (last or first).isdigit()):
        raise InputError(
            f"Steps {text!r} cannot be read. Write FIRST-LAST in months after the origin, such as 3-14."
        )
    return range(int(first), int(last or first) + 1)


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    day = periods.last_day(text)
    return periods.month_id(day.year, day.month)


def _say_what_it_is(issued: Issued) -> None:
    """Say what the numbers rest on, and where they cannot be relied on."""
    import polars as pl

    result, countries = issued.result, issued.frames["countries"]
    model = result.specification["model"]
    say(f"Origin {result.origin}, data as of {result.data_as_of}, model {model}. Result {result.result_id}.")
    for line in dict.fromkeys(f"Source: {source.title}, {source.release}." for source in result.sources):
        say(line)
    if unknown := countries.select((pl.col("unknown_months_count") > 0).sum()).item():
        say(f"Of {unknown} countries some of the 12 months before are unknown.")
    if silent := countries.filter("is_reporting_blackout")["name"].sort().to_list():
        say(f"Unreliable, the record has fallen silent: {', '.join(silent)}.")
