"""The snapshot that comes with Avert: results that may be passed on, rounded, in a read-only store.

It holds what Avert computed and the figures needed to read it, never a table of somebody else's: totals of deaths
by country, rounded risks and contributions without the predictors behind them, scores of the models, monthly risks,
forecasts of deaths, counts of conflicts, rounded structural indicators. Lists that may only be cited stay out.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from avert.errors import InputError, MissingDataError
from avert.sources.results import Issued
from avert.sources.store import Store

MONTHS = 120
CHART_YEARS = 25
MOST_BYTES = 5 * 10**6
MOST_QUOTED = 1 / 3
"""Of a list that may only be cited, so much may be named one by one."""
Frames = Mapping[str, pl.DataFrame]
_DRAWN = frozenset({"bins", "values", "rows"})


def build_snapshot(store: Store, target: Path) -> list[Issued]:
    """Write the results of a store that may be passed on to a new folder, and return them.

    Raises InputError when the folder exists, MissingDataError when a kind of result is not in the store.
    """
    if target.exists():
        raise InputError(f"{target} exists. Move it away, or choose another folder.")
    issued = [_published(kind, store.newest_result(kind)) for kind in _PUBLISHED]
    for kind, passed_on in _PUBLISHED_WHERE_THERE.items():
        issued += [_as_published(one, passed_on(one.frames)) for one in _newest(store, kind)]
    year = next(int(item.result.origin) for item in issued if item.result.kind == "risk")
    if before := store.newest_result("risk", str(year - 1)):
        issued.append(_published("risk", before))
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    snapshot = Store(part)
    for item in issued:
        snapshot.put(item.result, item.frames)
    shutil.rmtree(snapshot.scratch)
    (part / "LICENCE.md").write_text(_licence(issued), encoding="utf-8")
    size = sum(path.stat().st_size for path in part.rglob("*") if path.is_file())
    if size > MOST_BYTES:
        raise InputError(f"The snapshot would take {size:,} bytes; it may take {MOST_BYTES:,}.")
    part.replace(target)
    return issued


def _newest(store: Store, kind: str) -> list[Issued]:
    """Return the newest result of a kind, one for each choice by which pages tell them apart."""
    if kind in _TOLD_APART:
        return store.newest_by(kind, _TOLD_APART[kind])
    found = store.newest_result(kind)
    return [found] if found else []


def _published(kind: str, issued: Issued | None) -> Issued:
    if issued is None:
        raise MissingDataError(
            f"The store has no result of the kind {kind!r}. Add its data first: avert data add PATH."
        )
    return _as_published(issued, _PUBLISHED[kind](issued.frames))


def _as_published(issued: Issued, frames: Frames) -> Issued:
    said = {**issued.result.specification, "is_published": True}
    return Issued(replace(issued.result, specification=said), frames)


def _deaths(frames: Frames) -> Frames:
    months = frames["months"]
    known = months.drop_nulls("fatalities_sb_best")["month_id"].to_list()
    recent = months.filter(pl.col("month_id") > max(known) - MONTHS)
    return {"years": frames["years"], "months": recent, "silence": frames["silence"]}


def _risk(frames: Frames) -> Frames:
    contributions = frames["contributions"].drop("value", "reference")
    return {
        "risks": frames["risks"].with_columns(pl.col("^risk.*$").round(4)),
        "contributions": contributions.with_columns(pl.col("contribution").round(2)),
    }


def _structure(frames: Frames) -> Frames:
    """Keep the profile, and of the series what a small chart needs: recent years, without intervals."""
    series = frames["series"]
    newest = max(series["year"].to_list())
    recent = series.filter(pl.col("year") > newest - CHART_YEARS).with_columns(
        pl.col("value").round(2),
        *(pl.lit(None, pl.Float64).alias(bound) for bound in ("value_low", "value_high")),
    )
    return {"profile": frames["profile"].with_columns(pl.col(pl.Float64).round(3)), "series": recent}


def _evaluation(frames: Frames) -> Frames:
    """Keep scores and rounded risks, without what followed each: that is the list of events, row by row."""
    rows = frames["forecasts"]
    differing = rows.filter(pl.col("p").n_unique().over("model") > pl.col("origin").n_unique())
    return {**frames, "forecasts": differing.drop("y").with_columns(pl.col("p").round(4))}


def _claims(frames: Frames) -> Frames:
    """Keep the figures, rounded; of single onsets few enough to be a quotation from a list that may only be cited."""
    quoted = frames["cells"].filter(
        "is_main", pl.col("onsets") - pl.col("onsets_inside") <= MOST_QUOTED * pl.col("onsets")
    )
    few = frames["exceptions"].join(quoted, on=["claim", "definition"], how="semi", maintain_order="left")
    kept = {**frames, "exceptions": few}
    return {name: frame.with_columns(pl.col(pl.Float64).round(4)) for name, frame in kept.items()}


def _monthly(frames: Frames) -> Frames:
    """Keep risks, rounded, and recorded deaths by unit."""
    return {**frames, "risks": frames["risks"].with_columns(pl.col("^p.*$").round(4))}


def _forecast(frames: Frames) -> Frames:
    """Keep what is said, rounded; draws are made again where the data are."""
    kept = {name: frame for name, frame in frames.items() if name not in _DRAWN}
    return {name: frame.with_columns(pl.col(pl.Float64).round(4)) for name, frame in kept.items()}


def _unchanged(frames: Frames) -> Frames:
    return frames


_PUBLISHED: Mapping[str, Callable[[Frames], Frames]] = {
    "deaths": _deaths,
    "risk": _risk,
    "conflicts": _unchanged,
    "structure": _structure,
    "claims": _claims,
}
_PUBLISHED_WHERE_THERE: Mapping[str, Callable[[Frames], Frames]] = {
    "risk-evaluation": _evaluation,
    "monthly-risk": _monthly,
    "country-forecast": _forecast,
    "country-forecast-evaluation": _forecast,
}
"""These take long to compute and are not part of adding data."""
_TOLD_APART = {"country-forecast-evaluation": ("protocol",)}


def _licence(issued: list[Issued]) -> str:
    """Say what the snapshot is, from what it was computed, and on what terms it may be passed on."""
    sources = {source.dataset: source for item in issued for source in sorted(item.result.sources)}
    releases = {
        dataset: ", ".join(
            sorted({s.release for item in issued for s in item.result.sources if s.dataset == dataset})
        )
        for dataset in sources
    }
    listed = "\n".join(
        f"- **{source.title}**, release {releases[source.dataset]}. {source.publisher}. Licence: {source.licence}.\n"
        f"  {source.citation}"
        for source in sources.values()
    )
    newest = max(item.result.issued_at for item in issued)
    return f"""# Licence of the packaged snapshot

Issued on {_day(newest)}. These are results that Avert computed, and the rounded figures needed to read them. They are
not the datasets themselves, which stay with their publishers under their own terms.

- Structural indicators are adapted from V-Dem and are passed on under CC BY-SA 4.0.
- Totals of deaths are computed from UCDP's events and from totals of them that VIEWS packaged for non-commercial use;
  cite UCDP for them.
- Risks, contributions and scores are Avert's own, fitted on the Early Warning Project's panel; the panel and its event
  list are not included.
- Tests of claims are counts, shares and rates computed from the Early Warning Project's list, panel and forecasts;
  of single events they hold country and year.
- Everything else here may be used under CC BY 4.0, citing Avert and the sources below.

## Sources

{listed}
"""


def _day(moment: dt.datetime) -> str:
    return moment.date().isoformat()
