"""Paper out and in, the week in one text, and what others can see on a shared telephone."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.warning.message_length import messages_needed
from avert.web.access import occasion_of
from avert.web.accounts.selectors import viewer_of
from avert.web.book import selectors, services
from avert.web.book.forms import PrintForm, TypeBackForm, WeekForm
from avert.web.book.pages import book_crumb, tabs
from avert.web.book.papers import blank_forms
from avert.web.book.week import week_of, week_text
from avert.web.rates import costly
from avert.web.records.kinds import kind_called
from avert.web.records.words import place_name
from avert.web.records.writing_pages import FORM_METHODS, Asking, new_page
from avert.web.site.printing import paper_response


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """Say how the book is kept on paper."""
    return render(request, "book/paper.html", {"form": PrintForm(), "tabs": tabs("paper")})


@costly
@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    """Send blank forms to print."""
    form = PrintForm(request.GET)
    if not form.is_valid():
        return render(request, "book/paper.html", {"form": form, "tabs": tabs("paper")})
    content = blank_forms(**form.cleaned_data, rng=secrets.SystemRandom(), now=timezone.now())
    return paper_response(content, "blank")


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def type_back(request: HttpRequest) -> HttpResponse:
    """Ask for what stands on several papers at once."""
    above = book_crumb()
    return new_page(
        request,
        kind=kind_called("book.entry"),
        form=TypeBackForm(request.POST or None, viewer=viewer_of(request), today=timezone.now().date()),
        asking=Asking(
            question=_("What stands on the papers?"),
            lead=_("Up to five at once, all from the same place and for the same people."),
            button=_("Write them in the book"),
            back=above.url,
            crumbs=[above],
        ),
        write=services.write_entries,
        then=lambda _entries: above.url,
        template="book/new_entries.html",
    )


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """Sum up a week in one text message."""
    viewer, form, now = viewer_of(request), WeekForm(request.GET), timezone.now()
    asked = form.cleaned_data if form.is_valid() else {}
    since, until = week_of(asked.get("day") or now.date())
    place = asked.get("place", "")
    still_open, overdue = selectors.open_counts(viewer, today=now.date(), place=place)
    counts = selectors.counts_of_week(viewer, since=since, until=until, place=place)
    text = week_text(
        since=since, until=until, place=place_name(place), counts=counts, still_open=still_open, overdue=overdue
    )  # fmt: skip
    services.append_list_read(kind=kind_called("book.entry"), occasion=occasion_of(request, now=now))  # type: ignore[arg-type]
    context = {"form": form, "tabs": tabs("week"), "text": text, "length": len(text)}
    return render(request, "book/week.html", context | {"messages_needed": messages_needed(text)})


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """Say what others can see on a shared telephone, and what helps."""
    return render(request, "book/safety.html", {"tabs": tabs("safety")})
