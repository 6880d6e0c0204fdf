from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.exercises.asked import exercise_asked
from avert.web.exercises.selectors import now_in
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import organisations_to_write_for
from avert.web.records.words import place_as_typed
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.signals.selectors import signals_for
from avert.web.site.components import Download, Empty
from avert.web.warnings import listing, selectors, services
from avert.web.warnings.forms import (
    DRAFT_FIELDS,
    END_FIELDS,
    OPEN,
    ChangeEndForm,
    ChangeWarningForm,
    FindForm,
    WarningForm,
)
from avert.web.warnings.requirements import ENDS
from avert.web.warnings.vocabulary import State
from avert.web.warnings.warning_page import context_of, list_crumb, pages_of

KIND = "warnings.warning"
LATE_SHOWN = 10
NOTHING = {"place": "", "state": "all"}


@require_safe
def warnings(request: HttpRequest) -> HttpResponse:
    """List the warnings that the viewer may read."""
    viewer, exercise = viewer_of(request), exercise_asked(request)
    key, now = exercise.pk if exercise else None, now_in(exercise, timezone.now())
    form = FindForm(request.GET, viewer=viewer)
    found = selectors.warnings_for(viewer, exercise_id=key)
    found, asked = (found, form.cleaned_data) if form.is_valid() else (found.none(), NOTHING)
    number = request.GET.get("page", 1)
    page = listing.page_of(found, place=asked["place"], state=asked["state"], now=now, number=number)
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    rows = list(page.object_list)
    late = selectors.waiting_for_review(viewer, exercise_id=key).filter(review_due_at__lt=now)
    context = {
        "form": form,
        "page": page,
        "total": page.paginator.count,
        "table": listing.table_of(rows, viewer=viewer, now=now) if rows else None,
        "empty": _nothing(is_narrowed=bool(asked["place"] or asked["state"] not in {"", OPEN}), key=key),
        "late": list(late.defer(*listing.LONG)[:LATE_SHOWN]),
        "exercise": exercise,
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "warnings/warnings.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what may happen to whom, where and when."""
    exercise, signals = exercise_asked(request), _signals_asked(request)
    above = list_crumb(exercise.pk if exercise else None)
    asking = Asking(
        question=_("What may happen to whom, and what would change your mind?"),
        lead=_(
            "A draft may still have gaps. It goes out when it is whole and a second person has looked at it."
        ),
        button=_("Save the draft"),
        back=above.url,
        crumbs=[above],
    )
    return new_page(
        request,
        kind=_kind(),
        form=WarningForm(request.POST or None, initial=_first_words(request, signals)),
        asking=asking,
        write=partial(services.draft, exercise=exercise, signals=[signal.pk for signal in signals]),
        then=lambda warning: pages_of(warning).url,
    )


@require_safe
def warning(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Show one warning, for whoever has to decide on it."""
    found = found_or_404(request, KIND, warning_id)
    context = context_of(found, viewer=viewer_of(request))
    record_views.read(request, found)
    return render(request, "warnings/warning.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Change what a draft says."""
    found = found_or_404(request, KIND, warning_id)
    is_end = found.message in ENDS
    return edit_page(
        request,
        found,
        pages_of(found),
        form=ChangeEndForm if is_end else ChangeWarningForm,
        names=END_FIELDS if is_end else DRAFT_FIELDS,
        change=_change,
    )


@require_http_methods(FORM_METHODS)
def remove(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Remove a draft for good; what went out stays."""
    found = found_or_404(request, KIND, warning_id)
    if found.state not in {State.DRAFT, State.DROPPED}:
        raise PermissionDenied
    return record_views.remove_page(request, found, pages_of(found))


def _change(*, record: Any, **act: Any) -> Any:
    return services.change_draft(warning=record, **act)


def _signals_asked(request: HttpRequest) -> list[Any]:
    person, exercise = person_of(request), exercise_asked(request)
    try:
        keys = [uuid.UUID(key) for key in request.GET.getlist("signal")]
    except ValueError:
        raise Http404 from None
    found = list(signals_for(person, exercise_id=exercise.pk if exercise else None).filter(pk__in=keys))
    if len(found) != len(set(keys)):
        raise Http404
    return found


def _first_words(request: HttpRequest, signals: list[Any]) -> dict[str, Any]:
    if not signals:
        return {"place": place_as_typed(request.GET.get("place", "")[:100])}
    first = signals[0]
    return {
        "place": place_as_typed(first.place),
        "lens": first.lens,
        "threatens_life": any(signal.threatens_life for signal in signals),
        "rests_on": "\n".join(f"{signal.text} ({signal.grade})" for signal in signals)[:3000],
    }


def _kind() -> Any:
    return kind_called(KIND)


def _nothing(*, is_narrowed: bool, key: Any) -> Empty:
    if is_narrowed:
        everything = Download(_("Show the open warnings"), list_crumb(key).url)
        return Empty(_("No warning that you may read is like that"), action=everything)
    return Empty(
        _("No warning is open that you may read"),
        _("Those of your organisation appear here, and those that others address to you."),
    )
