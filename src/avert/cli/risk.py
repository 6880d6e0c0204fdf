"""``avert risk``: which countries are most at risk of new mass killing, and why the model says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from avert import periods
from avert.cli.output import format_option, now, say, show
from avert.config import load_config

if TYPE_CHECKING:
    from collections.abc import Callable

    from avert.risk.issuing import IssuedRisks


@click.group()
def risk() -> None:
    """Rank and explain the risk of new mass killing (at least 1,000 civilians in a year)."""


def _shared_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        format_option,
        click.option("--as-of", help="Use the data known by then: a year, month or day."),
        click.option("--year", type=int, help="Year of the predictors; the newest when not given."),
        click.option(
            "--model", default="ewp2025", show_default=True, help="Which model; see `avert risk models`."
        ),
    ):
        command = option(command)
    return command


@risk.command()
@_shared_options
def rank(model: str, year: int | None, as_of: str | None, form: str) -> None:
    """Rank countries by their risk in the two years after the year of the predictors."""
    issued = _issued(model, year, as_of)
    show(issued.risks, form)


@risk.command()
@click.argument("place")
@_shared_options
def explain(place: str, model: str, year: int | None, as_of: str | None, form: str) -> None:
    """Show what each predictor adds to a country's log-odds, against the average of the training rows.

    Contributions say how the number arises. They are associations, not causes.
    """
    import polars as pl

    from avert.errors import MissingDataError
    from avert.places import find_place

    found = find_place(place)
    issued = _issued(model, year, as_of)
    rows = issued.contributions.filter(pl.col("country_gwcode") == found.gwcode)
    if rows.is_empty():
        raise MissingDataError(f"{found.name()} is not in {issued.source.label} in that year.")
    risks = issued.risks.filter(pl.col("country_gwcode") == found.gwcode).row(0, named=True)
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


def _issued(model: str, year: int | None, as_of: str | None) -> IssuedRisks:
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
    )
    say(
        f"Source: {issued.source.title}, {issued.source.release}. Result {issued.result.result_id}. "
        "Intervals cover the sampling of countries, not errors in the event list."
    )
    return issued
