from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.accounts.vocabulary import Level, Sector
from avert.web.assessment.fields import TieField
from avert.web.assessment.vocabulary import Age, Disability, Displacement, Gender, Reply
from avert.web.records.forms import PlaceField, why_field
from avert.web.records.naming import Names
from avert.web.records.selectors import organisations_known_to
from avert.web.site.fields import day_field

STAKEHOLDER_FIELDS = (
    "name", "organisation", "group", "is_of_group", "sector", "level", "gender", "age", "disability",
    "displacement", "language", "side", "asked_on", "answer_by", "why_not_asked",
)  # fmt: skip
PROCESS_FIELDS = (
    "title", "place", "level", "run_by", "method", "cycle_months", "contact_role", "shareable", "latest_on", "next_on",
)  # fmt: skip
CONNECTION_FIELDS = ("why", "offers")
NOT_STATED = ("", gettext_lazy("not stated"))


def _words(label: Any, choices: Sequence[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[NOT_STATED, *choices], required=False)


def _text(label: Any, help_text: Any = "", *, rows: int = 4, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, max_length=2000, required=required, widget=widget
    )


class StakeholderForm(forms.Form):
    """Whose reading is wanted, for whom they speak, and whether they were asked."""

    name = forms.CharField(label=gettext_lazy("Group or role"), max_length=200)
    group = forms.CharField(label=gettext_lazy("Group it speaks for"), max_length=200, required=False)
    is_of_group = forms.BooleanField(
        label=gettext_lazy("Its own members speak, not others for them"), required=False
    )
    sector = _words(gettext_lazy("Sector"), Sector.choices)
    level = _words(gettext_lazy("Level"), Level.choices)
    gender = _words(gettext_lazy("Gender of those who speak"), Gender.choices)
    age = _words(gettext_lazy("Age of those who speak"), Age.choices)
    disability = _words(gettext_lazy("Disability"), Disability.choices)
    displacement = _words(gettext_lazy("Displacement"), Displacement.choices)
    language = forms.CharField(
        label=gettext_lazy("Language in which they speak"), max_length=100, required=False
    )
    side = forms.CharField(label=gettext_lazy("Side of the conflict, if any"), max_length=200, required=False)
    asked_on = day_field(gettext_lazy("Asked on"))
    answer_by = day_field(gettext_lazy("Answer wanted by"))
    why_not_asked = forms.CharField(
        label=gettext_lazy("Why not asked"),
        help_text=gettext_lazy("Such as: it would put them in danger; nobody could go there."),
        max_length=500,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        viewer: Any,
        assessment: Any,
        readers: Sequence[str],
        kept: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        names = Names(viewer)
        self._expected = {"group": assessment.groups, "language": assessment.languages}
        self.fields["name"].help_text = _warning(readers)
        for name, expected in self._expected.items():
            said = _("As the assessment names them: {names}.").format(names=", ".join(expected))
            self.fields[name].help_text = format_html("{}", said) if expected else ""
        self.fields["organisation"] = TieField(
            organisations_known_to(viewer),
            said=lambda row: names.organisation(row.pk),
            kept=kept,
            label=_("Organisation on this site"),
            help_text=_("Its people give the reading here. Without one, others write it down for them."),
        )
        self.order_fields([*STAKEHOLDER_FIELDS, "why"])

    def clean(self) -> dict[str, Any]:
        """Write groups and languages as the assessment does, and refuse what contradicts itself."""
        cleaned = super().clean() or {}
        for name, expected in self._expected.items():
            typed = " ".join(cleaned.get(name, "").split())
            cleaned[name] = next((one for one in expected if one.casefold() == typed.casefold()), typed)
        if cleaned.get("asked_on") and cleaned.get("why_not_asked"):
            self.add_error("why_not_asked", _("They were asked: leave this empty, or take the day out."))
        if cleaned.get("is_of_group") and not cleaned["group"]:
            self.add_error("group", _("Say of which group its members speak."))
        if cleaned.get("answer_by") and (asked := cleaned.get("asked_on")) and cleaned["answer_by"] < asked:
            self.add_error(
                "answer_by", _("The answer is wanted before they were asked. Mend one of the days.")
            )
        return cleaned


class ChangeStakeholderForm(StakeholderForm):
    """What is said of a stakeholder from now on, and why."""

    why = why_field()


class ProcessForm(forms.Form):
    """Who assesses a place again and again, how, how often, and what of it can be shared."""

    title = forms.CharField(label=gettext_lazy("What is it called?"), max_length=200)
    place = PlaceField(required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=[("", "–"), *Level.choices])
    run_by = forms.CharField(
        label=gettext_lazy("Run by"),
        help_text=gettext_lazy("Organisations, never persons. Empty: whoever keeps this record."),
        max_length=200,
        required=False,
    )
    method = _text(gettext_lazy("By which method"))
    cycle_months = forms.IntegerField(
        label=gettext_lazy("Every so many months"), min_value=1, max_value=240, required=False
    )
    contact_role = forms.CharField(
        label=gettext_lazy("Whom to contact"),
        help_text=gettext_lazy("A role, never a name."),
        max_length=200,
        required=False,
    )
    shareable = _text(
        gettext_lazy("What of it can be shared"),
        gettext_lazy("Such as: the summary, with those who take part; no readings of villages."),
        required=False,
    )
    latest_on = day_field(gettext_lazy("Last done"))
    next_on = day_field(gettext_lazy("Next time"))


class ChangeProcessForm(ProcessForm):
    """What is said of a process from now on, and why."""

    why = why_field()


class ConnectForm(forms.Form):
    """Why one wants to connect to a process, and what one offers."""

    why = _text(
        gettext_lazy("Who you are, and why you ask"),
        gettext_lazy("Say which organisation asks: they may not know that yours is here."),
    )
    offers = _text(gettext_lazy("What we offer"), required=False)


class NewConnectForm(ConnectForm):
    """A request to connect, and which of one's organisations asks."""

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"] = forms.TypedChoiceField(
            label=_("Which of your organisations asks?"),
            coerce=uuid.UUID,
            choices=owners,
            initial=owners[0][0] if owners else None,
            widget=forms.HiddenInput() if len(owners) == 1 else forms.RadioSelect(),
        )


class ChangeConnectForm(ConnectForm):
    """What a request says from now on, and why."""


class AnswerForm(forms.Form):
    """What is answered to a request to connect."""

    reply = forms.ChoiceField(label=gettext_lazy("Answer"), choices=[("", "–"), *Reply.choices])
    text = _text(
        gettext_lazy("In words"),
        gettext_lazy("How it goes on, or why not. They read it as it stands."),
        required=False,
    )


def _warning(readers: Sequence[str]) -> str:
    said = _(
        "A group or a role, never a person. Where so few belong to it that naming it points at someone, name a "
        "wider one or leave it out. Being listed here can put people in danger. It is read by: {readers}."
    )
    return format_html("{}", said.format(readers=", ".join(readers)))
