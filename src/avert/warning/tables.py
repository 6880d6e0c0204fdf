"""Small YAML tables beside the code, that practitioners may change: read with checks that name file and line."""

from __future__ import annotations

from pathlib import Path

import yaml

from avert.errors import MalformedFileError


def read_table(
    path: Path, columns: frozenset[str], key: str, keys: frozenset[str]
) -> dict[str, dict[str, str]]:
    """Return the entries of a YAML list by their key, all values as text.

    Every entry has exactly these columns, and every key stands exactly once. A column ``…_days`` holds whole numbers
    above zero.

    Raises:
        MalformedFileError: Anything else; the message names file and line.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _wrong(path, error.problem_mark.line if error.problem_mark else 0, "is not YAML") from None
    if not isinstance(node, yaml.SequenceNode):
        raise _wrong(path, 0, "must be a list of entries")
    found: dict[str, dict[str, str]] = {}
    for part in node.value:
        entry = _entry(path, part, columns)
        if entry[key] in found or entry[key] not in keys:
            expected = ", ".join(sorted(keys))
            raise _wrong(path, part.start_mark.line, f"each {key} stands once, and is one of {expected}")
        found[entry[key]] = entry
    if keys - found.keys():
        raise _wrong(path, node.end_mark.line, f"has no entry for {', '.join(sorted(keys - found.keys()))}")
    return found


def _entry(path: Path, node: yaml.Node, columns: frozenset[str]) -> dict[str, str]:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(path, node.start_mark.line, "must be an entry of fields")
    entry: dict[str, str] = {}
    for name, value in node.value:
        if name.value not in columns or name.value in entry or not isinstance(value, yaml.ScalarNode):
            raise _wrong(
                path, name.start_mark.line, f"the fields are {', '.join(sorted(columns))}, each once"
            )
        if name.value.endswith("_days"):
            _check_number(path, name, value)
        entry[name.value] = " ".join(value.value.split())
    if columns - entry.keys():
        raise _wrong(path, node.start_mark.line, f"lacks {', '.join(sorted(columns - entry.keys()))}")
    return entry


def _check_number(path: Path, name: yaml.ScalarNode, value: yaml.ScalarNode) -> None:
    if not (value.value.isascii() and value.value.isdecimal()) or int(value.value) == 0:
        raise _wrong(path, name.start_mark.line, f"{name.value!r} must be a whole number above zero")


def _wrong(path: Path, line: int, problem: str) -> MalformedFileError:
    return MalformedFileError(f"{path.name}, line {line + 1}: {problem}. Correct the file.")
