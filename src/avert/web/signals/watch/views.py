from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import viewer_of
from avert.web.rates import costly
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import organisations_to_write_for
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.signals.watch import pages, selectors, services
from avert.web.signals.watch.forms import FIELDS, CalendarForm, ChangeWatchForm, WatchForm
from avert.web.signals.watch.ical import Event, calendar_of
from avert.web.signals.watch.kinds_of_date import KINDS_OF_DATE
from avert.web.signals.watching_page import context_of, left_alone_text
from avert.web.site.components import Empty

KIND = "signals.watch"


@require_safe
def watches(request: HttpRequest) -> HttpResponse:
    """Show what is coming, the next 90 days first."""
    viewer, today = viewer_of(request), _today()
    coming = selectors.coming(viewer, today)
    ahead = [watch for _day, watch in (*coming.soon, *coming.later)]
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    context = {
        "soon": coming.soon,
        "soon_count": len(coming.soon),
        "tables": pages.tables_of(coming, viewer=viewer, today=today),
        "has_dates": bool(ahead or coming.over),
        "alone": pages.alone(selectors.left_alone(ahead)),
        "alone_text": left_alone_text(),
        "empty": _nothing(),
        "kinds_of_date": KINDS_OF_DATE,
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "signals/watching/watches.html", context)


@costly
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Send the next date of each watch as iCalendar; titles only where they are for everyone."""
    viewer, now = viewer_of(request), timezone.now()
    found = selectors.watches_for(viewer).order_by("on", "pk")
    body = calendar_of(found, now=now, neutral_title=_("A date to look up"))
    services.append_list_export(occasion=occasion_of(request, now=now))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="dates.ics"'
    return response


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what is watched, when, and for whom the signal is."""
    return new_page(
        request,
        kind=_kind(),
        form=WatchForm(request.POST or None),
        asking=_asking(
            _("What could set violence off, and when?"),
            _("A signal is raised before the date, once for each time it comes."),
            _("Watch it"),
        ),
        write=services.add_watch,
        then=lambda watch: pages.pages_of(watch).url,
    )


@costly
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def take_over(request: HttpRequest) -> HttpResponse:
    """Ask for a calendar whose events are to be watched."""
    return new_page(
        request,
        kind=_kind(),
        form=CalendarForm(request.POST or None, request.FILES or None),
        asking=_asking(
            _("Which calendar should be watched?"),
            _(
                "Each event becomes a date that is watched; what is there already, by title and day, is left as it is."
            ),
            _("Take it over"),
        ),
        write=_import,
        then=lambda counts: _after(request, *counts),
        template="signals/watching/upload.html",
    )


@require_safe
def watch(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show one watched date or trigger."""
    found = found_or_404(request, KIND, record_id)
    context = context_of(
        found,
        viewer=viewer_of(request),
        pages=pages.pages_of(found),
        facts=pages.facts_of(found, _today()),
        troubles=pages.troubles_of(found),
    )
    record_views.read(request, found)
    return render(request, "signals/watching/record.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what is watched."""
    found = found_or_404(request, KIND, record_id)
    return edit_page(
        request,
        found,
        pages.pages_of(found),
        form=ChangeWatchForm,
        names=FIELDS,
        change=services.change_watch,
    )


def _import(*, file: list[Event], **said: Any) -> tuple[int, int]:
    return services.import_watches(events=file, **said)


def _after(request: HttpRequest, new_count: int, known_count: int) -> str:
    said = _("{new} dates are watched from now on; {known} were there already.")
    messages.success(request, said.format(new=new_count, known=known_count))
    return reverse("signals:watches")


def _asking(question: str, lead: str, button: str) -> Asking:
    above = pages.list_crumb()
    return Asking(question=question, lead=lead, button=button, back=above.url, crumbs=[above])


def _today() -> dt.date:
    return timezone.now().astimezone(dt.UTC).date()


def _kind() -> Any:
    return kind_called(KIND)


def _nothing() -> Empty:
    return Empty(
        _("No dates that you may read"),
        _("Dates of your organisation appear here, and those that others share with you."),
    )
