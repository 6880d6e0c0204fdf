"""``avert structures``: look through a file of structures without taking anything in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from avert.cli.output import format_option, say, show
from avert.errors import CheckFailedError, some

if TYPE_CHECKING:
    from avert.society.imports import Import

KINDS = ("3w", "iati", "register", "structures")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option(
    "--as", "kind", type=click.Choice(KINDS), default="3w", show_default=True, help="What the file is."
)
@click.option("--ties", type=FILE, help="With --as structures: the table of ties between them.")
@click.option("--places", type=FILE, help="With --as 3w: a map of names of places to p-codes, as JSON.")
@click.option(
    "--day-first/--month-first", default=None, help="How to read 03/04/2024 where the file does not tell."
)
@click.option("--template", type=click.Choice(["structures", "ties"]), help="Print an empty table instead.")
@format_option
def structures(
    *,
    file: Path | None,
    kind: str,
    ties: Path | None,
    places: Path | None,
    day_first: bool | None,
    template: str | None,
    form: str,
) -> None:
    """Look through a file of structures: what it would bring, and what is wrong with which row.

    3w: who does what where, CSV or XLSX, with HXL tags or usual headings. iati: activities, IATI 2.01 to 2.03.
    register: the organisation register of Somalia. structures: our own table. Nothing is kept. Exit 1: something
    must be mended before the file can be taken in.
    """
    from avert.society.imports import structure_template, tie_template

    if template:
        click.echo(structure_template() if template == "structures" else tie_template(), nl=False)
        return
    if file is None:
        raise click.UsageError("Name a file, or ask for a --template.")
    found = _read(file, kind, places, day_first)
    _report(found, form)
    if ties is not None:
        from avert.society.imports import read_ties

        more = read_ties(ties, found.structures)
        _report(more, form)
        _refuse(more)
    _refuse(found)


def _read(file: Path, kind: str, places: Path | None, day_first: bool | None) -> Import:
    from avert.society import imports
    from avert.society.imports.place_names import NO_NAMES

    if kind == "iati":
        return imports.read_iati(file)
    if kind == "register":
        return imports.read_organisation_register(file)
    if kind == "structures":
        return imports.read_structures(file)
    names = imports.read_location_map(places) if places else NO_NAMES
    return imports.read_three_w(file, places=names, is_day_first=day_first)


def _report(found: Import, form: str) -> None:
    import polars as pl

    say(", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in found.counts.items()) + ".")
    if found.ignored_columns:
        say(f"Not used: {some(found.ignored_columns, 20)}.")
    types = {"row": pl.Int64, "column": pl.String, "must_be_mended": pl.Boolean, "message": pl.String}
    rows = [(one.row, one.column, one.is_fatal, one.message) for one in found.problems]
    show(pl.DataFrame(rows, schema=types, orient="row"), form)


def _refuse(found: Import) -> None:
    if found.is_fatal:
        count = sum(one.is_fatal for one in found.problems)
        raise CheckFailedError(f"The file cannot be taken in: {count:,} things must be mended first.")
