"""Jobs as the rows of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.jobs.models import Job, State
from avert.web.jobs.registry import kinds
from avert.web.site.tables import Cell, Column, Table

COLUMNS = (
    Column("what", gettext_lazy("What")),
    Column("state", gettext_lazy("State")),
    Column("progress", gettext_lazy("Progress")),
    Column("begun", gettext_lazy("Asked for"), note=gettext_lazy("time in UTC")),
    Column("ended", gettext_lazy("Ended"), note=gettext_lazy("time in UTC")),
    Column("stop", gettext_lazy("Stop")),
)


def table_of(jobs: Iterable[Job], request: HttpRequest) -> Table:
    """Return the jobs as a table, each with a button that stops it while it can be stopped."""
    rows = [_row(job, request) for job in jobs]
    return Table(_("What runs, waits or has ended"), COLUMNS, rows, is_caption_hidden=True)


def _row(job: Job, request: HttpRequest) -> dict[str, Any]:
    return {
        "what": Cell(_label(job), note=str(job.created_by.get_short_name()) if job.created_by else ""),
        "state": Cell(State(job.state).label, note=_note(job)),
        "progress": _progress(job),
        "begun": _moment(job.created_at),
        "ended": _moment(job.ended_at),
        "stop": _button(job, request),
    }


def _label(job: Job) -> str:
    kind = kinds().get(job.kind)
    return str(kind.label) if kind else _("A kind of work that this version no longer has")


def _note(job: Job) -> str:
    if job.cancel_requested_at and not job.is_over:
        return _("stops at its next step")
    if job.error_class:
        return _("%(error)s, after attempt %(attempt)s") % {"error": job.error_class, "attempt": job.attempt}
    if job.attempt > 1:
        return _("attempt %(attempt)s of %(most)s") % {"attempt": job.attempt, "most": job.most_attempts}
    return ""


def _progress(job: Job) -> Cell:
    if not job.progress_total:
        return Cell("–" if job.is_over else _("not begun"))
    said = _("%(done)s of %(total)s") % {"done": job.progress_done, "total": job.progress_total}
    return Cell(said, note=_(job.progress_label) if job.progress_label else "")


def _moment(moment: dt.datetime | None) -> str:
    return date_format(moment, "DATETIME_FORMAT") if moment else "–"


def _button(job: Job, request: HttpRequest) -> SafeString | str:
    if job.is_over or job.cancel_requested_at:
        return "–"
    return render_to_string("jobs/parts/cancel.html", {"job": job, "label": _label(job)}, request)
