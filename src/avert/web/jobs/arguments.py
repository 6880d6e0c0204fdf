"""What a job may be given: ids, days, numbers and words from a list. There is no free text on purpose."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from avert.errors import InputError

Arguments = Mapping[str, Any]


class Argument(Protocol):
    """One parameter of a kind of job."""

    def read(self, value: Any) -> Any:
        """Return the value as it is kept, in JSON; raise ValueError or TypeError when it is not one."""


@dataclass(frozen=True)
class Key:
    """The id of a record or of another job."""

    def read(self, value: Any) -> str:
        """Return the id as text."""
        return str(uuid.UUID(str(value)))


@dataclass(frozen=True)
class ResultKey:
    """The id of a result in the store."""

    def read(self, value: Any) -> str:
        """Return the id."""
        if not re.fullmatch("[0-9a-f]{32}", str(value)):
            raise ValueError
        return str(value)


@dataclass(frozen=True)
class Day:
    """A plain date."""

    def read(self, value: Any) -> str:
        """Return the date as ISO 8601 writes it."""
        return dt.date.fromisoformat(value if isinstance(value, str) else value.isoformat()).isoformat()


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    least: int
    most: int

    def read(self, value: Any) -> int:
        """Return the number."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise ValueError
        return value


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, value: Any) -> str:
        """Return the word."""
        return self.words[self.words.index(value)]


@dataclass(frozen=True)
class Optional:
    """An argument that may be left out."""

    argument: Argument

    def read(self, value: Any) -> Any:
        """Return the value, or None."""
        return None if value is None else self.argument.read(value)


def read_arguments(schema: Mapping[str, Argument], given: Arguments) -> dict[str, Any]:
    """Return the arguments as they are kept; refuse what the schema does not name.

    Messages name the argument, never its value.
    """
    if unknown := sorted(given.keys() - schema.keys()):
        raise InputError(f"A job of this kind takes no {', '.join(unknown)}. It takes: {', '.join(schema)}.")
    kept = {}
    for name, argument in schema.items():
        try:
            kept[name] = argument.read(given.get(name))
        except (ValueError, TypeError, AttributeError):
            kind = type(argument).__name__
            raise InputError(f"The job's {name} is not what it must be: {kind}.") from None
    return kept
