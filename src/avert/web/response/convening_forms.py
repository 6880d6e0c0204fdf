"""What is asked of someone who brings people together."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.records.forms import PlaceField, why_field
from avert.web.response.convening import Draft
from avert.web.response.forms import WithContact, lines
from avert.web.response.vocabulary import InvitationAnswer
from avert.web.response.whom import needs_care
from avert.web.site.fields import day_field

INVITATION_FIELDS = (
    "role",
    "asked",
    "harm",
    "harm_by",
    "contact",
    "way",
    "asked_on",
    "answer",
    "answered_on",
    "others",
    "note",
)
HARM = gettext_lazy("What being seen to be invited could do to them")
HARM_HELP = gettext_lazy(
    "Who might see it, what they would make of it, and what is done about that. Write also that there is nothing, and "
    "why."
)


@dataclass(frozen=True)
class Chosen:
    """A structure that is to be invited, with its field."""

    structure: Any
    harm: BoundField
    needs_care: bool


class WhomForm(forms.Form):
    """Who is to be invited: structures of the register, and a role that stands in none."""

    find = forms.CharField(label=gettext_lazy("Find a structure by name"), max_length=100, required=False)
    role = forms.CharField(
        label=gettext_lazy("Someone who is not on the register, as a role"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Never a name."),
    )
    harm_role = lines(HARM, 2000, required=False)
    asked = lines(
        gettext_lazy("What is asked of them"),
        1000,
        help_text=gettext_lazy("The same for all; each invitation can be changed afterwards."),
    )
    harm_by = forms.CharField(
        label=gettext_lazy("Which role thought of their safety"),
        max_length=200,
        help_text=gettext_lazy("Never a name."),
    )

    def __init__(self, *args: Any, chosen: Sequence[Any], found: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self._structures, self.found = chosen, [row for row in found if row not in chosen]
        for row in chosen:
            label = _("What being seen to be invited could do to {name}").format(name=row.name)
            self.fields[_name(row)] = lines(label, 2000, help_text=HARM_HELP)

    def chosen(self) -> list[Chosen]:
        """Return who is chosen until now, each with the field for what it could do to them."""
        return [Chosen(row, self[_name(row)], needs_care(row)) for row in self._structures]

    def whom(self) -> list[BoundField]:
        """Return the fields for someone who is not on the register."""
        return [self["role"], self["harm_role"]]

    def asking(self) -> list[BoundField]:
        """Return the fields that hold for all who are invited."""
        return [self["asked"], self["harm_by"]]

    def clean(self) -> dict[str, Any]:
        """Return what was typed with a draft for each who is to be invited."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        drafts = [Draft(said.pop(_name(row), ""), structure=row) for row in self._structures]
        role, harm = said.pop("role", ""), said.pop("harm_role", "")
        said.pop("find", None)
        if role and not harm:
            self.add_error("harm_role", _("Say it before anyone asks them."))
        if role:
            drafts.append(Draft(harm, role=role))
        if not drafts:
            self.add_error(None, _("Nobody is chosen yet. Find a structure, or write a role."))
        return said | {"drafts": drafts}


class ConveneForm(WhomForm):
    """A gap, and who is to be brought together about it."""

    title = forms.CharField(
        label=gettext_lazy("Title, naming nobody"),
        max_length=160,
        help_text=gettext_lazy("It stands on each letter too, so it says nothing of who else is invited."),
    )
    gap = lines(gettext_lazy("What is missing, and why these should meet"), 2000)
    place = PlaceField(required=False)
    no_new_action = lines(
        gettext_lazy("What speaks for no new action, and what against"),
        2000,
        help_text=gettext_lazy(
            "They may meet already, or be safer apart. It is always among the options, never by default."
        ),
    )
    contact_protocol = lines(
        gettext_lazy("Who speaks with whom, in which words, and how to meet safely"), 3000, required=False
    )

    def about(self) -> list[BoundField]:
        """Return the fields that say what it is about."""
        return [self["title"], self["gap"], self["place"]]

    def how(self) -> list[BoundField]:
        """Return the fields that say how those who come are to be treated."""
        return [self["no_new_action"], self["contact_protocol"]]


class InvitationForm(WithContact):
    """One invitation, what is done about their safety, and what they answered."""

    role = forms.CharField(
        label=gettext_lazy("Which role"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Never a name. Whoever may not read the structure sees this instead."),
    )
    asked = lines(gettext_lazy("What is asked of them"), 1000)
    harm = lines(HARM, 2000, help_text=HARM_HELP)
    harm_by = forms.CharField(label=gettext_lazy("Which role thought of their safety"), max_length=200)
    way = forms.CharField(
        label=gettext_lazy("How they are asked"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("By whom and by which way, so that asking does not give them away."),
    )
    asked_on = day_field(gettext_lazy("Asked on"))
    answer = forms.ChoiceField(
        label=gettext_lazy("Their answer"),
        choices=[("", gettext_lazy("none yet")), *InvitationAnswer.choices],
        required=False,
    )
    answered_on = day_field(gettext_lazy("Answered on"))
    others = lines(
        gettext_lazy("Who else takes part, as far as the letter says"),
        1000,
        required=False,
        help_text=gettext_lazy("Only who agreed to be named to them. Left empty, the letter names nobody."),
    )
    note = lines(gettext_lazy("Note"), 2000, required=False)
    why = why_field()
    field_order = INVITATION_FIELDS


def _name(structure: Any) -> str:
    key: uuid.UUID = structure.pk
    return f"harm_{key.hex}"
