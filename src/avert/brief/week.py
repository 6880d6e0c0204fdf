"""The weekly situation report: what changed, and what is being done about it.

It is composed of plain values that whoever writes it may read, none above the marking it is for. It carries the most
restrictive marking of what is in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from avert.brief.document import Part, PreventionBrief, Row
from avert.brief.iso_week import IsoWeek
from avert.brief.quantities import Quantity, Statement, day_text, listed, name_text
from avert.handling import Marking, most_restrictive
from avert.provenance import Source

MOST_ROWS = 60
COUNTED = "counted from records that the author may read; others may know more"


@dataclass(frozen=True)
class ByLens:
    """How many there were through each lens; *both* is neither of the two alone."""

    what: str
    conflict: int
    atrocity: int
    both: int

    @property
    def total(self) -> int:
        """Return all of them."""
        return self.conflict + self.atrocity + self.both


@dataclass(frozen=True)
class Week:
    """What is told of a week. ``markings`` are those of everything in it; ``left_out`` is how much is not.

    ``kinds`` counts signals by what they tell of, ``found`` by what a second person found. Everything else is rows of
    words: what, and what holds for it.
    """

    week: IsoWeek
    place_key: str
    place: str
    code: str
    issued_at: dt.datetime
    markings: tuple[Marking, ...]
    left_out: int
    signals: ByLens
    released: ByLens
    kinds: tuple[tuple[str, int], ...]
    found: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]
    warnings: tuple[Row, ...]
    answers: tuple[Row, ...]
    without_answer: int
    commitments: tuple[Row, ...]
    dates: tuple[Row, ...]
    changes: tuple[str, ...]
    unknown: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    results: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WeeklyReport(PreventionBrief):
    """A weekly situation report; ``left_out`` is how many records are not in it because of their marking."""

    week: IsoWeek
    left_out: int

    @property
    def kind(self) -> str:
        """Say what kind of document it is."""
        return "weekly situation report"

    @property
    def title(self) -> str:
        """Name the document."""
        return f"{self.place}: {self.kind} {self.week}"

    @property
    def file_stem(self) -> str:
        """Return a plain file name without its ending, such as ``KEN-week-2026-W48``."""
        return f"{self.code}-week-{self.week}"


def report_of(told: Week) -> WeeklyReport:
    """Compose the report of a week; its marking is the most restrictive of what is in it."""
    return WeeklyReport(
        place_key=told.place_key,
        place=told.place,
        code=told.code,
        marking=most_restrictive(told.markings),
        issued_at=told.issued_at,
        headline=Statement(_headline(told)),
        blackout=None,
        facts=_facts(told),
        parts=_parts(told),
        sources=told.sources,
        results=told.results,
        week=told.week,
        left_out=told.left_out,
    )


def _headline(told: Week) -> str:
    days = f"{day_text(told.week.first_day)} to {day_text(told.week.last_day)} ({told.week.zone})"
    said = [
        _number(told.signals.total, "signal", "signals"),
        _number(told.released.total, "warning", "warnings"),
        _number(
            told.without_answer,
            "addressee without a recorded response",
            "addressees without a recorded response",
        ),
    ]
    return f"{days}: {listed(said)}."


def _number(count: int, one: str, many: str) -> str:
    return f"{count or 'no'} {one if count == 1 else many}"


def _facts(told: Week) -> tuple[Quantity, ...]:
    counted = [
        ("signals", "Signals", told.signals.total),
        ("warnings", "Warnings released, updated or ended", len(told.warnings)),
        ("without_answer", "Addressees without a recorded response", told.without_answer),
        ("commitments", "Commitments due, overdue or reported on", len(told.commitments)),
        ("left_out", "Records left out because of their marking", told.left_out),
    ]
    return tuple(
        Quantity(key, label, str(told.week), "number", float(value), interval=COUNTED)
        for key, label, value in counted
    )


def _parts(told: Week) -> tuple[Part, ...]:
    return (
        _lenses(told),
        _counts("signals", "What was reported, by kind", told.kinds, nothing="No signals this week."),
        _counts(
            "verified", "What a second person found", told.found, nothing="Nothing was verified this week."
        ),
        _sentences("examples", "Examples", told.examples, nothing="None that may be told here."),
        _rows(
            "warnings",
            "Warnings",
            told.warnings,
            ("Warning", "What happened"),
            nothing="None released, updated or ended.",
        ),
        _answers(told),
        _rows(
            "commitments",
            "Commitments",
            told.commitments,
            ("Promised", "Was it kept?"),
            nothing="None due, overdue or reported on.",
        ),
        _rows("dates", "Coming dates", told.dates, ("When", "What"), nothing="None on the watch-list."),
        _sentences(
            "changes",
            "Public figures that changed",
            told.changes,
            nothing="None for this place that are known.",
        ),
        _sentences(
            "unknown",
            "What is not known",
            told.unknown,
            nothing="No gap is marked, which does not say that all is known.",
        ),
        _left_out(told),
    )


def _answers(told: Week) -> Part:
    return _rows(
        "answers",
        "Who was asked, and what was answered",
        told.answers,
        ("Asked", "Answered"),
        nothing="Nobody was asked.",
        note="No response recorded is not a refusal: nobody knows why there is none.",
    )


def _lenses(told: Week) -> Part:
    rows = tuple(
        Row(
            counts.what,
            f"Armed conflict {counts.conflict} · mass atrocity {counts.atrocity} · both {counts.both}",
        )
        for counts in (told.signals, told.released)
    )
    return Part("lenses", "Both lenses side by side", rows=rows, heads=("What", "Through which lens"))


def _counts(key: str, title: str, counts: Sequence[tuple[str, int]], *, nothing: str) -> Part:
    rows = [Row(what, str(number)) for what, number in counts]
    return _rows(key, title, rows, ("What", "Number"), nothing=nothing)


def _rows(
    key: str, title: str, rows: Sequence[Row], heads: tuple[str, str], *, nothing: str, note: str = ""
) -> Part:
    if not rows:
        return Part(key, title, (Statement(nothing),))
    shown = tuple(Row(name_text(row.term), name_text(row.text)) for row in rows[:MOST_ROWS])
    more = f"{len(rows) - MOST_ROWS} more are not shown." if len(rows) > MOST_ROWS else ""
    return Part(key, title, rows=shown, heads=heads, note=" ".join(text for text in (note, more) if text))


def _sentences(key: str, title: str, said: Sequence[str], *, nothing: str) -> Part:
    return Part(key, title, tuple(Statement(name_text(text)) for text in said or (nothing,)))


def _left_out(told: Week) -> Part:
    said = (
        "Nothing was left out because of its marking."
        if not told.left_out
        else f"{_number(told.left_out, 'record was', 'records were')} left out because of their marking."
    )
    return Part(
        "left_out", "What is not in this report", (Statement(said), Statement(f"Numbers are {COUNTED}."))
    )
