"""The page of one feed, watch or rule: what it says, what it does, and whom its signals are for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from avert.web.records.naming import Names
from avert.web.records.pages import Pages
from avert.web.site.components import Fact
from avert.web.site.record_pages import frame_of


def context_of(
    record: Any, *, viewer: Any, pages: Pages, facts: Sequence[Fact], troubles: Sequence[str] = ()
) -> dict[str, Any]:
    """Return everything that the page shows to this viewer."""
    return frame_of(record, pages, viewer=viewer) | {"facts": facts, "troubles": troubles}


def left_alone_text() -> str:
    """Return what is said where nobody is left in whose name the site could act."""
    return _(
        "Whoever saved it last may no longer write here, so it raises no signals. Change it and save it: from then on "
        "it works in your name."
    )


def shared_from(record: Any, names: Names) -> str:
    """Return the note of a row in a list that another organisation shares; nothing for one's own."""
    if record.owner_id in names.own:
        return ""
    return _("from {organisation}").format(organisation=names.organisation(record.owner_id))
