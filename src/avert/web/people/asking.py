"""What the views here have in common: who asks, for what, and when."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from avert.web.access import occasion_of
from avert.web.accounts import belonging, policy
from avert.web.accounts.selectors import person_of
from avert.web.audit.occasions import Occasion
from avert.web.people.words import named
from avert.web.site.components import Crumb

if TYPE_CHECKING:
    from avert.web.accounts.models import Organisation, Person

ON_A_PAGE = 50


def organisation_or_404(request: HttpRequest, organisation_id: uuid.UUID) -> Organisation:
    """Return an organisation that this person may know of; any other is not there."""
    found = belonging.organisation_for(viewer=person_of(request), organisation_id=organisation_id)
    if found is None:
        raise Http404
    return found


def occasion_now(request: HttpRequest) -> Occasion:
    """Return who acts in this request, at this moment."""
    return occasion_of(request, now=timezone.now())


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """Return the page of the list that was asked for."""
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))


def crumbs_to(organisation: Organisation, viewer: Person) -> list[Crumb]:
    """Return the steps above the pages of one organisation."""
    every = Crumb(_("Organisations"), reverse("people:organisations"))
    own = Crumb(_("Your organisations"), reverse("people:own"))
    return [
        every if policy.is_administrator(viewer) else own,
        Crumb(named(organisation.name), reverse("people:organisation", args=[organisation.pk])),
    ]
