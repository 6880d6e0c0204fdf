"""One way to write a sample of every kind of record; a kind without one fails the tests of all kinds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from avert.web.accounts.models import Organisation, Person
from avert.web.notes.models import Attachment, Note
from avert.web.records import services
from avert.web.records.models import Record
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from tests.people import OCCASION

PLACE = "gw:501"


def write_note(
    owner: Organisation, by: Person, sharing: Sharing = NOBODY_ELSE, *, why: str = "", **fields: Any
) -> Note:
    note = Note(owner=owner, **{"place": PLACE, "title": "Market", "text": "Meeting on Friday", **fields})
    return services.create(record=note, viewer=by, occasion=OCCASION, sharing=sharing, why=why)


def write_attachment(
    owner: Organisation, by: Person, sharing: Sharing = NOBODY_ELSE, **fields: Any
) -> Attachment:
    note = write_note(owner, by, sharing, **fields)
    return attach(note, by, sharing)


def attach(note: Note, by: Person, sharing: Sharing = NOBODY_ELSE, **options: Any) -> Attachment:
    attachment = Attachment(
        owner=note.owner, note=note, name="a.txt", media_type="text/plain", size=1, data=b"x"
    )
    attachment.marking = note.marking
    return services.create(record=attachment, viewer=by, occasion=OCCASION, sharing=sharing, **options)


# kind → (how one is written, a field of its content, another value for it)
SAMPLES: dict[type[Record], tuple[Callable[..., Any], str, Any]] = {
    Note: (write_note, "title", "Bazaar"),
    Attachment: (write_attachment, "name", "b.txt"),
}
