"""The newest forecast of deaths, what was recorded before it, and tests of such forecasts. All of it is public."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from avert.forecast import DEFAULT
from avert.forecast.issuing import KIND
from avert.places import Place
from avert.sources.results import Issued
from avert.web.site.holdings import library
from avert.web.world.forecasts.words import TOTAL

# As avert.forecast.protocols.evaluation has it, which loads what computes scores; pages only read them.
EVALUATION_KIND = "country-forecast-evaluation"
CHOICES = ("protocol", "windows")
TABLES = ("scores", "differences", "reliability", "past")
RECORDED_MONTHS = 36
TYPES = ("sb", "ns", "os")


def forecast() -> Issued | None:
    """Return the newest forecast of deaths by the model that is used; None where none was issued."""
    return library().newest(KIND, model=DEFAULT)


def evaluations() -> Sequence[Issued]:
    """Return the newest test of the forecasts by each protocol and windows, from the first store that has it."""
    found: dict[str, Issued] = {}
    for store in reversed(library().stores):
        found |= {name_of(issued): issued for issued in store.newest_by(EVALUATION_KIND, CHOICES, TABLES)}
    return [found[name] for name in sorted(found)]


def name_of(test: Issued) -> str:
    """Return what addresses call a test: its protocol, and the first and last of its windows."""
    said = test.result.specification
    windows = sorted({min(said["windows"]), max(said["windows"])}) if said.get("windows") else []
    return "-".join(map(str, [said["protocol"], *windows]))


def rows_of(frame: pl.DataFrame, place: Place) -> pl.DataFrame:
    """Return the rows of one country."""
    return frame.filter(pl.col("country_gwcode").is_in([place.gwcode]))


def recorded(place: Place, violence_type: str, origin: int) -> pl.DataFrame:
    """Return what was recorded of one type in the months before an origin and since: ``month_id``, ``deaths``."""
    issued = library().newest("deaths")
    if issued is None:
        return pl.DataFrame(schema={"month_id": pl.Int64, "deaths": pl.Float64})
    kinds = TYPES if violence_type == TOTAL else (violence_type,)
    months = pl.col("month_id")
    of_place = rows_of(issued.frames["months"], place).filter(months > origin - RECORDED_MONTHS)
    # A sum of which one part is unknown is unknown.
    deaths = pl.sum_horizontal([f"fatalities_{kind}_best" for kind in kinds], ignore_nulls=False)
    rows = of_place.select(months.cast(pl.Int64), deaths.cast(pl.Float64).alias("deaths")).sort("month_id")
    # Up to the origin a gap is unknown; after it nobody said that there would be a record yet.
    return rows.filter((months <= origin) | pl.col("deaths").is_not_null())
