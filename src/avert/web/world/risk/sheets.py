"""The parts of these pages as comma-separated text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl
from django.http import QueryDict

from avert.places import place_of_gwcode
from avert.risk.hindsight import looked_back
from avert.web.site.sheets import Column, sheet
from avert.web.world.risk import selectors
from avert.web.world.risk.hindsight_page import chosen_year
from avert.web.world.risk.models_page import chosen_model
from avert.web.world.risk.ranking_page import ranked_rows

Sheet = tuple[str, str]
HXL = {
    "place_key": "#country+code+avert",
    "country": "#country+name",
    "country_gwcode": "#country+code+v_gw",
    "year": "#date+year",
    "origin": "#date+year",
    "model": "#meta+model",
    "result_id": "#meta+result",
}


def sheet_of(part: str, query: QueryDict) -> Sheet | None:
    """Return the name and the text of a part; None where there is no such part, model or year."""
    written = _PARTS.get(part)
    return written(query) if written else None


def _ranking(query: QueryDict) -> Sheet | None:
    found = selectors.ranking(query.get("model", ""))
    if found is None:
        return None
    result = found.issued.result
    same = {"year": int(result.origin), "model": found.model, "result_id": result.result_id}
    rows = _named(ranked_rows(found)).with_columns(pl.lit(value).alias(name) for name, value in same.items())
    order = ["place_key", "country", "country_gwcode", *same, "risk", "risk_low", "risk_high"]
    order += ["rank", "rank_low", "rank_high", "risk_before", "rank_before"]
    return f"avert-risk-{found.model}-{result.origin}", _written(rows.select(order))


def _scores(_query: QueryDict) -> Sheet | None:
    issued = selectors.evaluation()
    if issued is None:
        return None
    frames = issued.frames
    scores = [
        frames[name].with_columns(pl.lit(None, pl.String).alias("against")) for name in ("scores", "halves")
    ]
    rows = pl.concat([*scores, frames["differences"].select(scores[0].columns)])
    return "avert-risk-scores", _written(
        rows.select("span", "model", "against", "metric", "value", "low", "high")
    )


def _reliability(query: QueryDict) -> Sheet | None:
    issued = selectors.evaluation()
    model = chosen_model(query.get("model", ""), selectors.tested_models(issued)) if issued else None
    if issued is None or model is None:
        return None
    rows = issued.frames["reliability"].filter(pl.col("model") == model)
    return f"avert-risk-reliability-{model}", _written(rows)


def _forecasts(query: QueryDict) -> tuple[str, pl.DataFrame] | None:
    """Return a model and its forecasts with what followed."""
    issued = selectors.evaluation()
    if issued is None or not selectors.has_outcomes(issued):
        return None
    model = chosen_model(query.get("model", ""), selectors.forecasters(issued))
    rows = selectors.forecasts_of(issued, model) if model else None
    return (model, rows) if model and rows is not None else None


def _hindsight(query: QueryDict) -> Sheet | None:
    found = _forecasts(query)
    year = chosen_year(query.get("year", ""), found[1]) if found else None
    if found is None or year is None:
        return None
    model, rows = found
    shown = rows.filter((pl.col("origin") == year) & (pl.col("is_listed") | (pl.col("y") == 1)))
    named = _named(shown).rename({"p": "risk", "y": "is_followed"}).cast({"is_followed": pl.Boolean})
    columns = [
        "place_key",
        "country",
        "country_gwcode",
        "origin",
        "risk",
        "rank",
        "ranked_count",
        "is_listed",
    ]
    return f"avert-risk-hindsight-{model}-{year}", _written(named.select(*columns, "is_followed"))


def _years(query: QueryDict) -> Sheet | None:
    found = _forecasts(query)
    return (f"avert-risk-hindsight-{found[0]}", _written(looked_back(found[1]))) if found else None


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    places = [place_of_gwcode(code) for code in rows["country_gwcode"]]
    return rows.with_columns(
        pl.Series("place_key", [place.key for place in places], dtype=pl.String),
        pl.Series("country", [place.name() for place in places], dtype=pl.String),
    )


def _written(rows: pl.DataFrame) -> str:
    columns = [Column(name, HXL.get(name, f"#indicator+{name}")) for name in rows.columns]
    return sheet(columns, rows.iter_rows(named=True))


_PARTS: Mapping[str, Callable[[QueryDict], Sheet | None]] = {
    "ranking": _ranking,
    "scores": _scores,
    "reliability": _reliability,
    "hindsight": _hindsight,
    "years": _years,
}
