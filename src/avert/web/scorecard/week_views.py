from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from avert.brief.formats import CONTENT_TYPES
from avert.brief.formats import render as rendered
from avert.brief.iso_week import IsoWeek
from avert.brief.week import WeeklyReport
from avert.handling import Marking
from avert.web.accounts.selectors import viewer_of
from avert.web.audit.actions import Action
from avert.web.rates import costly
from avert.web.scorecard.asked import Asked
from avert.web.scorecard.forms import WeekForm
from avert.web.scorecard.selectors import About
from avert.web.scorecard.views import SIGNAL, WARNING, remember_list
from avert.web.scorecard.week import weekly_report
from avert.web.site.components import Download

COMMITMENT = "commitments.commitment"
KINDS = (SIGNAL, WARNING, COMMITMENT)
USUAL = Marking.AMBER


@costly
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """Show the report of a week, and offer it as a file."""
    asked = Asked.of(request)
    form = _form(request, asked)
    report = _report(request, form, asked)
    if report:
        remember_list(request, *KINDS)
    context = {
        "asked": asked,
        "form": form,
        "report": report,
        "tabs": asked.tabs("scorecard:week"),
        "downloads": _downloads(form, asked),
    }
    return render(request, "scorecard/week.html", context)


@costly
@require_safe
def document(request: HttpRequest, form: str) -> HttpResponse:
    """Send the report of a week as a file."""
    asked = Asked.of(request)
    report = _report(request, _form(request, asked), asked)
    if form not in CONTENT_TYPES or report is None:
        raise Http404
    file = rendered(report, form)
    remember_list(request, *KINDS, action=Action.EXPORT)
    headers = {"Content-Disposition": f'attachment; filename="{file.file_name}"'}
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)


def _form(request: HttpRequest, asked: Asked) -> WeekForm:
    usual = {"week": str(IsoWeek.of(asked.now)), "zone": "UTC", "marking": str(int(USUAL)), "place": ""}
    return WeekForm(usual | request.GET.dict())


def _report(request: HttpRequest, form: WeekForm, asked: Asked) -> WeeklyReport | None:
    if not form.is_valid():
        return None
    chosen = form.cleaned_data
    return weekly_report(
        viewer_of(request),
        week=chosen["week"],
        about=About(chosen["place"], asked.about.exercise_id),
        marking=chosen["marking"],
        now=asked.now,
    )


def _downloads(form: WeekForm, asked: Asked) -> list[Download]:
    kept = {name: form.data.get(name, "") for name in form.fields} | {
        "exercise": str(asked.about.exercise_id or "")
    }
    query = urlencode({name: text for name, text in kept.items() if text})
    return [Download(label, f"report.{form_name}?{query}") for form_name, label in _labels().items()]


def _labels() -> dict[str, str]:
    pdf, json = (format_html('<span translate="no">{}</span>', name) for name in ("PDF", "JSON"))
    return {"pdf": pdf, "docx": _("Word"), "html": _("Web page"), "json": json}
