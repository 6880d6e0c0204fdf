"""``avert forecast revisions``: how much early counts of deaths, such as candidate events, were revised later."""

from __future__ import annotations

import click

from avert import periods
from avert.cli.output import format_option, now, say, show
from avert.config import load_config


@click.command()
@click.option("--as-of", help="Learn only from what was known by then: a year, month or day.")
@click.option(
    "--draws", type=click.IntRange(100), default=400, show_default=True, help="Of countries, for intervals."
)
@format_option
def revisions(as_of: str | None, draws: int, form: str) -> None:
    """Show how early counts by country and month were revised later, by type of violence and size of the count.

    Ratios are of the later count to the early one. Of an early count of 0, share_up says in how many months deaths
    were recorded later.
    """
    from avert.forecast.revisions import months_on_candidates, revision_pairs, summarise_revisions
    from avert.panel.death_inputs import load_inputs, newest_origin
    from avert.sources.store import Store

    day = periods.last_day(as_of) if as_of else now().date()
    inputs = load_inputs(Store(load_config().store), day)
    pairs = revision_pairs(inputs.tables, day)
    if pairs.is_empty():
        say(f"As of {day}, no early count can be compared: no release after it covers the same months.")
    for line in dict.fromkeys(
        f"{early} beside {later}." for early, later in pairs.select("early_release", "later_release").rows()
    ):
        say(line)
    months = months_on_candidates(inputs.panel, newest_origin(inputs.panel))["candidate_months_count"]
    say(
        f"The newest {int(months.max() or 0)} months of some country rest on candidate events now, "  # type: ignore[arg-type]
        f"the newest {int(months.median() or 0)} of a typical one."  # type: ignore[arg-type]
    )
    show(summarise_revisions(pairs, draws=draws), form)
