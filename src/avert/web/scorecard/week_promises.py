"""The commitments and the coming dates of a week, as rows of its report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from avert.brief.document import Row
from avert.brief.iso_week import IsoWeek
from avert.web.commitments.ledger import Line, lines_of
from avert.web.commitments.listing import status_text
from avert.web.commitments.selectors import commitments_for, reports_for
from avert.web.commitments.words import due_text
from avert.web.records.selectors import readable_by
from avert.web.scorecard.week_sieve import Frame, Sieve, short
from avert.web.signals.models import Watch

AHEAD = dt.timedelta(weeks=4)


def commitments_of(frame: Frame, sieve: Sieve) -> tuple[Row, ...]:
    """Return what is due or overdue in a week, or reported on, what is overdue first."""
    found = commitments_for(frame.viewer, place=frame.about.place, exercise_id=frame.about.exercise_id)
    reports = reports_for(frame.viewer, found).filter(marking__lte=sieve.most, recorded_at__lte=frame.at)
    lines = [line for line in lines_of(found, reports, frame.at) if _is_of_week(line, frame.week)]
    kept: list[Line] = sieve.keep_rows(lines, lambda line: line.row)
    sieve.markings |= {report.marking for line in kept for report in line.reports}
    return tuple(
        _commitment(line) for line in sorted(kept, key=lambda line: (not line.is_overdue, line.promise.id))
    )


def _is_of_week(line: Line, week: IsoWeek) -> bool:
    due = line.promise.due
    is_due = due is not None and week.first_day <= due.day <= week.last_day
    is_news = any(week.starts <= report.recorded_at < week.ends for report in line.reports)
    return is_due or line.is_overdue or is_news


def _commitment(line: Line) -> Row:
    row = line.row
    overdue = _("overdue") if line.is_overdue else ""
    said = [status_text(line), overdue, _("due {when}").format(when=due_text(line.promise.due))]
    return Row(f"{row.by} → {row.to}: {short(row.what)}", " · ".join(text for text in said if text))


def dates_of(frame: Frame, sieve: Sieve) -> tuple[Row, ...]:
    """Return the dates on the watch-list in a week and the four after it."""
    if frame.about.exercise_id is not None:
        return ()  # the watch-list is of the real world
    watched = readable_by(frame.viewer, Watch).filter(on__isnull=False, **frame.in_place)
    first, last = frame.week.first_day, frame.week.last_day + AHEAD
    coming = [(day, row) for row in watched if (day := _next(row, first)) is not None and day <= last]
    kept = sieve.keep_rows(sorted(coming, key=lambda pair: (pair[0], str(pair[1].pk))), lambda pair: pair[1])
    return tuple(Row(date_format(day, "DATE_FORMAT"), _date(row)) for day, row in kept)


def _next(row: Any, first: dt.date) -> dt.date | None:
    """Return the day on or after which a date is next, or on which it began and still lasts."""
    if row.is_yearly:
        days = (_in_year(row.on, year) for year in (first.year, first.year + 1))
        return next(day for day in days if day >= first)
    return row.on if (row.until or row.on) >= first else None


def _in_year(day: dt.date, year: int) -> dt.date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return dt.date(year, 3, 1)


def _date(row: Any) -> str:
    return f"{row.title}: {short(row.what_to_watch)}" if row.what_to_watch else str(row.title)
