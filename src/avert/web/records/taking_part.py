"""Adding to a record of another organisation that is for one's own: each writes for herself, all of them read it."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied

from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.records import services
from avert.web.records.audiences import circle_of_record, sharing_of
from avert.web.records.models import Record
from avert.web.records.policy import Viewer, may_create
from avert.web.records.selectors import own_organisations
from avert.web.records.sharing import Sharing
from avert.web.records.writing import AnyRecord


def writes_for_in(viewer: Viewer, whole: Record, kind: type[Record]) -> uuid.UUID | None:
    """Return the organisation for which the viewer adds such a part; none if she may not."""
    taking_part = circle_of_record(whole).organisations & own_organisations(viewer)
    # The keeper of the whole first, then always the same one.
    ordered = sorted(taking_part, key=lambda key: (key != whole.owner_id, str(key)))
    able = (key for key in ordered if may_create(viewer, kind, owner_id=key, place=whole.place))
    return next(able, None)


def add_part(
    *, part: AnyRecord, viewer: Person, occasion: Occasion, sharing: Sharing | None = None
) -> AnyRecord:
    """Add a part, given with its whole and content, for whoever reads the whole or the fewer that ``sharing`` names.

    It belongs to the viewer's organisation. Raises PermissionDenied where she may add nothing, InputError for
    unusable content, and WiderThanParentError.
    """
    whole = part.parent
    owner_id = writes_for_in(viewer, whole, type(part)) if whole is not None else None
    if whole is None or owner_id is None:
        raise PermissionDenied
    part.owner_id, part.marking = owner_id, whole.marking
    sharing = everybody_in(whole, besides=owner_id) if sharing is None else sharing
    return services.create(record=part, viewer=viewer, occasion=occasion, sharing=sharing)


def everybody_in(whole: Record, *, besides: uuid.UUID) -> Sharing:
    """Return whoever a record is for, its keeper with them, besides one organisation."""
    named = sharing_of(whole.audience_id)
    others = (named.organisations | {whole.owner_id}) - {besides}
    return Sharing(organisations=others, groups=named.groups, persons=named.persons)
