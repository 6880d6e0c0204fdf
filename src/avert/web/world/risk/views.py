from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from avert.web.access import reference_page
from avert.web.rates import costly
from avert.web.world.risk import selectors, sheets
from avert.web.world.risk.hindsight_page import chosen_year, hindsight_context, no_hindsight_context
from avert.web.world.risk.models_page import chosen_model, models_context, no_models_context
from avert.web.world.risk.ranking_page import Asked, ranking_context

CSV = "text/csv; charset=utf-8; header=present"


@reference_page
@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    """Rank countries by a model, with the intervals of risk and of rank, and last year's beside them."""
    asked = Asked.of(request.GET)
    found = selectors.ranking(asked.model)
    if found is None and asked.model and selectors.ranked_models():
        raise Http404
    if found is None:
        return render(request, "world/nothing_loaded.html")
    return render(request, "risk/ranking.html", ranking_context(found, asked))


@reference_page
@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """Say how good the models are, from forecasts of years that they had not seen."""
    issued = selectors.evaluation()
    if issued is None:
        return render(request, "risk/models.html", no_models_context())
    model = chosen_model(request.GET.get("model", ""), selectors.tested_models(issued))
    if model is None:
        raise Http404
    return render(request, "risk/models.html", models_context(issued, model))


@reference_page
@require_safe
def hindsight(request: HttpRequest) -> HttpResponse:
    """Set what earlier forecasts listed beside what began within two years."""
    issued = selectors.evaluation()
    if issued is None or not selectors.has_outcomes(issued):
        return render(request, "risk/hindsight.html", no_hindsight_context(is_tested=issued is not None))
    model = chosen_model(request.GET.get("model", ""), selectors.forecasters(issued))
    rows = selectors.forecasts_of(issued, model) if model else None
    year = chosen_year(request.GET.get("year", ""), rows) if rows is not None else None
    if model is None or rows is None or year is None:
        raise Http404
    return render(request, "risk/hindsight.html", hindsight_context(issued, model, rows, year))


@reference_page
@costly
@require_safe
def part(request: HttpRequest, part: str) -> HttpResponse:
    """Give a part of these pages as a file."""
    found = sheets.sheet_of(part, request.GET)
    if found is None:
        raise Http404
    name, text = found
    return HttpResponse(
        text, content_type=CSV, headers={"Content-Disposition": f'attachment; filename="{name}.csv"'}
    )
