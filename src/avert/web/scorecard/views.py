from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from avert.places import find_place
from avert.web.access import occasion_of
from avert.web.accounts.selectors import viewer_of
from avert.web.audit.actions import Action
from avert.web.rates import costly
from avert.web.records.kinds import kind_called
from avert.web.records.services import append_list_read
from avert.web.scorecard import gap_page, scorecard_page, selectors
from avert.web.scorecard.asked import Asked
from avert.web.scorecard.forms import HindcastForm
from avert.web.scorecard.hindcast import cases, hindcast_of
from avert.web.scorecard.hindcast_page import hindcast_context
from avert.web.site.components import Empty, Tab
from avert.web.site.tables import Table

WARNING, SIGNAL = "warnings.warning", "signals.signal"


@costly
@require_safe
def scorecard(request: HttpRequest) -> HttpResponse:
    """Show how well warning and response go, by level of society."""
    viewer, asked = viewer_of(request), Asked.of(request)
    courses, without_level = selectors.courses_for(viewer, asked.about)
    times = selectors.times_for(courses, asked.now)
    outcomes = selectors.outcomes_for(viewer, asked.about)
    remember_list(request, WARNING)
    context = {
        "asked": asked,
        "tabs": asked.tabs("scorecard:scorecard"),
        "total": outcomes.n,
        "times": [scorecard_page.times_context(stage, found) for stage, found in times.items()],
        "without_level": without_level,
        "outcome_facts": scorecard_page.outcome_facts(outcomes),
        "share_facts": scorecard_page.share_facts(outcomes),
        "said": scorecard_page.said_table(outcomes),
        "empty": _no_warnings(),
    }
    return render(request, "scorecard/scorecard.html", context)


@require_safe
def gap(request: HttpRequest) -> HttpResponse:
    """Show where a warning had no decision recorded, and where whoever reported had no answer."""
    viewer, asked = viewer_of(request), Asked.of(request)
    # Ids are asked for once: page, count and what never arrived all come from them.
    waiting = list(selectors.without_decision(viewer, asked.now, asked.about).values_list("pk", flat=True))
    reports = selectors.reports_without_answer(viewer, asked.about)
    is_reports = request.GET.get("of") == "reports"
    page = Paginator(reports if is_reports else waiting, gap_page.ON_A_PAGE).get_page(
        request.GET.get("page", 1)
    )
    counts = (len(waiting), page.paginator.count if is_reports else reports.count())
    remember_list(request, SIGNAL if is_reports else WARNING)
    context = {
        "asked": asked,
        "tabs": asked.tabs("scorecard:gap"),
        "of": _of(asked, counts, is_reports=is_reports),
        "is_reports": is_reports,
        "page": page,
        "waiting": counts[0],
        "never_arrived": len(selectors.never_arrived(viewer, waiting, asked.now)),
        "table": _gap_table(viewer, list(page.object_list), asked, is_reports=is_reports),
        "cases": gap_page.cases_table(cases()),
    }
    return render(request, "scorecard/gap.html", context)


@costly
@require_safe
def hindcast(request: HttpRequest) -> HttpResponse:
    """Show what was said of a place on a day, beside what is on record since."""
    form = HindcastForm(request.GET or None, today=timezone.now().date())
    context: dict[str, Any] = {"form": form, "tabs": Asked.of(request).tabs("scorecard:hindcast")}
    if form.is_valid():
        found = hindcast_of(find_place(form.cleaned_data["place"]), form.cleaned_data["on"])
        context |= hindcast_context(found)
    return render(request, "scorecard/hindcast.html", context | {"cases": gap_page.cases_table(cases())})


def remember_list(request: HttpRequest, *labels: str, action: Action = Action.READ_LIST) -> None:
    """Write down that lists of these kinds were read, or taken out."""
    occasion = occasion_of(request, now=timezone.now())
    for label in labels:
        kind: Any = kind_called(label)
        append_list_read(kind=kind, occasion=occasion, action=action)


def _of(asked: Asked, counts: tuple[int, int], *, is_reports: bool) -> list[Tab]:
    warnings, reports = counts
    labels = {
        "warnings": _("Warnings without a decision ({n})").format(n=warnings),
        "reports": _("Reports without an answer ({n})").format(n=reports),
    }
    current = "reports" if is_reports else "warnings"
    return [Tab(label, asked.query(of=key), is_current=key == current) for key, label in labels.items()]


def _gap_table(viewer: Any, rows: list[Any], asked: Asked, *, is_reports: bool) -> Table | None:
    if not rows:
        return None
    if is_reports:
        return gap_page.reports_table(rows, asked.now)
    return gap_page.gap_table(selectors.gaps_of(viewer, rows, asked.now), asked.now)


def _no_warnings() -> Empty:
    return Empty(
        _("No warnings that you may read have gone out"),
        _("Once some have, this page says how long answers take and what came of what was feared."),
    )
