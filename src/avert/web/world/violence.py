"""The violence record of a place: deaths by year and month, and between whom."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.brief.lenses import Silence, ViolenceRecord
from avert.brief.profile import RECENT_MONTHS, RECENT_YEARS
from avert.figures import deaths_by_month, deaths_by_year
from avert.panel.silence import PAST_MONTHS
from avert.web.site.components import Download
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.words import VIOLENCE

MOST_PAIRS = 15
_UNNAMED = re.compile(r"XXX\d+")
"""What UCDP writes for a side that no source names."""


@dataclass(frozen=True)
class Record:
    """What the page shows of it."""

    known_to: str
    by_year: Drawing
    by_month: Drawing | None
    actors: Table | None
    actors_left_out: int


def record_of(
    violence: ViolenceRecord, name: str, *, now: dt.datetime, downloads: Sequence[Download]
) -> Record:
    """Return the violence record as the page shows it."""
    return Record(
        _known_to(violence.known_to, now),
        _by_year(violence, name, downloads),
        _by_month(violence, name, downloads),
        _actors(violence) if violence.actors.height else None,
        max(0, violence.actors.height - MOST_PAIRS),
    )


def silence_text(silence: Silence) -> list[str]:
    """Say since when a record is silent, and against which past."""
    since = numbers.month(silence.silent_since)
    length = ngettext(
        "No death has been recorded since {since}: one month.",
        "No death has been recorded since {since}: {months} months in a row.",
        silence.silent_months_count,
    ).format(since=since, months=silence.silent_months_count)
    past = _(
        "In the {past} months before, deaths were recorded in {share} of months. Such a past would produce a silence "
        "as long less than once in a hundred times."
    ).format(past=PAST_MONTHS, share=numbers.whole_percent(silence.past_active_share))
    meaning = _(
        "Either the violence stopped or the reporting did; the record cannot tell which. Until someone has asked, "
        "low figures on this page, a low risk among them, are no sign of calm."
    )
    return [f"{length} {past}", meaning]


def _known_to(month: int | None, now: dt.datetime) -> str:
    if month is None:
        return _("In no month are all three types of violence known.")
    return _("All three types are known to {month}, {age}. Later months are unknown here, not calm.").format(
        month=numbers.month(month), age=numbers.age(numbers.first_day(month), now)
    )


def _by_year(violence: ViolenceRecord, name: str, downloads: Sequence[Download]) -> Drawing:
    figure = deaths_by_year(
        violence.years, title=_("Deaths by year in {place}").format(place=name), lang=language()
    )
    rows = violence.years.sort("year", descending=True).iter_rows(named=True)
    body = [{"when": Cell(str(row["year"]))} | _cells(row) for row in rows]
    table = Table(figure.title, (Column("when", _("Year")), *_columns()), body, is_caption_hidden=True)
    return drawing(figure, table=table, downloads=downloads)


def _by_month(violence: ViolenceRecord, name: str, downloads: Sequence[Download]) -> Drawing | None:
    if violence.months.is_empty():
        return None
    title = _("The last {number} months in {place}").format(number=RECENT_MONTHS, place=name)
    figure = deaths_by_month(
        violence.months, title=title, layout="stacked", kinds=tuple(VIOLENCE), lang=language()
    )
    rows = violence.months.sort("month_id", descending=True).iter_rows(named=True)
    body = [{"when": Cell(numbers.month(row["month_id"]))} | _cells(row) for row in rows]
    table = Table(figure.title, (Column("when", _("Month")), *_columns()), body, is_caption_hidden=True)
    return drawing(figure, table=table, downloads=downloads)


def _columns() -> list[Column]:
    note = _("best (low–high)")
    kinds = [Column(kind, word, is_number=True, note=note) for kind, word in VIOLENCE.items()]
    return [*kinds, Column("release", _("Release"), is_name=True)]


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    shown = {
        kind: numbers.deaths(*(row[f"fatalities_{kind}_{estimate}"] for estimate in ("best", "low", "high")))
        for kind in VIOLENCE
    }
    releases = dict.fromkeys(filter(None, (row[f"fatalities_{kind}_source"] for kind in VIOLENCE)))
    return shown | {"release": ", ".join(releases) or None}


def _actors(violence: ViolenceRecord) -> Table:
    actors = violence.actors
    span = _span(int(min(actors["first_year"])), int(max(actors["last_year"])))
    columns = (
        Column("side_a", _("Side A"), is_name=True),
        Column("side_b", _("Side B"), is_name=True),
        Column("kind", _("Type of violence")),
        Column("years", _("Years"), is_number=True),
        Column("deaths", _("Deaths"), is_number=True, note=_("best estimate")),
    )
    rows = [
        {
            "side_a": _side(row["side_a"]),
            "side_b": _side(row["side_b"]),
            "kind": VIOLENCE.get(row["violence_type"], row["violence_type"]),
            "years": _span(row["first_year"], row["last_year"]),
            "deaths": numbers.count(row["fatalities_best"]),
        }
        for row in actors.head(MOST_PAIRS).iter_rows(named=True)
    ]
    caption = _("Between whom, {years}").format(years=span)
    note = _(
        "Pairs of sides as UCDP names them, in at most the last {years} years of which events are loaded."
    )
    return Table(caption, columns, rows, note=note.format(years=RECENT_YEARS))


def _side(name: str) -> str:
    return _UNNAMED.sub(_("not identified"), name)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
