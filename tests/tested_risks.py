"""Invented risks of two models, and a test of them: Kenya was ranked low and saw no onset, Libya low and saw one."""

from __future__ import annotations

import datetime as dt

import polars as pl

from avert.places import states
from avert.provenance import Source
from avert.risk.protocols.scores import bins, parts, rows_of, score
from avert.sources.results import Result
from avert.sources.store import Store

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
KENYA, GAMBIA, LIBYA, MYANMAR, SUDAN = 501, 420, 620, 775, 625
HOSTILE = "=cmd|'/c calc'!A1<b>"
PANEL = Source(
    "ewp_panel", "2025-09-03", dt.date(2025, 9, 3), True, "Panel of EWP", "EWP", "cite", "Cite it.",
    "https://example.org/", "d",
)  # fmt: skip
ORIGINS = (2006, 2007, 2010, 2015, 2022)
HALVES = {"1993–2007": [2006, 2007], "2008–2022": [2010, 2015, 2022]}
ONSETS = {(LIBYA, 2010), (SUDAN, 2022), (MYANMAR, 2015), (SUDAN, 2006)}


def codes() -> list[int]:
    """Return sixty states, from the one with the highest invented risk to Libya with the lowest."""
    first = [SUDAN, MYANMAR]
    last = [KENYA, GAMBIA, LIBYA]
    listed = states().filter(pl.col("end").is_null())["country_gwcode"].to_list()
    return first + [code for code in listed if code not in first + last][:55] + last


def forecasts() -> pl.DataFrame:
    rows = [
        (model, model == "ewp2025", code, origin, int((code, origin) in ONSETS),
         0.03 if model == "prior_rate" else round(0.2 / (at + 1) + origin / 1e6, 6))
        for model in ("ewp2025", "prior_rate")
        for origin in ORIGINS
        for at, code in enumerate(codes())
    ]  # fmt: skip
    schema = {"model": pl.String, "is_default": pl.Boolean, "country_gwcode": pl.Int32, "origin": pl.Int32,
              "y": pl.Int8, "p": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def put_evaluation(store: Store) -> None:
    """Keep a test of two models, with what their panel lacks."""
    given = forecasts()
    rows = rows_of(given)
    scored = score(rows, {"all": list(ORIGINS), **HALVES}, draws=20)
    table = scored.table()
    lacks = {"model": ["ewp2025"], "column": ["efindex"], "rows": [600], "missing_share": [0.125],
             "first_year": [1960], "last_year": [2024]}  # fmt: skip
    frames = {
        "forecasts": given,
        "scores": table.filter(pl.col("span") == "all"),
        "halves": table.filter(pl.col("span") != "all"),
        "differences": scored.differences("ewp2025"),
        "reliability": bins(rows),
        "parts": parts(rows),
        "columns": pl.DataFrame(lacks),
    }
    counted = {"model": ["ewp2025"], "first_year": [2007], "last_year": [2023], "rows": [300], "onsets": [4],
               "caught": [3], "recall": [0.75], "mean_yearly_recall": [0.8], "auc": [0.9],
               "listed_a_year": [32.5]}  # fmt: skip
    frames["ewp_accuracy"] = pl.DataFrame(counted)
    said = {"models": ["ewp2025", "prior_rate"], "draws": 20, "faults": "as-published"}
    store.put(Result("risk-evaluation", (PANEL,), said, 0, "2022", NOW), frames)


def put_risks(store: Store, year: int, shift: float = 0.0, *, model: str = "ewp2025", **marks: bool) -> None:
    """Keep risks of a year: of sixty states, and of one without."""
    rows = [
        (code, year, model, risk, 0.5 * risk, 1.5 * risk, at + 1, max(1, at - 3), at + 5)
        for at, code in enumerate(codes())
        for risk in [0.1 / (at + 1) + shift]
    ]
    schema = {"country_gwcode": pl.Int32, "year": pl.Int64, "model": pl.String, "risk": pl.Float64,
              "risk_low": pl.Float64, "risk_high": pl.Float64, "rank": pl.Int32, "rank_low": pl.Int32,
              "rank_high": pl.Int32}  # fmt: skip
    unknown = (616, year, model, None, None, None, None, None, None)
    part = pl.DataFrame(
        {"country_gwcode": [MYANMAR], "label": [HOSTILE], "contribution": [0.5]},
        schema_overrides={"country_gwcode": pl.Int32},
    )
    kind = "risk" if model == "ewp2025" else "risk-asked"
    result = Result(kind, (PANEL,), {"model": model, "year": year, **marks}, 0, str(year), NOW)
    frames = {"risks": pl.DataFrame([*rows, unknown], schema=schema, orient="row"), "contributions": part}
    store.put(result, frames)
