"""The joint calendar: everything with a date that whoever looks may read, by week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avert.commitments import write_calendar
from avert.web.access import occasion_of
from avert.web.accounts.selectors import viewer_of
from avert.web.audit.actions import Action
from avert.web.exercises.asked import exercise_asked
from avert.web.exercises.selectors import now_in
from avert.web.rates import costly
from avert.web.records.forms import PlaceField
from avert.web.records.kinds import kind_called
from avert.web.records.services import append_list_read
from avert.web.records.words import place_name
from avert.web.response.calendar_dates import KINDS, Asked, Dated, dates_of
from avert.web.response.pages import rooms_crumb
from avert.web.site.components import Empty
from avert.web.site.fields import day_field
from avert.web.site.tables import Cell, Column, Table

WEEKS = 6
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2200, 1, 1)
COLUMNS = (
    Column("day", gettext_lazy("Day")),
    Column("what", gettext_lazy("What"), is_name=True),
    Column("kind", gettext_lazy("Kind")),
    Column("place", gettext_lazy("Place"), is_name=True),
)


class FindForm(forms.Form):
    """Which dates to list."""

    since = day_field(gettext_lazy("From the week of"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Which"), choices=[("", gettext_lazy("All")), *KINDS.items()], required=False
    )
    place = PlaceField(required=False, help_text="")


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show what comes in the next weeks, as far as the viewer may read it."""
    form, exercise = FindForm(request.GET), exercise_asked(request)
    asked = _asked(request, form, exercise)
    dates = dates_of(asked, kind=form.cleaned_data["kind"]) if asked else []
    append_list_read(kind=_kind(), occasion=occasion_of(request, now=timezone.now()))
    context = {
        "crumbs": [rooms_crumb()],
        "form": form,
        "exercise": exercise,
        "weeks": [(monday, _table(monday, list(rows))) for monday, rows in _by_week(dates)],
        "number": len(dates),
        "query": urlencode({name: text for name, text in request.GET.dict().items() if text}),
        "empty": Empty(
            _("No date in these weeks that you may read"),
            _("Meetings, tasks, commitments, dates to watch and what is to be looked at again appear here."),
        ),
    }
    return render(request, "response/calendar.html", context)


@costly
@require_safe
def dates(request: HttpRequest) -> HttpResponse:
    """Send the same dates for one's own calendar; above TLP:CLEAR without saying what they are."""
    form, now = FindForm(request.GET), timezone.now()
    asked = _asked(request, form, exercise_asked(request))
    found = dates_of(asked, kind=form.cleaned_data["kind"]) if asked else []
    occasion = occasion_of(request, now=now)
    append_list_read(kind=_kind(), occasion=occasion, action=Action.EXPORT)
    content = write_calendar([date.item for date in found], now, neutral_title=_("A date to look up"))
    headers = {"Content-Disposition": 'attachment; filename="dates.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _asked(request: HttpRequest, form: FindForm, exercise: Any) -> Asked | None:
    """Return whose dates of which weeks; none for a place or a day that nobody knows."""
    if not form.is_valid():
        return None
    now = now_in(exercise, timezone.now())
    since = form.cleaned_data["since"] or now.astimezone(dt.UTC).date()
    monday = _monday(min(max(since, FIRST_DAY), LAST_DAY))
    return Asked(
        viewer=viewer_of(request),
        since=monday,
        until=monday + dt.timedelta(weeks=WEEKS, days=-1),
        now=now,
        place=form.cleaned_data["place"],
        exercise_id=exercise.pk if exercise else None,
    )


def _short(day: dt.date) -> SafeString:
    # The week above has the year.
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day, "D j M"))


def _by_week(dates: Iterable[Dated]) -> Iterator[tuple[dt.date, Iterator[Dated]]]:
    return groupby(dates, lambda date: _monday(date.due.day))


def _table(monday: dt.date, dates: list[Dated]) -> Table:
    caption = _("Week of {day}").format(day=date_format(monday))
    return Table(caption, COLUMNS, [_row(date) for date in dates], is_caption_hidden=True)


def _row(date: Dated) -> dict[str, Any]:
    hour = f"{date.due.time:%H:%M} {date.due.zone}" if date.due.time else ""
    return {
        "day": Cell(_short(date.due.day), note=hour),
        "what": Cell(date.title, date.url, note=date.note),
        "kind": Cell(date.label, note=_("done") if date.is_done else ""),
        "place": place_name(date.place) or "–",
    }


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _kind() -> Any:
    return kind_called("response.meeting")
