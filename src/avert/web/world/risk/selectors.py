"""Issued risks by model, and the newest test of the models. All of it is public: computed from public data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from avert.places import Place
from avert.risk.hindsight import ranked
from avert.risk.issuing import ASKED_KIND, KIND
from avert.risk.registry import DEFAULT, MODELS
from avert.sources.results import Issued, Result
from avert.web.site.holdings import library

EVALUATION = "risk-evaluation"
HISTORY = {
    "year": pl.Int64,
    "risk": pl.Float64,
    "risk_low": pl.Float64,
    "risk_high": pl.Float64,
    "rank": pl.Int64,
    "rank_low": pl.Int64,
    "rank_high": pl.Int64,
    "ranked_count": pl.Int64,
    "is_followed": pl.Boolean,
}


@dataclass(frozen=True)
class Ranking:
    """The risks of a model, those of the year before where there are any, and every model that has some."""

    model: str
    issued: Issued
    before: Issued | None
    models: tuple[str, ...]


@dataclass(frozen=True)
class Then:
    """What a model gives a place from the figures of a year, and the result that says so.

    ``row`` has the columns of ``HISTORY``; bounds are None where no interval was computed.
    """

    model: str
    result: Result
    row: Mapping[str, Any]


def ranking(model: str) -> Ranking | None:
    """Return the newest risks of a model, of the one that pages show without a name; None where there are none."""
    name = model or shown_model()
    issued = risks_of(name)
    if issued is None:
        return None
    before = risks_of(name, int(issued.result.origin) - 1)
    return Ranking(name, issued, before, tuple(ranked_models()))


def risks_of(model: str, year: int | None = None) -> Issued | None:
    """Return the risks of a model from the figures of a year, the newest without one."""
    origin = None if year is None else str(year)
    if model == shown_model():
        return library().newest(KIND, origin)
    return library().newest(ASKED_KIND, origin, model)


def shown_model() -> str:
    """Return the model whose risks pages show."""
    newest = library().newest(KIND)
    return str(newest.result.specification["model"]) if newest else DEFAULT


def ranked_models() -> list[str]:
    """Return the models of which newest risks were issued, the one that pages show first."""
    shown = shown_model()
    named = [shown, *(model for model in library().models(ASKED_KIND) if model != shown)]
    return [model for model in named if risks_of(model)]


def evaluation() -> Issued | None:
    """Return the newest test of the models."""
    return library().newest(EVALUATION)


def tested_models(issued: Issued) -> tuple[str, ...]:
    """Return the models of a test, the default one first."""
    return _default_first(issued.frames["scores"]["model"].unique(maintain_order=True).to_list())


def forecasts_of(issued: Issued, model: str) -> pl.DataFrame | None:
    """Return a model's forecasts from rolling origins with ranks; None where there are none."""
    if "forecasts" not in issued.frames:
        return None
    rows = ranked(issued.frames["forecasts"], model)
    return rows if rows.height else None


def has_outcomes(issued: Issued) -> bool:
    """Say whether a test tells what followed each forecast, which the packaged one may not pass on."""
    return "forecasts" in issued.frames and "y" in issued.frames["forecasts"].columns


def forecasters(issued: Issued) -> tuple[str, ...]:
    """Return the tested models that tell countries apart."""
    known: Mapping[str, bool] = {name: model.IS_BASELINE for name, model in MODELS.items()}
    return tuple(name for name in tested_models(issued) if not known.get(name, False))


def episodes() -> pl.DataFrame | None:
    """Return the list of mass killings, where it is loaded."""
    issued = library().newest("episodes")
    return issued.frames["episodes"] if issued else None


def history(place: Place, model: str) -> pl.DataFrame:
    """Return the risks of a place by year of predictors: a model's forecasts from rolling origins, then issued ones."""
    issued = evaluation()
    rows = forecasts_of(issued, model) if issued else None
    parts = [pl.DataFrame(schema=HISTORY)]
    if rows is not None:
        parts.append(_forecast(rows, place))
    last = max(parts[-1]["year"].to_list(), default=0)
    parts += [of for of in _issued(place, model) if of["year"].item() > last]
    return pl.concat(parts, how="diagonal").sort("year")


def _forecast(rows: pl.DataFrame, place: Place) -> pl.DataFrame:
    """Return forecasts of a place in the form of a history; what followed is unknown where it may not be told."""
    followed = pl.col("y") == 1 if "y" in rows.columns else pl.lit(None, pl.Boolean)
    of_place = rows.filter(pl.col("country_gwcode").is_in([place.gwcode]))
    return of_place.select(
        pl.col("origin").alias("year"),
        pl.col("p").alias("risk"),
        "rank",
        "ranked_count",
        is_followed=followed,
    ).cast({name: kind for name, kind in HISTORY.items() if not name.endswith(("_low", "_high"))})


def _issued(place: Place, model: str) -> list[pl.DataFrame]:
    """Return the issued risks of a place in the two newest years, oldest first."""
    newest = risks_of(model)
    if newest is None:
        return []
    before = risks_of(model, int(newest.result.origin) - 1)
    found = [_issued_risk(one, place) for one in (before, newest) if one]
    return [row for row in found if row is not None]


def risk_in(place: Place, origin: int) -> Then | None:
    """Return what a model gives a place from the figures of a year: issued with intervals, else as it was tested."""
    model = shown_model()
    issued = (store.newest_result(KIND, str(origin), model=model) for store in library().stores)
    for found in filter(None, issued):
        if (row := _issued_risk(found, place)) is not None:
            return Then(model, found.result, row.row(0, named=True))
    return _tested_risk(place, origin, model)


def _tested_risk(place: Place, origin: int, model: str) -> Then | None:
    issued = evaluation()
    rows = forecasts_of(issued, model) if issued else None
    if issued is None or rows is None:
        return None
    of_year = _forecast(rows.filter(pl.col("origin") == origin), place)
    if of_year.is_empty():
        return None
    none = dict.fromkeys(("risk_low", "risk_high", "rank_low", "rank_high"))
    return Then(model, issued.result, {**of_year.row(0, named=True), **none})


def _issued_risk(issued: Issued, place: Place) -> pl.DataFrame | None:
    risks = issued.frames["risks"]
    rows = risks.filter(pl.col("country_gwcode").is_in([place.gwcode])).drop_nulls("risk")
    if rows.is_empty():
        return None
    columns = ["year", "risk", "risk_low", "risk_high", "rank", "rank_low", "rank_high"]
    counted = rows.select(columns).with_columns(ranked_count=pl.lit(risks["risk"].count()))
    return counted.with_columns(is_followed=pl.lit(None, pl.Boolean)).cast(HISTORY)  # type: ignore[arg-type]


def _default_first(names: list[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (name != DEFAULT, name)))
