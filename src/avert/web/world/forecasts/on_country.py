"""What the page of a country says of the deaths to come: the year ahead, and where there is more."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from django.urls import reverse

from avert import periods
from avert.places import Place
from avert.provenance import Provenance
from avert.web.site.components import Fact, SourceLine
from avert.web.site.places import code_of
from avert.web.world.forecasts import selectors
from avert.web.world.forecasts.place_page import year_ahead
from avert.web.world.forecasts.words import TOTAL


@dataclass(frozen=True)
class Ahead:
    """The year ahead in a few figures; none of them where there is no forecast of the place."""

    facts: list[Fact]
    url: str
    is_silent: bool = False
    source: SourceLine | None = None


def ahead_of(place: Place) -> Ahead:
    """Return what the newest forecast says of the 12 months after its origin."""
    url, issued = reverse("forecast-of-place", args=[code_of(place)]), selectors.forecast()
    about = selectors.rows_of(issued.frames["countries"], place) if issued else None
    if issued is None or about is None or about.is_empty():
        return Ahead([], url)
    sums = selectors.rows_of(issued.frames["sums"], place).filter(pl.col("violence_type") == TOTAL)
    row = about.row(0, named=True)
    return Ahead(
        year_ahead(sums, row, periods.month_of_text(issued.result.origin))[:2],
        url,
        bool(row["is_reporting_blackout"]),
        SourceLine.of(Provenance.of(issued.result.sources), reverse("data")),
    )
