from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from avert.web.accounts import belonging, policy
from avert.web.accounts import organisations as services
from avert.web.accounts.selectors import organisations_of, person_of
from avert.web.people.asking import crumbs_to, occasion_now, organisation_or_404, page_of
from avert.web.people.forms import OrganisationForm
from avert.web.people.tables import (
    facts_of,
    invitations_table,
    organisations_table,
    own_organisations_table,
    people_table,
)
from avert.web.people.words import named
from avert.web.site.components import Crumb, Download, Empty


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """Show every organisation to whoever runs the server."""
    viewer = person_of(request)
    if not policy.is_administrator(viewer):
        raise PermissionDenied
    page = page_of(request, belonging.all_organisations(viewer=viewer).order_by("members", "pk"))
    context = {
        "page": page,
        "table": organisations_table(page),
        "empty": Empty(
            _("No organisation yet"),
            _(
                "Whatever is written here belongs to an organisation, so begin with one. Then invite its first "
                "lead, who decides who else belongs to it. You will not see what it keeps."
            ),
            action=Download(_("Add an organisation"), reverse("people:add-organisation")),
        ),
    }
    return render(request, "people/organisations.html", context)


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """Show the organisations that one belongs to."""
    mine = organisations_of(viewer=person_of(request)).order_by("pk")
    empty = Empty(
        _("You belong to no organisation"),
        _("A lead of an organisation can give you the code of an invitation."),
        action=Download(_("I have a code"), reverse("people:join")),
    )
    return render(request, "people/own.html", {"table": own_organisations_table(mine), "empty": empty})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Create an organisation."""
    viewer = person_of(request)
    if not policy.is_administrator(viewer):
        raise PermissionDenied
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        made = services.add_organisation(
            description=form.description(), viewer=viewer, occasion=occasion_now(request)
        )
        messages.success(request, _("It is there. Now invite its first lead."))
        return redirect("people:organisation", made.pk)
    crumbs = [Crumb(_("Organisations"), reverse("people:organisations"))]
    return render(request, "people/add_organisation.html", {"form": form, "crumbs": crumbs})


@require_GET
def organisation(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Show what an organisation is, who belongs to it and who is invited."""
    viewer, found = person_of(request), organisation_or_404(request, organisation_id)
    page = page_of(request, belonging.people_of(viewer=viewer, organisation=found))
    is_lead = policy.decides_for(viewer, found.pk)
    invited = belonging.open_invitations(viewer=viewer, organisation=found, now=timezone.now())
    context = {
        "organisation": found,
        "name": named(found.name),
        "facts": facts_of(found),
        "page": page,
        "table": people_table(page, is_for_lead=is_lead),
        "invitations": invitations_table(invited, request),
        "may_describe": policy.may_describe(viewer, found.pk),
        "may_invite": policy.may_invite(viewer, found.pk),
        "own": belonging.own_membership(viewer=viewer, organisation=found),
        "is_lead": is_lead,
        "empty": Empty(
            _("Nobody belongs to it yet"),
            _("Its first lead comes with an invitation and then decides who else belongs to it."),
        ),
    }
    return render(request, "people/organisation.html", context | {"crumbs": crumbs_to(found, viewer)[:1]})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Change what is said of an organisation."""
    viewer, found = person_of(request), organisation_or_404(request, organisation_id)
    if not policy.may_describe(viewer, found.pk):
        raise PermissionDenied
    form = OrganisationForm(request.POST or None, organisation=found)
    if form.is_valid():
        services.describe_organisation(
            organisation=found,
            description=form.description(),
            viewer=viewer,
            occasion=occasion_now(request),
        )
        messages.success(request, _("Saved."))
        return redirect("people:organisation", found.pk)
    context = {"form": form, "name": named(found.name), "crumbs": crumbs_to(found, viewer)}
    return render(request, "people/change_organisation.html", context)
