"""What datasets measure of indicators: the newest value of each proxy, where it stands in the world, and its limits.

A proxy is not the indicator: its ``validity`` says what it does not show. Most indicators have none, and an indicator
without one is not measured, which is not the same as absent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from avert.assessment.frameworks.schema import Direction, Proxy
from avert.assessment.frameworks.shipped import load_proxies
from avert.sources.holdings import Library
from avert.sources.results import Issued

LEAST_STATES = 50
"""So many states must be known in a year before a state's place among them says anything."""
STALE_YEARS = 2
"""For so many years a last known value still speaks, under its own year; after that it is unknown."""
RESULTS = {
    "vdem": "structure",
    "un_infant_mortality": "structure",
    "ucdp_prio_acd": "conflicts",
    "ucdp_ged": "deaths",
}
"""The kind of result in which a dataset's figures are kept."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a proxy says of a country; ``value`` is none where that is unknown.

    ``share_of_world_less_risky`` is the share of the other known states with a less risky value, from 0 (none) to 1
    (all), and none where fewer than 50 states are known. ``rank`` is 1 where no state has a riskier value, of
    ``states_known`` in that year. ``source_label`` names the release that the value is from, ``vintage`` the day from
    which it could be known.
    """

    proxy: Proxy
    value: float | None = None
    year: int | None = None
    rank: int | None = None
    states_known: int = 0
    share_of_world_less_risky: float | None = None
    source_label: str | None = None
    vintage: dt.date | None = None


def measured(
    library: Library, codes: Iterable[str], country_gwcode: int, *, as_of: dt.date | None = None
) -> dict[str, tuple[Measured, ...]]:
    """Return for every code what its proxies say of a country; an empty tuple where no dataset measures it.

    Parameters
    ----------
    library: the results to read: of structure, conflicts and deaths. What it does not hold is unknown.
    codes: of indicators, such as UNFA-3.3.
    country_gwcode: the state.
    as_of: use results whose data were all known by that day; none is the newest.
    """
    asked = list(dict.fromkeys(codes))
    proxies = [proxy for proxy in load_proxies() if proxy.indicator in set(asked)]
    results = {
        kind: library.newest(kind) if as_of is None else library.as_of(kind, as_of)
        for kind in {RESULTS[proxy.dataset] for proxy in proxies}
    }
    found = [_measured(proxy, results[RESULTS[proxy.dataset]], country_gwcode) for proxy in proxies]
    return {code: tuple(one for one in found if one.proxy.indicator == code) for code in asked}


def _measured(proxy: Proxy, issued: Issued | None, country_gwcode: int) -> Measured:
    if issued is None:
        return Measured(proxy=proxy)
    known = _known(proxy, issued)
    own = known.filter(pl.col("country_gwcode") == country_gwcode).sort("year").tail(1)
    if own.is_empty():
        return Measured(proxy=proxy)
    value, year, label = own.select("value", "year", "source_label").row(0)
    return Measured(
        proxy=proxy,
        value=value,
        year=year,
        source_label=label,
        vintage=max(
            (s.vintage for s in issued.result.sources if s.label in label.split(" + ")),
            default=issued.result.data_as_of,
        ),
        **_place(proxy.direction, value, known.filter(pl.col("year") == year)["value"]),
    )


def _place(direction: Direction, value: float, world: pl.Series) -> dict[str, Any]:
    """Return rank and share among the states known in the year, none where they are too few."""
    if len(world) < LEAST_STATES:
        return {"states_known": len(world)}
    higher, lower = int((world > value).sum()), int((world < value).sum())
    riskier, less_risky = (higher, lower) if direction is Direction.HIGHER else (lower, higher)
    return {
        "states_known": len(world),
        "rank": riskier + 1,
        "share_of_world_less_risky": less_risky / (len(world) - 1),
    }


def _known(proxy: Proxy, issued: Issued) -> pl.DataFrame:
    """Return country, year, value and source label of all that is known in the newest years of a result."""
    if issued.result.kind == "structure":
        return issued.frames["profile"].filter(pl.col("indicator") == proxy.variable).drop_nulls("value")
    years = issued.frames["years"]
    if (labels := f"{proxy.variable.removesuffix('_best')}_source") not in years.columns:
        years = years.with_columns(pl.lit(issued.result.sources[0].label).alias(labels))
    recent = pl.col("year") >= pl.col("year").max() - STALE_YEARS
    return (
        years.filter(recent)
        .select("country_gwcode", "year", value=pl.col(proxy.variable).cast(pl.Float64), source_label=labels)
        .drop_nulls("value")
    )
