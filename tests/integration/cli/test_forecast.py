"""``avert forecast``, from files to draws, tables and scores."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.integration.cli.conftest import Run

from avert import periods
from avert.places import views_countries
from avert.sources.adding import add_files
from avert.sources.store import Store
from samples import write_totals

FIRST, YEARS = periods.month_id(2008, 1), 8
LAST = FIRST + 12 * YEARS - 1
TYPES = ("sb", "ns", "os")


def totals(seed: int = 0, *, months: int = 12 * YEARS) -> list[tuple[int, ...]]:
    """Deaths of the states that VIEWS numbers first, of which every eighth is violent."""
    rng = np.random.default_rng(seed)
    known = views_countries().unique("country_gwcode", keep="first", maintain_order=True)["views_country_id"]
    level = np.where(np.arange(len(known)) % 8 == 0, np.geomspace(1, 90, len(known)), 0.02)
    deaths = rng.poisson(rng.gamma(0.7, level / 0.7, (months, 3, len(known))))
    return [
        (FIRST + month, country, *(int(count) for count in deaths[month, :, i]))
        for i, country in enumerate(known)
        for month in range(months)
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of made-up totals, in which forecasts stay for the next test."""
    folder = tmp_path_factory.mktemp("forecast")
    path = write_totals(folder / "totals.parquet", totals())
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    add_files(Store(folder / "store"), [path], release=None, now=now)
    return folder / "store"


@pytest.fixture
def loaded(avert: Callable[..., Run], store: Path, tmp_path: Path) -> Callable[..., Run]:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/store").symlink_to(store)
    return avert


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_draws_are_written_in_the_layout_of_the_challenge(loaded: Callable[..., Run], tmp_path: Path) -> None:
    out = tmp_path / "F.parquet"
    ended = loaded(
        "forecast", "run", "--level", "country", "--origin", "2015-12", "--steps", "3-14", "--model", "conflictology",
        "--out", out, "--format", "csv",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    frame = pl.read_parquet(out)
    assert frame.columns == ["month_id", "country_id", "draw", "outcome"]
    assert frame["month_id"].unique().sort().to_list() == list(range(LAST + 3, LAST + 15))
    assert frame["draw"].n_unique() == 1000
    assert frame.height == 12 * 1000 * frame["country_id"].n_unique()
    assert frame["outcome"].min() >= 0
    assert "Origin 2015-12, data as of 2016-01-31, model conflictology" in ended.err
    first = rows_of(ended.out)[0]
    assert int(first["q05"]) <= int(first["q50"]) <= int(first["q95"])


def test_types_add_up_and_the_same_forecast_is_read_again(loaded: Callable[..., Run], tmp_path: Path) -> None:
    outs, options = {}, ("--model", "negative_binomial", "--steps", "1-3")
    for kind in (*TYPES, "total"):
        path = tmp_path / f"{kind}.parquet"
        ended = loaded("forecast", "run", *options, "--type", kind, "--out", path)
        assert ended.code == 0, ended.err
        outs[kind] = pl.read_parquet(path)["outcome"]
    assert (outs["total"] == outs["sb"] + outs["ns"] + outs["os"]).all()
    loaded("forecast", "run", *options, "--out", tmp_path / "again.parquet")
    assert pl.read_parquet(tmp_path / "again.parquet")["outcome"].equals(outs["sb"])


def test_what_was_published_later_is_not_used(loaded: Callable[..., Run], tmp_path: Path) -> None:
    own = tmp_path / "home/store"
    shared = own.readlink()
    own.unlink()
    shutil.copytree(shared, own)
    command = (
        "forecast",
        "run",
        "--origin",
        "2015-12",
        "--steps",
        "1-3",
        "--model",
        "last",
        "--format",
        "csv",
    )
    before = loaded(*command)
    revised = write_totals(tmp_path / "revised.parquet", totals(9))
    assert loaded("data", "add", revised, "--release", "2018-06").code == 0
    later = write_totals(tmp_path / "later.parquet", totals(5, months=12 * YEARS + 6))
    assert loaded("data", "add", later, "--release", "2018-07").code == 0
    assert loaded(*command).out == before.out
    assert loaded(*command, "--as-of", "2018-12").out != before.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--origin", "2015-13"], "2015-13"),
        (["--origin", "2017-12"], "were not known by then"),
        (["--origin", "2010-12"], "was out by 2011-01-31"),
        (["--steps", "3-40"], "between 1 and 36"),
        (["--steps", "three"], "cannot be read"),
        (["--model", "crystal_ball"], "No forecast model is called"),
        (["--out", "nowhere/F.parquet"], "There is no folder nowhere"),
    ],
)
def test_a_forecast_that_cannot_be_made_is_refused(
    loaded: Callable[..., Run], options: list[str], said: str
) -> None:
    ended = loaded("forecast", "run", "--model", "zero", "--steps", "1-2", *options)
    assert ended.code == 2
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_months_that_nobody_knew_yet_are_told(loaded: Callable[..., Run]) -> None:
    ended = loaded("forecast", "run", "--origin", "2016-03", "--steps", "1-3", "--model", "conflictology")
    assert ended.code == 0, ended.err
    assert "some of the 12 months before are unknown" in ended.err


def test_models_are_listed(loaded: Callable[..., Run]) -> None:
    listed = {row["model"] for row in rows_of(loaded("forecast", "models", "--format", "csv").out)}
    assert {"zero", "last", "boot", "conflictology", "negative_binomial"} <= listed


def test_models_are_scored_as_avert_score_scores_them(loaded: Callable[..., Run], tmp_path: Path) -> None:
    out = tmp_path / "scores"
    command = (
        "forecast", "evaluate", "--models", "zero,conflictology", "--windows", "2013-2014", "--out", out,
        "--draws", "100", "--format", "csv",
    )  # fmt: skip
    ended = loaded(*command)
    assert ended.code == 0, ended.err
    files = {path.name for path in out.iterdir()}
    assert files == {
        "scores.csv",
        "differences.csv",
        "reliability.csv",
        "past.parquet",
        "rows.parquet",
        "evaluation.json",
    }
    said = json.loads((out / "evaluation.json").read_text())
    assert (said["protocol"], said["windows"]) == ("cm-bench", [2013, 2014])
    scores = pl.read_csv(out / "scores.csv")
    zero = scores.filter(model="zero", violence_type="sb", window="2014", rows="all")
    rows = pl.read_parquet(out / "rows.parquet")
    outcomes = rows.filter(model="zero", violence_type="sb", window=2014).filter(pl.col("step") > 0)[
        "outcome"
    ]
    assert zero["crps"][0] == pytest.approx(outcomes.mean())
    assert zero["count"][0] == outcomes.len()
    assert loaded(*command).out == ended.out


def test_a_protocol_needs_windows_and_models_that_there_are(
    loaded: Callable[..., Run], tmp_path: Path
) -> None:
    for options, said in (
        (["--windows", "soon"], "cannot be read"),
        (["--models", "mine"], "No forecast model is called 'mine'"),
        (
            ["--benchmarks", tmp_path, "--models", "zero", "--windows", "2014"],
            "holds no benchmark_NAME_YEAR.parquet",
        ),
    ):
        ended = loaded("forecast", "evaluate", "--out", tmp_path / "out", *options)
        assert ended.code == 2
        assert said in ended.err
