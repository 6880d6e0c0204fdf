"""What sealed fields are called. A field without a name here is shown as the record calls it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: Mapping[str, str | Promise] = {
    "source_name": _("Name of the source"),
    "source_contact": _("How to reach the source"),
    "source_notes": _("What else would identify the source"),
    "reporter_name": _("Name of who reported"),
    "reporter_contact": _("How to reach who reported"),
    "reporter_notes": _("What else would identify who reported"),
}


def label_of(field: str) -> str | Promise:
    """Return what a sealed field is called.

    >>> label_of("own_words")
    'own words'
    """
    return LABELS.get(field, field.replace("_", " "))


def in_order(fields: Iterable[str]) -> list[str]:
    """Return sealed fields in the order they are read in: as above, then the others.

    >>> in_order(["own_words", "source_contact", "source_name"])
    ['source_name', 'source_contact', 'own_words']
    """
    order = list(LABELS)
    return sorted(fields, key=lambda field: (order.index(field) if field in order else len(order), field))
