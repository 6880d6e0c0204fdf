"""Ladders and their steps."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.contacts import listing, selectors, services
from avert.web.contacts.forms import LADDER_FIELDS, ChangeLadderForm, LadderForm, SentForm, StepForm
from avert.web.contacts.ladder_page import context_of, silence_of, zone_of_ladder
from avert.web.contacts.pages import ladders_crumb, list_crumb, pages_of_ladder, tabs
from avert.web.records import views as record_views
from avert.web.records.conflicts import version_of
from avert.web.records.kinds import kind_called
from avert.web.records.pages import Pages
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import may_remove, organisations_to_write_for
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.site.components import Empty
from avert.web.site.fields import instant_of
from avert.web.site.record_pages import PartAsking, frame_of, part_page

KIND, PART = "contacts.ladder", "contacts.ladderstep"


@require_safe
def ladders(request: HttpRequest) -> HttpResponse:
    """List the ladders that the viewer may read."""
    viewer, part = viewer_of(request), kind_called(PART)
    rows = list(selectors.ladders_for(viewer))
    services.append_list_read(kind=_kind(), occasion=occasion_of(request, now=timezone.now()))
    counts = selectors.counts_of(part, viewer, rows)  # type: ignore[arg-type]  # there is such a kind
    context = {
        "tabs": tabs("ladders"),
        "crumbs": [],
        "table": listing.ladders_table(rows, counts) if rows else None,
        "empty": Empty(
            _("No ladders yet that you may read"),
            _(
                "A ladder says whom to turn to after how much silence, so that at night nobody has to invent it."
            ),
        ),
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "contacts/ladders.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a new ladder."""
    above = ladders_crumb()
    asking = Asking(
        question=_("Whom do we turn to when nobody answers?"),
        lead=_("First which hours count and what ends it; then the steps, one by one."),
        button=_("Save and add steps"),
        back=above.url,
        crumbs=[list_crumb(), above],
    )
    form, then = LadderForm(request.POST or None), lambda ladder: pages_of_ladder(ladder).url
    return new_page(request, kind=_kind(), form=form, asking=asking, write=services.agree_ladder, then=then)


@require_safe
def ladder(request: HttpRequest, ladder_id: uuid.UUID) -> HttpResponse:
    """Show whom to turn to, and when that would be."""
    found, viewer = found_or_404(request, KIND, ladder_id), viewer_of(request)
    now = timezone.now().astimezone(zone_of_ladder(found)).replace(second=0, microsecond=0)
    form = SentForm(
        request.GET if "sent" in request.GET else None, initial={"sent": now.replace(tzinfo=None)}
    )
    context = frame_of(found, pages_of_ladder(found), viewer=viewer)
    sent, may_write = _sent(form, found) or now, context["is_writable"]
    context |= context_of(found, viewer=viewer, sent=sent, is_writable=may_write) | {"form": form}
    record_views.read(request, found)
    return render(request, "contacts/ladder.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, ladder_id: uuid.UUID) -> HttpResponse:
    """Change which hours count and what ends a ladder."""
    found = found_or_404(request, KIND, ladder_id)
    pages, change = pages_of_ladder(found), services.change_ladder
    return edit_page(request, found, pages, form=ChangeLadderForm, names=LADDER_FIELDS, change=change)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new_step(request: HttpRequest, ladder_id: uuid.UUID) -> HttpResponse:
    """Ask whom to turn to next."""
    whole, person = found_or_404(request, KIND, ladder_id), person_of(request)
    form = StepForm(request.POST or None, contacts=list(selectors.contacts_for(person)))
    act = {"ladder": whole, "viewer": person, "occasion": occasion_of(request, now=timezone.now())}
    return part_page(
        request,
        whole=whole,
        pages=pages_of_ladder(whole),
        form=form,
        asking=PartAsking(_("Whom do we turn to, and after how long?"), _("Add the step")),
        save=lambda: services.add_step(after=form.after, contact=form.cleaned_data["contact"], **act),
    )


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def step(request: HttpRequest, step_id: uuid.UUID) -> HttpResponse:
    """Ask how one step should be from now on."""
    found, person = found_or_404(request, PART, step_id), person_of(request)
    whole = found_or_404(request, KIND, found.ladder_id)
    if not selectors.contacts_of_steps(person, [found]):
        raise PermissionDenied
    initial = {"hours": round(found.after / dt.timedelta(hours=1), 2), "contact": found.contact_id}
    form = StepForm(request.POST or None, contacts=list(selectors.contacts_for(person)), initial=initial)
    version = version_of(request.POST) if form.is_bound else found.row_version
    change = partial(
        services.change_step,
        step=found,
        row_version=version,
        viewer=person,
        occasion=occasion_of(request, now=timezone.now()),
    )
    return part_page(
        request,
        whole=whole,
        pages=pages_of_ladder(whole),
        form=form,
        asking=PartAsking(
            _("Whom do we turn to, and after how long?"),
            _("Save"),
            version,
            is_removable=may_remove(found, viewer=person),
        ),
        save=lambda: change(fields={"after": form.after, "contact": form.cleaned_data["contact"]}),
    )


@require_http_methods(FORM_METHODS)
def remove_step(request: HttpRequest, step_id: uuid.UUID) -> HttpResponse:
    """Take a step out of its ladder."""
    found = found_or_404(request, PART, step_id)
    around = pages_of_ladder(found_or_404(request, KIND, found.ladder_id))
    pages = Pages(
        _("Step after {silence}").format(silence=silence_of(found.after)),
        around.url,
        around.url,
        around.crumbs,
    )
    return record_views.remove_page(request, found, pages, then=around.url)


def _sent(form: SentForm, ladder: Any) -> dt.datetime | None:
    return instant_of(form.cleaned_data["sent"], ladder.zone or "UTC") if form.is_valid() else None


def _kind() -> Any:
    return kind_called(KIND)
