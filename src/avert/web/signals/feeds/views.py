from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
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
from avert.web.signals.feeds import pages, selectors, services
from avert.web.signals.feeds.alerts import TakenAlert, take_in_alert
from avert.web.signals.feeds.forms import FIELDS, AlertForm, ChangeFeedForm, FeedForm
from avert.web.signals.watching_page import context_of
from avert.web.site.components import Empty

KIND = "signals.feed"


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """List the feeds that the viewer may read, with those first that bring nothing any longer."""
    viewer = viewer_of(request)
    found = list(selectors.feeds_for(viewer))
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    context = {
        "table": pages.table_of(found, viewer=viewer) if found else None,
        "failing": pages.failing(found),
        "empty": _nothing(),
        "may_write": organisations_to_write_for(viewer, _kind(KIND)).exists(),
    }
    return render(request, "signals/watching/feeds.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what is to be read, and for whom its signals are."""
    above = pages.list_crumb()
    asking = Asking(
        question=_("What should be read, and who may see its signals?"),
        lead=_("Entries of the last seven days become signals, fifty at most at a time; the rest follow."),
        button=_("Have it read"),
        back=above.url,
        crumbs=[above],
    )
    return new_page(
        request,
        kind=_kind(KIND),
        form=FeedForm(request.POST or None, initial={"about": "tension"}),
        asking=asking,
        write=services.add_feed,
        then=lambda feed: pages.pages_of(feed).url,
    )


@require_safe
def feed(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show one feed and how its reading went."""
    found = found_or_404(request, KIND, record_id)
    context = context_of(
        found,
        viewer=viewer_of(request),
        pages=pages.pages_of(found),
        facts=pages.facts_of(found),
        troubles=pages.troubles_of(found),
    )
    record_views.read(request, found)
    return render(request, "signals/watching/record.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what a feed takes in."""
    found = found_or_404(request, KIND, record_id)
    return edit_page(
        request,
        found,
        pages.pages_of(found),
        form=ChangeFeedForm,
        names=FIELDS,
        change=services.change_feed,
    )


@costly
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def cap(request: HttpRequest) -> HttpResponse:
    """Ask for one alert of another system."""
    above = pages.list_crumb()
    asking = Asking(
        question=_("Which alert did you receive, and who may see it?"),
        lead=_("An alert in CAP 1.2. Exercises, tests and what is wrongly signed are not taken in."),
        button=_("Take it in"),
        back=above.url,
        crumbs=[above],
    )
    return new_page(
        request,
        kind=_kind("signals.signal"),
        form=AlertForm(request.POST or None, request.FILES or None),
        asking=asking,
        write=_take_in,
        then=lambda taken: _after(request, taken),
        template="signals/watching/upload.html",
    )


def _take_in(*, file: bytes, **said: Any) -> TakenAlert:
    return take_in_alert(data=file, **said)


def _after(request: HttpRequest, taken: TakenAlert) -> str:
    """Say who vouches for the alert, and return where to go on."""
    if not taken.is_new:
        messages.info(request, _("This alert was taken in before. Nothing was added."))
    elif taken.signer:
        messages.success(request, _("It was taken in. It is signed by somebody trusted here."))
    else:
        messages.warning(
            request, _("It was taken in as F6: unsigned, or by somebody unknown, so nobody vouches for it.")
        )
    try:
        return reverse("signals:signal", args=[taken.signal_id])
    except NoReverseMatch:
        return reverse("signals:feeds")


def _kind(label: str) -> Any:
    return kind_called(label)


def _nothing() -> Empty:
    return Empty(
        _("Nothing is read by itself"),
        _("A feed is a news site's or a partner's list of entries, in RSS, Atom or CAP, by its address."),
    )
