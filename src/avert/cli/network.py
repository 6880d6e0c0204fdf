"""``avert network``: how far a peace network joins the grassroots to decisions, and groups to each other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from avert.cli.output import format_option, say, show
from avert.errors import some
from avert.society.vocabulary import ALERT_LAYERS, Layer

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("actors", type=FILE)
@click.argument("ties", type=FILE)
@click.option("--on", type=DAY, help="The network of this day; without it, whatever ever held.")
@click.option(
    "--hops", type=click.IntRange(min=1), default=4, show_default=True, help="The longest way that counts."
)
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Choice([layer.value for layer in Layer]),
    help="Along what warnings go; repeatable. Without it: information and coordination.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="For losses drawn at random."
)
@format_option
def network(
    *,
    actors: Path,
    ties: Path,
    on: dt.datetime | None,
    hops: int,
    layers: tuple[str, ...],
    seed: int,
    form: str,
) -> None:
    """Print the measures of the network in two CSV files: numbers, never whose.

    ACTORS has the columns id, level (top, middle, grassroots), is_decision_maker (yes, no) and, where known, sector,
    groups, areas (several with ; between), begins, ends, name. TIES has source, target, layer, is_directed (yes, no)
    and, where known, weight, begins, ends. An empty cell is unknown.

    Each measure says on how many actors it rests, and how many are left out because something of them is unknown. An
    empty value: nothing to measure. What each is: docs/methods/peace-network.md.
    """
    import numpy as np
    import polars as pl

    from avert.society.measures.profile import measure
    from avert.society.network import create_network
    from avert.society.read_network import ignored_columns, read_actors, read_ties

    there = read_actors(actors)
    network = create_network(there, read_ties(ties, there), on=on.date() if on else None)
    ignored = [*ignored_columns(actors, of_ties=False), *ignored_columns(ties, of_ties=True)]
    if ignored:
        say(f"Not used: {some(ignored)}.")
    along = tuple(Layer(layer) for layer in layers) or ALERT_LAYERS
    profile = measure(network, layers=along, hops=hops, rng=np.random.default_rng(seed))
    rows = [(row.measure, row.value, row.rests_on, row.left_out) for row in profile.rows()]
    columns = {"measure": pl.String, "value": pl.Float64, "rests_on": pl.Int64, "left_out": pl.Int64}
    show(pl.DataFrame(rows, columns, orient="row"), form)
