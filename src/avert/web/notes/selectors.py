"""Reading notes: always for a viewer."""

from __future__ import annotations

import uuid
from functools import reduce
from operator import and_

from django.db.models import Q

from avert.web.notes.models import Attachment, Note
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer, places_within
from avert.web.records.selectors import readable_by

LONGEST_SEARCH = 100


def notes_for(viewer: Viewer, *, place: str = "", words: str = "") -> RecordQuerySet:
    """Return the notes that the viewer may read: on a place and all within it, with every one of the words."""
    wanted = [Q(title__icontains=word) | Q(text__icontains=word) for word in words[:LONGEST_SEARCH].split()]
    if place:
        wanted.append(Q(place__in=places_within(place)))
    return readable_by(viewer, Note).filter(reduce(and_, wanted, Q()))


def note_for(viewer: Viewer, note_id: uuid.UUID) -> Note | None:
    """Return a note, if there is one that the viewer may read."""
    found: Note | None = readable_by(viewer, Note).filter(pk=note_id).first()
    return found


def attachments_of(viewer: Viewer, note: Note) -> RecordQuerySet:
    """Return the attachments of a note that the viewer may read, the oldest first, without what is in them."""
    found: RecordQuerySet = readable_by(viewer, Attachment).filter(note=note.pk)
    return found.defer("data").order_by("created_at", "pk")


def attachment_for(viewer: Viewer, attachment_id: uuid.UUID) -> Attachment | None:
    """Return an attachment, if there is one that the viewer may read."""
    found: Attachment | None = readable_by(viewer, Attachment).filter(pk=attachment_id).first()
    return found
