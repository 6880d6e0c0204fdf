"""What a viewer may call others. Whoever she may not know has no name here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from avert.web.accounts.models import Person
from avert.web.records import selectors
from avert.web.records.policy import Viewer
from avert.web.records.sharing import Sharing


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
