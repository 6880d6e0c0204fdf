from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from avert.web.book.papers import LENGTH, MOST_COPIES, as_number
from avert.web.book.selectors import numbers_taken
from avert.web.book.vocabulary import EntryKind
from avert.web.records.forms import PlaceField, unjudged, why_field
from avert.web.records.policy import Viewer
from avert.web.site.fields import day_field, time_field, zone_field
from avert.web.site.printing import PAPERS

FIELDS = (
    "kind", "place", "on", "at", "zone", "where", "happened", "took_part", "women", "men", "youth", "done", "agenda",
    "decided", "next_on", "next_at", "to_do", "to_do_role", "to_do_by", "paper_number",
)  # fmt: skip
GROUPS: Sequence[tuple[Any, tuple[str, ...]]] = (
    ("", ("kind", "place", "on", "where", "happened", "done")),
    (_("Who took part"), ("took_part", "women", "men", "youth")),
    (_("Of a meeting"), ("agenda", "decided", "next_on", "next_at")),
    (_("What remains to be done"), ("to_do", "to_do_role", "to_do_by")),
    (_("Time, and number of the paper"), ("at", "zone", "paper_number")),
    ("", ("why",)),
)
QUESTION_FIELDS = ("text", "place", "every_days")
ROWS = 5


def _text(
    label: Any, most: int, help_text: Any = "", rows: int = 3, *, is_required: bool = False
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, max_length=most, required=is_required, widget=widget
    )


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100_000, required=False)


@dataclass(frozen=True)
class Group:
    """Fields that are shown together; without a title they are always open."""

    title: Any
    fields: Sequence[BoundField]
    is_open: bool


class PaperEntryForm(forms.Form):
    """An entry as it stands on paper."""

    paper_number = forms.CharField(label=_("Number of the paper"), max_length=2 * LENGTH, required=False)
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=EntryKind.choices, initial=EntryKind.INCIDENT.value
    )
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    where = forms.CharField(label=_("Where exactly?"), max_length=200, required=False)
    happened = _text(_("What happened?"), 5000, _("Roles and numbers, no names."), rows=4, is_required=True)
    done = _text(_("What was done?"), 5000)
    took_part = forms.CharField(label=_("Who took part, as roles?"), max_length=500, required=False)
    women = _number(_("Women"))
    men = _number(_("Men"))
    youth = _number(_("Of these, young people"))
    decided = _text(_("What was decided?"), 5000)
    to_do = _text(_("What remains to be done?"), 2000, rows=2)
    to_do_role = forms.CharField(label=_("By which role?"), max_length=200, required=False)
    to_do_by = day_field(_("By when?"))

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today

    def has_changed(self) -> bool:
        """Say whether anything is written: what is chosen beforehand alone says nothing."""
        return bool(set(self.changed_data) - {"kind"})

    def clean_on(self) -> dt.date:
        """Refuse a day that has not come, wherever on earth it is written."""
        day: dt.date = self.cleaned_data["on"]
        if day > self._today + dt.timedelta(days=1):
            raise forms.ValidationError(gettext("This day has not come yet. The book holds what happened."))
        return day

    def clean_paper_number(self) -> str:
        """Return the number as it stands on paper."""
        return as_number(self.cleaned_data["paper_number"])

    def clean(self) -> dict[str, Any]:
        """Ask by whom something is to be done, and for numbers that can be true."""
        cleaned = super().clean() or {}
        if cleaned.get("to_do") and not cleaned.get("to_do_role"):
            self.add_error("to_do_role", gettext("Say which role does it, or nobody will."))
        if (cleaned.get("to_do_by") or cleaned.get("to_do_role")) and not cleaned.get("to_do"):
            self.add_error(
                "to_do", gettext("Say what is to be done, or leave the role and the day blank too.")
            )
        women, men, youth = (cleaned.get(name) for name in ("women", "men", "youth"))
        if women is not None and men is not None and youth is not None and youth > women + men:
            self.add_error(
                "youth", gettext("More young people than people: correct one of the three numbers.")
            )
        return cleaned


class EntryForm(PaperEntryForm):
    """An entry with all that can be told of it."""

    place = PlaceField(required=False)
    at = time_field(_("Time"))
    zone = zone_field(_("Time zone"), _("Such as Africa/Nairobi. Only with a time."))
    agenda = _text(_("What was on the agenda?"), 2000)
    next_on = day_field(_("When is the next meeting?"))
    next_at = time_field(_("At what time?"))

    field_order = FIELDS

    def groups(self) -> Iterator[Group]:
        """Yield the fields in groups, of which those that many entries leave blank are folded."""
        for title, names in GROUPS:
            fields = [self[name] for name in names if name in self.fields]
            is_open = not title or any(field.value() not in {None, ""} for field in fields)
            yield Group(title, fields, is_open)

    def clean(self) -> dict[str, Any]:
        """Ask for the zone of a time, and for the day of the next meeting."""
        cleaned = super().clean()
        if (
            (cleaned.get("at") or cleaned.get("next_at"))
            and not cleaned.get("zone")
            and "zone" not in self.errors
        ):
            self.add_error("zone", gettext("Say in which time zone, or the time means nothing elsewhere."))
        if cleaned.get("next_at") and not cleaned.get("next_on"):
            self.add_error("next_on", gettext("Say on which day."))
        return cleaned


class ChangeEntryForm(EntryForm):
    """What an entry says from now on, and why."""

    why = why_field()


class TypeBackForm(forms.Form):
    """Several papers typed in at once; rows that say nothing are left out."""

    place = PlaceField(required=False)

    def __init__(self, data: Any = None, *, viewer: Viewer, today: dt.date) -> None:
        super().__init__(data)
        self._viewer = viewer
        self.rows = [
            PaperEntryForm(data, prefix=f"paper{number}", today=today) for number in range(1, ROWS + 1)
        ]
        for row in self.rows:
            row.empty_permitted, row.use_required_attribute = True, False

    def groups(self) -> Iterator[Group]:
        """Yield the place, then each row, with its mistakes only once someone wants to save."""
        yield Group("", [self["place"]], is_open=True)
        for number, row in enumerate(self.rows, start=1):
            fields = list(row if self.is_bound or not self.data else unjudged(row))
            is_open = number == 1 or any(field.value() for field in fields if field.name != "kind")
            yield Group(gettext("Paper {number}").format(number=number), fields, is_open)

    def clean(self) -> dict[str, Any]:
        """Return what the rows say, unless one has to be mended or its paper is in the book already."""
        cleaned = super().clean() or {}
        written = [row for row in self.rows if row.has_changed()]
        if not written:
            raise forms.ValidationError(gettext("Nothing is typed in yet."))
        self._refuse_twice(written)
        if any(row.errors for row in written):
            raise forms.ValidationError(
                gettext("Mend what is marked below. Nothing is saved yet, nothing is lost.")
            )
        return cleaned | {"rows": [row.cleaned_data for row in written]}

    def _refuse_twice(self, written: list[PaperEntryForm]) -> None:
        numbers = [row.cleaned_data.get("paper_number", "") for row in written if row.is_valid()]
        taken = numbers_taken(self._viewer, numbers)
        for row in written:
            number = row.cleaned_data.get("paper_number", "")
            if number and (number in taken or numbers.count(number) > 1):
                row.add_error(
                    "paper_number", gettext("This paper is in the book already. Look it up before you save.")
                )


class FindForm(forms.Form):
    """Which entries to list."""

    place = PlaceField(required=False, help_text="")
    kind = forms.ChoiceField(label=_("What"), choices=[("", _("all")), *EntryKind.choices], required=False)
    is_open = forms.BooleanField(label=_("Something remains to be done"), required=False)


class PrintForm(forms.Form):
    """Which blank forms to print."""

    kind = forms.ChoiceField(
        label=_("For what?"),
        choices=[("", _("anything that happened")), (EntryKind.MEETING.value, EntryKind.MEETING.label)],
        required=False,
    )
    copies = forms.IntegerField(label=_("How many?"), min_value=1, max_value=MOST_COPIES, initial=5)
    paper = forms.ChoiceField(label=_("Paper"), choices=list(zip(PAPERS, (_("A4"), _("A5")), strict=True)))


class WeekForm(forms.Form):
    """Which week to sum up, and where."""

    day = day_field(_("The week of"))
    place = PlaceField(required=False, help_text="")


class QuestionForm(forms.Form):
    """A question that a committee asks itself."""

    text = forms.CharField(
        label=_("What do we ask ourselves?"),
        help_text=_("Such as: which ward do we visit first, and whose voice is missing?"),
        max_length=500,
    )
    place = PlaceField(required=False)
    every_days = forms.IntegerField(
        label=_("Ask again after how many days?"),
        help_text=_("Left blank, one answer is enough."),
        min_value=1,
        max_value=3650,
        required=False,
    )


class ChangeQuestionForm(QuestionForm):
    """What a question asks from now on, and why."""

    why = why_field()


class AnswerForm(forms.Form):
    """What was found."""

    text = forms.CharField(
        label=_("What did we find?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    who = forms.CharField(label=_("Who found out, as a role?"), max_length=200, required=False)
    on = forms.DateField(
        label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
