"""The list of warnings as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.records.naming import Names
from avert.web.records.words import place_name
from avert.web.site.tables import Cell, Column, Table
from avert.web.warnings import selectors
from avert.web.warnings.forms import OPEN
from avert.web.warnings.vocabulary import Message, State

ON_A_PAGE = 50
NARROW = "\N{NO-BREAK SPACE}"
LONG = ("what", "to_whom", "rests_on", "would_change", "harm_of_issuing")
COLUMNS = (
    Column("title", gettext_lazy("Warning"), is_name=True),
    Column("place", gettext_lazy("Place"), is_name=True),
    Column("window", gettext_lazy("Window")),
    Column("likely", gettext_lazy("How likely · how sure")),
    Column("state", gettext_lazy("State")),
    Column("deadline", gettext_lazy("Next deadline"), note=gettext_lazy("universal time")),
)


def page_of(found: Any, *, place: str, state: str, now: dt.datetime, number: str | int) -> Page[Any]:
    """Return one page of warnings in a place and state: those that wait for a second review first, then the newest."""
    wanted = selectors.in_place(place) & _in_state(state or OPEN, now)
    ordered = found.filter(wanted).defer(*LONG)
    first = F("review_due_at").asc(nulls_last=True)
    return Paginator(ordered.order_by(first, "-created_at", "pk"), ON_A_PAGE).get_page(number)


def table_of(warnings: Sequence[Any], *, viewer: Any, now: dt.datetime) -> Table:
    """Return warnings as a table, with whom they come from as far as the viewer may know."""
    names, deadlines = Names(viewer), selectors.next_deadlines(viewer, warnings, now)
    rows = [_row(warning, names, deadlines.get(warning.pk), now) for warning in warnings]
    return Table(_("Warnings"), COLUMNS, rows, is_caption_hidden=True)


def window_of(warning: Any) -> str:
    """Return from when until when, in words."""
    if not (warning.window_from and warning.window_until):
        return "–"
    first, last = warning.window_from, warning.window_until
    end = date_format(last, "SHORT_DATE_FORMAT").replace(" ", NARROW)
    if first == last:
        return end
    begin = date_format(first, "j M" if first.year == last.year else "SHORT_DATE_FORMAT")
    return f"{begin.replace(' ', NARROW)} – {end}"


def likelihood_of(warning: Any) -> str:
    """Return how likely it is and how sure that is, each in its own words."""
    likely = str(warning.get_probability_display())
    sure = warning.get_confidence_display()
    return (f"{likely} · {_('{sure} confidence').format(sure=sure)}" if sure else likely) or "–"


def state_of(warning: Any, now: dt.datetime) -> str:
    """Return how far a warning has come, and whether what it was about is over."""
    is_over = warning.state == State.RELEASED and warning.expires_at and warning.expires_at <= now
    said = str(warning.get_state_display())
    return _("{state}, its time is over").format(state=said) if is_over else said


def minute_of(instant: dt.datetime) -> str:
    """Return an instant in universal time, to the minute."""
    return date_format(instant, "SHORT_DATE_FORMAT") + instant.strftime(" %H:%M")


def _in_state(state: str, now: dt.datetime) -> Q:
    if state == OPEN:
        return selectors.is_open(now)
    return Q(state=state) if state in State.values else Q()


def _row(warning: Any, names: Names, deadline: dt.datetime | None, now: dt.datetime) -> dict[str, Any]:
    return {
        "title": Cell(
            warning.title, url=reverse("warnings:warning", args=[warning.pk]), note=_note(warning, names)
        ),
        "place": Cell(place_name(warning.place) or "–"),
        "window": window_of(warning),
        "likely": likelihood_of(warning),
        "state": Cell(
            state_of(warning, now), note=_("second review is waited for") if warning.review_due_at else ""
        ),
        "deadline": minute_of(deadline) if deadline else "–",
    }


def _note(warning: Any, names: Names) -> str:
    said = [] if warning.message == Message.ALERT else [str(warning.get_message_display())]
    if warning.owner_id not in names.own:
        said.append(_("from {organisation}").format(organisation=names.organisation(warning.owner_id)))
    return " · ".join(said)
