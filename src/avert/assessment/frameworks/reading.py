"""From a YAML file to a framework, with messages that name file and line."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from avert.assessment.frameworks.fields import entries_of, matching, word
from avert.assessment.frameworks.schema import (
    Basis,
    Dimension,
    DimensionKind,
    Effect,
    EvidenceType,
    Framework,
    Indicator,
    Lens,
    Polarity,
    Scope,
    StatementTemplate,
    TimeScale,
    TwinQuestion,
)
from avert.content import Entry

LONGEST_TEXT = 240
"""Longer than this, an indicator asks more than one thing."""
_ID = re.compile(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*")
_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_INHERITED: Mapping[str, type[StrEnum]] = {
    "polarity": Polarity,
    "time_scale": TimeScale,
    "evidence": EvidenceType,
    "scope": Scope,
    "basis": Basis,
}


@dataclass(frozen=True)
class _Above:
    """What holds for an entry unless it says otherwise: words and lenses of what it stands under."""

    words: Mapping[str, str]
    lenses: tuple[Lens, ...]

    def with_those_of(self, entry: Entry) -> _Above:
        own = {name: word(entry, name, _INHERITED[name]) for name in _INHERITED if name in entry.values}
        entry.taken.update((*_INHERITED, "lenses"))
        return _Above({**self.words, **own}, _lenses(entry, self.lenses))


def read_framework(path: Path) -> Framework:
    """Return the framework that a file holds, checked.

    What an indicator does not say of ``polarity``, ``time_scale``, ``evidence``, ``scope``, ``basis`` and ``lenses``
    its dimension says, or the framework.

    Raises:
        MalformedFileError: An unknown field, a word outside the choices, an id given twice, a dimension that is not
            there, or an indicator whose id does not begin with its dimension's; the message names the line.
    """
    head = _only(path)
    above = _Above({}, ()).with_those_of(head)
    prefix = matching(head, "prefix", _PREFIX, "must be two to eight capitals or digits, such as UNFA")
    dimensions: dict[str, Dimension] = {}
    indicators: dict[str, Indicator] = {}
    for entry in head.entries("dimensions"):
        _read_dimension(entry, above, prefix, dimensions, indicators)
    framework = Framework(
        id=_named_as(path, head),
        title=head.text("title"),
        edition=head.text("edition"),
        prefix=prefix,
        publisher=head.text("publisher"),
        source=head.text("source"),
        terms=head.text("terms"),
        note=head.text("note", ""),
        lenses=above.lenses,
        dimensions=tuple(dimensions.values()),
        indicators=indicators,
        statements=tuple(_statement(entry) for entry in _once(head, "statements")),
        questions=tuple(_question(entry) for entry in _once(head, "questions")),
    )
    head.finish()
    return framework


def _read_dimension(
    entry: Entry,
    above: _Above,
    prefix: str,
    dimensions: dict[str, Dimension],
    indicators: dict[str, Indicator],
) -> None:
    id_ = _new_id(entry, dimensions)
    here = above.with_those_of(entry)
    within = entry.text("within", "") or None
    if within is not None and within not in dimensions:
        entry.refuse("within", f"names {within!r}, which no dimension above it has")
    dimensions[id_] = Dimension(
        id=id_,
        title=entry.text("title"),
        kind=word(entry, "kind", DimensionKind),
        within=within,
        lenses=here.lenses,
    )
    for part in entry.entries("indicators"):
        indicator = _indicator(part, here, prefix, id_, indicators)
        indicators[indicator.code] = indicator
    entry.finish()


def _indicator(
    entry: Entry, above: _Above, prefix: str, dimension: str, known: Mapping[str, Indicator]
) -> Indicator:
    id_ = matching(entry, "id", _ID, "must be letters, digits and dots, such as 7.5")
    code = f"{prefix}-{id_}"
    if code in known:
        entry.refuse("id", f"gives the code {code} a second time")
    if not id_.startswith(f"{dimension}."):
        entry.refuse("id", f"is {id_!r}; under dimension {dimension} it must begin with '{dimension}.'")
    text = entry.text("text")
    if len(text) > LONGEST_TEXT:
        entry.refuse("text", f"has {len(text)} characters; at most {LONGEST_TEXT}, so that it asks one thing")
    here = above.words
    indicator = Indicator(
        code=code,
        id=id_,
        dimension=dimension,
        text=text,
        polarity=word(entry, "polarity", Polarity, here.get("polarity")),
        time_scale=word(entry, "time_scale", TimeScale, here.get("time_scale")),
        evidence=word(entry, "evidence", EvidenceType, here.get("evidence")),
        scope=word(entry, "scope", Scope, here.get("scope")),
        basis=word(entry, "basis", Basis, here.get("basis")),
        lenses=_lenses(entry, above.lenses),
    )
    entry.finish()
    return indicator


def _statement(entry: Entry) -> StatementTemplate:
    statement = StatementTemplate(
        id=entry.text("id"),
        title=entry.text("title"),
        text=entry.text("text"),
        effect_is=word(entry, "effect_is", Effect),
    )
    entry.finish()
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(statement.text) if name is not None]
    except ValueError:
        names = [""]
    if not names or not all(name.isidentifier() for name in names):
        entry.refuse("text", "must have gaps such as {actor}, each one word in braces")
    return statement


def _question(entry: Entry) -> TwinQuestion:
    question = TwinQuestion(
        id=entry.text("id"), lens=entry.text("lens"), conflict=entry.text("conflict"), self=entry.text("self")
    )
    entry.finish()
    return question


def _only(path: Path) -> Entry:
    entries = entries_of(path)
    if len(entries) != 1:
        where = entries[1] if entries else Entry(f"{path.parent.name}/{path.name}", 1, {}, {})
        where.refuse("id", "must stand once: a file holds one framework")
    return entries[0]


def _named_as(path: Path, head: Entry) -> str:
    id_ = matching(head, "id", _ID, "must be letters, digits and underscores")
    if id_ != path.stem:
        head.refuse("id", f"is {id_!r}, but the file is named {path.stem!r}; they must be the same")
    return id_


def _new_id(entry: Entry, known: Collection[str]) -> str:
    id_ = matching(entry, "id", _ID, "must be letters, digits and dots, such as 7")
    if id_ in known:
        entry.refuse("id", f"{id_!r} is given twice")
    return id_


def _once(head: Entry, name: str) -> list[Entry]:
    known: set[str] = set()
    for entry in (entries := head.entries(name)):
        known.add(_new_id(entry, known))
    return entries


def _lenses(entry: Entry, above: tuple[Lens, ...]) -> tuple[Lens, ...]:
    named = entry.texts("lenses")
    if unknown := [name for name in named if name not in set(Lens)]:
        entry.refuse("lenses", f"has {unknown[0]!r}; it must be one or both of {', '.join(Lens)}")
    if not named and not above:
        entry.refuse("lenses", f"is missing; say one or both of {', '.join(Lens)}")
    return tuple(Lens(name) for name in dict.fromkeys(named)) or above
