"""Where organised violence may kill, and how many: countries by the odds of a number of deaths, and world sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert import periods
from avert.forecast.summaries import SUMS, THRESHOLDS
from avert.places import place_of_gwcode
from avert.places.names import fold
from avert.provenance import Provenance
from avert.sources.results import Issued
from avert.web.site.components import Crumb, Download, SourceLine, Tab
from avert.web.site.drawings import language
from avert.web.site.places import code_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.addresses import address_or_empty
from avert.web.world.forecasts.cells import before, deaths, word_of
from avert.web.world.forecasts.tabs import forecasts_url, type_tabs
from avert.web.world.forecasts.words import (
    TOTAL,
    TYPES,
    forecast_file,
    interval,
    months_ahead,
    odds,
    region_word,
    span,
)
from avert.web.world.ranked_list import blackout_flag

FIRST_ROWS, LOOKED_AT = 30, 12
DEFAULT_MONTHS, DEFAULT_THRESHOLD = 12, 25


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what there is not counts as the usual."""

    months: int
    kind: str
    threshold: int
    sort: str
    is_all: bool

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """Read the query."""
        kind = query.get("type", TOTAL)
        return cls(
            months=_one_of(SUMS, query.get("months", ""), DEFAULT_MONTHS),
            kind=kind if kind in TYPES else TOTAL,
            threshold=_one_of(THRESHOLDS, query.get("threshold", ""), DEFAULT_THRESHOLD),
            sort=query.get("sort", "-p"),
            is_all=query.get("all") == "yes",
        )


def _one_of(known: Sequence[int], asked: str, usual: int) -> int:
    return next((one for one in known if str(one) == asked), usual)


def ranking_context(issued: Issued, asked: Asked, *, now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page of the ranking shows."""
    rows = ranked_rows(issued, asked)
    kept = rows if asked.is_all else rows.head(FIRST_ROWS)
    origin = periods.month_of_text(issued.result.origin)
    return {
        "crumbs": [Crumb(_("World"), reverse("world"))],
        "asked": asked,
        "period": span(origin, 1, asked.months),
        "lead": _lead(rows, issued, asked, origin),
        "is_over": origin + asked.months < periods.month_id(now.year, now.month),
        "origin": numbers.month(origin),
        "tabs": _period_tabs(asked),
        "types": type_tabs(asked.kind, reverse("forecasts"), months=asked.months, threshold=asked.threshold),
        "thresholds": [(one, _("{number} deaths").format(number=numbers.count(one))) for one in THRESHOLDS],
        "silent": _silent(rows, asked),
        "list": _list(kept, asked).sorted_by(asked.sort),
        "list_count": kept.height,
        "all_count": rows.height,
        "onsets": _turns(rows, "p_onset", _("Quiet places most likely to see 25 or more deaths"), asked),
        "escalations": _turns(
            rows, "p_escalation", _("Places most likely to see at least twice as many"), asked
        ),
        "regions": _regions(issued, asked),
        "files": forecast_file("sums"),
        "region_files": forecast_file("regions"),
        "source": SourceLine.of(Provenance.of(issued.result.sources), address_or_empty("data")),
        "result": issued.result,
        "model": issued.result.specification["model"],
    }


def ranked_rows(issued: Issued, asked: Asked) -> pl.DataFrame:
    """Return the sums of one type over a period with what they rest on, most likely first, unknown last."""
    sums = issued.frames["sums"].filter(
        (pl.col("violence_type") == asked.kind) & (pl.col("last_step") == asked.months)
    )
    about = issued.frames["countries"].select(
        "country_gwcode", "unknown_months_count", "is_reporting_blackout"
    )
    joined = sums.with_columns(p=pl.col(f"p_{asked.threshold}")).join(about, on="country_gwcode", how="left")
    return joined.sort("p", "mean", "country_gwcode", descending=[True, True, False], nulls_last=True)


def _lead(rows: pl.DataFrame, issued: Issued, asked: Asked, origin: int) -> str:
    known = rows.drop_nulls("p")
    if known.is_empty():
        return _("Too little is known to say.")
    first = ", ".join(place_of_gwcode(code).name(language()) for code in known["country_gwcode"].head(3))
    likely = known.filter(pl.col("p") >= 0.5).height
    text = ngettext(
        "For {period}, from what was recorded to {origin}, {deaths} or more deaths are most likely in {places}; in "
        "{likely} country they are more likely than not.",
        "For {period}, from what was recorded to {origin}, {deaths} or more deaths are most likely in {places}; in "
        "{likely} countries they are more likely than not.",
        likely,
    ).format(
        period=span(origin, 1, asked.months), origin=numbers.month(origin), deaths=numbers.count(asked.threshold),
        places=first, likely=likely,
    )  # fmt: skip
    return f"{text} {_world(issued, asked)}"


def _world(issued: Issued, asked: Asked) -> str:
    rows = _sums_of_regions(issued, asked).filter(pl.col("region") == "World")
    if rows.is_empty():
        return ""
    row = rows.row(0, named=True)
    return _("In the world: {median} deaths, 90\u202f% interval {interval}.").format(
        median=numbers.count(row["q50"]), interval=interval(row["q05"], row["q95"])
    )


def _period_tabs(asked: Asked) -> list[Tab]:
    same: dict[str, str | int] = {"type": asked.kind, "threshold": asked.threshold}
    return [Tab(months_ahead(one), forecasts_url(months=one, **same), one == asked.months) for one in SUMS]


def _silent(rows: pl.DataFrame, asked: Asked) -> list[Download]:
    """Return the places whose record has fallen silent, by name."""
    codes = rows.filter("is_reporting_blackout")["country_gwcode"]
    named = [Download(place_of_gwcode(code).name(language()), _place_url(code, asked)) for code in codes]
    return sorted(named, key=lambda one: fold(str(one.label)))


def _place_url(code: int, asked: Asked) -> str:
    url = reverse("forecast-of-place", args=[code_of(place_of_gwcode(code))])
    return url if asked.kind == TOTAL else f"{url}?type={asked.kind}"


def _list(rows: pl.DataFrame, asked: Asked) -> Table:
    columns = (
        Column("place", _("Place"), is_name=True, is_sortable=True),
        Column("word", _("In a word"), is_sortable=True),
        Column("p", _("{number} or more").format(number=numbers.count(asked.threshold)), is_number=True,
               is_sortable=True, note=_("probability")),
        Column("deaths", _("Deaths"), is_number=True, is_sortable=True, note=_("median, 90\u202f% interval")),
        Column("before", _("Recorded before"), is_number=True, is_sortable=True, note=_("deaths in as many months")),
    )  # fmt: skip
    body = [_row(row, "p", asked) for row in rows.iter_rows(named=True)]
    return Table(_("Countries by how likely it is"), columns, body, is_caption_hidden=True)


def _turns(rows: pl.DataFrame, name: str, caption: str, asked: Asked) -> Table | None:
    """Return the places in which a turn for the worse is likeliest; none where none can happen."""
    found = rows.filter(pl.col(name) > 0).sort(name, "mean", descending=True).head(LOOKED_AT)
    if found.is_empty():
        return None
    columns = (
        Column("place", _("Place"), is_name=True),
        Column("word", _("In a word")),
        Column("p", _("Probability"), is_number=True),
        Column("deaths", _("Deaths"), is_number=True, note=_("median, 90\u202f% interval")),
        Column("before", _("Recorded before"), is_number=True, note=_("deaths in as many months")),
    )
    return Table(
        caption,
        columns,
        [_row(row, name, asked) for row in found.iter_rows(named=True)],
        is_caption_hidden=True,
    )


def _row(row: dict[str, Any], name: str, asked: Asked) -> dict[str, Cell]:
    place = place_of_gwcode(row["country_gwcode"])
    flag = blackout_flag() if row["is_reporting_blackout"] else ""
    cells = {
        "place": Cell(
            place.name(language()),
            _place_url(row["country_gwcode"], asked),
            flag,
            order=fold(place.name(language())),
        ),
        "before": before(row),
    }
    if row[name] is None:
        return cells
    return cells | {
        "word": word_of(row[name], is_silent=bool(row["is_reporting_blackout"])),
        "p": Cell(odds(row[name]), order=row[name]),
        "deaths": deaths(row),
    }


def _sums_of_regions(issued: Issued, asked: Asked) -> pl.DataFrame:
    return issued.frames["region_sums"].filter(
        (pl.col("violence_type") == asked.kind) & (pl.col("last_step") == asked.months)
    )


def _regions(issued: Issued, asked: Asked) -> Table:
    columns = (
        Column("region", _("Region")),
        Column("deaths", _("Deaths"), is_number=True, note=_("median")),
        Column("half", _("50\u202f% interval"), is_number=True),
        Column("most", _("90\u202f% interval"), is_number=True),
        Column("mean", _("Mean"), is_number=True),
    )
    rows = _sums_of_regions(issued, asked).sort(pl.col("region") != "World", "mean", descending=[False, True])
    body = [
        {
            "region": region_word(row["region"]),
            "deaths": numbers.count(row["q50"]),
            "half": interval(row["q25"], row["q75"]),
            "most": interval(row["q05"], row["q95"]),
            "mean": numbers.count(row["mean"]),
        }
        for row in rows.iter_rows(named=True)
    ]
    return Table(_("Deaths by region"), columns, body, is_caption_hidden=True)
