"""``avert risk analogues``, ``changes`` and ``what-would-change``: what stands behind a country's risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from avert import periods
from avert.cli.output import format_option, now, say, show
from avert.config import load_config
from avert.risk import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable

    from avert.places import Place
    from avert.sources.results import Issued


def add_explaining(group: click.Group) -> None:
    """Add these commands to the group of risk."""
    for command in (analogues, changes, what_would_change):
        group.add_command(command)


def _shared_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        format_option,
        click.option("--as-of", help="Use the data known by then: a year, month or day."),
        click.option("--year", type=int, help="Year of the predictors; the newest when not given."),
        click.option(
            "--model", default=DEFAULT, show_default=True, help="Which model; see `avert risk models`."
        ),
        click.argument("place"),
    ):
        command = option(command)
    return command


@click.command()
@_shared_options
@click.option("--count", type=click.IntRange(1), default=10, show_default=True, help="How many at most.")
def analogues(*, place: str, model: str, year: int | None, as_of: str | None, form: str, count: int) -> None:
    """Show the earlier country-years most like a country in what the model looks at, and what followed them.

    Only other countries, and only years whose sequel was known by then. Being alike in the data is not being alike.
    """
    import polars as pl

    from avert.places import place_of_gwcode
    from avert.risk.explaining import issue_analogues

    found, shared = _asked(place, year, as_of)
    issued = issue_analogues(**shared, model=model, country_gwcode=_gwcode(found), count=count)
    frame = issued.frames["analogues"]
    _say_source(issued)
    say(
        f"{found.name()}, predictors of {issued.result.origin}: a new mass killing began within two years after "
        f"{frame['onset_followed'].sum()} of these {frame.height}."
    )
    names = [
        place_of_gwcode(code).name(year=then) for code, then in frame.select("country_gwcode", "year").rows()
    ]
    listed = pl.col("differs_most").list.join("; ")
    show(frame.select(pl.Series("name", names), pl.exclude("country_gwcode")).with_columns(listed), form)


@click.command()
@_shared_options
def changes(*, place: str, model: str, year: int | None, as_of: str | None, form: str) -> None:
    """Show why a country's risk differs from last year's: new data, the model learned again, one more year.

    The parts are log-odds and sum exactly: data, predictor by predictor, at last year's model; model, the same years
    learned again from this release; world, one more year to learn from.
    """
    import polars as pl

    from avert.errors import MissingDataError
    from avert.risk.changes import PARTS, summed_by_part
    from avert.risk.explaining import issue_changes

    found, shared = _asked(place, year, as_of)
    issued = issue_changes(**shared, model=model)
    rows = issued.frames["changes"].filter(pl.col("country_gwcode") == _gwcode(found))
    if rows.is_empty():
        raise MissingDataError(f"{found.name()} is not in {issued.result.sources[0].label} in that year.")
    total = summed_by_part(rows).row(0, named=True)
    _say_source(issued)
    if total["total"] is None:
        say(f"{found.name()}: no change can be told, because it has no risk in one of the two years.")
    else:
        data, model_part, world = (f"{total[part]:+.3f}" for part in PARTS)
        say(
            f"{found.name()}, log-odds of {issued.result.origin} less those of the year before: "
            f"{total['total']:+.3f} = data {data}, model {model_part}, world {world}."
        )
    size = pl.col("change").abs()
    show(rows.drop("country_gwcode").sort(size, descending=True, nulls_last=True), form)


@click.command("what-would-change")
@_shared_options
@click.option(
    "--below", type=click.FloatRange(0, 1, min_open=True), help="Risk to get below; that year's median."
)
def what_would_change(
    *, place: str, model: str, year: int | None, as_of: str | None, form: str, below: float | None
) -> None:
    """Show the smallest change of each predictor, all else as it is, that would bring a risk below a threshold.

    Association, not cause: it says how the number hangs together, not what an action would do.
    """
    from avert.risk.explaining import issue_what_would_change

    found, shared = _asked(place, year, as_of)
    issued = issue_what_would_change(**shared, model=model, country_gwcode=_gwcode(found), below=below)
    _say_source(issued)
    say(
        "Association, not cause. One predictor at a time, within what was seen; empty: it alone would not do."
    )
    show(issued.frames["needed"], form)


def _asked(place: str, year: int | None, as_of: str | None) -> tuple[Place, dict[str, Any]]:
    """Return the place, and what every one of these questions is asked with."""
    from avert.places import find_place
    from avert.sources.store import Store

    until = periods.last_day(as_of) if as_of else None
    return find_place(place), {
        "store": Store(load_config().store),
        "year": year,
        "as_of": until,
        "now": now(),
    }


def _gwcode(place: Place) -> int:
    from avert.errors import MissingDataError

    if place.gwcode is None:
        raise MissingDataError(
            f"{place.name()} is not in Gleditsch and Ward's list of states, which the model ranks."
        )
    return place.gwcode


def _say_source(issued: Issued) -> None:
    sources = "; ".join(f"{source.title}, {source.release}" for source in issued.result.sources)
    say(f"Source: {sources}. Result {issued.result.result_id}.")
