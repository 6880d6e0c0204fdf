"""What can go wrong, as one tree.

    AvertError                       anything Avert says went wrong
    ├── InputError                   what was given cannot be used (command line: exit 2)
    │   ├── UnknownPlaceError        no place has that name or code
    │   ├── UnknownPeriodError       not a year, month or date
    │   ├── UnknownFileError         no reader knows this file
    │   ├── MalformedFileError       a known file that is damaged or departs from its codebook
    │   ├── RefusedFileError         a file that was handed in and is not taken
    │   ├── RefusedAlertError        an alert from elsewhere that is not taken
    │   ├── MissingColumnError       a frame lacks a column that the step needs
    │   └── ConfigError              avert.toml or the environment says something unusable
    ├── FetchError                   a file could not be got from the network, or was not what was asked for
    ├── MissingDataError             the store does not hold what was asked for (exit 2)
    ├── StaleRecordError             someone else changed the record since it was read
    ├── StoreError                   the store is damaged, locked, or would lose something
    └── CheckFailedError             a check did not hold (exit 1)

A message says what is wrong, why it matters and what to do next. It never repeats text from a case record.
"""

from __future__ import annotations

from collections.abc import Iterable


class AvertError(Exception):
    """Base of all errors that Avert raises on purpose."""

    exit_code = 2


class InputError(AvertError):
    """What was given cannot be used."""


class UnknownPlaceError(InputError):
    """No place has that name or code."""


class UnknownPeriodError(InputError):
    """Not a year, a month or a date."""


class UnknownFileError(InputError):
    """No reader knows this file."""


class MalformedFileError(InputError):
    """A known file that is damaged or departs from its codebook."""


class RefusedFileError(InputError):
    """A file that was handed in and is not taken: of another kind, too large, or not to be cleaned."""


class RefusedAlertError(InputError):
    """An alert from elsewhere that is not taken: malformed, too large, or not signed by anyone trusted."""


class MissingColumnError(InputError):
    """A frame lacks a column that the step needs."""

    @classmethod
    def of(cls, frame_kind: str, column: str, needed_by: str, remedy: str) -> MissingColumnError:
        """Name the column, who needs it and the call that adds it."""
        return cls(f"{frame_kind} has no {column!r}, which {needed_by} needs. Add it first: {remedy}.")


class ConfigError(InputError):
    """The configuration says something unusable."""


class FetchError(AvertError):
    """A file could not be got from the network, or was not what was asked for."""


class MissingDataError(AvertError):
    """The store does not hold what was asked for."""


class StaleRecordError(AvertError):
    """Someone else changed the record since it was read."""


class StoreError(AvertError):
    """The store is damaged, locked, or would lose something."""


class CheckFailedError(AvertError):
    """A check did not hold."""

    exit_code = 1


def some(items: Iterable[object], most: int = 5) -> str:
    """List a few items for a message and count the rest."""
    listed = [str(item) for item in items]
    shown = ", ".join(listed[:most])
    return shown if len(listed) <= most else f"{shown} and {len(listed) - most} more"
