from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from avert.brief.snapshot import build_snapshot
from avert.errors import InputError, MissingDataError
from avert.provenance import Source
from avert.sources.holdings import SNAPSHOT, Library
from avert.sources.results import Result
from avert.sources.store import Store

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
SOURCE = Source(
    "ewp_panel", "2025", dt.date(2025, 9, 3), False, "Panel", "EWP", "cite", "Cite EWP", "https://e", "d"
)
CLAIMS = {
    "cells": pl.DataFrame(
        {
            "claim": ["few", "few", "many"], "definition": ["main", "other", "main"], "is_main": [True, False, True],
            "onsets": [9, 9, 9], "onsets_inside": [6, 8, 1], "share": [0.666666, 0.888888, 0.111111],
        }
    ),
    "exceptions": pl.DataFrame(
        {"claim": ["few", "few", "many"], "definition": ["main", "other", "main"], "year": [2001, 2002, 2003]}
    ),
}  # fmt: skip


@pytest.fixture
def full(tmp_path: Path) -> Store:
    store = Store(tmp_path / "full")
    deaths = pl.DataFrame(
        {"country_gwcode": [1] * 3, "month_id": [100, 350, 460], "fatalities_sb_best": [1, 2, 3]}
    )
    empty = pl.DataFrame({"country_gwcode": [1]})
    series = pl.DataFrame(
        {"country_gwcode": [1, 1], "year": [1970, 2024], "value": [0.1234, 0.5678], "value_low": [0.1, 0.5],
         "value_high": [0.2, 0.6]}
    )  # fmt: skip
    risks = pl.DataFrame({"country_gwcode": [1], "risk": [0.123456], "risk_low": [0.1], "risk_high": [0.2]})
    parts = pl.DataFrame({"label": ["x"], "value": [26.98], "reference": [23.2], "contribution": [0.48412]})
    frames = {
        "deaths": {"years": empty, "months": deaths, "silence": empty, "actors": empty},
        "conflicts": {"years": empty},
        "structure": {"profile": empty, "series": series},
        "risk": {"risks": risks, "contributions": parts},
        "claims": CLAIMS,
        "episodes": {"episodes": pl.DataFrame({"name": ["from a list that may only be cited"]})},
    }
    for kind, named in frames.items():
        store.put(Result(kind, (replace(SOURCE, digest=kind),), {}, 0, "2024", NOW), named)
    return store


def test_what_is_passed_on_is_rounded_recent_and_without_the_predictors(full: Store, tmp_path: Path) -> None:
    build_snapshot(full, tmp_path / "snapshot")
    library = Library([Store(tmp_path / "snapshot", is_read_only=True)])
    risk, deaths, structure = (library.newest(kind) for kind in ("risk", "deaths", "structure"))
    assert risk is not None
    assert risk.frames["risks"]["risk"].to_list() == [0.1235]
    assert risk.frames["contributions"].to_dict(as_series=False) == {"label": ["x"], "contribution": [0.48]}
    assert deaths is not None
    assert deaths.frames["months"]["month_id"].to_list() == [350, 460]
    assert deaths.frames.keys() == {"years", "months", "silence"}
    assert structure is not None
    assert structure.frames["series"].select("year", "value").rows() == [(2024, 0.57)]


def test_of_a_list_that_may_only_be_cited_a_quotation_is_passed_on_and_no_more(
    full: Store, tmp_path: Path
) -> None:
    """Three of nine onsets may be named; eight of nine would be the list itself, and so would every definition's."""
    build_snapshot(full, tmp_path / "snapshot")
    claims = Store(tmp_path / "snapshot", is_read_only=True).newest_result("claims")
    assert claims is not None
    assert claims.frames["exceptions"]["year"].to_list() == [2001]
    assert claims.frames["cells"]["share"].to_list() == [0.6667, 0.8889, 0.1111]


def test_lists_that_may_only_be_cited_stay_out_and_sources_are_named(full: Store, tmp_path: Path) -> None:
    build_snapshot(full, tmp_path / "snapshot")
    assert Store(tmp_path / "snapshot", is_read_only=True).newest_result("episodes") is None
    licence = (tmp_path / "snapshot" / "LICENCE.md").read_text()
    assert "Cite EWP" in licence
    assert "CC BY-SA 4.0" in licence


def test_nothing_is_overwritten_and_nothing_half_made_is_left(full: Store, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(InputError, match="exists"):
        build_snapshot(full, tmp_path / "there")
    with pytest.raises(MissingDataError, match="no result of the kind 'deaths'"):
        build_snapshot(Store(tmp_path / "empty"), tmp_path / "snapshot")
    assert not list(tmp_path.glob(".*.part"))
    assert not (tmp_path / "snapshot").exists()


def test_the_packaged_snapshot_is_sound_small_licensed_and_holds_no_table_of_others() -> None:
    store = Store(SNAPSHOT, is_read_only=True)
    assert store.verify() == []
    assert store.versions() == []
    size = sum(path.stat().st_size for path in SNAPSHOT.rglob("*") if path.is_file())
    assert size < 5_000_000
    assert "Licence" in (SNAPSHOT / "LICENCE.md").read_text(encoding="utf-8")
    assert store.newest_result("episodes") is None
    for kind in ("deaths", "risk", "conflicts", "structure"):
        issued = store.newest_result(kind)
        assert issued is not None, kind
        assert issued.result.specification["is_published"]
    risk = store.newest_result("risk")
    assert risk is not None
    assert not {"value", "reference"} & set(risk.frames["contributions"].columns)


def test_a_forecast_is_passed_on_with_what_it_says_and_without_what_its_draws_are_made_from(
    full: Store, tmp_path: Path
) -> None:
    said = pl.DataFrame({"country_gwcode": [1], "mean": [0.123456], "q95": [7]})
    frames = dict.fromkeys(("months", "sums", "countries", "bins", "values"), said)
    full.put(Result("country-forecast", (SOURCE,), {}, 0, "2024-10", NOW), frames)
    build_snapshot(full, tmp_path / "snapshot")
    issued = Store(tmp_path / "snapshot", is_read_only=True).newest_result("country-forecast")
    assert issued is not None
    assert issued.frames.keys() == {"months", "sums", "countries"}
    assert issued.frames["sums"].rows() == [(1, 0.1235, 7)]


def test_scores_are_passed_on_with_rounded_risks_and_without_what_followed(
    full: Store, tmp_path: Path
) -> None:
    forecasts = pl.DataFrame(
        {"model": ["m", "m", "flat", "flat"], "country_gwcode": [1, 2, 1, 2], "origin": [2000] * 4,
         "y": [0, 1, 0, 1], "p": [0.123456, 0.2, 0.1, 0.1]}
    )  # fmt: skip
    scores = pl.DataFrame({"model": ["m"], "value": [0.0693218]})
    frames = {"forecasts": forecasts, "scores": scores}
    full.put(Result("risk-evaluation", (SOURCE,), {}, 0, "2000", NOW), frames)
    build_snapshot(full, tmp_path / "snapshot")
    kept = Store(tmp_path / "snapshot", is_read_only=True).newest_result("risk-evaluation")
    assert kept is not None
    assert kept.frames["scores"].equals(scores)
    assert kept.frames["forecasts"].columns == ["model", "country_gwcode", "origin", "p"]
    assert kept.frames["forecasts"]["p"].to_list() == [0.1235, 0.2]
