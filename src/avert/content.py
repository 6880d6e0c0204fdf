"""YAML with line numbers, so that a message can say where the mistake is. All scalars stay text."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import yaml

from avert.errors import MalformedFileError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, where it is there, reads ten times as fast


@dataclass
class Entry:
    """A mapping in a file. Every field must be taken; what is left over is a mistake."""

    file: str
    line: int
    values: dict[str, object]
    lines: dict[str, int]
    taken: set[str] = field(default_factory=set)

    def text(self, name: str, default: str | None = None) -> str:
        """Return a field of one text with its white space folded."""
        value = self._take(name, default)
        if not isinstance(value, str):
            self.refuse(name, "must be one text, not a list")
        return " ".join(value.split())

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a field that is a list of texts."""
        value = self._take(name, None if required else [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.refuse(name, "must be a list of texts")
        if required and not value:
            self.refuse(name, "must not be empty")
        return tuple(" ".join(part.split()) for part in value)

    def entries(self, name: str) -> list[Entry]:
        """Return a field that is a list of mappings."""
        value = self._take(name, [])
        if not isinstance(value, list) or not all(isinstance(part, Entry) for part in value):
            self.refuse(name, "must be a list of entries")
        return value

    def one_of(self, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Return a field that has one of a few values."""
        value = self.text(name, default)
        if value not in allowed:
            self.refuse(name, f"is {value!r}; it must be one of {', '.join(allowed)}")
        return value

    def refuse(self, name: str, problem: str) -> NoReturn:
        """Say in which file and line which field is wrong."""
        line = self.lines.get(name, self.line)
        raise MalformedFileError(f"{self.file}, line {line}: {name!r} {problem}.")

    def finish(self) -> None:
        """Refuse fields that nobody took: a misspelt one would else be lost in silence."""
        for name in self.values.keys() - self.taken:
            self.refuse(name, f"is not a field here; known are {', '.join(sorted(self.taken))}")

    def _take(self, name: str, default: object) -> object:
        self.taken.add(name)
        value = self.values.get(name, default)
        if value is None:
            self.refuse(name, "is missing, and nothing can stand for it. Add it")
        return value


def read_yaml(path: Path) -> Entry | list[Entry]:
    """Return the one mapping, or the list of mappings, that a file holds.

    Raises:
        MalformedFileError: Not YAML, or neither a mapping nor a list of them; the message names the line.
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        with path.open(encoding="utf-8") as file:
            node = yaml.compose(file, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise MalformedFileError(f"{name}, line {line}: {error.problem}.") from None
    value = _value(node, name) if node is not None else []
    if isinstance(value, Entry) or (isinstance(value, list) and all(isinstance(v, Entry) for v in value)):
        return value
    raise MalformedFileError(f"{name}, line 1: the file must hold entries of fields.")


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
        found[name] = {key: name} | {column: _cell(entry, column) for column in sorted(columns - {key})}
        entry.finish()
    if keys is not None and (missing := sorted(keys - found.keys())):
        raise MalformedFileError(
            f"{path.parent.name}/{path.name}: there is no entry for {', '.join(missing)}."
        )
    return found


def _cell(entry: Entry, column: str) -> str:
    text = entry.text(column)
    if column.endswith("_days") and not (text.isascii() and text.isdecimal() and int(text) > 0):
        entry.refuse(column, "must be a whole number above zero")
    return text


def _value(node: yaml.Node, file: str) -> object:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(part, file) for part in node.value]
    assert isinstance(node, yaml.MappingNode)  # noqa: S101  YAML has no fourth kind of node
    entry = Entry(file, node.start_mark.line + 1, {}, {})
    for key, part in node.value:
        if key.value in entry.values:
            raise MalformedFileError(f"{file}, line {key.start_mark.line + 1}: {key.value!r} is there twice.")
        entry.values[key.value] = _value(part, file)
        entry.lines[key.value] = key.start_mark.line + 1
    return entry
