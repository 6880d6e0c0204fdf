"""What UCDP's datasets by conflict or dyad and year share: words for kinds of conflict, and lists of states."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from avert.errors import MalformedFileError
from avert.sources.files import InputFile

CONFLICT_TYPES = {
    "1": "extrasystemic", "2": "interstate", "3": "intrastate", "4": "internationalised_intrastate",
    "extrasystemic": "extrasystemic", "interstate": "interstate", "intrastate": "intrastate",
    "II": "internationalised_intrastate",
}  # fmt: skip
INCOMPATIBILITIES = {
    "1": "territory", "2": "government", "3": "both",
    "territory": "territory", "government": "government", "both": "both",
}  # fmt: skip


def translated(values: pl.Series, words: Mapping[str, str], file: InputFile) -> pl.Series:
    """Return the words for a column's codes. Raises MalformedFileError for a code outside the codebook."""
    found = values.replace_strict(words, default=None, return_dtype=pl.String)
    if found.null_count():
        strange = values.filter(found.is_null())[0]
        raise MalformedFileError(
            f"{file.origin}: {values.name} has the value {strange!r}, not in the codebook."
        )
    return found


def gwcodes(field: pl.Expr) -> pl.Expr:
    """Split '2, 200' into a list of codes; no state on that side is an empty list."""
    return (
        field.fill_null("")
        .str.extract_all(r"\d+(?:\.0)?")
        .list.eval(pl.element().str.strip_suffix(".0").cast(pl.Int32))
    )
