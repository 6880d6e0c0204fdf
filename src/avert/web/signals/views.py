from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import viewer_of
from avert.web.exercises.asked import exercise_asked
from avert.web.exercises.selectors import exercise_shown, now_in
from avert.web.rates import costly
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import organisations_to_write_for
from avert.web.records.words import place_as_typed
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.signals import listing, selectors, services
from avert.web.signals.forms import FIELDS, ChangeSignalForm, FindForm, SignalForm
from avert.web.signals.queue_sheet import queue_sheet
from avert.web.signals.selectors import Wanted
from avert.web.signals.signal_page import context_of, pages_of, queue_crumb
from avert.web.signals.vocabulary import Way
from avert.web.site.components import Crumb, Download, Empty, Tab
from avert.web.site.navigation import url_or_empty

KIND = "signals.signal"
REPORTER = ("reporter_name", "reporter_contact", "reporter_notes")


@require_safe
def signals(request: HttpRequest) -> HttpResponse:
    """Show what came in, in the order in which to look at it."""
    viewer, exercise, form = viewer_of(request), exercise_asked(request), FindForm(request.GET)
    wanted = _wanted(form)
    found = selectors.wanted_for(viewer, wanted or Wanted(), exercise_id=exercise and exercise.pk)
    page, items = listing.queue_page(
        viewer,
        found if wanted else found.none(),
        now=now_in(exercise, timezone.now()),
        number=request.GET.get("page", 1),
    )
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    context = {
        "form": form,
        "exercise": exercise,
        "page": page,
        "total": page.paginator.count,
        "items": items,
        "empty": _nothing(is_narrowed=bool(wanted != Wanted()), exercise=exercise),
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
        "may_export": selectors.leads_any(viewer),
        "asked": request.GET.urlencode(),
    }
    return render(request, "signals/signals.html", context)


@costly
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Send the queue of the organisations that the viewer leads as a file; everyone else is refused."""
    viewer, exercise, wanted = viewer_of(request), exercise_asked(request), _wanted(FindForm(request.GET))
    if not selectors.leads_any(viewer):
        raise PermissionDenied
    if wanted is None:
        raise Http404
    now = timezone.now()
    found = selectors.led_by(viewer, wanted, exercise_id=exercise and exercise.pk)
    content = queue_sheet(viewer, found, now=now_in(exercise, now))
    services.append_list_export(occasion=occasion_of(request, now=now))
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": 'attachment; filename="avert-signals.csv"'},
    )


@require_safe
def unanswered(request: HttpRequest) -> HttpResponse:
    """Show who waits for an answer, the longest wait first."""
    viewer, exercise = viewer_of(request), exercise_asked(request)
    is_told = request.GET.get("told") == "received"
    exercise_id = exercise and exercise.pk
    found = selectors.unanswered_for(viewer, exercise_id=exercise_id, is_told_received=is_told)
    page, items = listing.waiting_page(viewer, found, number=request.GET.get("page", 1))
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    context = {
        "crumbs": [queue_crumb(exercise_id)],
        "tabs": _tabs(is_told, exercise_id),
        "exercise": exercise,
        "is_told": is_told,
        "page": page,
        "total": page.paginator.count,
        "items": items,
        "empty": Empty(_("Nobody whose report you may read waits for that")),
    }
    return render(request, "signals/unanswered.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what is reported, and who may see it."""
    exercise = exercise_asked(request)
    form = SignalForm(request.POST or None, initial={"place": _place_asked(request)})
    return new_page(
        request,
        kind=_kind(),
        form=form,
        asking=_asking(exercise),
        write=partial(services.take_in, way=Way.FORM, exercise=exercise),
        then=lambda taken: _then(taken[0], threatens_life=form.cleaned_data["threatens_life"]),
        template="signals/new.html",
    )


@require_safe
def signal(request: HttpRequest, signal_id: uuid.UUID) -> HttpResponse:
    """Show what is reported, and what speaks for and against it."""
    found = found_or_404(request, KIND, signal_id)
    now = now_in(found.exercise, timezone.now())
    context = context_of(found, viewer=viewer_of(request), now=now)
    record_views.read(request, found)
    return render(request, "signals/signal.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, signal_id: uuid.UUID) -> HttpResponse:
    """Change what a signal says."""
    found = found_or_404(request, KIND, signal_id)
    return edit_page(
        request, found, pages_of(found), form=ChangeSignalForm, names=FIELDS, change=services.change
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def reporter(request: HttpRequest, signal_id: uuid.UUID) -> HttpResponse:
    """Ask who reported it, for the custodian alone."""
    found = found_or_404(request, KIND, signal_id)
    return record_views.seal_page(request, found, pages_of(found), names=REPORTER)


@require_safe
def life(request: HttpRequest, signal_id: uuid.UUID) -> HttpResponse:
    """Show what can be sent at once when a life is in danger, and since when that is known."""
    found = found_or_404(request, KIND, signal_id)
    now, pages = now_in(found.exercise, timezone.now()), pages_of(found)
    record_views.read(request, found)
    context = {
        "pages": pages,
        "crumbs": pages.crumbs,
        "signal": found,
        "exercise": exercise_shown(viewer_of(request), found.exercise_id),
        "now": now,
        "agreed_url": url_or_empty("warnings:agreed-messages"),
    }
    return render(request, "signals/life.html", context)


def _wanted(form: FindForm) -> Wanted | None:
    return Wanted(**form.cleaned_data) if form.is_valid() else None


def _kind() -> Any:
    return kind_called(KIND)


def _place_asked(request: HttpRequest) -> str:
    return place_as_typed(request.GET.get("place", "")[:100])


def _then(signal_id: uuid.UUID, *, threatens_life: bool) -> str:
    return reverse("signals:life" if threatens_life else "signals:signal", args=[signal_id])


def _tabs(is_told: bool, exercise_id: Any) -> list[Tab]:
    url, asked = reverse("signals:unanswered"), f"exercise={exercise_id}" if exercise_id else ""
    nothing, received = f"?{asked}" if asked else "", "?told=received" + (f"&{asked}" if asked else "")
    return [
        Tab(_("Told nothing yet"), url + nothing, is_current=not is_told),
        Tab(_("Told only that it was received"), url + received, is_current=is_told),
    ]


def _asking(exercise: Any) -> Asking:
    above: Crumb = queue_crumb(exercise and exercise.pk)
    return Asking(
        question=_("What is reported, and who may see it?"),
        lead=_("It is seen by nobody but your own organisation until you choose otherwise."),
        button=_("Save the report"),
        back=above.url,
        crumbs=[above],
    )


def _nothing(*, is_narrowed: bool, exercise: Any) -> Empty:
    if is_narrowed:
        everything = Download(_("Show all that is open"), queue_crumb(exercise and exercise.pk).url)
        return Empty(_("No open signal that you may read is like that"), action=everything)
    return Empty(
        _("No open signals that you may read"),
        _(
            "A signal is anything reported, measured or expected that may call for a warning. "
            "Those of your organisation appear here, and those that others share with you."
        ),
    )
