"""Whom a record is for, as a form: by default for nobody but its owner."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.errors import UnknownPlaceError
from avert.handling import Marking
from avert.places import find_place
from avert.web.accounts.models import Person
from avert.web.records import audiences, selectors
from avert.web.records.models import Record
from avert.web.records.naming import Names, name_in
from avert.web.records.previews import Plan
from avert.web.records.sharing import NOBODY_ELSE, Ids, Sharing
from avert.web.records.words import MARKING_MEANINGS

AnyForm = TypeVar("AnyForm", bound=forms.Form)
LONGEST_WHY = 500


class PlaceField(forms.CharField):
    """A place by name, code or key; its value is the key."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Place"))
        options.setdefault(
            "help_text", gettext_lazy("A country or territory by name, in any language, or by code.")
        )
        super().__init__(max_length=100, **options)

    def clean(self, value: Any) -> str:
        """Return the key of the place that was typed."""
        text = super().clean(value)
        try:
            return find_place(text).key if text else ""
        except UnknownPlaceError:
            message = _(
                "No place is called that, or several are. Write its full name or its key, such as gw:501."
            )
            raise ValidationError(message, code="unknown") from None


def why_field() -> forms.CharField:
    """Return the field for the reason of a change."""
    return forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Stands in the history, for your own people."),
        max_length=LONGEST_WHY,
        required=False,
    )


class AudienceForm(forms.Form):
    """Who may know of a record, for someone who may write it.

    ``record`` is one that exists already; ``parent`` is what a new one will be part of.
    """

    marking = forms.TypedChoiceField(
        label=gettext_lazy("How far may readers pass it on?"),
        coerce=lambda number: Marking(int(number)),
        choices=[(int(marking), str(marking)) for marking in Marking],
        initial=int(Marking.AMBER_STRICT),
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        viewer: Person,
        kind: type[Record],
        record: Record | None = None,
        parent: Record | None = None,
    ) -> None:
        super().__init__(data)
        self.kind, self.record, self.parent = kind, record, record.parent if record else parent
        self._viewer, self._names = viewer, Names(viewer)
        self._now = audiences.sharing_of(record.audience_id) if record else NOBODY_ELSE
        self._unknown = _without(self._now, self._names.knows(self._now))
        self._add_owner()
        self._add_names("organisations", self._names.organisations)
        self._add_names("groups", self._names.groups)
        self._add_names("persons", self._names.colleagues)
        if record:
            self.initial["marking"] = int(record.marking)
        if self._unknown != NOBODY_ELSE:
            label = _("Keep the others whom colleagues have named and whom you do not know")
            self.fields["keep_others"] = forms.BooleanField(label=label, required=False, initial=True)

    @property
    def kind_label(self) -> str:
        """Return how the form tells which kind of record it is about."""
        return self.kind._meta.label_lower

    def markings(self) -> Iterator[tuple[BoundWidget, str]]:
        """Yield each marking's radio button with what it means."""
        for button in self["marking"]:
            yield button, str(MARKING_MEANINGS[Marking(int(button.data["value"]))])

    @property
    def owner_id(self) -> uuid.UUID:
        """Return the organisation that the record will belong to, once the form is valid."""
        return self.record.owner_id if self.record else uuid.UUID(self.cleaned_data["owner"])

    @property
    def sharing(self) -> Sharing:
        """Return whom the form names, once it is valid, with those whom the viewer may not know and keeps."""
        kept = self._unknown if self.cleaned_data.get("keep_others") else NOBODY_ELSE
        return Sharing(
            organisations=(self._ids("organisations") | kept.organisations) - {self.owner_id},
            groups=self._ids("groups") | kept.groups,
            persons=self._ids("persons") | kept.persons,
        )

    def plan(self, place: str) -> Plan:
        """Return the record as it would be at a place, once the form is valid."""
        author = self.record.created_by_id if self.record else self._viewer.pk
        marking = self.cleaned_data["marking"]
        return Plan(self.kind, self.owner_id, author, self.sharing, marking, place, self.parent, self.record)

    def _add_owner(self) -> None:
        if self.record:
            return
        found = selectors.organisations_to_write_for(self._viewer, self.kind)
        if self.parent:
            found = found.filter(pk=self.parent.owner_id)
        choices = [(str(row.pk), name_in(row.name)) for row in found]
        only = choices[0][0] if len(choices) == 1 else None
        self.fields["owner"] = forms.ChoiceField(
            label=_("Which of your organisations keeps it?"),
            choices=choices,
            initial=only,
            widget=forms.HiddenInput() if only else forms.RadioSelect(),
        )

    def _add_names(self, name: str, known: Mapping[uuid.UUID, str]) -> None:
        owner = str(self.record.owner_id) if self.record else self.fields["owner"].initial
        choices = [(str(key), text) for key, text in known.items() if str(key) != owner]
        self.fields[name] = forms.MultipleChoiceField(
            choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
        self.initial[name] = [key for key, _text in choices if uuid.UUID(key) in getattr(self._now, name)]

    def _ids(self, name: str) -> Ids:
        return frozenset(map(uuid.UUID, self.cleaned_data[name]))


class ShareForm(AudienceForm):
    """Whom a record is for from now on, and why."""

    def __init__(self, data: Any = None, *, viewer: Person, record: Record) -> None:
        super().__init__(data, viewer=viewer, kind=type(record), record=record)
        self.fields["why"] = why_field()
        if selectors.may_widen(record, viewer=viewer):
            label = _("I decide that it may be seen by people who do not see what it is part of")
            self.fields["may_be_wider"] = forms.BooleanField(label=label, required=False)


def unjudged(form: AnyForm) -> AnyForm:
    """Return the form with everything that was typed, before anything is said about mistakes."""
    typed = {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }
    form.initial, form.is_bound = {**form.initial, **typed}, False
    return form


def _without(sharing: Sharing, known: Sharing) -> Sharing:
    pairs: Iterable[tuple[Ids, Ids]] = (
        (sharing.organisations, known.organisations),
        (sharing.groups, known.groups),
        (sharing.persons, known.persons),
    )
    return Sharing(*(all_of - some for all_of, some in pairs))
