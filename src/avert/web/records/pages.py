from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from avert.web.accounts.policy import organisations_where
from avert.web.records.models import Record
from avert.web.records.policy import Viewer


@dataclass(frozen=True)
class Pages:
    """How a record is called and where its pages are: ``share/``, ``history/``, ``remove/`` lie below its own."""

    title: str
    url: str
    above: str  # the list it stands in, for when it is gone
    crumbs: Sequence[Any] = ()


def who_has_seen_url(record: Record, *, viewer: Viewer) -> str:
    """Return where the viewer finds who has seen a record; nothing for whoever may not know."""
    is_known = record.owner_id in organisations_where(viewer)
    return f"{reverse('trail:trail')}?object={record.pk}" if is_known else ""
