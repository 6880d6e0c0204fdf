"""Writing notes and their attachments."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from django.db import transaction

from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.notes.models import Attachment, Note
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.sharing import NOBODY_ELSE, Sharing


class CleanedFile(Protocol):
    """A file that was cleaned when it came in."""

    @property
    def content(self) -> bytes:
        """The bytes."""

    @property
    def media_type(self) -> str:
        """The media type that the content has."""

    @property
    def name(self) -> str:
        """The name to keep it under."""


def write_note(
    *,
    owner_id: uuid.UUID,
    title: str,
    viewer: Person,
    occasion: Occasion,
    text: str = "",
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    why: str = "",
) -> Note:
    """Write a note for an organisation; it is for nobody else unless ``sharing`` says so."""
    note = Note(owner_id=owner_id, title=title, text=text, place=place, marking=marking)
    return services.create(record=note, viewer=viewer, occasion=occasion, sharing=sharing, why=why)


def change_note(
    *,
    note: Note,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Note:
    """Change the title, text or place of a note as it was read at ``row_version``."""
    return services.change(
        record=note, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


def append_list_read(*, occasion: Occasion) -> None:
    """Write down that a list of notes was read."""
    services.append_list_read(kind=Note, occasion=occasion)


@transaction.atomic
def add_attachment(*, note: Note, file: CleanedFile, viewer: Person, occasion: Occasion) -> Attachment:
    """Add a cleaned file to a note, for those whom the note is for."""
    attachment = Attachment(
        owner_id=note.owner_id,
        note=note,
        marking=note.marking,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        data=file.content,
    )
    sharing = sharing_of(note.audience_id)
    return services.create(record=attachment, viewer=viewer, occasion=occasion, sharing=sharing)
