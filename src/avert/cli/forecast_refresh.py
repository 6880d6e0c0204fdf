"""``avert forecast refresh``: take new events in, forecast from the newest month, and say what changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from avert.cli.data import failures, recompute, require_all, take_in
from avert.cli.output import format_option, now, say, show
from avert.config import load_config

if TYPE_CHECKING:
    import polars as pl

    from avert.sources.adding import Added
    from avert.sources.results import Issued

_SHOWN_ROWS = 10
_MONTHS = 12


@click.command()
@click.argument("paths", metavar="[FILES]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--release", help="The publisher's release of files that do not state it, such as 23.1.")
@format_option
def refresh(paths: tuple[Path, ...], release: str | None, form: str) -> None:
    """Add files of new events, if any, forecast from the newest month, and show what changed.

    The table holds the ten largest changes of the probability of at least 25 deaths, of all types of violence, within
    12 months. What was forecast from the same data before is not computed again.
    """
    from avert.forecast.issuing import issue_forecast, newest_forecast
    from avert.sources.store import Store

    store = Store(load_config().store)
    before = newest_forecast(store)
    outcomes = take_in(store, paths, release) if paths else []
    for outcome in outcomes:
        say(_line(outcome))
    if any(outcome.outcome == "added" for outcome in outcomes):
        recompute(store)
    issued = issue_forecast(store, now=now())
    _report(issued, before, form)
    require_all(outcomes, failures(outcomes, paths))


def _line(outcome: Added) -> str:
    what = f" as {outcome.dataset} {outcome.release}, {outcome.coverage}" if outcome.dataset else ""
    return f"{outcome.file}: {outcome.outcome}{what}{f'. {outcome.note}' if outcome.note else ''}"


def _report(issued: Issued, before: Issued | None, form: str) -> None:
    """Say what the forecast rests on, where it is unreliable, and what changed since the one before."""
    result = issued.result
    say(f"Origin {result.origin}, data as of {result.data_as_of}, model {result.specification['model']}.")
    _say_what_is_unreliable(issued.frames["countries"])
    if before is None:
        say("There is no forecast before it to compare with.")
    elif before.result.result_id == result.result_id:
        say("Nothing changed: this forecast had been made from the same data before.")
    else:
        _show_changes(issued, before, form)


def _say_what_is_unreliable(countries: pl.DataFrame) -> None:
    if silent := countries.filter("is_reporting_blackout")["name"].sort().to_list():
        say(f"Unreliable, the record has fallen silent or ended: {', '.join(silent)}.")


def _show_changes(issued: Issued, before: Issued, form: str) -> None:
    import polars as pl

    from avert.forecast.changes import are_comparable, compare_forecasts

    if not are_comparable(issued, before):
        say("The forecast before it was made by other choices, so that the two cannot be compared.")
        return
    older, newer = before.result, issued.result
    say(f"Compared with the forecast from {older.origin}, data as of {older.data_as_of}.")
    if older.origin == newer.origin:
        say("Both start from the same month: all changes come from data added on the months before it.")
    changes = compare_forecasts(issued, before).filter(violence_type="total", last_step=_MONTHS)
    changed = changes.filter(pl.col("p_25_change") != 0)
    say(
        f"The probability of at least 25 deaths within {_MONTHS} months changed in {changed.height} countries."
    )
    columns = [f"{name}_{side}" for name in ("p_25", "deaths_before") for side in ("older", "newer")]
    show(
        changed.head(_SHOWN_ROWS).select(
            "country_gwcode", "name", "p_25_change", *columns, "is_reporting_blackout"
        ),
        form,
    )
