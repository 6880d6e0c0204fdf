"""The page of the monthly risk: where one-sided violence is likely within 12 months, and how sure that is."""

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
from avert.brief.words import likelihood_word
from avert.figures import Measure, ranked_risks
from avert.places import Place, place_of_gwcode
from avert.places.names import fold
from avert.provenance import Provenance
from avert.risk.monthly import THRESHOLDS
from avert.sources.results import Issued
from avert.web.site.components import Crumb, SourceLine, Tab
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.places import code_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.addresses import address_or_empty, downloads, file_format, place_url
from avert.web.world.monthly_country import country_of
from avert.web.world.ranked_list import blackout_flag
from avert.web.world.words import likelihood

FIRST_ROWS, ONSET_ROWS, DRAWN_ROWS = 30, 15, 12
HORIZON = 12


@dataclass(frozen=True)
class MonthlyAsked:
    """What the address asks for."""

    threshold: int
    place: str
    sort: str
    is_all: bool

    @classmethod
    def of(cls, query: QueryDict) -> MonthlyAsked:
        """Read the query; a threshold that there is not counts as the lowest."""
        asked = query.get("threshold", "")
        threshold = next((one for one in THRESHOLDS if str(one) == asked), THRESHOLDS[0])
        return cls(threshold, query.get("place", ""), query.get("sort", "-p"), query.get("all") == "yes")


def monthly_context(issued: Issued, asked: MonthlyAsked, *, now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page shows."""
    rows = issued.frames["risks"].filter(pl.col("threshold") == asked.threshold)
    known = rows.drop_nulls("p")
    onset = known.filter("is_onset").head(ONSET_ROWS)
    kept = rows if asked.is_all else rows.head(FIRST_ROWS)
    origin = _origin(issued)
    return {
        "asked": asked,
        "title": _title(asked.threshold),
        "lead": _lead(known, origin),
        "period": _period(origin),
        "is_over": origin + HORIZON < periods.month_id(now.year, now.month),
        "origin": numbers.month(origin),
        "tabs": _tabs(asked),
        "drawing": _drawing(known.head(DRAWN_ROWS), asked.threshold, issued),
        "list": _table(kept, _("Places by how likely it is")).sorted_by(asked.sort),
        "list_count": kept.height,
        "all_count": rows.height,
        "onset": _table(onset, _("Places where fewer than 25 were recorded killed in the 12 months before")),
        "places": _places(issued),
        "country": country_of(issued, asked.place),
        "files": downloads((file_format("csv"), "monthly-risk-file", ())),
        "source": SourceLine.of(Provenance.of(issued.result.sources), address_or_empty("data")),
        "crumbs": [Crumb(_("World"), reverse("world"))],
    }


def _origin(issued: Issued) -> int:
    return periods.month_of_text(issued.result.origin)


def _period(origin: int) -> str:
    return _("{first} to {last}").format(
        first=numbers.month(origin + 1), last=numbers.month(origin + HORIZON)
    )


def _title(threshold: int) -> str:
    return _("Where may one-sided violence kill {number} or more civilians within 12 months?").format(
        number=numbers.count(threshold)
    )


def _lead(known: pl.DataFrame, origin: int) -> str:
    if known.is_empty():
        return _("Too little is known to say.")
    first = ", ".join(place_of_gwcode(code).name(language()) for code in known["country_gwcode"].head(3))
    likely = known.filter(pl.col("p") >= 0.5).height
    return ngettext(
        "For {period} the model ranks these highest: {places}. In {likely} country it is more likely than not.",
        "For {period} the model ranks these highest: {places}. In {likely} countries it is more likely than not.",
        likely,
    ).format(period=_period(origin), places=first, likely=likely)


def _tabs(asked: MonthlyAsked) -> list[Tab]:
    base = reverse("monthly-risk")
    place = f"&place={asked.place}" if asked.place.isalnum() else ""
    return [
        Tab(
            _("{number} or more").format(number=numbers.count(one)),
            f"{base}?threshold={one}{place}",
            one == asked.threshold,
        )
        for one in THRESHOLDS
    ]


def _drawing(rows: pl.DataFrame, threshold: int, issued: Issued) -> Drawing | None:
    values = rows.select(
        place_key=pl.concat_str(pl.lit("gw:"), pl.col("country_gwcode")),
        value="p",
        low="p_low",
        high="p_high",
    )
    if values.is_empty():
        return None
    figure = ranked_risks(
        values,
        measure=Measure(_("Probability"), style="percent"),
        title=_title(threshold),
        provenance=Provenance.of(issued.result.sources),
        lang=language(),
    )
    return drawing(figure, table=_table(rows, figure.title))


def _table(rows: pl.DataFrame, caption: str) -> Table:
    columns: Sequence[Column] = (
        Column("place", _("Place"), is_name=True, is_sortable=True),
        Column("word", _("In a word"), is_sortable=True),
        Column("p", _("Probability"), is_number=True, is_sortable=True, note=_("90 % interval")),
        Column("rank", _("Rank"), is_number=True, is_sortable=True, note=_("90 % interval")),
        Column(
            "deaths",
            _("Recorded in the 12 months before"),
            is_number=True,
            is_sortable=True,
            note=_("deaths"),
        ),
    )
    return Table(caption, columns, [_row(row) for row in rows.iter_rows(named=True)], is_caption_hidden=True)


def _row(row: dict[str, Any]) -> dict[str, Cell]:
    place = place_of_gwcode(row["country_gwcode"])
    name = place.name(language())
    cells = {
        "place": Cell(
            name, place_url(place), blackout_flag() if row["is_reporting_blackout"] else "", order=fold(name)
        ),
        "deaths": _deaths(row),
    }
    word = likelihood_word(row["p"])
    if word is None:
        return cells
    return cells | {
        "word": Cell(likelihood(word), order=word.step),
        "p": Cell(
            numbers.percent(row["p"]), note=numbers.percent_range(row["p_low"], row["p_high"]), order=row["p"]
        ),
        "rank": Cell(row["rank"], note=numbers.count_range(row["rank_low"], row["rank_high"])),
    }


def _deaths(row: dict[str, Any]) -> Cell:
    unknown, deaths = row["unknown_months_count"], row["deaths_12_months"]
    note = ngettext("{n} month unknown", "{n} months unknown", unknown).format(n=unknown) if unknown else ""
    return Cell(None if deaths is None else numbers.count(deaths), note=note, order=deaths)


def _places(issued: Issued) -> list[tuple[str, str]]:
    """Return the countries that can be chosen, by name."""
    found: list[Place] = [
        place_of_gwcode(code) for code in issued.frames["risks"]["country_gwcode"].unique().sort()
    ]
    named = [(code_of(place), place.name(language())) for place in found]
    return sorted(named, key=lambda one: fold(one[1]))
