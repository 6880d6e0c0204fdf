"""What the page of one assessment shows: where it stands, what lies around it, and what is to be done next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.web.assessment import selectors
from avert.web.assessment.listing import review_note, where_text
from avert.web.assessment.pages import pages_of, tabs_of
from avert.web.assessment.vocabulary import Subject
from avert.web.assessment.words import framework_titles
from avert.web.exercises.selectors import exercise_shown, now_in
from avert.web.site.components import Crumb, Fact
from avert.web.site.record_pages import frame_of
from avert.web.site.templatetags.site_parts import own_name, value

MOST_NAMED = 12


@dataclass(frozen=True)
class Standing:
    """How far an assessment has come in its round, for one viewer, on one day."""

    viewer: Any
    assessment: Any
    today: dt.date

    @cached_property
    def stakeholders(self) -> list[Any]:
        """Return whose reading is wanted."""
        return list(selectors.stakeholders_of(self.viewer, self.assessment.pk))

    @cached_property
    def last_rounds(self) -> dict[Any, int]:
        """Return in which round each last said something that the viewer may read."""
        return selectors.last_rounds(self.viewer, self.assessment)

    @property
    def answered(self) -> list[Any]:
        """Return who has answered in this round."""
        return [one for one in self.stakeholders if self.has_answered(one)]

    @property
    def waited_for(self) -> list[Any]:
        """Return who was asked and has not answered in this round."""
        return [one for one in self.stakeholders if one.asked_on and not self.has_answered(one)]

    @property
    def not_asked(self) -> list[Any]:
        """Return who was not asked, nobody having said why."""
        return [
            one
            for one in self.stakeholders
            if not (one.asked_on or one.why_not_asked or self.has_answered(one))
        ]

    def has_answered(self, one: Any) -> bool:
        """Say whether a stakeholder has answered in this round, as far as the viewer may know."""
        return self.last_rounds.get(one.pk, 0) >= self.assessment.round

    def is_late(self, one: Any) -> bool:
        """Say whether an answer that was wanted by a day has not come."""
        return bool(one.answer_by) and one.answer_by < self.today and not self.has_answered(one)


def context_of(assessment: Any, *, viewer: Any, real_now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page of an assessment shows to this viewer."""
    today = now_in(assessment.exercise, real_now).date()
    standing = Standing(viewer, assessment, today)
    return {
        **frame_of(assessment, pages_of(assessment), viewer=viewer),
        "tabs": tabs_of(assessment, "assessment"),
        "exercise": exercise_shown(viewer, assessment.exercise_id),
        "facts": _facts(standing),
        "about": _about(assessment, viewer),
        "above": [_link(one) for one in reversed(selectors.within_chain(viewer, assessment))],
        "below": [_link(one) for one in selectors.below(viewer, assessment)],
        "twins": [_twin(assessment, one) for one in selectors.twins_of(viewer, assessment)],
        "steps": list(_steps(standing)),
        "waited_for": [_waited(standing, one) for one in standing.waited_for[:MOST_NAMED]],
        "more_waited_for": max(0, len(standing.waited_for) - MOST_NAMED),
    }


def _facts(standing: Standing) -> list[Fact]:
    row, began = standing.assessment, selectors.round_began(standing.viewer, standing.assessment)
    since = (
        _("since {day}").format(day=date_format(began, "DATE_FORMAT"))
        if began
        else _("since when you may not see")
    )
    asked = len(standing.answered) + len(standing.waited_for)
    answered = (
        _("{answered} of {asked}").format(answered=len(standing.answered), asked=asked)
        if asked
        else _("nobody was asked yet")
    )
    review = value(row.review_on) if row.review_on else _("no day set")
    return [
        Fact(_("Round"), row.round, "" if row.exercise_id else since),
        Fact(_("Answered, of whom was asked"), answered, _("In this round, as far as you may read.")),
        Fact(_("Look again on"), review, review_note(row, standing.today)),
    ]


def _about(row: Any, viewer: Any) -> list[Fact]:
    process = selectors.process_of(viewer, row)
    where = where_text(row)
    link = (
        Crumb(own_name(process.title), reverse("assessment:process", args=[process.pk])) if process else None
    )
    return [
        Fact(_("Of what"), row.get_subject_display()),
        Fact(_("Level"), row.get_level_display()),
        Fact(_("Where"), own_name(where) if where else _("no particular place")),
        Fact(_("Frameworks"), own_name("; ".join(framework_titles(row.frameworks)))),
        Fact(
            _("Groups concerned"),
            own_name(", ".join(row.groups)) if row.groups else _("nobody wrote down which"),
        ),
        Fact(
            _("Languages spoken there"),
            own_name(", ".join(row.languages)) if row.languages else _("nobody wrote down which"),
        ),
        *(
            [Fact(_("Made in this process"), format_html('<a href="{}">{}</a>', link.url, link.label))]
            if link
            else []
        ),
    ]


def _steps(standing: Standing) -> Iterator[Crumb]:
    row = standing.assessment
    voices = reverse("assessment:voices", args=[row.pk])
    evidence = reverse("assessment:evidence", args=[row.pk])
    if not standing.stakeholders:
        yield Crumb(_("Write down whose reading is wanted."), voices)
    if number := len(standing.not_asked):
        said = ngettext("Ask one who was not asked yet.", "Ask {number} who were not asked yet.", number)
        yield Crumb(said.format(number=number), voices)
    if number := sum(standing.is_late(one) for one in standing.waited_for):
        said = ngettext(
            "Ask again: one answer is overdue.", "Ask again: {number} answers are overdue.", number
        )
        yield Crumb(said.format(number=number), voices)
    if number := selectors.gaps_overdue(standing.viewer, row, standing.today):
        said = ngettext(
            "Close a gap: one is past its date.", "Close gaps: {number} are past their date.", number
        )
        yield Crumb(said.format(number=number), evidence)
    if standing.answered and not standing.waited_for:
        editions = reverse("assessment:editions", args=[row.pk])
        yield Crumb(
            _("All who were asked have answered: keep an edition, or begin the next round."), editions
        )
    if row.review_on is None or row.review_on <= standing.today:
        yield Crumb(_("Look again: begin the next round, or set a day."), "edit/")


def _link(one: Any) -> dict[str, Any]:
    return {"title": one.title, "level": one.get_level_display(), "url": pages_of(one).url}


def _twin(assessment: Any, one: Any) -> dict[str, Any]:
    own = assessment if assessment.subject == Subject.SELF else one
    return _link(one) | {"mismatch": reverse("assessment:mismatch", args=[own.pk])}


def _waited(standing: Standing, one: Any) -> dict[str, Any]:
    return {"name": one.name, "by": one.answer_by, "is_late": standing.is_late(one)}
