"""Which structures were active when, and which ties began and ended: as a drawing and as tables."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from avert.figures.axes import ticks_within
from avert.figures.lettering import fitted
from avert.figures.markup import Markup, element, number
from avert.figures.palette import FONT, paint
from avert.society.actors import Actor
from avert.society.layout import BANDS
from avert.society.network import DatedTies
from avert.web.site.components import Figure
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name
from avert.web.society.network.asked import Asked
from avert.web.society.network.picture import level_word

WIDTH, SIDE, ROW, HEAD = 1040.0, 250.0, 24.0, 34.0
MOST_DRAWN = 60
DAYS_OF_YEAR = 365.25
TEXT = 12.5


def context_of(asked: Asked) -> dict[str, Any]:
    """Return what the page shows."""
    dated = sorted((one for one in asked.known.actors if one.begins or one.ends), key=_rank)
    ties = asked.known.ties
    years = _years(ties)
    return {
        "figure": _figure(dated[:MOST_DRAWN], asked) if dated else None,
        "actors": _table(dated[:MOST_DRAWN]) if dated else None,
        "not_drawn": max(0, len(dated) - MOST_DRAWN),
        "undated": len(asked.known.actors) - len(dated),
        "ties": _ties_table(years) if years else None,
        "undated_ties": int((np.isnat(ties.begins) & np.isnat(ties.ends)).sum()),
    }


def _figure(actors: Sequence[Actor], asked: Asked) -> Figure:
    title = _("Who was active when")
    caption = _(
        "An open end of a bar means that the day is not known. The upright line is the day that was asked for."
    )
    said = _("{count} structures from the first beginning that is known to the last end.").format(
        count=len(actors)
    )
    return Figure(title, _drawn(actors, asked.on, title), said, caption, is_wide=True)


def _drawn(actors: Sequence[Actor], on: dt.date, title: str) -> SafeString:
    days = [day for one in actors for day in (one.begins, one.ends) if day] + [on]
    low, high = _year(min(days)) - 0.5, _year(max(days)) + 0.5
    scale = (WIDTH - SIDE - 20) / (high - low)
    bottom = HEAD + ROW * len(actors)
    parts: list[Markup] = []
    for tick in ticks_within(low, high, 8):
        x = SIDE + (tick - low) * scale
        parts += [
            element("line", x1=x, x2=x, y1=HEAD - 8, y2=bottom, **paint(stroke="rule")),
            _text(f"{tick:.0f}", x, HEAD - 14, "middle", "muted"),
        ]
    for row, actor in enumerate(actors):
        parts += _bar(actor, HEAD + ROW * row, (low, high, scale))
    x = SIDE + (_year(on) - low) * scale
    parts.append(element("line", x1=x, x2=x, y1=HEAD - 8, y2=bottom, stroke_width="2", **paint(stroke="ink")))
    svg = element(
        "svg",
        element("title", title),
        *parts,
        class_="fig",
        viewBox=f"0 0 {number(WIDTH)} {number(bottom + 8)}",
        font_family=FONT,
        font_size=TEXT,
    )
    # The markup escapes every word that came from data; see avert.figures.markup.
    return mark_safe(svg)  # noqa: S308


def _bar(actor: Actor, top: float, axis: tuple[float, float, float]) -> list[Markup]:
    low, high, scale = axis
    start = _year(actor.begins) if actor.begins else low
    end = _year(actor.ends) if actor.ends else high
    x, width = SIDE + (start - low) * scale, max(2.0, (end - start) * scale)
    parts = [
        _text(fitted(actor.name, SIDE - 12, TEXT), 0, top + 15, "start", "ink"),
        element("rect", x=x, y=top + 5, width=width, height=13.0, **paint(fill="soft")),
    ]
    # Where a day is not known, the bar fades out in a dashed end.
    for known, edge in ((actor.begins, x), (actor.ends, x + width)):
        dashes = None if known else "2 2"
        parts.append(
            element(
                "line",
                x1=edge,
                x2=edge,
                y1=top + 2,
                y2=top + 21,
                stroke_width="2.5",
                stroke_dasharray=dashes,
                **paint(stroke="accent"),
            )
        )
    return parts


def _table(actors: Sequence[Actor]) -> Table:
    columns = [
        Column("name", _("Structure"), is_name=True),
        Column("level", _("Level")),
        Column("begins", _("From")),
        Column("ends", _("Until")),
    ]
    rows = [
        {
            "name": own_name(one.name),
            "level": level_word(one.level),
            "begins": one.begins or Cell(_("not known")),
            "ends": one.ends or Cell(_("no end known")),
        }
        for one in actors
    ]
    return Table(_("Structures in time"), columns, rows)


def _years(ties: DatedTies) -> dict[int, tuple[int, int]]:
    began, ended = (
        Counter((days[~np.isnat(days)].astype("datetime64[Y]").astype(int) + 1970).tolist())
        for days in (ties.begins, ties.ends)
    )
    return {year: (began[year], ended[year]) for year in sorted({*began, *ended}, reverse=True)}


def _ties_table(years: dict[int, tuple[int, int]]) -> Table:
    columns = [
        Column("year", _("Year")),
        Column("began", _("Began"), is_number=True),
        Column("ended", _("Ended"), is_number=True),
    ]
    rows = [{"year": str(year), "began": began, "ended": ended} for year, (began, ended) in years.items()]
    return Table(_("Ties that began and ended"), columns, rows)


def _rank(actor: Actor) -> tuple[int, dt.date, str]:
    return BANDS.index(actor.level), actor.begins or dt.date.min, actor.name


def _year(day: dt.date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / DAYS_OF_YEAR


def _text(said: str, x: float, y: float, anchor: str, role: str) -> Markup:
    return element("text", said, x=float(x), y=float(y), text_anchor=anchor, **paint(fill=role))
