"""``avert pool``: one probability of several people's judgements, by every pool, and how far they agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from avert.assessment.pooling.registry import POOLS
from avert.cli.output import format_option, say, show
from avert.errors import MissingDataError, some

if TYPE_CHECKING:
    import polars as pl

LISTED = "\n".join(["\b", "Pools:", *(f"  {name}: {pool.says}" for name, pool in POOLS.items())])


@click.command(epilog=LISTED)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--pool", "pools", multiple=True, type=click.Choice(list(POOLS)), help="Only this one; repeatable."
)
@click.option("--round", "of_round", help="Only this round.")
@click.option(
    "--agreement", is_flag=True, help="How far the experts agree in each round, instead of the pools."
)
@format_option
def pool(file: Path, pools: tuple[str, ...], of_round: str | None, agreement: bool, form: str) -> None:
    """Pool the judgements in a CSV file with the columns question, round, expert, lo, best, hi.

    Probabilities are 0–1; a cell is empty where nothing was said. A column origin (what a judgement's evidence goes
    back to, several with ; between) makes the pools that extremise do so less where evidence is shared. An empty p: the
    pool cannot be had, because nobody answered or somebody gave no interval.

    With --agreement: Krippendorff's alpha; the share of the disagreement that lies between perspectives, from a
    column perspective; and an alarm if alpha rose from the round before while fewer origins carry the judgements.
    """
    from avert.assessment.agreement import agreement_table
    from avert.assessment.pooling import pool_table, read_judgements
    from avert.assessment.pooling.judgements import ignored_columns

    if agreement and pools:
        raise click.UsageError("--agreement has no pools: leave out --pool.")
    judgements = read_judgements(file)
    if ignored := ignored_columns(file):
        say(f"Not used: {some(ignored)}.")
    table = agreement_table(judgements) if agreement else pool_table(judgements, pools)
    show(_of_round(table, of_round), form)


def _of_round(table: pl.DataFrame, wanted: str | None) -> pl.DataFrame:
    import polars as pl

    if wanted is None:
        return table
    kept = table.filter(pl.col("round").cast(pl.String) == wanted)
    if kept.is_empty():
        rounds = ", ".join(map(str, table["round"].unique().sort()))
        raise MissingDataError(f"The file has no round {wanted}. It has {rounds}.")
    return kept
