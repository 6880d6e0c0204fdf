from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.accounts.selectors import viewer_of
from avert.web.exercises.selectors import now_in
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.words import place_name
from avert.web.records.writing_pages import FORM_METHODS, Asking, new_page
from avert.web.scorecard import selectors, services
from avert.web.scorecard.asked import Asked
from avert.web.scorecard.counting import Chain
from avert.web.scorecard.forms import OutcomeForm
from avert.web.scorecard.views import WARNING, remember_list
from avert.web.site.components import Crumb, Empty
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name, value

OUTCOME = "warnings.outcome"
ON_A_PAGE = 50


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """List the warnings that are over and of which nobody has said what came."""
    viewer, asked = viewer_of(request), Asked.of(request)
    over = selectors.chains_that_are_over(viewer, asked.now.date(), asked.about)
    page = Paginator(over, ON_A_PAGE).get_page(request.GET.get("page", 1))
    remember_list(request, WARNING)
    context = {
        "asked": asked,
        "tabs": asked.tabs("scorecard:outcomes"),
        "page": page,
        "total": len(over),
        "table": _table(list(page.object_list)) if over else None,
        "empty": Empty(_("No warning that you may read waits for this")),
    }
    return render(request, "scorecard/outcomes.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def outcome(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Ask what came of a warning that is over."""
    warning = found_or_404(request, WARNING, warning_id)
    now = now_in(warning.exercise, timezone.now())
    if selectors.warning_that_is_over(viewer_of(request), warning_id, now) is None:
        raise Http404
    above = reverse("scorecard:outcomes")
    if warning.exercise_id:
        above = f"{above}?exercise={warning.exercise_id}"
    return new_page(
        request,
        kind=kind_called(OUTCOME),
        form=OutcomeForm(request.POST or None),
        parent=warning,
        asking=_asking(warning, above),
        write=partial(services.mark_outcome, warning=warning),
        then=lambda _made: above,
    )


def _asking(warning: Any, above: str) -> Asking:
    return Asking(
        question=_("What came of “{title}”?").format(title=warning.title),
        lead=_(
            "It is read by people who know the place, and every reading stands beside the others. Possibly prevented "
            "is kept apart: it is neither a success nor a mistake."
        ),
        button=_("Save this reading"),
        back=above,
        crumbs=[Crumb(_("Outcomes to be marked"), above)],
    )


def _table(chains: list[Chain]) -> Table:
    columns = (
        Column("warning", _("Warning"), is_text=True),
        Column("event", _("What was feared")),
        Column("window", _("Window")),
        Column("place", _("Place"), is_name=True),
        Column("mark", _("Outcome")),
    )
    return Table(
        _("Warnings that are over"), columns, [_row(chain) for chain in chains], is_caption_hidden=True
    )


def _row(chain: Chain) -> dict[str, Any]:
    row = chain.last
    updates = len(chain.rows) - 1
    note = _("with {n} earlier").format(n=updates) if updates else ""
    return {
        "warning": Cell(own_name(row.title), url=reverse("warnings:warning", args=[row.pk]), note=note),
        "event": row.get_event_display(),
        "window": Cell(
            value(row.window_until),
            note=_("from {day}").format(day=date_format(row.window_from, "DATE_FORMAT"))
            if row.window_from
            else "",
        ),
        "place": place_name(row.place) or "–",
        "mark": Cell(_("Say what came of it"), url=reverse("scorecard:outcome", args=[row.pk])),
    }
