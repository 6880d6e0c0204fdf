from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from avert.places import all_places
from avert.web.accounts.tokens import MOST_DAYS, USUAL_DAYS
from avert.web.accounts.vocabulary import POWERS_OF_PROGRAMS, RoleKind, Scope, Topic


class TokenForm(forms.Form):
    """What an access token is for, what it opens and for how long."""

    label = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("By which you will know it when you revoke it, such as “weekly sheet in R”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it opens"),
        choices=Scope,
        initial=[Scope.REFERENCE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("A token that opens nothing is of no use. Choose what it is for.")},
    )
    days = forms.IntegerField(
        label=_("Days until it expires"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
    )

    def wanted(self) -> dict[str, Any]:
        """Return the token that was asked for, once the form is valid."""
        scopes = [Scope(word) for word in self.cleaned_data["scopes"]]
        return {"label": self.cleaned_data["label"], "scopes": scopes, "days": self.cleaned_data["days"]}


class ServiceAccountForm(forms.Form):
    """What a program is called and what it may do."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("What the program does, such as “sends in field reports”."),
    )
    kind = forms.ChoiceField(
        label=_("Role"), choices=[(kind.value, kind.label) for kind in RoleKind if kind in POWERS_OF_PROGRAMS]
    )
    place = forms.ChoiceField(label=_("Only for"), required=False)
    topic = forms.ChoiceField(
        label=_("Only about"), required=False, choices=[("", _("everything but diplomacy")), *Topic.choices]
    )

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        there = [(place.key, place.name()) for place in all_places() if place.existed_on(today)]
        choices = [("", _("every place")), *sorted(there, key=lambda choice: choice[1])]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """Return the program that was asked for, once the form is valid."""
        return self.cleaned_data | {"kind": RoleKind(self.cleaned_data["kind"])}
