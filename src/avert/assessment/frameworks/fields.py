"""Fields that frameworks, crosswalks and proxies have in common."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from avert.content import Entry, read_yaml

_Word = TypeVar("_Word", bound=StrEnum)


def entries_of(path: Path) -> list[Entry]:
    """Return the entries of a file, also where it holds only one."""
    read = read_yaml(path)
    return [read] if isinstance(read, Entry) else read


def word(entry: Entry, name: str, words: type[_Word], default: str | None = None) -> _Word:
    """Return a field that has one of the words of an enumeration."""
    return words(entry.one_of(name, tuple(words), default))


def matching(entry: Entry, name: str, pattern: re.Pattern[str], problem: str) -> str:
    """Return a field whose text has a certain form."""
    text = entry.text(name)
    if not pattern.fullmatch(text):
        entry.refuse(name, f"is {text!r}; it {problem}")
    return text
