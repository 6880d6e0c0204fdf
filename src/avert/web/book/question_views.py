"""The questions that a committee asks itself, and what it found."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.book import selectors, services
from avert.web.book.due import due_on
from avert.web.book.forms import QUESTION_FIELDS, AnswerForm, ChangeQuestionForm, QuestionForm
from avert.web.book.pages import book_crumb, pages_of_question, questions_crumb, tabs
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.pages import Pages
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import may_widen, organisations_to_write_for
from avert.web.records.words import place_name
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.site.components import Empty, Fact
from avert.web.site.record_pages import PartAsking, frame_of, part_page
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import value

KIND, PART = "book.question", "book.questionanswer"
COLUMNS = (
    Column("text", gettext_lazy("Question"), is_name=True, is_text=True),
    Column("place", gettext_lazy("Place"), is_name=True),
    Column("last", gettext_lazy("Last answered")),
    Column("due", gettext_lazy("To be asked")),
)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """List what the viewer's committees ask themselves, what is due first."""
    viewer, now = viewer_of(request), timezone.now()
    rows = list(selectors.questions_for(viewer))
    services.append_list_read(kind=_kind(), occasion=occasion_of(request, now=now))
    last = selectors.last_answers(viewer, rows)
    context = {
        "tabs": tabs("questions"),
        "table": _table(rows, last, now.date()) if rows else None,
        "empty": Empty(
            _("No questions yet that you may read"),
            _("Such as: which ward do we visit first, and whose voice is missing? Answers keep their day."),
        ),
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "book/questions.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a question."""
    above = questions_crumb()
    asking = Asking(
        question=_("What do we ask ourselves?"),
        lead=_("A question of your own, once or again and again."),
        button=_("Write the question down"),
        back=above.url,
        crumbs=[book_crumb(), above],
    )
    then, template = lambda question: pages_of_question(question).url, "book/new.html"
    form = QuestionForm(request.POST or None)
    return new_page(
        request, kind=_kind(), form=form, asking=asking, write=services.ask, then=then, template=template
    )


@require_safe
def question(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """Show one question with what was found."""
    found, viewer, today = found_or_404(request, KIND, question_id), viewer_of(request), timezone.now().date()
    answers = selectors.answers_of(viewer, found)
    due = due_on(found.created_at.date(), found.every_days, answers[0].on if answers else None)
    frame = frame_of(found, pages_of_question(found), viewer=viewer)
    # Whoever leads where the question is leads where its answers are.
    is_led = bool(answers) and may_widen(answers[0], viewer=viewer)
    context = {
        **frame,
        "question": found,
        "answers": [
            (one, frame["is_writable"] and (is_led or one.created_by_id == viewer.pk)) for one in answers
        ],
        "is_due": due is not None and due <= today,
        "facts": _facts(found, due),
    }
    record_views.read(request, found)
    return render(request, "book/question.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """Change what a question asks."""
    found = found_or_404(request, KIND, question_id)
    form, pages = ChangeQuestionForm, pages_of_question(found)
    return edit_page(request, found, pages, form=form, names=QUESTION_FIELDS, template="book/edit.html")


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def answer(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """Ask what was found."""
    whole, now = found_or_404(request, KIND, question_id), timezone.now()
    form = AnswerForm(request.POST or None, initial={"on": now.date()})
    act = {"question": whole, "viewer": person_of(request), "occasion": occasion_of(request, now=now)}
    return part_page(
        request,
        whole=whole,
        pages=pages_of_question(whole),
        form=form,
        asking=PartAsking(_("What did we find?"), _("Keep the answer"), lead=whole.text),
        save=lambda: services.answer(**form.cleaned_data, **act),
    )


@require_http_methods(FORM_METHODS)
def remove_answer(request: HttpRequest, answer_id: uuid.UUID) -> HttpResponse:
    """Remove an answer for good."""
    found = found_or_404(request, PART, answer_id)
    around = pages_of_question(found_or_404(request, KIND, found.question_id))
    pages = Pages(_("Answer of {day}").format(day=value(found.on)), around.url, around.url, around.crumbs)
    return record_views.remove_page(request, found, pages, then=around.url)


def _table(rows: Sequence[Any], last: dict[uuid.UUID, dt.date], today: dt.date) -> Table:
    due = {row.pk: due_on(row.created_at.date(), row.every_days, last.get(row.pk)) for row in rows}
    ordered = sorted(rows, key=lambda row: due[row.pk] or dt.date.max)
    shown = [
        {
            "text": Cell(row.text, url=pages_of_question(row).url),
            "place": Cell(place_name(row.place) or "–"),
            "last": last.get(row.pk) or _("never"),
            "due": _due_cell(due[row.pk], today),
        }
        for row in ordered
    ]
    return Table(_("Our own questions"), COLUMNS, shown, is_caption_hidden=True)


def _due_cell(due: dt.date | None, today: dt.date) -> Cell:
    return Cell(_("answered")) if due is None else Cell(due, note=_("due") if due <= today else "")


def _facts(question: Any, due: dt.date | None) -> list[Fact]:
    often = _("once")
    if question.every_days:
        often = _("every {number} days").format(number=question.every_days)
    return [Fact(_("Asked"), often), Fact(_("To be asked"), due or _("not again"))]


def _kind() -> Any:
    return kind_called(KIND)
