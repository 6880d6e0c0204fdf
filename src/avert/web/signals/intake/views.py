from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.errors import InputError
from avert.warning.text_codes.printing import card_pdf, key_pdf
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.rates import costly
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import is_writable
from avert.web.records.services import append_export
from avert.web.records.writing_pages import FORM_METHODS, Asking, new_page
from avert.web.signals.intake import file_page, files, selectors, ways
from avert.web.signals.intake.forms import FileForm
from avert.web.signals.intake.xlsform import MEDIA_TYPE, xlsform
from avert.web.site.components import Empty

KIND = "intake.reportfile"
CSV, PDF = "text/csv; charset=utf-8; header=present", "application/pdf"


@require_safe
def intake(request: HttpRequest) -> HttpResponse:
    """Show how reports reach us."""
    site = f"{request.scheme}://{request.get_host()}"
    context = ways.context_of(viewer_of(request), site=site, now=timezone.now())
    nobody = Empty(
        _("You take in reports for no organisation"),
        _("Reports belong to an organisation, and you write for none."),
        who_could=_("a lead of your organisation, who can make you an analyst."),
    )
    return render(request, "intake/intake.html", context | {"empty": nobody})


@costly
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new_file(request: HttpRequest) -> HttpResponse:
    """Ask for a table of reports, and for whom they are."""
    above = file_page.above()
    asking = Asking(
        question=_("Which reports are in your table, and who may see them?"),
        lead=_("Nothing is taken in yet: the next page shows what each row becomes."),
        button=_("Look at the rows"),
        back=above.url,
        crumbs=[above],
    )
    return new_page(
        request,
        kind=_kind(),
        form=FileForm(request.POST or None, request.FILES or None),
        asking=asking,
        write=files.keep_file,
        then=lambda file: file_page.pages_of(file).url,
    )


@costly
@require_http_methods(FORM_METHODS)
def file(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """Show what each row of a table becomes, and take them in."""
    found, person = found_or_404(request, KIND, file_id), person_of(request)
    if not is_writable(found, viewer=person):
        raise PermissionDenied
    reading, pages = files.reading_of(found, viewer=person), file_page.pages_of(found)
    if request.method == "POST":
        return _taken_in(request, found, len(reading.good))
    record_views.read(request, found)
    context = file_page.context_of(reading) | {
        "crumbs": pages.crumbs[:1],
        "pages": pages,
        "job": selectors.job_of(found, viewer=person),
    }
    return render(request, "intake/file.html", context)


@costly
@require_safe
def left_out(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """Send the rows that cannot be taken in, with what to do."""
    found, person = found_or_404(request, KIND, file_id), person_of(request)
    append_export(record=found, occasion=occasion_of(request, now=timezone.now()))
    reading = files.reading_of(found, viewer=person)
    return _sent(file_page.left_out_sheet(reading), "left-out.csv", CSV)


@require_safe
def template(_request: HttpRequest) -> HttpResponse:
    """Send a table to fill in."""
    return _sent(file_page.template_sheet(), "reports.csv", CSV)


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """Show the code card as it is printed."""
    return render(request, "intake/card.html", {"card": selectors.card(), "crumbs": [file_page.above()]})


@costly
@require_safe
def printed(_request: HttpRequest, sheet: str) -> HttpResponse:
    """Send the cards, or the sheet that says what the numbers mean, to print."""
    pdf = card_pdf if sheet == "card" else key_pdf
    return _sent(pdf(selectors.card(), now=timezone.now()), f"{sheet}.pdf", PDF)


@costly
@require_safe
def form(_request: HttpRequest) -> HttpResponse:
    """Send the form for ODK and those that speak like it."""
    return _sent(xlsform(), "signals.xlsx", MEDIA_TYPE)


def _taken_in(request: HttpRequest, found: Any, count: int) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    above = file_page.above().url
    try:
        if count > files.AT_ONCE:
            files.take_in_later(file=found, viewer=person, now=now)
            messages.success(request, _("It is being taken in. This page shows how far it is."))
            return redirect(file_page.pages_of(found).url)
        done = files.take_in_file(file=found, viewer=person, occasion=occasion_of(request, now=now))
    except InputError as error:
        messages.error(request, _(str(error)))
        return redirect(file_page.pages_of(found).url)
    messages.success(request, file_page.taken_in(done))
    return redirect(above)


def _kind() -> Any:
    return kind_called(KIND)


def _sent(content: str | bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
