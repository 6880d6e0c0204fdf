"""What is not known, as a table of tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from avert.assessment.frameworks import Indicator, load_indicators
from avert.web.assessment.evidence.selectors import may_close
from avert.web.assessment.vocabulary import GapState
from avert.web.records.naming import Names
from avert.web.records.selectors import writable_by
from avert.web.site.tables import Cell, Column, Table


def table_of(gaps: Sequence[Any], *, viewer: Any, names: Names, today: dt.date) -> Table:
    """Return gaps as a table; its writers may edit one, and whoever it is asked of says what came of it."""
    columns = (
        Column("what", _("What is not known"), is_text=True),
        Column("who", _("Who finds it out"), is_name=True),
        Column("due", _("By when")),
        Column("state", _("State"), is_text=True),
    )
    found = writable_by(viewer, type(gaps[0])).filter(pk__in=[gap.pk for gap in gaps])
    own = set(found.values_list("pk", flat=True))
    indicators = load_indicators() if any(gap.indicator for gap in gaps) else {}
    rows = [
        _row(
            gap, indicators.get(gap.indicator), is_own=gap.pk in own, viewer=viewer, names=names, today=today
        )
        for gap in gaps
    ]
    return Table(_("What is to be found out"), columns, rows, is_caption_hidden=True)


def is_overdue(gap: Any, today: dt.date) -> bool:
    """Say whether a task is past its date and still open."""
    return gap.state == GapState.OPEN and gap.due_on is not None and gap.due_on < today


def _row(
    gap: Any, indicator: Indicator | None, *, is_own: bool, viewer: Any, names: Names, today: dt.date
) -> dict[str, Any]:
    note = f"{gap.indicator}: {indicator.text}" if indicator else gap.indicator
    can_close = gap.state == GapState.OPEN and (is_own or may_close(viewer, gap))
    close = reverse("assessment:close-gap", args=[gap.pk]) if can_close else ""
    return {
        "what": Cell(gap.what, reverse("assessment:edit-gap", args=[gap.pk]) if is_own else "", note),
        "who": Cell(gap.who, note=names.organisation(gap.organisation_id) if gap.organisation_id else ""),
        "due": Cell(gap.due_on or _("no date"), note=_("overdue") if is_overdue(gap, today) else ""),
        "state": Cell(
            _("To be found out: say what came of it") if can_close else gap.get_state_display(),
            close,
            gap.found,
        ),
    }
