"""``avert panel``: the table an analyst takes to R or Stata, with its sources beside it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avert import periods
from avert.cli.output import format_option, say, show
from avert.config import load_config
from avert.errors import InputError, MissingDataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from avert.panel import Panel
    from avert.sources.store import Store, Version

_DEATHS = ("ucdp_ged", "ucdp_candidate", "views_country_months")


@click.group()
def panel() -> None:
    """Write country-year, country-month and grid-month panels."""


def _shared_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        format_option,
        click.option("--out", type=click.Path(path_type=Path), help="Write here: NAME.parquet or NAME.csv."),
        click.option("--as-of", help="Use only what was known by then: a year, month or day."),
        click.option("--columns", help="Only these columns, separated by commas; keys are always there."),
        click.option("--to", help="Last year or month; the last that anything loaded covers when not given."),
        click.option("--from", "from_", help="First year or month; the first covered when not given."),
    ):
        command = option(command)
    return command


_place_option = click.option(
    "--place", multiple=True, help="Only this country, by any name or code. Repeatable."
)


@panel.command("country-year")
@_place_option
@_shared_options
def country_year(place: tuple[str, ...], from_: str | None, to: str | None, **options: Any) -> None:
    """Deaths, armed conflicts and mass killings by country and year."""
    from avert.panel import add_ewp_events, add_fatalities, add_ucdp_prio_acd, create_country_years

    loaded = _Loaded(options["as_of"])
    first, last = loaded.period(from_, to, (*_DEATHS, "ucdp_prio_acd", "ewp_events"))
    made = create_country_years(periods.year_month(first)[0], periods.year_month(last)[0])
    made = add_fatalities(made, loaded.deaths())
    for dataset, add in (("ucdp_prio_acd", add_ucdp_prio_acd), ("ewp_events", add_ewp_events)):
        if loaded.has(dataset):
            made = add(made, loaded.newest(dataset))
    _give(made, place, **options)


@panel.command("country-month")
@_place_option
@_shared_options
def country_month(place: tuple[str, ...], from_: str | None, to: str | None, **options: Any) -> None:
    """Deaths by country and month."""
    from avert.panel import add_fatalities, create_country_months

    loaded = _Loaded(options["as_of"])
    made = create_country_months(*loaded.period(from_, to, _DEATHS))
    _give(add_fatalities(made, loaded.deaths()), place, **options)


@panel.command("grid-month")
@click.option("--dense", is_flag=True, help="Every land cell and month; choose --columns and a short period.")
@_shared_options
def grid_month(dense: bool, from_: str | None, to: str | None, **options: Any) -> None:
    """Deaths by PRIO-GRID cell and month; only cells with an event, unless --dense."""
    from avert.panel import add_fatalities, create_grid_months, densify

    loaded = _Loaded(options["as_of"])
    first, last = loaded.period(from_, to, ("ucdp_ged", "ucdp_candidate"))
    made = add_fatalities(create_grid_months(first, last), loaded.deaths())
    if dense:
        if not options["columns"]:
            raise InputError("--dense needs --columns: every column of every cell would be very large.")
        columns = options["columns"].split(",")
        made = made.extended(densify(made, columns, first, last), made.provenance)
    _give(made, (), **options)


class _Loaded:
    """What the store holds, as of a day."""

    def __init__(self, as_of: str | None) -> None:
        from avert.sources.store import Store

        self._as_of: dt.date | None = periods.last_day(as_of) if as_of else None
        self._store: Store = Store(load_config().store)
        self._versions: list[Version] = self._store.versions(as_of=self._as_of)

    def has(self, dataset: str) -> bool:
        return any(version.source.dataset == dataset for version in self._versions)

    def newest(self, dataset: str) -> Any:
        return self._store.newest(dataset, self._as_of)

    def deaths(self) -> list[Any]:
        return [self._store.read(v) for v in self._versions if v.source.dataset in _DEATHS]

    def period(self, from_: str | None, to: str | None, datasets: tuple[str, ...]) -> tuple[int, int]:
        """Return first and last month: as asked, else all that these datasets cover."""
        covers = [v.coverage for v in self._versions if v.source.dataset in datasets]
        if not covers:
            raise MissingDataError(
                f"None of {', '.join(datasets)} is loaded. Add files first: avert data add PATH."
            )
        begin = periods.first_day(from_) if from_ else None
        end = periods.last_day(to) if to else None
        first = (
            min(c.first_month for c in covers) if begin is None else periods.month_id(begin.year, begin.month)
        )
        last = max(c.last_month for c in covers) if end is None else periods.month_id(end.year, end.month)
        return first, last


def _give(
    made: Panel,
    place: tuple[str, ...],
    *,
    columns: str | None,
    out: Path | None,
    as_of: str | None,
    form: str,
) -> None:
    """Print or write the part of the panel that was asked for."""
    from dataclasses import replace

    from avert.panel import write_panel

    if place:
        from avert.places import find_place

        codes = [find_place(name).gwcode for name in place]
        made = replace(made, frame=made.frame.filter(made.frame["country_gwcode"].is_in(codes)))
    if columns:
        made = made.select(columns.split(","))
    for note in made.notes:
        say(f"Note: {note}.")
    if out is None:
        show(made.frame, form)
        return
    sidecar = write_panel(made, out)
    known = f" as of {as_of}" if as_of else ""
    say(f"Wrote {made.frame.height:,} rows{known} to {out} and their sources to {sidecar.name}.")
