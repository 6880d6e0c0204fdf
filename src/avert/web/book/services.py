"""Writing the book."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.book.models import Entry, Question, QuestionAnswer
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.sharing import NOBODY_ELSE, Sharing


def write_entry(
    *,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    **content: Any,
) -> Entry:
    """Write an entry in the book of an organisation; ``content`` is that of an Entry."""
    entry = Entry(owner_id=owner_id, place=place, marking=marking, **content)
    return services.create(record=entry, viewer=viewer, occasion=occasion, sharing=sharing)


@transaction.atomic
def write_entries(*, rows: Sequence[Mapping[str, Any]], **shared: Any) -> list[Entry]:
    """Write several entries that were on paper first, all or none; ``shared`` is what ``write_entry`` takes."""
    return [write_entry(**row, **shared) for row in rows]


def say_to_do_is_done(
    *, entry: Entry, row_version: int, viewer: Person, occasion: Occasion, today: dt.date
) -> Entry:
    """Say that what remained to be done was done today."""
    fields = {"to_do_done_on": today}
    return services.change(
        record=entry, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion
    )


def ask(
    *,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    text: str,
    every_days: int | None = None,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
) -> Question:
    """Write down a question that an organisation asks itself."""
    question = Question(owner_id=owner_id, text=text, every_days=every_days, place=place, marking=marking)
    return services.create(record=question, viewer=viewer, occasion=occasion, sharing=sharing)


def answer(
    *, question: Question, text: str, on: dt.date, viewer: Person, occasion: Occasion, who: str = ""
) -> QuestionAnswer:
    """Write down what was found, for those whom the question is for."""
    found = QuestionAnswer(
        owner_id=question.owner_id, question=question, text=text, on=on, who=who, marking=question.marking
    )
    sharing = sharing_of(question.audience_id)
    return services.create(record=found, viewer=viewer, occasion=occasion, sharing=sharing)


def append_list_read(*, kind: type[Entry | Question], occasion: Occasion) -> None:
    """Write down that a list was read."""
    services.append_list_read(kind=kind, occasion=occasion)
