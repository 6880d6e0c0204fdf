"""What the pages of watched dates show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from avert.web.records.naming import Names
from avert.web.records.pages import Pages
from avert.web.records.words import place_name
from avert.web.signals.acting import acting_for
from avert.web.signals.vocabulary import Lens
from avert.web.signals.watch.dates import is_over, last_day, next_date
from avert.web.signals.watch.selectors import Coming
from avert.web.signals.watching_page import left_alone_text, shared_from
from avert.web.site.components import Crumb, Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name

COLUMNS = (
    Column("title", gettext_lazy("What"), is_name=True),
    Column("when", gettext_lazy("When")),
    Column("days", gettext_lazy("In"), note=gettext_lazy("days"), is_number=True),
    Column("place", gettext_lazy("Place"), is_name=True),
    Column("signal", gettext_lazy("Signal")),
)
UNDATED = tuple(column for column in COLUMNS if column.key in {"title", "place"})
OVER = tuple(column for column in COLUMNS if column.key not in {"days", "signal"})


def list_crumb() -> Crumb:
    """Return the step to the calendar."""
    return Crumb(_("Dates and triggers"), reverse("signals:watches"))


def pages_of(watch: Any) -> Pages:
    """Return how a watch is called and where its pages are."""
    url, above = reverse("signals:watch", args=[watch.pk]), reverse("signals:watches")
    return Pages(watch.title, url, above, (list_crumb(), Crumb(own_name(watch.title), url)))


def tables_of(coming: Coming, *, viewer: Any, today: dt.date) -> list[Table]:
    """Return the calendar as tables: what comes in 90 days, later, without a known date, and what is over."""
    names = Names(viewer)
    dated = (
        (_("In the next 90 days"), COLUMNS, coming.soon),
        (_("Later"), COLUMNS, coming.later),
        (_("Without a known date"), UNDATED, [(None, watch) for watch in coming.undated]),
        (_("Over"), OVER, coming.over),
    )
    return [
        Table(caption, columns, [_row(watch, day, names, today) for day, watch in pairs])
        for caption, columns, pairs in dated
        if pairs
    ]


def alone(watches: Iterable[Any]) -> list[dict[str, str]]:
    """Return the title and address of watches that raise no signals."""
    return [{"title": watch.title, "url": pages_of(watch).url} for watch in watches]


def facts_of(watch: Any, today: dt.date) -> list[Fact]:
    """Return when a date comes and when its signal is raised."""
    day = next_date(watch, today)
    return [
        Fact(_("When"), _when(watch, day) if day else _("no date is known"), _repeats(watch)),
        Fact(_("Signal"), _signal(watch, day, today)),
        Fact(_("What to watch for"), own_name(watch.what_to_watch) if watch.what_to_watch else _("not said")),
        Fact(_("Lens"), Lens(watch.lens).label),
    ]


def troubles_of(watch: Any) -> list[str]:
    """Return why no signal will come of a watch, if none will."""
    return [left_alone_text()] if watch.on and acting_for(watch) is None else []


def _row(watch: Any, day: dt.date | None, names: Names, today: dt.date) -> dict[str, Any]:
    return {
        "title": Cell(watch.title, url=pages_of(watch).url, note=shared_from(watch, names)),
        "when": Cell(_when(watch, day), note=_repeats(watch)) if day else "–",
        "days": max((day - today).days, 0) if day else None,
        "place": place_name(watch.place) or "–",
        "signal": _signal(watch, day, today),
    }


def _when(watch: Any, day: dt.date) -> str:
    first, end = date_format(day, "DATE_FORMAT"), last_day(watch, day)
    if end == day:
        return str(first)
    return _("{first} to {last}").format(first=first, last=date_format(end, "DATE_FORMAT"))


def _repeats(watch: Any) -> str:
    return _("every year") if watch.is_yearly else ""


def _signal(watch: Any, day: dt.date | None, today: dt.date) -> str:
    if day is None:
        return _("none: it has no date")
    if watch.raised_for == day:
        return _("raised")
    if is_over(watch, today):
        return _("none: it is over")
    raised = max(day - watch.raise_before, today)
    count = (raised - today).days
    if count == 0:
        return _("within the hour")
    return ngettext("in {count} day", "in {count} days", count).format(count=count)
