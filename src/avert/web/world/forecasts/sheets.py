"""The parts of these pages as comma-separated text."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from django.http import QueryDict

from avert.errors import UnknownPlaceError
from avert.places import Place, place_of_gwcode
from avert.sources.results import Issued
from avert.web.site.places import code_of
from avert.web.site.sheets import Column, sheet
from avert.web.world.addresses import place_at
from avert.web.world.forecasts import selectors

Sheet = tuple[str, str]
HXL = {
    "place_key": "#country+code+avert",
    "country": "#country+name",
    "country_gwcode": "#country+code+v_gw",
    "region": "#region+name",
    "month_id": "#date+month+v_views",
    "origin": "#date+origin",
    "model": "#meta+model",
    "result_id": "#meta+result",
}


def sheet_of(part: str, query: QueryDict) -> Sheet | None:
    """Return the name and the text of a part; None where there is no such part, country or test."""
    if part in _FORECAST:
        return _of_forecast(part, query)
    return _of_test(part, query) if part in _TESTED else None


_FORECAST: Mapping[str, str] = {
    "months": "months",
    "sums": "sums",
    "regions": "region_sums",
    "region-months": "regions",
}
_TESTED = ("scores", "differences", "reliability", "past")


def _of_forecast(part: str, query: QueryDict) -> Sheet | None:
    """Return a part of the newest forecast, of one country where one is asked for."""
    issued = selectors.forecast()
    rows = issued.frames[_FORECAST[part]] if issued else None
    if issued is None or rows is None:
        return None
    return _written(rows, ["avert-forecast", part], query, _said(issued))


def _of_test(part: str, query: QueryDict) -> Sheet | None:
    """Return a part of one test, of the first where none is asked for; past forecasts are of all tests."""
    tests = {selectors.name_of(test): test for test in selectors.evaluations()}
    asked = query.get("test", "")
    chosen = [tests[asked]] if asked in tests else [] if asked else list(tests.values())
    if not chosen:
        return None
    if part != "past":
        rows = chosen[0].frames[part]
        return _written(rows, ["avert-forecast", part, selectors.name_of(chosen[0])], query, _said(chosen[0]))
    parts = [
        test.frames[part].with_columns(pl.lit(name).alias("test"))
        for name, test in tests.items()
        if test in chosen
    ]
    return _written(pl.concat(parts), ["avert-forecast", part], query, {})


def _said(issued: Issued) -> dict[str, str]:
    """Return what every row repeats, so that a file that is passed on still says what it is."""
    result = issued.result
    model = result.specification.get("model")
    of_model = {} if model is None else {"origin": result.origin, "model": str(model)}
    return {**of_model, "result_id": result.result_id}


def _written(rows: pl.DataFrame, name: list[str], query: QueryDict, same: Mapping[str, str]) -> Sheet | None:
    if "country_gwcode" in rows.columns:
        if (asked := query.get("place", "")) and (place := _place(asked)) is None:
            return None
        if asked and place:
            rows, name = selectors.rows_of(rows, place), [*name, code_of(place)]
        rows = _named(rows)
    rows = rows.with_columns(
        pl.lit(value).alias(key) for key, value in same.items() if key not in rows.columns
    )
    columns = [Column(key, HXL.get(key, f"#indicator+{key}")) for key in rows.columns]
    return "-".join(name), sheet(columns, rows.iter_rows(named=True))


def _place(asked: str) -> Place | None:
    try:
        return place_at(asked)
    except UnknownPlaceError:
        return None


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    codes = rows["country_gwcode"].unique()
    places = {code: place_of_gwcode(code) for code in codes}
    named = pl.DataFrame(
        {
            "country_gwcode": codes,
            "place_key": [places[code].key for code in codes],
            "country": [places[code].name() for code in codes],
        },
        schema={
            "country_gwcode": rows.schema["country_gwcode"],
            "place_key": pl.String,
            "country": pl.String,
        },
    )
    joined = rows.join(named, on="country_gwcode", how="left", maintain_order="left")
    first = ("place_key", "country", "country_gwcode")
    return joined.select(*first, pl.exclude(first))
