"""What the page of a hindcast shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.figures.wording import count, percent
from avert.web.records.words import place_name
from avert.web.scorecard.hindcast import YEARS_AFTER, Deaths, Hindcast, Risk, Said, Told
from avert.web.scorecard.words import Text
from avert.web.site.components import Fact, SourceLine
from avert.web.site.drawings import language
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import value

BASES: Mapping[str, Text] = {
    "published": gettext_lazy("published"),
    "public": gettext_lazy("public event"),
    "reconstructed": gettext_lazy("reconstructed"),
}


def hindcast_context(found: Hindcast) -> dict[str, Any]:
    """Return everything that the page of a place on a day shows."""
    return {
        "place": found.place.name(language()),
        "on": found.on,
        "facts": _facts(found),
        "deaths": _deaths(found),
        "told": [_told(told) for told in found.told],
        "source": SourceLine.of(found.provenance) if found.provenance.sources else None,
    }


def _facts(found: Hindcast) -> list[Fact]:
    then = _("What the model said from data known by then")
    later = _("What the model says today of that time")
    onsets = _("Mass killings on the list that began from {year} to {last}")
    return [
        Fact(
            then,
            *_risk(
                found.then,
                _("No result here rests on data that could all be known by then. That is not a low risk."),
            ),
        ),
        Fact(
            later,
            *_risk(
                found.later, _("No result is at hand from the figures of the year before."), is_hindsight=True
            ),
        ),
        Fact(
            onsets.format(year=found.on.year, last=found.on.year + YEARS_AFTER),
            _onsets(found),
            _("As the list has it today; nobody could read it then."),
        ),
    ]


def _risk(risk: Risk | None, without: str, *, is_hindsight: bool = False) -> tuple[Any, str]:
    if risk is None or risk.risk is None:
        return None, without
    interval = _("no interval stated")
    if risk.low is not None and risk.high is not None:
        interval = _("90 % interval {low} to {high}").format(low=percent(risk.low), high=percent(risk.high))
    known = (
        _("data known on {day}").format(day=date_format(risk.known_on, "DATE_FORMAT"))
        if risk.known_on
        else ""
    )
    note = _(
        "Risk of new mass killing in the two years after {year}, {interval}; model {model}, {known}."
    ).format(year=risk.year, interval=interval, model=risk.model, known=known)
    caution = _("Hindsight: its data came later.") if is_hindsight else ""
    return percent(risk.risk), f"{note} {caution}".strip()


def _onsets(found: Hindcast) -> str | SafeString | None:
    if found.onsets is None:
        return None
    if not found.onsets:
        return _("none")
    return "; ".join(f"{onset.name} ({onset.year})" for onset in found.onsets)


def _deaths(found: Hindcast) -> Table:
    columns = (
        Column("year", _("Year")),
        Column("best", _("Deaths in organised violence"), is_number=True),
        Column("interval", _("Low to high estimate")),
    )
    rows = [{"year": str(row.year), "best": row.best, "interval": _bounds(row)} for row in found.deaths]
    return Table(_("Deaths recorded since"), columns, rows, is_caption_hidden=True)


def _bounds(row: Deaths) -> str:
    return _("unknown") if row.low is None or row.high is None else f"{count(row.low)} – {count(row.high)}"


def _told(told: Told) -> dict[str, Any]:
    columns = (
        Column("known", _("Known")),
        Column("text", _("What was said"), is_text=True),
        Column("done", _("What was done, as recorded by then"), is_text=True),
    )
    replay = told.replay
    url = f"{reverse('replays:replay', args=[replay.id])}?on={(replay.frozen_on or replay.last_day).isoformat()}"
    rows = [_said(said) for said in told.said]
    unanswered = len(replay.unanswered())
    return {
        "url": url,
        "count": len(rows),
        "unanswered": unanswered,
        "table": Table(_("What was said and done"), columns, rows, is_caption_hidden=True),
    }


def _said(said: Said) -> dict[str, Any]:
    item = said.item
    by = getattr(item, "issued_by", "") or getattr(item, "reporter", "")
    done = format_html_join("; ", "{}", ((_english(response.text),) for response in said.responses))
    return {
        "known": Cell(value(item.known), note=place_name(item.place)),
        "text": Cell(_english(item.text), note=format_html("{}; {}", _english(by), BASES[item.basis])),
        "done": done or _("no response recorded"),
    }


def _english(text: str) -> SafeString:
    return format_html('<span dir="auto" lang="en">{}</span>', text)
