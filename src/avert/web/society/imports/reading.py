"""Which form a file has, and what it says: read by the readers of ``avert.society.imports``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from avert.errors import InputError, MalformedFileError
from avert.society.imports import (
    Import,
    StructureRow,
    read_iati,
    read_organisation_register,
    read_structures,
    read_three_w,
    read_ties,
)
from avert.society.imports.tables import read_rows

ROWS_LOOKED_AT = 25
OF_TIES = {"source", "target", "layer"}
OF_STRUCTURES = {"kind", "level", "other_names", "capacities", "mandate", "consent", "active_from"}


class Form(StrEnum):
    """What a file can be; the words that an ImportFile keeps."""

    FIND_OUT = "find_out"
    THREE_W = "three_w"
    DAY_FIRST = "three_w_day_first"
    MONTH_FIRST = "three_w_month_first"
    IATI = "iati"
    REGISTER = "register"
    STRUCTURES = "structures"
    TIES = "ties"


def form_of(content: bytes) -> Form:
    """Return the form that a file has by what is in it. Raises InputError for what is no table."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"<":
        return Form.IATI
    if start in {b"{", b"["}:
        return Form.REGISTER
    for row in read_rows(content).rows[:ROWS_LOOKED_AT]:
        names = {cell.strip().lower() for cell in row.cells}
        if names >= OF_TIES:
            return Form.TIES
        if "name" in names and names & OF_STRUCTURES:
            return Form.STRUCTURES
    return Form.THREE_W


def read(content: bytes, form: Form, *, source: str, known: Callable[[], Sequence[StructureRow]]) -> Import:
    """Return what a file says; ``known`` gives the structures that a table of ties may name.

    Raises InputError, which repeats nothing of the file.
    """
    try:
        return _read(content, form, source, known)
    except InputError:
        raise
    except Exception:  # whatever a reader trips over, its words may repeat what is in the file
        raise MalformedFileError(
            "The file cannot be read as what it was said to be. Say what it is, or save it again."
        ) from None


def _read(content: bytes, form: Form, source: str, known: Callable[[], Sequence[StructureRow]]) -> Import:
    if form == Form.IATI:
        return read_iati(content, source=source)
    if form == Form.REGISTER:
        return read_organisation_register(content, source=source)
    if form == Form.STRUCTURES:
        return read_structures(content)
    if form == Form.TIES:
        return read_ties(content, known())
    is_day_first = {Form.DAY_FIRST: True, Form.MONTH_FIRST: False}.get(form)
    return read_three_w(content, source=source, is_day_first=is_day_first)
