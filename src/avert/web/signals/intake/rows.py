"""What each row of a table becomes: every column is used or named as left out, every mistake says what to do."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from avert.deadlines import in_utc
from avert.errors import UnknownPlaceError
from avert.places import find_place
from avert.web.signals.intake.messages import LONGEST_TEXT
from avert.web.signals.vocabulary import About, Lens, Pace
from avert.web.uploads.tables import Sheet

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "report", "message", "what", "description"),
    "about": ("about", "kind", "type", "category"),
    "place": ("place", "country"),
    "where": ("where", "town", "district", "location"),
    "happened_at": ("happened_at", "when", "date", "time"),
    "threatens_life": ("threatens_life", "urgent", "life"),
    "language": ("language", "lang"),
    "lens": ("lens",),
    "pace": ("pace",),
    "origin": ("origin",),
    "message_id": ("message_id", "id", "key", "instanceid", "reference"),
}
"""What a column may be called, in any case; forms made with Avert use the first name."""
YES, NO = frozenset({"yes", "true", "1", "y"}), frozenset({"", "no", "false", "0", "n"})
LENGTHS = {"where": 200, "language": 20, "origin": 200, "text": LONGEST_TEXT}

NO_TEXT = _("It has no text. Write what is reported, or delete the row.")
TOO_LONG = _("A cell is longer than can be kept: %(name)s has at most %(most)s characters. Shorten it.")
UNKNOWN_WORD = _("%(name)s is none of the words there are. Use one of: %(words)s.")
NO_DATE = _("The time cannot be read. Write it as 2026-03-02 or 2026-03-02 08:30.")
NO_YES = _("threatens_life is neither yes nor no. Write one of them.")
OUT_OF_REACH = _(
    "Your role does not reach this place. Have someone hand it in whose role does, or delete the row."
)
UNKNOWN_PLACE = _("No country or territory is called that, so the words are kept as where it was.")


@dataclass(frozen=True, repr=False)
class Row:
    """One row: what it becomes, or why it cannot be taken in; ``remark`` is something to know all the same."""

    number: int
    content: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    mistake: Any = ""
    remark: Any = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Reading:
    """Every row of a table, and the columns that nothing is taken from."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    used: Mapping[str, str]
    left_out: tuple[str, ...]

    @property
    def good(self) -> list[Row]:
        """Return the rows that can be taken in."""
        return [row for row in self.rows if not row.mistake]

    @property
    def bad(self) -> list[Row]:
        """Return the rows that cannot be taken in as they are."""
        return [row for row in self.rows if row.mistake]


class _MistakeError(Exception):
    """A row cannot be taken in as it is."""


def read_rows(sheet: Sheet, *, zone: str, about: str, reaches: Callable[[str], bool]) -> Reading:
    """Return what each row becomes; ``zone`` is of times without one, ``about`` of rows that do not say.

    ``reaches`` says whether whoever hands them in may write for a place.
    """
    used = _columns(sheet.columns)
    rows, seen = [], Counter[str]()
    for number, cells in sheet.rows:
        said = {name: cells[index] if index < len(cells) else "" for name, index in used.items()}
        key = _key(said, cells, seen)
        try:
            content, remark = _content(said, ZoneInfo(zone), about)
            if content["place"] and not reaches(content["place"]):
                raise _MistakeError(OUT_OF_REACH)
            rows.append(Row(number, content, key, remark=remark, cells=cells))
        except _MistakeError as mistake:
            rows.append(Row(number, mistake=mistake.args[0], cells=cells))
    named = {name: sheet.columns[index] for name, index in used.items()}
    left_out = tuple(name for index, name in enumerate(sheet.columns) if index not in used.values())
    return Reading(sheet.columns, tuple(rows), named, left_out)


def _columns(columns: tuple[str, ...]) -> dict[str, int]:
    """Return which column is which, by the last part of its name: forms put groups before it."""
    plain = [
        name.replace("-", "/").rsplit("/", maxsplit=1)[-1].strip().casefold().replace(" ", "_")
        for name in columns
    ]
    found = {}
    for name, spellings in NAMES.items():
        index = next((plain.index(spelling) for spelling in spellings if spelling in plain), None)
        if index is not None:
            found[name] = index
    return found


def _key(said: Mapping[str, str], cells: tuple[str, ...], seen: Counter[str]) -> str:
    """Return what is the same however often the row is taken in; equal rows of a table are told apart by order."""
    if said.get("message_id"):
        return f"file:{said['message_id']}"
    digest = hashlib.sha256(json.dumps(cells).encode()).hexdigest()
    seen[digest] += 1
    return f"file:{digest}:{seen[digest]}"


def _content(said: Mapping[str, str], zone: ZoneInfo, about: str) -> tuple[dict[str, Any], Any]:
    if not said.get("text"):
        raise _MistakeError(NO_TEXT)
    for name, most in LENGTHS.items():
        if len(said.get(name, "")) > most:
            raise _MistakeError(TOO_LONG % {"name": name, "most": most})
    place, where, remark = _place(said.get("place", ""), said.get("where", ""))
    content: dict[str, Any] = {name: said[name] for name in ("text", "language", "origin") if said.get(name)}
    content |= dict(_words(said, about))
    content |= {"place": place, "where": where, "threatens_life": _is_yes(said.get("threatens_life", ""))}
    if said.get("happened_at"):
        content["happened_at"] = _instant(said["happened_at"], zone)
    return content, remark


def _words(said: Mapping[str, str], about: str) -> Iterator[tuple[str, str]]:
    vocabularies = {"about": About, "lens": Lens, "pace": Pace}
    for name, words in vocabularies.items():
        asked = said.get(name, "").strip().casefold()
        if not asked and name != "about":
            continue
        with override("en"):  # or a row would be one thing to whoever looks at it and another to a worker
            by_label = {str(label).casefold(): value for value, label in words.choices}
        value = by_label.get(asked, asked or about)
        if value not in words.values:
            raise _MistakeError(UNKNOWN_WORD % {"name": name, "words": ", ".join(words.values)})
        yield name, value


def _place(place: str, where: str) -> tuple[str, str, Any]:
    """Return key, words and remark: a place that nobody knows is kept in words, never dropped."""
    try:
        return (find_place(place).key if place else ""), where, ""
    except UnknownPlaceError:
        words = ", ".join(filter(None, [where, place]))
        if len(words) > LENGTHS["where"]:
            raise _MistakeError(TOO_LONG % {"name": "where", "most": LENGTHS["where"]}) from None
        return "", words, UNKNOWN_PLACE


def _is_yes(said: str) -> bool:
    if said.casefold() not in YES | NO:
        raise _MistakeError(NO_YES)
    return said.casefold() in YES


def _instant(said: str, zone: ZoneInfo) -> dt.datetime:
    try:
        at = dt.datetime.fromisoformat(said)
        at = in_utc(at.replace(tzinfo=zone) if at.tzinfo is None else at)
    except (ValueError, OverflowError):
        raise _MistakeError(NO_DATE) from None
    if not 1900 <= at.year <= 2200:
        raise _MistakeError(NO_DATE)
    return at
