"""From a publisher's text table to a validated frame, by the source's declaration."""

from __future__ import annotations

import csv
import io
from typing import Any

import polars as pl

from avert.errors import MalformedFileError, some
from avert.sources.declaration import TYPES, Column, Declaration
from avert.sources.files import InputFile

_DATE_FORMATS = ("%Y-%m-%d", "%m/%d/%Y")
_TRUE, _FALSE = ("1", "1.0", "true"), ("0", "0.0", "false")


def column_names(file: InputFile, declaration: Declaration) -> list[str]:
    """Return the names of a file's columns; none when it is a workbook without that sheet, or damaged."""
    if file.kind == "csv":
        return _csv_names(file, declaration.header_line)
    if file.kind == "parquet":
        try:
            return list(pl.read_parquet_schema(file.path))
        except (pl.exceptions.PolarsError, OSError) as error:
            raise _unreadable(file, error) from None
    if declaration.sheet is None:
        return []
    return [str(name) for name in next(iter(_sheet_rows(file, declaration.sheet, most=1)), ())]


def _csv_names(file: InputFile, line: int) -> list[str]:
    with file.path.open("rb") as stream:
        *_, head = (stream.readline() for _ in range(line))
    text = head.decode("utf-8-sig", errors="replace")
    return next(csv.reader(io.StringIO(text), delimiter=file.separator), [])


def read_sheet(file: InputFile, sheet: str) -> pl.DataFrame:
    """Read a sheet as it stands: names from the first row, without empty rows and nameless columns."""
    header, *rows = _sheet_rows(file, sheet)
    filled = [row for row in rows if any(value is not None for value in row)]
    return pl.DataFrame(
        {name: [row[i] for row in filled] for i, name in enumerate(header) if name is not None}, strict=False
    )


def _sheet_rows(file: InputFile, sheet: str, most: int | None = None) -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(file.path, read_only=True, data_only=True)
        if sheet not in workbook.sheetnames:
            return []
        return list(workbook[sheet].iter_rows(max_row=most, values_only=True))
    except (KeyError, ValueError, OSError) as error:
        raise _unreadable(file, error) from None


def read_columns(file: InputFile, declaration: Declaration) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Read the declared columns of a CSV or Parquet file, renamed, typed and checked, in the file's order.

    Returns the frame and the file's columns that the declaration knows nothing of. Raises
    MalformedFileError with the column and the record that departs from the declaration.
    """
    header = column_names(file, declaration)
    if file.kind == "csv":
        return take_columns(_read_text(file, header, declaration), header, file, declaration)
    raw = read_sheet(file, declaration.sheet) if declaration.sheet else _read_parquet(file)
    return take_columns(raw, header, file, declaration)


def unknown_note(unknown: tuple[str, ...]) -> list[str]:
    """Say which columns were left out because no codebook names them."""
    return [f"columns not in the codebook were left out: {some(unknown)}"] if unknown else []


def take_columns(
    raw: pl.DataFrame, names: list[str], file: InputFile, declaration: Declaration
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Do the same for a frame that is already read; ``names`` are all columns the file has."""
    raw = raw.rename({name: declaration.publishers_name(name) for name in raw.columns})
    known = {column.name for column in declaration.columns}
    present = {declaration.publishers_name(name) for name in names}
    unknown = tuple(
        sorted(c for c in present - known if c not in ("", "None") and not declaration.is_ignored(c))
    )
    if missing := [c.name for c in declaration.columns if c.is_required and c.name not in present]:
        hint = f" It has columns that are not in the codebook: {some(unknown)}." if unknown else ""
        raise MalformedFileError(f"{file.origin} lacks {some(missing)}, which {declaration.title} has.{hint}")
    taken = [column for column in declaration.columns if column.name in present]
    frame = raw.select(_typed(raw[column.name], column, file).alias(column.becomes) for column in taken)
    for column in taken:
        _check_values(frame[column.becomes], column, file)
    return frame, unknown


def check_key(frame: pl.DataFrame, declaration: Declaration, origin: str) -> None:
    """Raise MalformedFileError when the declared key occurs more than once."""
    key = list(declaration.key)
    if frame.select(key).is_unique().all():
        return
    repeated = frame.select(key).filter(frame.select(key).is_duplicated()).unique(maintain_order=True)
    raise MalformedFileError(
        f"{origin} repeats {' + '.join(key)}: {some('/'.join(map(str, row)) for row in repeated.rows())}. "
        "Each may occur once; remove the duplicates or download the file again."
    )


def _read_text(file: InputFile, header: list[str], declaration: Declaration) -> pl.DataFrame:
    declared = {column.name for column in declaration.columns}
    wanted = [i for i, name in enumerate(header) if declaration.publishers_name(name) in declared]
    try:
        raw = _read_fields(file, len(header), wanted, declaration)
    except pl.exceptions.PolarsError as error:
        raw = _read_with_empty_last_field(file, len(header), wanted, declaration, error)
    return raw.rename({_field(i): header[i] for i in wanted})


def _read_fields(file: InputFile, width: int, wanted: list[int], declaration: Declaration) -> pl.DataFrame:
    """Read some of ``width`` fields as text."""
    return pl.read_csv(
        file.path,
        has_header=False,
        separator=file.separator,
        skip_lines=declaration.header_line,
        schema={_field(i): pl.String() for i in range(width)},
        columns=[_field(i) for i in wanted],
        null_values=["", *declaration.nulls],
    )


def _field(position: int) -> str:
    """Return the name that polars gives to a field without a header."""
    return f"column_{position + 1}"


def _read_with_empty_last_field(
    file: InputFile, width: int, wanted: list[int], declaration: Declaration, reason: Exception
) -> pl.DataFrame:
    """Read a packaging that ends every record, but not the header, with an empty field."""
    try:
        raw = _read_fields(file, width + 1, [*wanted, width], declaration)
    except pl.exceptions.PolarsError:
        raise _unreadable(file, reason) from None
    surplus = raw[_field(width)]
    if surplus.null_count() < surplus.len():
        raise MalformedFileError(f"{file.origin} has records with more fields than its header names.")
    return raw.drop(surplus.name)


def _unreadable(file: InputFile, error: Exception) -> MalformedFileError:
    reason = str(error).splitlines()[0]
    return MalformedFileError(f"{file.origin} cannot be read as a table: {reason}. Download it again.")


def _read_parquet(file: InputFile) -> pl.DataFrame:
    try:
        return pl.read_parquet(file.path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(file, error) from None


def _typed(values: pl.Series, column: Column, file: InputFile) -> pl.Series:
    """Return the column in its declared type; a text that does not fit is an error, not a null."""
    typed = _cast(values, column.type)
    lost = typed.is_null() & values.is_not_null()
    if lost.any():
        row = int(lost.arg_true()[0])
        raise MalformedFileError(
            f"{file.origin}: {column.name} in record {row + 1:,} is not {_article(column.type)}. "
            "The file departs from its codebook; download it again or correct that record."
        )
    return typed


def _cast(values: pl.Series, kind: str) -> pl.Series:
    if kind == "date" and values.dtype == pl.String:
        day = values.str.slice(0, 10)
        parsed = [day.str.to_date(form, strict=False) for form in _DATE_FORMATS]
        return max(parsed, key=lambda dates: dates.len() - dates.null_count())
    if kind == "boolean" and values.dtype == pl.String:
        lower = values.str.to_lowercase()
        return pl.select(
            pl.when(lower.is_in(_TRUE)).then(True).when(lower.is_in(_FALSE)).then(False)
        ).to_series()
    if kind == "integer" and values.dtype.is_float():
        whole = values.cast(pl.Int64, strict=False)
        return whole.set(whole != values, None)
    if kind == "integer" and values.dtype == pl.String:
        return values.str.strip_suffix(".0").cast(pl.Int64, strict=False)
    return values.cast(TYPES[kind], strict=False)


def _article(kind: str) -> str:
    return {"integer": "a whole number", "number": "a number", "date": "a date", "boolean": "yes or no"}[kind]


def _check_values(values: pl.Series, column: Column, file: InputFile) -> None:
    if column.is_complete and values.null_count():
        row = int(values.is_null().arg_true()[0])
        raise MalformedFileError(
            f"{file.origin}: {column.name} is missing in record {row + 1:,}. "
            "The file may have been cut short; download it again."
        )
    if column.least is None or column.most is None:
        return
    outside = ~values.is_between(column.least, column.most).fill_null(value=True)
    if outside.any():
        row = int(outside.arg_true()[0])
        raise MalformedFileError(
            f"{file.origin}: {column.name} in record {row + 1:,} is {values[row]}, "
            f"outside {column.least:g} to {column.most:g}."
        )
