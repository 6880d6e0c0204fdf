from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from avert.web.accounts import belonging, policy
from avert.web.accounts import members as services
from avert.web.accounts.reauthentication import needs_recent_authentication
from avert.web.accounts.selectors import person_of
from avert.web.people import leaving
from avert.web.people.asking import crumbs_to, occasion_now, organisation_or_404
from avert.web.people.forms import RoleForm
from avert.web.people.tables import roles_table


@needs_recent_authentication()
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, organisation_id: uuid.UUID, membership_id: uuid.UUID) -> HttpResponse:
    """Let a lead decide what someone may do."""
    viewer, found = person_of(request), organisation_or_404(request, organisation_id)
    if not policy.decides_for(viewer, found.pk):
        raise PermissionDenied
    shown = belonging.membership_for(viewer=viewer, organisation=found, membership_id=membership_id)
    if shown is None:
        raise Http404
    form = RoleForm(request.POST or None)
    if form.is_valid():
        services.add_role(
            membership=shown, **form.cleaned_data, viewer=viewer, occasion=occasion_now(request)
        )
        messages.success(request, _("The role is given."))
        return redirect("people:member", found.pk, shown.pk)
    context = {"form": form, "member": shown, "person": shown.person, "table": roles_table(shown, request)}
    return render(request, "people/member.html", context | {"crumbs": crumbs_to(found, viewer)})


@require_POST
def take(request: HttpRequest, organisation_id: uuid.UUID, role_id: uuid.UUID) -> HttpResponse:
    """Take a role away."""
    viewer, found = person_of(request), organisation_or_404(request, organisation_id)
    if not policy.decides_for(viewer, found.pk):
        raise PermissionDenied
    role = belonging.role_for(viewer=viewer, organisation=found, role_id=role_id)
    if role is None:
        raise Http404
    membership_id = role.membership_id
    try:
        leaving.take_role(role=role, viewer=viewer, occasion=occasion_now(request))
    except services.LastLeadError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The role is taken away."))
    if not policy.decides_for(viewer, found.pk):
        return redirect("people:organisation", found.pk)
    return redirect("people:member", found.pk, membership_id)


@require_POST
def end(request: HttpRequest, organisation_id: uuid.UUID, membership_id: uuid.UUID) -> HttpResponse:
    """Let someone go, or go oneself."""
    viewer, found = person_of(request), organisation_or_404(request, organisation_id)
    shown = belonging.membership_for(viewer=viewer, organisation=found, membership_id=membership_id)
    if shown is None:
        raise Http404
    is_own = shown.person_id == viewer.pk
    try:
        leaving.end_membership(membership=shown, viewer=viewer, occasion=occasion_now(request))
    except services.LastLeadError as error:
        messages.error(request, str(error))
        return redirect("people:organisation", found.pk)
    messages.success(
        request, _("You have left the organisation.") if is_own else _("The membership is ended.")
    )
    return redirect("people:own") if is_own else redirect("people:organisation", found.pk)
