from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avert.commitments import CalendarItem, write_calendar
from avert.deadlines import Deadline
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.book import selectors, services
from avert.web.book.forms import FIELDS, ChangeEntryForm, EntryForm, FindForm
from avert.web.book.pages import book_crumb, facts_of, line_of, pages_of_entry, remains_overdue, tabs
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import organisations_to_write_for
from avert.web.records.services import append_export
from avert.web.records.words import place_as_typed
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.site.components import Download, Empty
from avert.web.site.record_pages import frame_of

KIND = "book.entry"
ON_A_PAGE = 25


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """Show what has happened, the newest first."""
    viewer, form, now = viewer_of(request), FindForm(request.GET), timezone.now()
    asked = form.cleaned_data if form.is_valid() else None
    found = (
        selectors.entries_for(viewer, **asked) if asked is not None else selectors.entries_for(viewer).none()
    )
    page: Page[Any] = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", 1))
    services.append_list_read(kind=_kind(), occasion=occasion_of(request, now=now))
    context = {
        "form": form,
        "page": page,
        "total": page.paginator.count,
        "tabs": tabs("book"),
        "rows": [(entry, line_of(entry), remains_overdue(entry, now.date())) for entry in page.object_list],
        "empty": _nothing(is_narrowed=form.has_changed()),
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "book/book.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what happened and what was done."""
    above, today = book_crumb(), timezone.now().date()
    initial = {"on": today, "place": place_as_typed(request.GET.get("place", "")[:100])}
    return new_page(
        request,
        kind=_kind(),
        form=EntryForm(request.POST or None, initial=initial, today=today),
        asking=Asking(
            question=_("What happened, and what did we do?"),
            lead=_("Roles and numbers, no names. What nobody counted stays blank."),
            button=_("Write it in the book"),
            back=above.url,
            crumbs=[above],
        ),
        write=services.write_entry,
        then=lambda entry: pages_of_entry(entry).url,
        template="book/new_entries.html",
    )


@require_safe
def entry(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Show one entry."""
    found = found_or_404(request, KIND, entry_id)
    context = {
        **frame_of(found, pages_of_entry(found), viewer=viewer_of(request)),
        "entry": found,
        "facts": facts_of(found),
        "is_overdue": remains_overdue(found, timezone.now().date()),
        "texts": [(title, text) for title, text in _texts(found) if text],
    }
    record_views.read(request, found)
    return render(request, "book/entry.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Change what an entry says."""
    found = found_or_404(request, KIND, entry_id)
    form: Any = partial(ChangeEntryForm, today=timezone.now().date())
    pages = pages_of_entry(found)
    return edit_page(request, found, pages, form=form, names=FIELDS, template="book/edit_entry.html")


@require_POST
def done(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Write down that what remained to be done was done today."""
    found, now = found_or_404(request, KIND, entry_id), timezone.now()
    services.say_to_do_is_done(
        entry=found,
        row_version=found.row_version,
        viewer=person_of(request),
        occasion=occasion_of(request, now=now),
        today=now.date(),
    )
    return redirect(pages_of_entry(found).url)


@require_safe
def next_meeting(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Send the date of the next meeting for one's own calendar, with nothing of what it is about."""
    found, now = found_or_404(request, KIND, entry_id), timezone.now()
    if found.next_on is None:
        raise Http404
    due = Deadline(found.next_on, found.zone or "UTC", found.next_at)
    # Whatever the marking: a title shows on a locked telephone.
    item = CalendarItem(found.calendar_uid, due, _("A date to look up"), found.marking, is_task=False)
    append_export(record=found, occasion=occasion_of(request, now=now))
    return HttpResponse(
        write_calendar([item], now, neutral_title=_("A date to look up")),
        content_type="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="date.ics"'},
    )


def _texts(entry: Any) -> list[tuple[str, str]]:
    return [
        (_("What happened"), entry.happened),
        (_("What was on the agenda"), entry.agenda),
        (_("What was decided"), entry.decided),
        (_("What was done"), entry.done),
    ]


def _kind() -> Any:
    return kind_called(KIND)


def _nothing(*, is_narrowed: bool) -> Empty:
    if is_narrowed:
        everything = Download(_("Show the whole book"), book_crumb().url)
        return Empty(_("No entry that you may read is like that"), action=everything)
    return Empty(
        _("Nothing is written in the book yet"),
        _(
            "The book keeps incidents, meetings, visits, rumours that were checked and agreements that were heard."
        ),
        _("whoever writes for a committee: on this page, or on paper to be typed in later."),
    )
