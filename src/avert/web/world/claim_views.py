from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from avert.errors import InputError
from avert.risk.claims.content import Claim, find_claim
from avert.web.access import reference_page
from avert.web.rates import costly
from avert.web.world import selectors
from avert.web.world.claim_sheets import COLUMNS, sheet_of_claim, sheet_of_quadrants
from avert.web.world.claims_page import claim_context, claims_context
from avert.web.world.quadrants_page import quadrants_context


@reference_page
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """List the claims that are put to the test, with their verdicts."""
    return render(request, "world/claims.html", claims_context(selectors.tests_of_claims()))


@reference_page
@require_safe
def claim(request: HttpRequest, name: str) -> HttpResponse:
    """Show whether a claim holds, under every definition, and what does not fit."""
    asked = _claim_or_404(name)
    context = claim_context(asked, selectors.tests_of_claims(), is_ratio=request.GET.get("of") == "ratio")
    return render(request, "world/claim.html", context)


@reference_page
@costly
@require_safe
def claim_file(request: HttpRequest, name: str, part: str) -> HttpResponse:  # noqa: ARG001  Django passes it
    """Send a claim's definitions or its counter-examples as a file."""
    asked, issued = _claim_or_404(name), selectors.tests_of_claims()
    if part not in COLUMNS or issued is None:
        raise Http404
    return _csv(sheet_of_claim(asked, issued, part), f"{name}-{part}.csv")


@reference_page
@require_safe
def quadrants(request: HttpRequest) -> HttpResponse:
    """Show where armed conflict and structural violence meet, and which country stands where."""
    issued = selectors.tests_of_claims()
    if issued is None or "places" not in issued.frames:
        return render(request, "world/nothing_loaded.html")
    return render(request, "world/quadrants.html", quadrants_context(issued))


@reference_page
@costly
@require_safe
def quadrants_file(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django passes it
    """Send every country's quadrant as a file."""
    issued = selectors.tests_of_claims()
    if issued is None or "places" not in issued.frames:
        raise Http404
    return _csv(sheet_of_quadrants(issued), "quadrants.csv")


def _claim_or_404(name: str) -> Claim:
    try:
        return find_claim(name)
    except InputError as error:
        raise Http404 from error


def _csv(content: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
