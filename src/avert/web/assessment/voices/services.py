"""Writing down whose reading is wanted, who assesses again and again, and connecting the two."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.assessment.models import Assessment, Connection, ConnectionAnswer, Process, Stakeholder
from avert.web.audit.occasions import Occasion
from avert.web.records import services
from avert.web.records.models import Record
from avert.web.records.selectors import is_readable, is_writable
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.taking_part import add_part


def add_stakeholder(
    *, assessment: Assessment, name: str, viewer: Person, occasion: Occasion, **content: Any
) -> Stakeholder:
    """Add someone whose reading is wanted, for everybody who reads the assessment; ``content`` are further fields."""
    made = Stakeholder(assessment=assessment, name=name, **content)
    return add_part(part=made, viewer=viewer, occasion=occasion)


@transaction.atomic
def announce(
    *,
    owner_id: uuid.UUID,
    title: str,
    level: str,
    method: str,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    assessment: Assessment | None = None,
    **content: Any,
) -> Process:
    """Tell others that somebody assesses a place again and again; ``assessment`` is one that is made in it.

    Raises InputError where that is an exercise: nobody connects to one.
    """
    if assessment is not None and assessment.exercise_id is not None:
        raise InputError("An exercise is nothing to connect to. Announce what is real.")
    made = Process(
        owner_id=owner_id, title=title, level=level, method=method, place=place, marking=marking, **content
    )
    services.create(record=made, viewer=viewer, occasion=occasion, sharing=sharing)
    if assessment is not None and is_writable(assessment, viewer=viewer):
        services.change(
            record=assessment,
            row_version=assessment.row_version,
            fields={"process": made},
            viewer=viewer,
            occasion=occasion,
        )
    return made


def ask_to_connect(
    *,
    process: Process,
    owner_id: uuid.UUID,
    why: str,
    viewer: Person,
    occasion: Occasion,
    offers: str = "",
) -> Connection:
    """Ask to connect to a process that one may read. Whoever keeps it reads the request, and nothing else of ours.

    Raises DoesNotExist where the viewer may not read it, InputError where it is one's own.
    """
    if not is_readable(process, viewer=viewer):
        raise Process.DoesNotExist
    if owner_id == process.owner_id:
        raise InputError("This process is your own organisation's. Share it with your colleagues instead.")
    made = Connection(owner_id=owner_id, process=process, why=why, offers=offers, place=process.place)
    asked = Sharing(organisations=frozenset({process.owner_id}))
    return services.create(record=made, viewer=viewer, occasion=occasion, sharing=asked)


def answer_connection(
    *, connection: Connection, reply: str, viewer: Person, occasion: Occasion, text: str = ""
) -> ConnectionAnswer:
    """Answer a request to connect, for the organisation that is asked; whoever asks reads it. The latest stands.

    Raises DoesNotExist where the viewer may not read it, PermissionDenied where she does not write for the asked.
    """
    if not is_readable(connection, viewer=viewer):
        raise Connection.DoesNotExist
    made = ConnectionAnswer(
        owner_id=connection.process.owner_id,
        connection=connection,
        reply=reply,
        text=text,
        place=connection.place,
    )
    asker = Sharing(organisations=frozenset({connection.owner_id}))
    return services.create(record=made, viewer=viewer, occasion=occasion, sharing=asker)


def remove(*, record: Record, row_version: int, viewer: Person, occasion: Occasion) -> None:
    """Remove a stakeholder, a process or a request. Raises InputError while what others wrote hangs on it."""
    try:
        with transaction.atomic():
            services.remove(record=record, row_version=row_version, viewer=viewer, occasion=occasion)
    except ProtectedError:
        raise InputError(
            "Others have written something that would be lost with it: readings, or requests to connect. Keep it."
        ) from None


def append_processes_read(*, occasion: Occasion) -> None:
    """Write down that the list of processes was read."""
    services.append_list_read(kind=Process, occasion=occasion)
