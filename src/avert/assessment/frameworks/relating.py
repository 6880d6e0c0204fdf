"""From YAML files to what ties indicators to each other and to data, with messages that name file and line."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from avert.assessment.frameworks.fields import entries_of, word
from avert.assessment.frameworks.schema import Crosswalk, Direction, Proxy, Relation
from avert.content import Entry


def read_crosswalks(path: Path, codes: Collection[str]) -> tuple[Crosswalk, ...]:
    """Return the crosswalks that a file holds, all between indicators of ``codes``.

    Raises:
        MalformedFileError: An unknown field, word or code, a pair given twice, or no reason; with the line.
    """
    found: dict[frozenset[str], Crosswalk] = {}
    for entry in entries_of(path):
        crosswalk = Crosswalk(
            from_code=_code(entry, "from", codes),
            to_code=_code(entry, "to", codes),
            relation=word(entry, "relation", Relation),
            author=entry.text("author"),
            why=entry.text("why"),
        )
        entry.finish()
        pair = frozenset({crosswalk.from_code, crosswalk.to_code})
        if len(pair) == 1 or pair in found:
            entry.refuse(
                "to", "makes a pair that stands here already, or with itself; every pair stands once"
            )
        found[pair] = crosswalk
    return tuple(found.values())


def read_proxies(path: Path, codes: Collection[str]) -> tuple[Proxy, ...]:
    """Return the proxies that a file holds, all of indicators of ``codes``.

    Raises:
        MalformedFileError: An unknown field, word or code, or an indicator and variable given twice; with the line.
    """
    found: dict[tuple[str, str, str], Proxy] = {}
    for entry in entries_of(path):
        proxy = Proxy(
            indicator=_code(entry, "indicator", codes),
            dataset=entry.text("dataset"),
            variable=entry.text("variable"),
            direction=word(entry, "direction", Direction),
            lag_years=_years(entry, "lag_years"),
            validity=entry.text("validity"),
        )
        entry.finish()
        key = (proxy.indicator, proxy.dataset, proxy.variable)
        if key in found:
            entry.refuse("variable", f"stands for {proxy.indicator} already")
        found[key] = proxy
    return tuple(found.values())


def _code(entry: Entry, name: str, codes: Collection[str]) -> str:
    code = entry.text(name)
    if code not in codes:
        entry.refuse(name, f"is {code!r}, which no framework has")
    return code


def _years(entry: Entry, name: str) -> int:
    text = entry.text(name, "0")
    if not (text.isascii() and text.isdecimal()):
        entry.refuse(name, "must be a whole number of years, zero or more")
    return int(text)
