"""The atrocity lens: the risk of new mass killing, what goes with it, and what is on the list of mass killings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from avert.brief.lenses import AtrocityLens, Risk
from avert.figures import contributions
from avert.web.site.components import Download, Fact
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.tables import Column, Table
from avert.web.world import numbers
from avert.web.world.words import RESPONSIBLE, risk_level

MOST_DRIVERS = 9


@dataclass(frozen=True)
class Lens:
    """What the page shows of it. ``episodes`` is None where no list is loaded."""

    facts: Sequence[Fact]
    in_a_hundred: str
    drivers: Drawing | None
    ongoing: Sequence[tuple[str, str]]
    episodes: Table | None
    is_list_loaded: bool


def lens_of(lens: AtrocityLens, *, downloads: Sequence[Download]) -> Lens:
    """Return the atrocity lens as the page shows it."""
    episodes = lens.episodes
    return Lens(
        _facts(lens.risk) if lens.risk else [],
        _in_a_hundred(lens.risk) if lens.risk else "",
        _drivers(lens.drivers, downloads),
        _ongoing(episodes) if episodes is not None else [],
        _table(episodes) if episodes is not None and episodes.height else None,
        episodes is not None,
    )


def risk_fact(risk: Risk) -> Fact:
    """Return the risk with its interval and its word, or that it is not known."""
    period = f"{risk.year + 1}–{risk.year + 2}"
    term = _("Risk of new mass killing, {period}").format(period=period)
    if risk.risk is None or risk.word is None:
        return Fact(term, None, _("A predictor that the model needs is not known."))
    shown = format_html("{} {}", numbers.percent(risk.risk), risk_level(risk.word))
    return Fact(term, shown, _interval(risk.risk_low, risk.risk_high))


def rank_fact(risk: Risk) -> Fact:
    """Return the rank with its interval."""
    note = ""
    if risk.rank_low is not None and risk.rank_high is not None:
        note = _("90 % interval {low} to {high}: read it as a range, not as a place in a queue.").format(
            low=risk.rank_low, high=risk.rank_high
        )
    return Fact(_("Rank among {count} countries").format(count=risk.ranked_count), risk.rank, note)


def _interval(low: float | None, high: float | None) -> str:
    bounds = numbers.percent_range(low, high)
    return _("90 % interval {bounds}").format(bounds=bounds) if bounds else _("No interval is stated.")


def _facts(risk: Risk) -> list[Fact]:
    return [risk_fact(risk), rank_fact(risk)]


def _in_a_hundred(risk: Risk) -> str:
    if risk.risk is None:
        return ""
    number = 100 * risk.risk
    if number < 1:
        return _(
            "Of a hundred countries like it, fewer than one would see a mass killing begin in two years."
        )
    return _(
        "Of a hundred countries like it, about {number} would see a mass killing begin in two years, and about {rest} "
        "would not."
    ).format(number=round(number), rest=100 - round(number))


def _drivers(drivers: pl.DataFrame, downloads: Sequence[Download]) -> Drawing | None:
    known = drivers.drop_nulls("contribution") if drivers.height else drivers
    if known.is_empty():
        return None
    figure = contributions(
        known.select(name="label", contribution="contribution"),
        title=_("What raises and what lowers it in the model"),
        unit=_("log-odds"),
        rises=_("raises the risk"),
        falls=_("lowers the risk"),
        most=MOST_DRIVERS,
        lang=language(),
    )
    columns = (
        Column("name", _("Predictor")),
        Column("contribution", _("Contribution"), is_number=True, note=_("log-odds against the average")),
    )
    rows = [
        {"name": in_english(name), "contribution": shown} for name, _value, shown in figure.table.iter_rows()
    ]
    caption = _(
        "Associations, not causes: changing one of these need not change the risk. Bars compare with the average "
        "country of that year, and stand for what is absent here as well as for what is present."
    )
    return drawing(
        figure,
        caption=caption,
        table=Table(figure.title, columns, rows, is_caption_hidden=True),
        downloads=downloads,
    )


def _ongoing(episodes: pl.DataFrame) -> list[tuple[str, str]]:
    rows = episodes.filter("is_ongoing").sort("start_year", descending=True)
    return [
        (in_english(name), _("since {year}").format(year=year))
        for name, year in rows.select("name", "start_year").iter_rows()
    ]


def _table(episodes: pl.DataFrame) -> Table:
    columns = (
        Column("name", _("Episode, as the list names it")),
        Column("by", _("Reported to have committed it")),
        Column("start", _("Began"), is_number=True),
        Column("end", _("Ended"), is_number=True),
    )
    rows = [
        {
            "name": in_english(row["name"]),
            "by": RESPONSIBLE.get(row["perpetrator"], row["perpetrator"]),
            "start": str(row["start_year"]),
            "end": _("ongoing") if row["is_ongoing"] else str(row["end_year"]),
        }
        for row in episodes.sort("start_year", descending=True).iter_rows(named=True)
    ]
    return Table(
        _("Mass killings on the Early Warning Project's list"), columns, rows, is_caption_hidden=True
    )


def in_english(text: str) -> SafeString:
    """Set apart the words of a dataset that exist in English only."""
    return format_html('<span lang="en">{}</span>', text)
