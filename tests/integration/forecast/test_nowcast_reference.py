"""How early counts were revised, and which records fell silent, as docs/methods/forecast-revisions.md says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from avert.forecast.blackouts import blackouts_at
from avert.forecast.issuing import issue_forecast
from avert.forecast.revisions import revision_pairs, summarise_revisions
from avert.panel import add_fatalities, create_country_months
from avert.panel.death_inputs import Inputs, load_inputs, newest_origin
from avert.panel.fatalities import TYPES
from avert.periods import last_day, month_id
from avert.places import find_place
from avert.sources.adding import add_files, files_below
from avert.sources.store import Store

GOLDEN = yaml.safe_load(
    (Path(__file__).parents[2] / "golden/forecast/revisions.yaml").read_text(encoding="utf-8")
)


NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def store(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("nowcast") / "store")
    files = files_below([reference_data / name for name in ("views", "ucdp/candidate", "ucdp/ged_country")])
    add_files(store, files, release=None, now=NOW)
    return store


@pytest.fixture(scope="module")
def inputs(store: Store) -> Inputs:
    return load_inputs(store)


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["what"])
def test_golden_revisions(case: dict[str, Any], inputs: Inputs) -> None:
    pairs = revision_pairs(inputs.tables, last_day(case["as_of"]) if "as_of" in case else None).filter(
        pl.col("month_id").is_between(month_id(case["year"], 1), month_id(case["year"], 12)),
        early_source=case["early_source"],
        country_gwcode=find_place(case["place"]).gwcode,
        violence_type=case["type"],
    )
    assert (pairs.height, pairs["early"].sum(), pairs["later"].sum()) == (
        case["pairs"],
        case["early"],
        case["later"],
    )


def test_the_figures_that_the_documentation_quotes(inputs: Inputs) -> None:
    pairs = revision_pairs(inputs.tables)
    sums = pairs.group_by("early_source", "violence_type").agg(pl.len(), pl.col("early", "later").sum())
    found = {(row[0], row[1]): row[2:] for row in sums.rows()}
    assert found["ucdp_candidate", "sb"] == (2295, 88_550, 200_260)
    assert found["ucdp_candidate", "ns"] == (2295, 13_980, 24_078)
    assert found["ucdp_candidate", "os"] == (2295, 13_065, 12_367)
    assert found["views_country_months", "total"] == (4584, 149_214, 210_785)
    summary = summarise_revisions(pairs).filter(early_source="ucdp_candidate", violence_type="sb")
    assert summary["pairs_count"].to_list() == [1892, 108, 101, 112, 82]
    assert summary["share_same"].round(2).to_list() == [1.0, 0.61, 0.56, 0.44, 0.32]
    assert summary["share_up"].round(3).to_list() == [0.004, 0.083, 0.129, 0.223, 0.268]
    assert summary["ratio_q50"].to_list() == [None, 1, 1, 1, 1]


def test_silences_of_2000_to_2020_were_broken_as_often_as_the_documentation_says(inputs: Inputs) -> None:
    panel = inputs.panel
    flagged = pl.concat(
        blackouts_at(panel, origin).with_columns(pl.lit(origin, pl.Int32).alias("month_id"))
        for origin in range(month_id(2000, 1), month_id(2020, 12) + 1)
    )
    counts = (pl.col(f"fatalities_{kind}_best") for kind in TYPES)
    deaths = panel.frame.select(
        "country_gwcode", "month_id", pl.sum_horizontal(counts, ignore_nulls=False).alias("deaths")
    )
    following = pl.concat(
        deaths.with_columns((pl.col("month_id") - step).cast(pl.Int32)) for step in range(1, 13)
    )
    year = following.group_by("country_gwcode", "month_id").agg(pl.col("deaths").sum())
    seen = flagged.join(year, on=["country_gwcode", "month_id"], how="left").sort("month_id")
    silences = seen.group_by("country_gwcode", "since", maintain_order=True).first()
    assert (seen.height, seen["country_gwcode"].n_unique(), silences.height) == (412, 38, 71)
    assert ((seen["deaths"] > 0).sum(), (seen["deaths"] >= 25).sum()) == (226, 69)
    assert ((silences["deaths"] > 0).sum(), (silences["deaths"] >= 25).sum()) == (57, 30)


def test_libya_and_tunisia_are_flagged_at_the_newest_origin(inputs: Inputs) -> None:
    origin = newest_origin(inputs.panel)
    assert origin == month_id(2022, 2)
    flagged = blackouts_at(inputs.panel, origin)
    assert flagged["country_gwcode"].to_list() == [616, 620]
    assert set(flagged["since"]) == {month_id(2021, 7)}


def test_records_silent_in_july_2021_had_mostly_not_been_reported_yet(inputs: Inputs) -> None:
    known = dt.date(2021, 7, 31)
    panel = add_fatalities(
        create_country_months(month_id(2017, 1), month_id(2021, 6)),
        [table for table in inputs.tables if table.source.vintage <= known],
    )
    origins = range(month_id(2019, 7), month_id(2021, 6) + 1)
    flagged = pl.concat(blackouts_at(panel, o).with_columns(pl.lit(o).alias("origin")) for o in origins)
    silences = (
        flagged.filter(pl.col("since") >= month_id(2019, 7))
        .group_by("country_gwcode", "since")
        .agg(pl.col("origin").max())
    )
    pairs = revision_pairs(inputs.tables).filter(early_source="views_country_months", violence_type="total")
    within = silences.join(pairs, on="country_gwcode").filter(
        pl.col("month_id").is_between("since", "origin")
    )
    later = within.group_by("country_gwcode", "since").agg(pl.col("early", "later").sum())
    assert later["early"].to_list() == [0] * 12
    assert (later["later"] > 0).sum() == 11
    assert set(later.filter(later=0)["country_gwcode"]) == {620}  # Libya was calm


def test_a_forecast_of_october_2021_learnt_nothing_of_revisions_that_came_later(
    inputs: Inputs, store: Store
) -> None:
    then = issue_forecast(store, now=NOW, origin=month_id(2021, 10), steps=range(1, 4))
    now = issue_forecast(store, now=NOW, steps=range(1, 4))
    assert then.frames["revisions"].is_empty()
    assert now.frames["revisions"].equals(summarise_revisions(revision_pairs(inputs.tables)))
    for issued, flagged in ((then, []), (now, [616, 620])):
        countries = issued.frames["countries"].filter("is_reporting_blackout").sort("country_gwcode")
        assert countries["country_gwcode"].to_list() == flagged
        assert issued.frames["blackouts"]["country_gwcode"].to_list() == flagged
