"""Judgements as a table: a row is what one expert said on one question in one round.

Columns ``question, round, expert, lo, best, hi``, probabilities 0–1, empty where nothing was said. Optional:
``perspective`` (whose eyes the expert sees with) and ``origin`` (what the judgement's evidence goes back to in the
end, several with ``;`` between).
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NoReturn

import polars as pl

from avert.errors import MalformedFileError, MissingColumnError

KEYS = ["question", "round", "expert"]
NUMBERS = ["lo", "best", "hi"]
COLUMNS = KEYS + NUMBERS
OPTIONAL = ["perspective", "origin"]


def read_judgements(path: Path) -> pl.DataFrame:
    """Return the judgements of a CSV file, checked.

    Raises:
        MissingColumnError: A column is missing.
        MalformedFileError: What is no judgement; the message names the line.
    """
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        _refuse_shape(path)
    return check_judgements(frame.rename(str.strip))


def ignored_columns(path: Path) -> list[str]:
    """Return the columns of a file that nobody reads: a misspelt one would else be lost in silence."""
    header = pl.read_csv(path, infer_schema=False, n_rows=0).columns
    return [name for name in map(str.strip, header) if name not in {*COLUMNS, *OPTIONAL}]


def check_judgements(frame: pl.DataFrame) -> pl.DataFrame:
    """Return judgements with numbers as numbers, or say in which line (the header is line 1) the mistake is.

    Raises:
        MissingColumnError: A column is missing.
        MalformedFileError: What is no judgement.
    """
    for column in COLUMNS:
        if column not in frame.columns:
            raise MissingColumnError(
                f"The judgements have no column {column!r}. They need {', '.join(COLUMNS)} in the first line, "
                "with commas between; a cell may be empty."
            )
    known = [*COLUMNS, *(name for name in OPTIONAL if name in frame.columns)]
    texts = frame.select(_as_text(name) if name not in NUMBERS else name for name in known)
    numbers = _with_numbers(texts)
    _check_values(numbers)
    _check_once(numbers)
    return _with_numbered_rounds(numbers)


def _as_text(column: str) -> pl.Expr:
    text = pl.col(column).cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)


def _with_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    for column in NUMBERS:
        if frame[column].dtype != pl.String:
            continue
        text = pl.col(column).str.strip_chars()
        number = text.cast(pl.Float64, strict=False)
        _refuse_where(
            frame,
            (text != "") & number.is_null(),
            f"{column} is no number. Leave it empty if nothing was said",
        )
        frame = frame.with_columns(number)
    return frame.with_columns(pl.col(NUMBERS).cast(pl.Float64))


def _check_values(frame: pl.DataFrame) -> None:
    for column in KEYS:
        _refuse_where(frame, pl.col(column).is_null(), f"{column} is empty, so the judgement is nobody's")
    for column in NUMBERS:
        value = pl.col(column)
        _refuse_where(frame, value.is_nan(), f"{column} is NaN. Leave it empty if nothing was said")
        _refuse_where(
            frame,
            (value > 1) & (value <= 100),
            f"{column} is above 1 and looks like percent. Divide by 100, for the pools take probabilities 0–1",
        )
        _refuse_where(
            frame, ~value.is_between(0, 1), f"{column} is not between 0 and 1, so it is no probability"
        )
    for low, high in (("lo", "best"), ("best", "hi"), ("lo", "hi")):
        _refuse_where(
            frame, pl.col(low) > pl.col(high), f"{low} is above {high}. Check whether they are interchanged"
        )


def _check_once(frame: pl.DataFrame) -> None:
    key = pl.struct(KEYS)
    second = frame.select((~key.is_first_distinct()).arg_true().min()).item()
    if second is None:
        return
    first = frame.select(key.eq(key.get(second)).arg_true().min()).item()
    raise MalformedFileError(
        f"The judgements, line {second + 2}: the same question, round and expert as in line {first + 2}. One person "
        "would count twice: keep one."
    )


def _with_numbered_rounds(frame: pl.DataFrame) -> pl.DataFrame:
    number = frame["round"].cast(pl.Int64, strict=False)
    return frame if number.null_count() else frame.with_columns(number)


def _refuse_where(frame: pl.DataFrame, is_wrong: pl.Expr, problem: str) -> None:
    line = frame.select(is_wrong.arg_true().min()).item()
    if line is not None:
        raise MalformedFileError(f"The judgements, line {line + 2}: {problem}.")


def _refuse_shape(path: Path) -> NoReturn:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            columns = len(next(rows, []))
            line = next((rows.line_num for row in rows if len(row) > columns), None)
    except UnicodeDecodeError:
        raise MalformedFileError("The judgements are not in UTF-8. Save the file as CSV UTF-8.") from None
    where = f", line {line}: more cells than the first line has columns" if line else " are no CSV file"
    raise MalformedFileError(f"The judgements{where}. They need the columns {', '.join(COLUMNS)}.")
