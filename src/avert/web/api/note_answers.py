"""Notes in the words of the API."""

from __future__ import annotations

from avert.web.api.record_answers import Answer, envelope, terms
from avert.web.notes.models import Note


def summary(note: Note) -> Answer:
    """Return a note as lists show it."""
    return envelope(note) | {"title": note.title}


def whole(note: Note) -> Answer:
    """Return a note with its text, as an answer by itself."""
    return terms([note.marking]) | summary(note) | {"text": note.text}
