"""Pages on what groups think of a structure, and on what it does."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
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
from avert.web.exercises.selectors import exercise_shown
from avert.web.records import views as record_views
from avert.web.records.pages import Pages
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import is_writable
from avert.web.records.words import place_name
from avert.web.records.writing_pages import FORM_METHODS, edit_page
from avert.web.site.components import Fact
from avert.web.site.record_pages import PartAsking, add_page, frame_of, part_page
from avert.web.site.templatetags.site_parts import own_name, value
from avert.web.society.pages import pages_of
from avert.web.society.register import services
from avert.web.society.register.pages import pages_of_activity, pages_of_trust
from avert.web.society.register.part_forms import (
    ACTIVITY_FIELDS,
    TRUST_FIELDS,
    ActivityForm,
    ChangeActivityForm,
    ChangeTrustForm,
    TrustForm,
)
from avert.web.society.register.structure_page import since_text

STRUCTURE, TRUST, ACTIVITY = "society.structure", "society.grouptrust", "society.activity"


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new_trust(request: HttpRequest, structure_id: uuid.UUID) -> HttpResponse:
    """Ask how far a group trusts a structure."""
    found = found_or_404(request, STRUCTURE, structure_id)
    form = TrustForm(request.POST or None)
    asking = PartAsking(
        question=_("Which group trusts it, and how far?"),
        lead=_("What a group said last stands. Only your own organisation reads it until you share it."),
        button=_("Write it down"),
    )

    def save() -> Any:
        occasion = occasion_of(request, now=timezone.now())
        viewer = person_of(request)
        return services.add_trust(structure=found, viewer=viewer, occasion=occasion, **form.cleaned_data)

    return part_page(request, whole=found, pages=pages_of(found), form=form, asking=asking, save=save)


@require_safe
def trust(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show what one group thinks of a structure."""
    found = found_or_404(request, TRUST, record_id)
    facts = [
        Fact(_("Group"), own_name(found.group)),
        Fact(_("How far it trusts"), found.get_trust_display()),
        Fact(
            _("Who says so, and why"), own_name(found.basis) if found.basis else _("nobody wrote that down")
        ),
        Fact(_("On"), value(found.on) if found.on else _("day not known")),
    ]
    return shown(request, found, pages_of_trust(found), facts)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit_trust(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Mend what is said of a group's trust."""
    found = found_or_404(request, TRUST, record_id)
    return edit_page(request, found, pages_of_trust(found), form=ChangeTrustForm, names=TRUST_FIELDS)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new_activity(request: HttpRequest, structure_id: uuid.UUID) -> HttpResponse:
    """Ask what a structure does."""
    found = found_or_404(request, STRUCTURE, structure_id)
    if not is_writable(found, viewer=person_of(request)):
        raise PermissionDenied
    write = partial(services.add_activity, structure=found)
    form = ActivityForm(request.POST or None)
    return add_page(request, form, question=_("What does it do?"), around=pages_of(found), write=write)


@require_safe
def activity(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show one activity."""
    found = found_or_404(request, ACTIVITY, record_id)
    code = ": ".join(part for part in (found.what_scheme, found.what) if part)
    said = [
        (_("Code"), own_name(code)),
        (_("Where"), own_name(", ".join(place_name(key) for key in found.areas))),
        (_("For whom"), own_name(found.target_group)),
        (_("Drivers of conflict"), own_name(", ".join(found.drivers))),
        (_("How far"), found.get_status_display()),
        (_("When"), since_text(found)),
        (_("Source"), own_name(found.source)),
    ]
    facts = [Fact(term, detail) for term, detail in said if detail]
    return shown(request, found, pages_of_activity(found), facts)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit_activity(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what is said of an activity."""
    found = found_or_404(request, ACTIVITY, record_id)
    return edit_page(request, found, pages_of_activity(found), form=ChangeActivityForm, names=ACTIVITY_FIELDS)


def shown(
    request: HttpRequest,
    record: Any,
    pages: Pages,
    facts: Sequence[Fact],
    *,
    exercise_id: Any = None,
    **more: Any,
) -> HttpResponse:
    """Show one thing that belongs to a structure."""
    viewer = viewer_of(request)
    whole = getattr(record, "structure", None)
    context = {
        **frame_of(record, pages, viewer=viewer),
        "exercise": exercise_shown(viewer, whole.exercise_id if whole else exercise_id),
        "facts": facts,
        **more,
    }
    record_views.read(request, record)
    return render(request, "society/register/part.html", context)
