"""How the command line shows tables and errors: tables on standard output, all else on standard error."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import polars as pl

FORMATS = click.Choice(["table", "csv", "json"])
format_option = click.option(
    "--format", "form", type=FORMATS, default="table", show_default=True, help="How to print the table."
)


def show(frame: pl.DataFrame, form: str) -> None:
    """Print a frame as an aligned table, as CSV, or as JSON with dates in ISO 8601."""
    if form == "csv":
        click.echo(frame.write_csv(), nl=False)
    elif form == "json":
        click.echo(json.dumps(frame.to_dicts(), default=_iso, ensure_ascii=False, indent=2))
    else:
        click.echo(_aligned(frame))


def say(message: str) -> None:
    """Print a message on standard error."""
    click.echo(message, err=True)


def now() -> dt.datetime:
    """Return the present moment; the command line is where time enters."""
    return dt.datetime.now(dt.UTC)


def _iso(value: Any) -> str:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _aligned(frame: pl.DataFrame) -> str:
    is_number = [dtype.is_numeric() for dtype in frame.dtypes]
    rows = [list(frame.columns), *([_cell(value) for value in row] for row in frame.iter_rows())]
    widths = [max(len(row[i]) for row in rows) for i in range(frame.width)]
    lines = [
        "  ".join(
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(row, widths, is_number, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def fail(error: Exception, code: int) -> None:
    """Print an error in one line and leave."""
    say(f"avert: {' '.join(str(error).split())}")
    sys.exit(code)
