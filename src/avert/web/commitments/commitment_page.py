"""What the page of one commitment shows."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from avert.commitments import Reading
from avert.web.commitments import selectors
from avert.web.commitments.ledger import Line
from avert.web.commitments.listing import status_text
from avert.web.commitments.words import WORDS, due_text
from avert.web.exercises.selectors import exercise_shown
from avert.web.records.naming import Names
from avert.web.records.pages import Pages
from avert.web.site.components import Crumb, Download, Fact
from avert.web.site.record_pages import frame_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name, value

LONGEST_TITLE = 80


def list_crumb(exercise_id: Any = None) -> Crumb:
    """Return the step to the list, of the exercise where there is one."""
    url = reverse("commitments:commitments")
    return Crumb(_("Commitments"), f"{url}?exercise={exercise_id}" if exercise_id else url)


def pages_of(commitment: Any) -> Pages:
    """Return how a commitment is called and where its pages are."""
    url, above = reverse("commitments:commitment", args=[commitment.pk]), list_crumb(commitment.exercise_id)
    what = commitment.what
    title = what if len(what) <= LONGEST_TITLE else f"{what[:LONGEST_TITLE]}…"
    return Pages(title, url, above.url, (above, Crumb(own_name(title), url)))


def report_pages_of(report: Any) -> Pages:
    """Return how a report is called and where its pages are; what was promised is not said here.

    Whoever was shown the report need not see the commitment.
    """
    url, above = reverse("commitments:report", args=[report.pk]), list_crumb()
    title = _("Report of {day}").format(day=date_format(report.at, "DATE_FORMAT"))
    return Pages(title, url, above.url, (above, Crumb(title, url)))


def context_of(line: Line, *, viewer: Any) -> dict[str, Any]:
    """Return everything that the page of a commitment shows to this viewer."""
    row, names = line.row, Names(viewer)
    return {
        **frame_of(row, pages_of(row), viewer=viewer),
        "exercise": exercise_shown(viewer, row.exercise_id),
        "line": line,
        "status": status_text(line),
        "facts": _facts(line),
        "readings": [_reading(reading, names) for reading in line.status.readings],
        "table": _reports(line, names) if line.reports else None,
        "about": [_link(record) for record in selectors.what_it_is_about(viewer, row)],
    }


def _facts(line: Line) -> list[Fact]:
    row = line.row
    due = due_text(line.promise.due)
    return [
        Fact(_("Who promised"), own_name(row.by)),
        Fact(_("To whom"), own_name(row.to)),
        Fact(_("Due"), due, _("Past its date.") if line.status.is_past_due else ""),
        Fact(_("How it is verified"), own_name(row.verified_how) if row.verified_how else _("not said")),
        Fact(_("By whom it is verified"), own_name(row.verified_by) if row.verified_by else _("not said")),
    ]


def _reading(reading: Reading, names: Names) -> dict[str, Any]:
    by_id = {str(key): name for key, name in names.organisations.items()}
    said = [by_id.get(reporter) or _("another organisation") for reporter in reading.reporters]
    return {"word": WORDS[reading.word], "reporters": said}


def _reports(line: Line, names: Names) -> Table:
    columns = (
        Column("at", _("When it was so")),
        Column("who", _("Who reports"), is_name=True),
        Column("finding", _("What they found")),
        Column("evidence", _("How this is known"), is_text=True),
    )
    rows = [_report(report, names) for report in line.reports]
    return Table(_("Reports"), columns, rows, is_caption_hidden=True)


def _report(report: Any, names: Names) -> dict[str, Any]:
    recorded = _("recorded {day}").format(day=date_format(report.recorded_at, "DATE_FORMAT"))
    url = reverse("commitments:report", args=[report.pk])
    return {
        "at": Cell(value(report.at.date()), url=url, note=recorded),
        "who": names.organisation(report.owner_id),
        "finding": report.get_finding_display(),
        "evidence": own_name(report.evidence),
    }


def _link(record: Any) -> Download:
    """Lead to a record of whatever kind, where its app has a page of that name."""
    kind = record._meta
    title = own_name(getattr(record, "title", "") or kind.verbose_name)
    label = format_html("{}: {}", str(kind.verbose_name).capitalize(), title)
    try:
        return Download(label, reverse(f"{kind.app_label}:{kind.model_name}", args=[record.pk]))
    except NoReverseMatch:
        return Download(label, "")
