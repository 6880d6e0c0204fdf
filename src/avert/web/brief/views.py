from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.brief.formats import CONTENT_TYPES, Rendered
from avert.brief.formats import render as rendered
from avert.brief.submission import context_of, submission_of
from avert.errors import MissingDataError
from avert.handling import Marking
from avert.web.access import occasion_of, reference_page
from avert.web.accounts.selectors import person_or_none
from avert.web.brief import selectors
from avert.web.brief.forms import SubmissionForm
from avert.web.rates import costly
from avert.web.site.components import Crumb, SourceLine
from avert.web.site.places import place_or_404
from avert.web.society.register.services import append_list_export

EDITABLE, FINAL = "docx", "pdf"


@reference_page
@costly
@require_safe
def document(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Send the brief of a place as a file, marked as the reader asks, and for members with who works for peace."""
    place, now, marking = place_or_404(code), timezone.now(), _marking_asked(request)
    if form not in CONTENT_TYPES or marking is None:
        raise Http404
    viewer = None if settings.AVERT_PUBLIC_REFERENCE else person_or_none(request)
    try:
        brief = selectors.brief_on(place, now=now, marking=marking, viewer=viewer)
    except MissingDataError:
        raise Http404 from None
    if viewer:
        append_list_export(occasion=occasion_of(request, now=now))
    return _file(rendered(brief, form))


@costly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, code: str) -> HttpResponse:
    """Offer the submission as a form, and send what was filled in as a file. Nothing is stored."""
    place, now = place_or_404(code), timezone.now()
    form = SubmissionForm(request.POST or None)
    try:
        brief = selectors.brief_on(place, now=now, marking=_marking(form))
    except MissingDataError:
        raise Http404 from None
    if form.is_valid():
        filled = {key: text for key, text in form.cleaned_data.items() if isinstance(text, str)}
        paper = submission_of(brief, filled, choice=filled["choice"], because=filled["because"])
        return _file(rendered(paper, FINAL if request.POST.get("as") == FINAL else EDITABLE))
    source = SourceLine([source.label for source in brief.sources])
    crumbs = [Crumb(place.name(), reverse("country", args=[code]))]
    context = {"form": form, "place": place, "context": context_of(brief), "source": source, "crumbs": crumbs}
    return render(request, "brief/submission.html", context)


def _marking_asked(request: HttpRequest) -> Marking | None:
    """Return up to which marking the brief may name structures; a paper marked TLP:RED is for persons, not a file."""
    asked = request.GET.get("up-to", Marking.CLEAR.name)
    return next((one for one in Marking if one.name == asked and one < Marking.RED), None)


def _marking(form: SubmissionForm) -> Marking:
    return Marking[form.cleaned_data["marking"]] if form.is_valid() else Marking.CLEAR


def _file(file: Rendered) -> HttpResponse:
    """Send a file to be kept: the HTML brief carries its own styles, which a page of this site may not."""
    return HttpResponse(
        file.content,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file.file_name}"'},
    )
