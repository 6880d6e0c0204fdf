"""To whom a warning goes, and what is asked of them by when: changed only while it is a draft."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from avert.deadlines import zone_of
from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.contacts.models import Contact, Ladder
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.policy import Viewer
from avert.web.records.selectors import organisations_known_to, readable_by
from avert.web.warnings.drafting import put_to
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.requirements import red_refuses_organisations
from avert.web.warnings.vocabulary import State
from avert.web.warnings.writing import check_exercise, current, touch


@transaction.atomic
def add_addressee(*, warning: Warning, viewer: Person, occasion: Occasion, **content: Any) -> Addressee:
    """Add someone who can act, or people at risk, to a draft; ``content`` are the addressee's fields by name.

    A contact brings along the organisation on this site that it belongs to. Raises InputError for an organisation,
    contact or ladder that the viewer may not know.
    """
    if unknown := set(content) - set(Addressee.CONTENT):
        raise ValueError(f"{', '.join(sorted(unknown))}: no content of an addressee.")
    found = current(warning, viewer, State.DRAFT)
    content = _with_organisation(content)
    _check(found, content, viewer)
    addressee = put_to(Addressee(warning=found, **content), sharing_of(found.audience_id), viewer, occasion)
    touch(found, viewer, occasion)
    return addressee


@transaction.atomic
def change_addressee(
    *, addressee: Addressee, row_version: int, fields: Mapping[str, Any], viewer: Person, occasion: Occasion
) -> Addressee:
    """Change what is asked of an addressee of a draft, as it was read at ``row_version``."""
    found = current(addressee.warning, viewer, State.DRAFT)
    fields = _with_organisation(fields)
    _check(found, fields, viewer)
    changed = services.change(
        record=addressee, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion
    )
    if changed.row_version != row_version:
        touch(found, viewer, occasion)
    return changed


@transaction.atomic
def remove_addressee(*, addressee: Addressee, row_version: int, viewer: Person, occasion: Occasion) -> None:
    """Take an addressee out of a draft."""
    found = current(addressee.warning, viewer, State.DRAFT)
    services.remove(record=addressee, row_version=row_version, viewer=viewer, occasion=occasion)
    touch(found, viewer, occasion)


def _with_organisation(content: Mapping[str, Any]) -> dict[str, Any]:
    contact = content.get("contact")
    if contact is None or content.get("organisation") is not None:
        return dict(content)
    return {**content, "organisation": contact.organisation}


def _check(warning: Warning, content: Mapping[str, Any], viewer: Viewer) -> None:
    organisation, contact, ladder = (content.get(name) for name in ("organisation", "contact", "ladder"))
    if "zone" in content:
        zone_of(content["zone"])
    _check_known(organisation, contact, ladder, viewer)
    if organisation is not None and warning.marking == Marking.RED:
        raise InputError(str(red_refuses_organisations()))
    check_exercise(warning, organisation.pk if organisation else None)


def _check_known(organisation: Any, contact: Contact | None, ladder: Ladder | None, viewer: Viewer) -> None:
    own: uuid.UUID | None = contact.organisation_id if contact else None
    known = organisations_known_to(viewer)
    is_known = organisation is None or organisation.pk == own or known.filter(pk=organisation.pk).exists()
    for kind, record in ((Contact, contact), (Ladder, ladder)):
        is_known = is_known and (record is None or readable_by(viewer, kind).filter(pk=record.pk).exists())
    if not is_known:
        raise InputError("An organisation, contact or ladder is not among those you may use. Choose again.")
