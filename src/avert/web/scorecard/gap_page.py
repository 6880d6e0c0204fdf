"""What the page of the gap between warning and response shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from avert.web.records.words import place_name
from avert.web.scorecard.hindcast import Case
from avert.web.scorecard.selectors import Gap
from avert.web.scorecard.words import lasting
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name
from avert.web.warnings.course_words import stands_at

ON_A_PAGE = 50
LONGEST = 140


def gap_table(gaps: Sequence[Gap], now: dt.datetime) -> Table:
    """Return the addressees with no decision recorded, the longest waiting first."""
    columns = (
        Column("warning", _("Warning"), is_text=True),
        Column("asked", _("Who was asked, for what"), is_text=True),
        Column("since", _("Without a decision for")),
        Column("stands", _("How far it has come")),
        Column("turned", _("Turned to others"), is_number=True, note=_("along the ladder")),
    )
    return Table(_("No decision recorded"), columns, [_gap(gap, now) for gap in gaps], is_caption_hidden=True)


def reports_table(signals: Sequence[Any], now: dt.datetime) -> Table:
    """Return what was reported and not answered, the longest waiting first."""
    columns = (
        Column("what", _("What was reported"), is_text=True),
        Column("about", _("What it is about")),
        Column("way", _("Came in by")),
        Column("since", _("Without an answer for")),
        Column("place", _("Place"), is_name=True),
    )
    rows = [
        {
            "what": Cell(own_name(_short(signal.text)), url=reverse("signals:signal", args=[signal.pk])),
            "about": signal.get_about_display(),
            "way": signal.get_way_display(),
            "since": lasting(now - signal.received_at),
            "place": place_name(signal.place) or "–",
        }
        for signal in signals
    ]
    return Table(_("Reports without an answer"), columns, rows, is_caption_hidden=True)


def cases_table(cases: Sequence[Case]) -> Table:
    """Return the replays: how much of what was said then had no response recorded."""
    columns = (
        Column("case", _("Case"), is_text=True),
        Column("said", _("Reports and warnings"), is_number=True),
        Column("unanswered", _("Without a recorded response"), is_number=True),
    )
    return Table(_("Cases"), columns, [_case(case) for case in cases], is_caption_hidden=True)


def _gap(gap: Gap, now: dt.datetime) -> dict[str, Any]:
    addressee, warning = gap.addressee, gap.addressee.warning
    url = reverse("warnings:course", args=[warning.pk, addressee.pk])
    overdue = _("overdue") if gap.state.is_overdue else ""
    return {
        "warning": Cell(own_name(warning.title), url=url, note=place_name(warning.place)),
        "asked": Cell(own_name(addressee.role), note=own_name(_short(addressee.asked))),
        "since": Cell(lasting(now - warning.released_at), note=overdue),
        "stands": stands_at(gap.state),
        "turned": gap.escalations,
    }


def _case(case: Case) -> dict[str, Any]:
    query = urlencode({"place": case.place, "on": case.on.isoformat()})
    known = _("as recorded by {day}").format(day=date_format(case.on, "DATE_FORMAT"))
    return {
        "case": Cell(own_name(case.title), url=f"{reverse('scorecard:hindcast')}?{query}", note=known),
        "said": case.said,
        "unanswered": case.unanswered,
    }


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
