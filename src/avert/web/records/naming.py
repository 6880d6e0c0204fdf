"""What a viewer may call others. Whoever she may not know has no name here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import cached_property

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from avert.web.accounts.models import Organisation, Person
from avert.web.records import selectors
from avert.web.records.models import Record
from avert.web.records.policy import Viewer
from avert.web.records.sharing import Sharing

NAMING_FIELDS = ("title", "role", "name")  # by which of its fields a record is known to its readers


def name_in(names: Mapping[str, str]) -> str:
    """Return the name in the reader's language, else in English, else in whichever there is."""
    return names.get(get_language() or "en") or names.get("en") or next(iter(names.values()), "")


class Names:
    """Organisations, sharing groups and persons by id, as far as one viewer may know them; asked for once."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.own = selectors.own_organisations(viewer)

    @cached_property
    def organisations(self) -> dict[uuid.UUID, str]:
        """Return the organisations that the viewer may know to be here, by name."""
        found = {row.pk: name_in(row.name) for row in selectors.organisations_known_to(self.viewer)}
        return _by_name(found)

    @cached_property
    def groups(self) -> dict[uuid.UUID, str]:
        """Return the sharing groups of the viewer's organisations, by name."""
        return _by_name({row.pk: name_in(row.name) for row in selectors.groups_of(self.viewer)})

    @cached_property
    def colleagues(self) -> dict[uuid.UUID, str]:
        """Return the active persons in the viewer's organisations, by name."""
        return _by_name({row.pk: row.get_full_name() for row in selectors.colleagues_of(self.viewer)})

    @cached_property
    def _former_too(self) -> dict[uuid.UUID, str]:
        rows = Person.objects.filter(memberships__organisation__in=self.own)
        return {row.pk: row.get_full_name() for row in rows}

    def organisation(self, key: uuid.UUID) -> str:
        """Return what the viewer may call an organisation."""
        return self.organisations.get(key) or _("another organisation")

    def group(self, key: uuid.UUID) -> str:
        """Return what the viewer may call a sharing group."""
        return self.groups.get(key) or _("another sharing group")

    def person(self, key: uuid.UUID | None, organisation: uuid.UUID | None = None) -> str:
        """Return what the viewer may call a person of an organisation, also one who has left."""
        if key is None:
            return _("nobody in particular")
        known = self._former_too.get(key)
        if known or organisation is None:
            return known or _("someone in another organisation")
        return _("someone at {organisation}").format(organisation=self.organisation(organisation))

    def of_kind(self, kind: type[models.Model], key: uuid.UUID) -> str:
        """Return what the viewer may call whatever a field points to: never its key, never a name kept from her."""
        if issubclass(kind, Organisation):
            return self.organisation(key)
        if issubclass(kind, Person):
            return self.person(key)
        found = self._records.setdefault((kind, key), self._record(kind, key))
        return found or _("one that is gone or that you may not see")

    @cached_property
    def _records(self) -> dict[tuple[type[models.Model], uuid.UUID], str]:
        return {}

    def _record(self, kind: type[models.Model], key: uuid.UUID) -> str:
        if not issubclass(kind, Record):
            return ""
        found = selectors.readable_by(self.viewer, kind).filter(pk=key).first()
        named = (getattr(found, name, "") for name in NAMING_FIELDS)
        return next((str(text) for text in named if text), "")

    def knows(self, sharing: Sharing) -> Sharing:
        """Return the part of a sharing that the viewer may know."""
        return Sharing(
            organisations=sharing.organisations & self.organisations.keys(),
            groups=sharing.groups & self.groups.keys(),
            persons=sharing.persons & self.colleagues.keys(),
        )

    def list_of(self, sharing: Sharing) -> list[str]:
        """Return whom a sharing names, in words."""
        return [
            *sorted(self.organisation(key) for key in sharing.organisations),
            *sorted(self.group(key) for key in sharing.groups),
            *sorted(self.person(key) for key in sharing.persons),
        ]


def _by_name(names: dict[uuid.UUID, str]) -> dict[uuid.UUID, str]:
    return dict(sorted(names.items(), key=lambda item: item[1].casefold()))
