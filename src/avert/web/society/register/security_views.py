"""The page on which whoever keeps a network decides what security actors may see of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from avert.errors import StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.records import views as record_views
from avert.web.records.conflicts import version_of
from avert.web.records.forms import unjudged
from avert.web.records.naming import Names
from avert.web.records.writing_pages import FORM_METHODS
from avert.web.site.components import Empty, Fact, Tab
from avert.web.site.templatetags.site_parts import own_name
from avert.web.society.pages import society_crumb
from avert.web.society.policy import organisations_kept_by
from avert.web.society.register import selectors, services
from avert.web.society.register.pages import security_crumb
from avert.web.society.register.part_forms import SecurityForm
from avert.web.society.selectors import security_policy_of

FIELDS = ("levels", "sectors", "layers", "shows_activities", "why", "review_on")


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def security(request: HttpRequest) -> HttpResponse:
    """Ask what security actors may see of the structures that an organisation lists."""
    viewer = viewer_of(request)
    kept = sorted(organisations_kept_by(viewer), key=str)
    if not kept:
        return _nobody(request)
    owner_id = _asked(request, kept)
    found = security_policy_of(viewer, owner_id)
    initial = {name: getattr(found, name) for name in FIELDS} if found else {}
    form, is_asking, problem = SecurityForm(request.POST or None, initial=initial), "show" in request.POST, ""
    if form.is_valid() and not is_asking:
        problem = _decide(request, owner_id, form)
        if not problem:
            return redirect(f"{security_crumb().url}?of={owner_id}")
    said = form.cleaned_data if form.is_valid() else initial
    if found is not None and request.method != "POST":
        record_views.read(request, found)
    names = Names(viewer)
    context = {
        "crumbs": [society_crumb()],
        "tabs": _tabs(kept, owner_id, names) if len(kept) > 1 else [],
        "organisation": names.organisation(owner_id),
        "form": unjudged(form) if is_asking else form,
        "policy": found,
        "row_version": found.row_version if found else 0,
        "shown": _shown(viewer, owner_id, said, names),
        "problem": problem,
    }
    return render(request, "society/register/security.html", context, status=409 if problem else 200)


def _decide(request: HttpRequest, owner_id: uuid.UUID, form: SecurityForm) -> str:
    try:
        services.decide_security(
            owner_id=owner_id,
            row_version=version_of(request.POST),
            viewer=person_of(request),
            occasion=occasion_of(request, now=timezone.now()),
            **form.cleaned_data,
        )
    except StaleRecordError:
        return _("Someone else has decided meanwhile. Open the page anew and look at what stands now.")
    return ""


def _shown(viewer: Any, owner_id: uuid.UUID, said: dict[str, Any], names: Names) -> list[Fact]:
    """Say what each security organisation would see, of what is shared with it."""
    draft = selectors.draft_policy(owner_id, said)
    return [
        Fact(own_name(names.organisation(one.organisation_id)), _sees(one), _of_how_many(one))
        for one in selectors.shown_to_security(viewer, draft)
    ]


def _sees(one: Any) -> str:
    if not one.structures:
        return _("nothing")
    said = [
        ngettext("one structure", "{number} structures", one.structures).format(number=one.structures),
        ngettext("one tie", "{number} ties", one.ties).format(number=one.ties),
        ngettext("one activity", "{number} activities", one.activities).format(number=one.activities),
    ]
    return ", ".join(said)


def _of_how_many(one: Any) -> str:
    said = ngettext(
        "of one structure that is shared with it", "of {number} structures that are shared with it", one.named
    )
    return said.format(number=one.named)


def _asked(request: HttpRequest, kept: list[uuid.UUID]) -> uuid.UUID:
    of = request.GET.get("of", "")
    found = next((key for key in kept if str(key) == of), None)
    if of and found is None:
        raise PermissionDenied
    return found or kept[0]


def _tabs(kept: list[uuid.UUID], owner_id: uuid.UUID, names: Names) -> list[Tab]:
    url = security_crumb().url
    return [Tab(names.organisation(key), f"{url}?of={key}", key == owner_id) for key in kept]


def _nobody(request: HttpRequest) -> HttpResponse:
    empty = Empty(
        _("You keep no network of peace structures"),
        _(
            "What security actors may see is decided by whoever leads the organisation that lists the structures."
        ),
        _("a lead of your organisation, if it is no security actor itself."),
    )
    context = {"crumbs": [society_crumb()], "empty": empty}
    return render(request, "society/register/security.html", context)
