"""Finding such words in a text. What stands in quotation marks is somebody else's speech, and left alone.

Findings of a body, such as genocide or crimes against humanity, are on no list: a check of words softens nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from avert.content import read_table

TABLE = Path(__file__).with_name("words.yaml")
QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"")


class Fault(Enum):
    """What is wrong with a word."""

    INFLAMES = "inflames"
    HIDES = "hides"
    MISLEADS = "misleads"


@dataclass(frozen=True)
class Remark:
    """A word as it was written, what is wrong with it, why, and what to write instead."""

    word: str
    fault: Fault
    why: str
    instead: str


def remarks_on(text: str, language: str = "en", path: Path = TABLE) -> tuple[Remark, ...]:
    """Return what to look at again, each word once, in the order of the text; nothing in languages without a table.

    >>> [(remark.word, remark.instead) for remark in remarks_on("Clashes in the market")]
    [('Clashes', 'who attacked whom, where it is known')]
    """
    if language.split("-", maxsplit=1)[0] != "en":
        return ()
    said = QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    found = [(match, row) for row in _table(path) for match in row.pattern.finditer(said)]
    first: dict[str, Remark] = {}
    end = 0
    # Of words that overlap the longer says more.
    for match, row in sorted(found, key=lambda item: (item[0].start(), -item[0].end())):
        if match.start() >= end:
            end = match.end()
            first.setdefault(match[0].casefold(), Remark(match[0], row.fault, row.why, row.instead))
    return tuple(first.values())


@dataclass(frozen=True)
class _Row:
    pattern: re.Pattern[str]
    fault: Fault
    why: str
    instead: str


@cache
def _table(path: Path) -> tuple[_Row, ...]:
    columns = frozenset({"word", "fault", "why", "instead", "since"})
    rows = read_table(path, columns, "word")
    return tuple(
        _Row(_pattern(word), Fault(row["fault"]), row["why"], row["instead"]) for word, row in rows.items()
    )


def _pattern(words: str) -> re.Pattern[str]:
    # In the table a bar stands between forms and a star for any ending.
    forms = "|".join(re.escape(form.strip()).replace(r"\*", r"\w*") for form in words.split("|"))
    return re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
