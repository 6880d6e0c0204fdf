from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from avert.web.accounts import belonging
from avert.web.accounts.selectors import person_of
from avert.web.people.asking import occasion_now, page_of
from avert.web.people.forms import AskForm, GroupForm
from avert.web.people.tables import asked_table, groups_table, members_table
from avert.web.people.words import named
from avert.web.records import group_selectors as selectors
from avert.web.records import groups as services
from avert.web.site.components import Crumb, Empty


@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    """Show the sharing groups of one's organisations, and what waits for an answer."""
    viewer = person_of(request)
    page = page_of(request, selectors.groups_shown_to(viewer=viewer))
    context = {
        "page": page,
        "table": groups_table(page),
        "asked": asked_table(selectors.unanswered_by(viewer=viewer)),
        "may_add": belonging.led_by(viewer=viewer).exists(),
        "empty": Empty(
            _("No sharing group"),
            _("In a group, organisations that do not all know each other share what each of them chooses."),
            who_could=_("A lead of your organisation can begin one."),
        ),
    }
    return render(request, "people/groups.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Create a sharing group."""
    viewer = person_of(request)
    led = belonging.led_by(viewer=viewer)
    if not led:
        raise PermissionDenied
    form = GroupForm(request.POST or None, organisations=led)
    if form.is_valid():
        keeper = form.cleaned_data["keeper"]
        made = services.create_group(
            name=form.name(), keeper=keeper, viewer=viewer, occasion=occasion_now(request)
        )
        messages.success(request, _("It is there. Now ask others to join."))
        return redirect("people:group", made.pk)
    return render(request, "people/add_group.html", {"form": form, "crumbs": _crumbs()})


@require_GET
def group(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Show who is in a group, and to who was asked what joining means."""
    viewer, found = person_of(request), _group_or_404(request, group_id)
    members = selectors.members_of(viewer=viewer, group=found)
    led = frozenset(belonging.led_by(viewer=viewer).values_list("pk", flat=True))
    unanswered = selectors.unanswered_by(viewer=viewer).filter(group=found)
    context = {
        "group": found,
        "name": named(found.name),
        "table": members_table(found, members, led, request),
        "unanswered": [(each, named(each.organisation.name)) for each in unanswered],
        "is_keeper": found.keeper_id in led,
        "crumbs": _crumbs(),
    }
    return render(request, "people/group.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Ask an organisation to join."""
    viewer, found = person_of(request), _group_or_404(request, group_id)
    if not belonging.led_by(viewer=viewer).filter(pk=found.keeper_id).exists():
        raise PermissionDenied
    known = selectors.organisations_to_ask(viewer=viewer, group=found)
    form = AskForm(request.POST or None, organisations=known)
    if form.is_valid():
        services.ask(group=found, organisation_id=form.asked(), viewer=viewer, occasion=occasion_now(request))
        messages.success(
            request, _("If there is such an organisation here, its leads can now say yes or no.")
        )
        return redirect("people:group", found.pk)
    name = named(found.name)
    crumbs = [*_crumbs(), Crumb(name, reverse("people:group", args=[found.pk]))]
    return render(request, "people/ask.html", {"form": form, "name": name, "crumbs": crumbs})


@require_POST
def accept(request: HttpRequest, group_id: uuid.UUID, membership_id: uuid.UUID) -> HttpResponse:
    """Let one's organisation into the group."""
    return _change(request, group_id, membership_id, services.accept, _("Your organisation is in the group."))


@require_POST
def decline(request: HttpRequest, group_id: uuid.UUID, membership_id: uuid.UUID) -> HttpResponse:
    """Say no."""
    return _change(
        request, group_id, membership_id, services.decline, _("You said no for your organisation.")
    )


@require_POST
def leave(request: HttpRequest, group_id: uuid.UUID, membership_id: uuid.UUID) -> HttpResponse:
    """Take an organisation out of the group."""
    said = _("The organisation is out of the group and sees nothing by it.")
    return _change(request, group_id, membership_id, services.leave_group, said)


@require_POST
def dissolve(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """End the group."""
    found = _group_or_404(request, group_id)
    try:
        services.dissolve_group(group=found, viewer=person_of(request), occasion=occasion_now(request))
    except services.GroupError as error:
        messages.error(request, str(error))
        return redirect("people:group", found.pk)
    messages.success(request, _("The group is dissolved."))
    return redirect("people:groups")


def _change(
    request: HttpRequest, group_id: uuid.UUID, membership_id: uuid.UUID, do: Callable[..., None], said: str
) -> HttpResponse:
    viewer, found = person_of(request), _group_or_404(request, group_id)
    membership = selectors.membership_for(viewer=viewer, group=found, membership_id=membership_id)
    if membership is None:
        raise Http404
    try:
        do(membership=membership, viewer=viewer, occasion=occasion_now(request))
    except services.GroupError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    is_there = selectors.group_for(viewer=viewer, group_id=found.pk) is not None
    return redirect("people:group", found.pk) if is_there else redirect("people:groups")


def _group_or_404(request: HttpRequest, group_id: uuid.UUID) -> Any:
    found = selectors.group_for(viewer=person_of(request), group_id=group_id)
    if found is None:
        raise Http404
    return found


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Sharing groups"), reverse("people:groups"))]
