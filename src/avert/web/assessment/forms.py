from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.vocabulary import Level
from avert.web.assessment import selectors
from avert.web.assessment.fields import FrameworksField, TieField
from avert.web.assessment.vocabulary import Subject
from avert.web.assessment.voices.selectors import processes_for
from avert.web.records.forms import PlaceField, why_field
from avert.web.records.policy import Viewer
from avert.web.site.fields import LinesField, day_field

FIELDS = (
    "title", "question", "subject", "level", "place", "where", "within", "twin", "frameworks", "groups",
    "languages", "process", "review_on",
)  # fmt: skip


class AssessmentForm(forms.Form):
    """What is assessed, at which level, by which frameworks, with whom, and when it is looked at again."""

    title = forms.CharField(
        label=_("In one line, naming nobody"), help_text=_("It stands in lists that are open on a desk."),
        max_length=160,
    )  # fmt: skip
    question = forms.CharField(
        label=_("What it asks"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    subject = forms.ChoiceField(label=_("Of what"), choices=Subject.choices, initial=Subject.CONFLICT)
    level = forms.ChoiceField(label=_("Level"), choices=[("", "–"), *Level.choices])
    place = PlaceField(required=False)
    where = forms.CharField(
        label=_("Where, in words"),
        help_text=_("Such as a district or a village."),
        max_length=200,
        required=False,
    )
    groups = LinesField(
        label=_("Groups concerned"),
        help_text=_(
            "One on each line. Whose voice is missing can be said only of groups that are named here."
        ),
    )
    languages = LinesField(label=_("Languages spoken there"), help_text=_("One on each line."))
    review_on = day_field(_("Look again on"), _("On this day it is said to be due."))

    def __init__(
        self, *args: Any, viewer: Viewer, exercise_id: Any = None, record: Any = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._add_ties(viewer, record.exercise_id if record else exercise_id, record)
        self.fields["frameworks"] = FrameworksField(
            label=_("Frameworks"),
            help_text=_("What is asked of everybody. No list is a checklist to be added up."),
            kept=record.frameworks if record else (),
        )
        self.order_fields([*FIELDS, "why"])

    def _add_ties(self, viewer: Viewer, exercise_id: Any, record: Any) -> None:
        rows = list(
            selectors.may_lie_in(viewer, exercise_id=exercise_id, besides=record.pk if record else None)
        )
        self.fields["within"] = TieField(
            rows,
            said=_said,
            kept=record.within if record else None,
            label=_("It lies in"),
            help_text=_("The assessment of the wider level that this one belongs to."),
        )
        self.fields["twin"] = TieField(
            [row for row in rows if row.subject == Subject.CONFLICT],
            said=_said,
            kept=record.twin if record else None,
            label=_("For one of ourselves: the assessment of the conflict"),
        )
        self.fields["process"] = TieField(
            [] if exercise_id else processes_for(viewer).order_by("title", "pk"),
            said=_said,
            kept=record.process if record else None,
            label=_("Made in this process"),
        )


class NewAssessmentForm(AssessmentForm):
    """A new assessment, asked for on one page with whom it is for."""

    def add_prefix(self, field_name: str) -> str:
        """Tell the groups concerned from the sharing groups that the same page asks for."""
        return super().add_prefix("groups_concerned" if field_name == "groups" else field_name)


class ChangeAssessmentForm(AssessmentForm):
    """What an assessment says of itself from now on, and why."""

    why = why_field()


class NextRoundForm(forms.Form):
    """When the next round is looked at again."""

    review_on = day_field(_("Look again on"), _("On this day the new round is said to be due."))


class FindForm(forms.Form):
    """Which assessments to list."""

    place = PlaceField(required=False, help_text="")


def _said(row: Any) -> str:
    return f"{row.title} ({row.get_level_display()})"
