"""Pages of questions: asked, judged in rounds, pooled, and in the end known."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.assessment.evidence.selectors import evidence_in, may_add_to
from avert.web.assessment.pages import pages_around
from avert.web.assessment.questions import question_page, questions_page, selectors, services
from avert.web.assessment.questions.forms import (
    QUESTION_FIELDS,
    ChangeQuestionForm,
    CloseForm,
    JudgementForm,
    PaperForm,
    QuestionForm,
    ResolveForm,
)
from avert.web.assessment.questions.pages import pages_of_question
from avert.web.assessment.questions.results import Results, file_rows
from avert.web.rates import costly
from avert.web.records import views as record_views
from avert.web.records.conflicts import version_of
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import is_writable
from avert.web.records.writing_pages import FORM_METHODS, edit_page
from avert.web.site import sheets
from avert.web.site.record_pages import PartAsking, add_page

ASSESSMENT, QUESTION = "assessment.assessment", "assessment.question"


@require_safe
def questions(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """List the questions of an assessment."""
    found = found_or_404(request, ASSESSMENT, assessment_id)
    context = questions_page.context_of(found, viewer=viewer_of(request))
    record_views.read(request, found)
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    return render(request, "assessment/questions/questions.html", context)


@costly
@require_safe
def judgements(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Send what was judged in closed rounds as the file that ``avert pool`` reads."""
    found, viewer = found_or_404(request, ASSESSMENT, assessment_id), viewer_of(request)
    results = Results.of(selectors.said_in_closed_rounds(viewer, found))
    texts = questions_page.texts_of(selectors.questions_in(viewer, found))
    content = sheets.sheet(questions_page.SHEET, file_rows(results, texts))
    services.append_export(assessment=found, occasion=occasion_of(request, now=timezone.now()))
    headers = {"Content-Disposition": 'attachment; filename="judgements.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8; header=present", headers=headers)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Ask for a question."""
    found = found_or_404(request, ASSESSMENT, assessment_id)
    if not may_add_to(person_of(request), found):
        raise PermissionDenied
    return add_page(
        request,
        QuestionForm(request.POST or None),
        question=_("What is to be judged, and how will it be known?"),
        around=pages_around(found, "questions"),
        write=partial(services.ask_question, assessment=found),
    )


@require_safe
def question(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show a question with what its closed rounds come to."""
    found = found_or_404(request, QUESTION, record_id)
    context = question_page.context_of(found, viewer=viewer_of(request))
    record_views.read(request, found)
    return render(request, "assessment/questions/question.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what a question says."""
    found = found_or_404(request, QUESTION, record_id)
    pages, change = pages_of_question(found), services.change_question
    return edit_page(request, found, pages, form=ChangeQuestionForm, names=QUESTION_FIELDS, change=change)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def judge(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask for the viewer's own judgement."""
    found, person = found_or_404(request, QUESTION, record_id), person_of(request)
    if not found.is_open or not may_add_to(person, found.assessment):
        raise PermissionDenied
    mine = [one for one in selectors.own_judgements(person, found) if not one.is_from_paper]
    form = JudgementForm(request.POST or None, last=mine[-1] if mine else None, **_choices(person, found))
    asking = PartAsking(
        _("How likely is it?"),
        _("Keep my judgement"),
        lead=_(
            "Nobody else sees what you write while round {round} is open. Then those who read the question see "
            "numbers and reasons under a sign, without your name. Until then you may judge again; the latest counts."
        ).format(round=found.round),
    )
    write = partial(services.judge, question=found, rng=secrets.SystemRandom())
    return _ask(request, found, form, asking, write)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def paper(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask for a judgement that an expert wrote down by hand."""
    found, person = found_or_404(request, QUESTION, record_id), person_of(request)
    if not found.is_open or not is_writable(found.assessment, viewer=person):
        raise PermissionDenied
    signs = selectors.signs_of(person, found.assessment, is_from_paper=True)
    form = PaperForm(request.POST or None, signs=signs, **_choices(person, found))
    asking = PartAsking(
        _("What does the paper say?"),
        _("Keep it"),
        lead=_(
            "You alone see what you type in while round {round} is open. Write the sign on the paper afterwards, and "
            "destroy papers that you do not need."
        ).format(round=found.round),
    )
    write = partial(services.judge, question=found, rng=secrets.SystemRandom(), is_from_paper=True)
    return _ask(request, found, form, asking, write)


@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask whether the open round is over, and whether another follows."""
    found = _writable_or_404(request, record_id)
    asking = PartAsking(
        _("Is this round over?"),
        _("Close this round"),
        row_version=found.row_version,
        lead=question_page.judged_text(found),
    )
    write = partial(services.close_round, question=found, row_version=version_of(request.POST))
    return _ask(request, found, CloseForm(request.POST or None), asking, write)


@require_http_methods(FORM_METHODS)
def resolve(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask how it came out."""
    found = _writable_or_404(request, record_id)
    asking = PartAsking(
        _("How did it come out?"),
        _("Save"),
        row_version=found.row_version,
        lead=_("To be known by: {how}").format(how=found.resolved_by),
    )
    write = partial(services.resolve, question=found, row_version=version_of(request.POST))
    return _ask(request, found, ResolveForm(request.POST or None), asking, write)


def _ask(
    request: HttpRequest, question: Any, form: Form, asking: PartAsking, write: Callable[..., Any]
) -> HttpResponse:
    pages = pages_of_question(question)
    if form.is_valid():
        occasion = occasion_of(request, now=timezone.now())
        try:
            write(**form.cleaned_data, viewer=person_of(request), occasion=occasion)
            return redirect(pages.url)
        except StaleRecordError:
            form.add_error(
                None, _("Someone else has changed it since. Look at it once more, then change it.")
            )
        except InputError as error:
            form.add_error(None, _(str(error)))
    context = {"form": form, "pages": pages, "crumbs": pages.crumbs, "asking": asking, "question": question}
    return render(request, "assessment/questions/ask.html", context)


def _choices(person: Any, question: Any) -> dict[str, Any]:
    kept = (row for row in evidence_in(person, question.assessment) if not row.is_discarded and row.origin)
    return {
        "stakeholders": selectors.perspectives_for(person, question.assessment),
        "origins": sorted({row.origin.replace(";", ",") for row in kept}),
    }


def _writable_or_404(request: HttpRequest, record_id: uuid.UUID) -> Any:
    found = found_or_404(request, QUESTION, record_id)
    if not is_writable(found, viewer=person_of(request)):
        raise PermissionDenied
    return found
