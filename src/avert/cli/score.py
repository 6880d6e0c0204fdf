"""``avert score``: how good a forecast was, and how much better than another."""

from __future__ import annotations

from pathlib import Path

import click

from avert.cli.output import format_option, say, show

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("forecast", type=FILE)
@click.argument("actuals", type=FILE)
@click.option(
    "--reference", type=FILE, help="Another forecast of the same outcomes; prints the skill against it."
)
@click.option(
    "--cluster", default="country_id", show_default=True, help="Column drawn with replacement for intervals."
)
@click.option(
    "--draws", default=1000, show_default=True, type=click.IntRange(100), help="Draws of that bootstrap."
)
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Of that bootstrap.")
@format_option
def score(
    *, forecast: Path, actuals: Path, reference: Path | None, cluster: str, draws: int, seed: int, form: str
) -> None:
    """Score FORECAST against ACTUALS, both Parquet or CSV.

    FORECAST has a row per key and draw (columns draw, outcome: the layout of the VIEWS prediction challenge), per
    quantile (quantile, outcome) or per bin (bin, probability); ACTUALS a row per key with outcome. All other columns
    are keys, such as month_id and country_id. Lower scores are better; coverage should be 0.9 or, for counts, more.

    skill is 1 − score / reference: above 0 is better than the reference. Its interval is of 90 %, over clusters.
    """
    from avert.errors import InputError
    from avert.forecast.comparing import compare, scores_of, summarise
    from avert.forecast.files import read_forecasts, read_outcomes

    outcomes = read_outcomes(actuals)
    ours = scores_of(read_forecasts(forecast), outcomes)
    if unknown := outcomes["outcome"].null_count():
        say(f"{unknown} outcomes are unknown and not scored.")
    if reference is None:
        show(summarise(ours), form)
        return
    if cluster not in outcomes.columns:
        raise InputError(
            f"{actuals.name} has no {cluster}, over which intervals are drawn. Name a column with --cluster."
        )
    theirs = scores_of(read_forecasts(reference), outcomes)
    show(compare(ours, theirs, outcomes[cluster], draws=draws, seed=seed), form)
