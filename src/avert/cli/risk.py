"""``avert risk``: which countries are most at risk of new mass killing, and why the model says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from avert import periods
from avert.cli.monthly import evaluate_monthly, monthly, units, watch
from avert.cli.output import format_option, now, say, show
from avert.cli.risk_evaluation import evaluate
from avert.cli.risk_explaining import add_explaining
from avert.config import load_config
from avert.risk import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from avert.places import Place
    from avert.sources.results import Issued


@click.group()
def risk() -> None:
    """Rank and explain the risk of new mass killing (at least 1,000 civilians in a year)."""


add_explaining(risk)
risk.add_command(evaluate)


_faults_option = click.option(
    "--faults",
    type=click.Choice(["mended", "as-published"]),
    help="The two faults of EWP's panel: mended by default where the data for it are loaded; see `avert risk faults`.",
)


def _shared_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        format_option,
        click.option("--as-of", help="Use the data known by then: a year, month or day."),
        click.option("--year", type=int, help="Year of the predictors; the newest when not given."),
        click.option(
            "--model", default=DEFAULT, show_default=True, help="Which model; see `avert risk models`."
        ),
    ):
        command = option(command)
    return command


@risk.command()
@_shared_options
@_faults_option
def rank(*, model: str, year: int | None, as_of: str | None, faults: str | None, form: str) -> None:
    """Rank countries by their risk in the two years after the year of the predictors."""
    issued = _issued(model, year, as_of, faults)
    show(issued.frames["risks"], form)


@risk.command()
@click.argument("place")
@_shared_options
@_faults_option
def explain(
    *, place: str, model: str, year: int | None, as_of: str | None, faults: str | None, form: str
) -> None:
    """Show what each predictor adds to a country's log-odds, against the average of the training rows.

    Contributions say how the number arises. They are associations, not causes.
    """
    import polars as pl

    from avert.errors import MissingDataError
    from avert.places import find_place

    found = find_place(place)
    issued = _issued(model, year, as_of, faults)
    rows = issued.frames["contributions"].filter(pl.col("country_gwcode") == found.gwcode)
    if rows.is_empty():
        raise MissingDataError(f"{found.name()} is not in {issued.result.sources[0].label} in that year.")
    risks = issued.frames["risks"].filter(pl.col("country_gwcode") == found.gwcode).row(0, named=True)
    if risks["risk"] is None:
        say(f"{found.name()}: no risk, because a predictor is missing.")
    else:
        say(
            f"{found.name()}, predictors of {risks['year']}: risk {risks['risk']:.2%} "
            f"(90 % interval {risks['risk_low']:.2%} to {risks['risk_high']:.2%}), rank {risks['rank']}."
        )
    size = pl.col("contribution").abs()
    show(rows.drop("country_gwcode", "year").sort(size, descending=True, nulls_last=True), form)


@risk.command()
@_shared_options
def faults(model: str, year: int | None, as_of: str | None, form: str) -> None:
    """Show what mending the faults of EWP's panel changes: risks and ranks, the most changed first."""
    from avert.risk.fault_differences import fault_differences
    from avert.sources.store import Store

    config = load_config()
    until = periods.last_day(as_of) if as_of else None
    found = fault_differences(
        Store(config.store), model=model, year=year, now=now(), as_of=until, workers=config.workers
    )
    for column, count in found.cells.group_by("column").len().sort("column").iter_rows():
        say(f"{column}: {count} country-years differ.")
    _say_faults(found.mended)
    show(found.risks.drop("country_gwcode", "year"), form)


@risk.command()
@format_option
def models(form: str) -> None:
    """List the models with what they answer and where they fall short."""
    import polars as pl

    from avert.risk.registry import MODELS

    cards = [
        {
            "model": name,
            "question": model.CARD.question,
            "unit": model.CARD.unit,
            "citation": model.CARD.citation,
        }
        for name, model in MODELS.items()
    ]
    show(pl.DataFrame(cards), form)


@risk.command()
@click.argument("place")
@click.option("--year", type=int, help="The newest year loaded when not given.")
@click.option("--as-of", help="Use the data known by then: a year, month or day.")
@format_option
def structure(place: str, year: int | None, as_of: str | None, form: str) -> None:
    """Show a country's structural violence, against the world and its own past.

    A share of the world that is better of 0.9 means that nine in ten other states do better; of the own past,
    that the country itself did better in nine of ten earlier years. No single index is given: the weights would
    decide it. An empty cell is unknown.
    """
    from avert.places import find_place
    from avert.risk.structure_issuing import issue_structure
    from avert.sources.store import Store

    found = find_place(place)
    until = periods.last_day(as_of) if as_of else None
    issued = issue_structure(Store(load_config().store), now=now(), year=year, as_of=until)
    shown = _structure_of(found, issued)
    _say_structure_sources(issued)
    say(
        f"Result {issued.result.result_id}. low and high: V-Dem's interval of about 68 %; the UN states none."
    )
    show(shown, form)


def _structure_of(place: Place, issued: Issued) -> pl.DataFrame:
    """Return a country's rows with their labels, and say which of them are unknown."""
    import polars as pl

    from avert.errors import MissingDataError
    from avert.risk.structure_indicators import structure_indicators

    rows = issued.frames["profile"].filter(pl.col("country_gwcode").is_in([place.gwcode]))
    year = int(issued.result.origin)
    if rows.is_empty():
        raise MissingDataError(f"{place.name()} is not in Gleditsch and Ward's list of states of {year}.")
    labels = {indicator.indicator: indicator.label for indicator in structure_indicators()}
    named = rows.with_columns(label=pl.col("indicator").replace_strict(labels))
    unknown = named.filter(pl.col("value").is_null())["label"].to_list()
    say(f"{place.name(year=year)}, {year}." + (f" Unknown: {', '.join(unknown)}." if unknown else ""))
    return named.select("label", pl.exclude("label", "country_gwcode"))


def _say_structure_sources(issued: Issued) -> None:
    from avert.risk.structure_indicators import SOURCES
    from avert.sources.declaration import load_declarations

    for source in issued.result.sources:
        say(f"Source: {source.title}, {source.release}, known from {source.vintage}.")
    for dataset in sorted(SOURCES - {source.dataset for source in issued.result.sources}):
        say(
            f"Not loaded, or not known then: {load_declarations(dataset)[0].title}. Its indicators are left out."
        )


def _issued(model: str, year: int | None, as_of: str | None, faults: str | None) -> Issued:
    from avert.risk.issuing import issue_risks
    from avert.sources.store import Store

    config = load_config()
    issued = issue_risks(
        Store(config.store),
        model=model,
        year=year,
        now=now(),
        as_of=periods.last_day(as_of) if as_of else None,
        workers=config.workers,
        faults=faults,
    )
    source = issued.result.sources[0]
    say(
        f"Source: {source.title}, {source.release}. Result {issued.result.result_id}. "
        "Intervals cover the sampling of countries, not errors in the event list."
    )
    if faults != "as-published":
        _say_faults(issued)
    return issued


def _say_faults(issued: Issued) -> None:
    """Say which faults of EWP's panel stay as published because the data for mending them are not loaded."""
    from avert.risk.ewp_faults import UNMENDED

    for fault, why in UNMENDED.items():
        if fault not in issued.result.specification["mended"]:
            say(why)


risk.add_command(monthly)
risk.add_command(evaluate_monthly)
risk.add_command(units)
risk.add_command(watch)
