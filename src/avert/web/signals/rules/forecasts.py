"""Forecasts of deaths: what has become likely that neither the record nor the forecast before had shown.

Where the record has fallen silent a forecast is unreliable: what it raises says so, and a low one is unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from avert import periods
from avert.brief.quantities import Quantity, day_text, month_text, source_of, written
from avert.brief.words import LIKELIHOOD_BREAKS, likelihood_word
from avert.forecast import DEFAULT
from avert.forecast.issuing import KIND
from avert.forecast.summaries import QUIET_MONTHS
from avert.places import place_of_gwcode
from avert.provenance import Provenance
from avert.sources.holdings import Library
from avert.sources.results import Issued
from avert.web.signals.rules.events import Event, deaths_text
from avert.web.signals.rules.findings import Finding, Raised

INTERVAL = "90 % interval"
LEAST = LIKELIHOOD_BREAKS[0]
"""What is very unlikely wakes nobody, however fast it rose."""
TIMES = 2
Row = dict[str, Any]


@dataclass(frozen=True)
class _Question:
    """What of a row is compared, what must be known for it, and what is found."""

    event: Event
    column: str
    says: str
    needs: tuple[str, ...]
    is_found: Callable[[Row], bool]


def becomes_likely(library: Library, per_cent: float, event: Event) -> Raised:
    """Return the countries where so many deaths are this likely, which were fewer before and less likely before."""
    return _raised(
        library,
        _Question(
            event,
            f"p_{event.deaths}",
            deaths_text(event.deaths),
            ("p", "deaths_before"),
            lambda row: row["deaths_before"] < event.deaths and _is_new(row, per_cent / 100),
        ),
    )


def breaks_out(library: Library, per_cent: float, event: Event) -> Raised:
    """Return the countries without a death in 12 months where 25 are this likely, and were not one forecast before."""
    return _raised(
        library,
        _Question(
            event,
            "p_onset",
            _("{deaths}, an onset after 12 months without any,").format(deaths=deaths_text(event.deaths)),
            ("deaths_of_year",),
            lambda row: _is_new(row, per_cent / 100),
        ),
    )


def escalates(library: Library, per_cent: float, event: Event) -> Raised:
    """Return the countries where twice the deaths before, and 25 more, are this likely and were not before."""
    return _raised(
        library,
        _Question(
            event,
            "p_escalation",
            _("an escalation (at least twice the deaths of as many months before, and 25 more)"),
            ("p",),
            lambda row: _is_new(row, per_cent / 100),
        ),
    )


def rises(library: Library, points: float, event: Event) -> Raised:
    """Return the countries where so many deaths are likelier than in the forecast before, by points and doubled."""
    return _raised(
        library,
        _Question(
            event,
            f"p_{event.deaths}",
            deaths_text(event.deaths),
            ("p", "p_earlier"),
            lambda row: row["p"] >= max(LEAST, TIMES * row["p_earlier"], row["p_earlier"] + points / 100),
        ),
    )


def _is_new(row: Row, least: float) -> bool:
    earlier = row["p_earlier"]
    return row["p"] is not None and row["p"] >= least and (earlier is None or earlier < least)


def _raised(library: Library, asked: _Question) -> Raised:
    issued = library.newest(KIND, model=DEFAULT)
    if issued is None:
        return Raised()
    earlier = issued_before(library, issued)
    rows = _rows(issued, earlier, asked).sort(
        "p", "country_gwcode", descending=[True, False], nulls_last=True
    )
    known = rows.drop_nulls(asked.needs)
    found = [row for row in known.to_dicts() if asked.is_found(row)]
    places = [row["country_gwcode"] for row in found]
    silent = known.filter("is_reporting_blackout", ~pl.col("country_gwcode").is_in(places))
    return Raised(
        tuple(_finding(row, issued, earlier, asked) for row in found),
        rows.height - known.height + silent.height,
    )


def issued_before(library: Library, issued: Issued) -> Issued | None:
    """Return the newest forecast of all steps from an earlier month of the year before."""
    origin = periods.month_of_text(issued.result.origin)
    found = (
        library.newest(KIND, periods.month_text(origin - back), DEFAULT)
        for back in range(1, QUIET_MONTHS + 1)
    )
    return next((one for one in found if one and one.frames["sums"].height), None)


def _rows(issued: Issued, earlier: Issued | None, asked: _Question) -> pl.DataFrame:
    """Return a row per country: the probability now and in the forecast before, and what was recorded."""
    sums = _sums(issued, asked.event, asked.event.months)
    before = _sums(earlier, asked.event, asked.event.months) if earlier else sums.clear()
    year = _sums(issued, asked.event, QUIET_MONTHS)
    return (
        issued.frames["countries"]
        .select("country_gwcode", "is_reporting_blackout", "newest_source")
        .join(sums.with_columns(pl.col(asked.column).alias("p")), on="country_gwcode", how="left")
        .join(
            before.select("country_gwcode", pl.col(asked.column).alias("p_earlier")),
            on="country_gwcode",
            how="left",
        )
        .join(
            year.select("country_gwcode", pl.col("deaths_before").alias("deaths_of_year")),
            on="country_gwcode",
            how="left",
        )
    )


def _sums(issued: Issued, event: Event, months: int) -> pl.DataFrame:
    return issued.frames["sums"].filter(violence_type=event.violence_type, last_step=months)


def _finding(row: Row, issued: Issued, earlier: Issued | None, asked: _Question) -> Finding:
    result, place = issued.result, place_of_gwcode(row["country_gwcode"])
    at = periods.last_day(result.origin)
    origin = month_text(periods.month_id(at.year, at.month))
    text = _(
        "{place}: the forecast gives {event} in {violence} in the {months} months after {origin} a probability of "
        "{probability}: {word}. In as many months before, {recorded} recorded."
    ).format(
        place=place.name(year=at.year),
        event=asked.says,
        violence=asked.event.violence,
        months=asked.event.months,
        origin=origin,
        probability=written(row["p"], "probability"),
        word=_word(row["p"]),
        recorded=written(row["deaths_before"], "deaths"),
    )
    lines = [*_silence(row), text, _range(row), _earlier(row, earlier), _source(row, issued)]
    return Finding(
        place.key, "\n".join(lines), result.origin, at, result.result_id, str(row["newest_source"] or "")
    )


def _word(p: float) -> str:
    word = likelihood_word(p)
    return _(word.text) if word else ""


def _silence(row: Row) -> list[str]:
    if not row["is_reporting_blackout"]:
        return []
    return [_("Reporting from there has fallen silent: this forecast is unreliable. Silence is not calm.")]


def _range(row: Row) -> str:
    sums = Quantity("", "", "", "deaths", row["q50"], row["q05"], row["q95"], INTERVAL)
    return _(
        "Deaths in these months: {deaths} in the middle of what is forecast ({interval}). A forecast from recorded "
        "deaths knows no plans, no talks and nothing that was reported since."
    ).format(deaths=sums.text, interval=sums.interval_text)


def _earlier(row: Row, earlier: Issued | None) -> str:
    if earlier is None or row["p_earlier"] is None:
        return _("No earlier forecast is at hand to compare it with.")
    p = row["p_earlier"]
    # None of 1,000 draws is not never.
    said = written(p, "probability") if p else _("under {least}").format(least=written(0.001, "probability"))
    return _("The forecast from {month} gave {probability}.").format(
        month=earlier.result.origin, probability=said
    )


def _source(row: Row, issued: Issued) -> str:
    result, label = issued.result, row["newest_source"]
    source = source_of(Provenance.of(result.sources), label)
    return _("Source: {source}, as known on {day}. Model {model}. Result {result}.").format(
        source=label or ", ".join(source.label for source in result.sources),
        day=day_text((source and source.vintage) or result.data_as_of or result.issued_at.date()),
        model=result.specification["model"],
        result=result.result_id,
    )
