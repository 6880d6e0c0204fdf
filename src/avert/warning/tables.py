"""Small YAML tables beside the code, that practitioners may change: read with checks that name file and line."""

from __future__ import annotations

from pathlib import Path

from avert.content import Entry, read_yaml
from avert.errors import MalformedFileError


def read_table(
    path: Path, columns: frozenset[str], key: str, keys: frozenset[str] | None = None
) -> dict[str, dict[str, str]]:
    """Return the entries of a YAML list by their key, all values as text.

    Every entry has exactly these columns, and every key stands exactly once; of ``keys``, where they are given, each
    must be there and no other. A column ``…_days`` holds whole numbers above zero.

    Raises:
        MalformedFileError: Anything else; the message names file and line.
    """
    entries = read_yaml(path)
    found: dict[str, dict[str, str]] = {}
    for entry in entries if isinstance(entries, list) else [entries]:
        name = entry.text(key)
        if name in found or (keys is not None and name not in keys):
            entry.refuse(key, f"stands once{', and is one of ' + ', '.join(sorted(keys)) if keys else ''}")
        found[name] = {key: name} | {column: _value(entry, column) for column in sorted(columns - {key})}
        entry.finish()
    if keys is not None and (missing := sorted(keys - found.keys())):
        raise MalformedFileError(
            f"{path.parent.name}/{path.name}: there is no entry for {', '.join(missing)}."
        )
    return found


def _value(entry: Entry, column: str) -> str:
    text = entry.text(column)
    if column.endswith("_days") and not (text.isascii() and text.isdecimal() and int(text) > 0):
        entry.refuse(column, "must be a whole number above zero")
    return text
