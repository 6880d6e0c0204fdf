"""``avert risk monthly`` and its companions, from files to tables."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from avert import periods
from avert.panel import create_country_years
from avert.places import views_countries
from samples import event, write_csv, write_totals

FIRST, YEARS = periods.month_id(2008, 1), 8
LAST = FIRST + 12 * YEARS - 1


@pytest.fixture
def loaded(avert, tmp_path: Path):
    """Deaths of the world's states in 2008 to 2015, every eighth of which is violent, the last more than the first."""
    rng = np.random.default_rng(0)
    of_gwcode = views_countries().unique("country_gwcode").join(today(), on="country_gwcode", how="semi")
    known = of_gwcode["views_country_id"].sort()
    level = np.where(np.arange(len(known)) % 8 == 0, np.geomspace(1, 90, len(known)), 0.02)
    deaths = rng.poisson(rng.gamma(0.7, level / 0.7, (12 * YEARS, 3, len(known))))
    deaths[-10:, :, len(known) // 8 * 8] = 0  # the most violent falls silent
    rows = [
        (FIRST + month, country, *(int(count) for count in deaths[month, :, i]))
        for i, country in enumerate(known)
        for month in range(12 * YEARS)
    ]
    assert avert("data", "add", write_totals(tmp_path / "totals.parquet", rows)).code == 0
    return avert


def today() -> pl.DataFrame:
    """The states of 2015."""
    return create_country_years(2015, 2015).frame.select("country_gwcode")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_countries_are_ranked_with_intervals_and_what_the_numbers_rest_on(loaded) -> None:
    run = loaded("risk", "monthly", "--replicates", "3", "--origin", "2014-06", "--format", "csv")
    assert run.code == 0, run.err
    rows = rows_of(run.out)
    assert {row["threshold"] for row in rows} == {"25", "100", "500"}
    assert {row["origin"] for row in rows} == {"2014-06"}
    first = next(row for row in rows if row["threshold"] == "25")
    assert first["rank"] == "1"
    assert float(first["p_low"]) <= float(first["p"]) <= float(first["p_high"])
    assert "Origin 2014-06, data as of 2016-01-31" in run.err
    assert "not errors of the record" in run.err
    assert {row["is_reporting_blackout"] for row in rows} == {"false"}


def test_a_record_that_has_fallen_silent_by_the_origin_is_flagged_as_unreliable(loaded) -> None:
    run = loaded("risk", "monthly", "--replicates", "0", "--threshold", "25", "--format", "json")
    silent = [row for row in json.loads(run.out) if row["is_reporting_blackout"]]
    assert len(silent) == 1
    assert silent[0]["p_low"] is None
    assert f"the record has fallen silent: {silent[0]['name']}." in run.err


def test_the_second_time_the_kept_result_is_read(loaded) -> None:
    asked = ("risk", "monthly", "--replicates", "1", "--threshold", "100", "--format", "json")
    one, two = loaded(*asked), loaded(*asked)
    assert one.out == two.out
    assert {row["threshold"] for row in json.loads(one.out)} == {100}
    assert {row["origin"] for row in json.loads(one.out)} == {"2015-12"}


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (("--origin", "2016-06"), "The newest origin is 2015-12"),
        (("--origin", "2008-12"), "No 12 months of deaths are known after any origin"),
        (("--as-of", "2010"), "No dataset with deaths is loaded"),
    ],
)
def test_bad_use_of_monthly_is_one_line_and_exit_2(loaded, bad: tuple[str, ...], complaint: str) -> None:
    run = loaded("risk", "monthly", *bad)
    assert (run.code, run.out) == (2, "")
    assert complaint in run.err


def test_the_protocol_writes_its_tables(loaded, tmp_path: Path) -> None:
    out = tmp_path / "scores"
    run = loaded(
        "risk", "evaluate-monthly", "--years", "2012:2014", "--models", "persistence,blend", "--draws", "20",
        "--out", out, "--format", "csv",
    )  # fmt: skip
    assert run.code == 0, run.err
    assert sorted(path.name for path in out.iterdir()) == [
        "differences.csv", "forecasts.parquet", "reliability.csv", "scores.csv",
    ]  # fmt: skip
    forecasts = pl.read_parquet(out / "forecasts.parquet")
    assert forecasts.columns[:7] == ["model", "is_default", "country_gwcode", "origin", "threshold", "y", "p"]
    assert forecasts.height >= 2 * 3 * 150 * 36
    assert {(row["span"], row["group"]) for row in rows_of(run.out)} == {
        ("development", "all"), ("development", "onset"), ("held-out", "all"), ("held-out", "onset"),
    }  # fmt: skip
    assert "knew less" in run.err


def test_units_show_what_was_recorded_and_how_much_of_the_year_is_known(avert, tmp_path: Path) -> None:
    events = [
        event(id=1, type_of_violence=3, adm_1="North", best=7, low=5, high=9, day="2015-03-02"),
        event(id=2, type_of_violence=3, adm_1="North", best=2, low=2, high=2, day="2015-05-02"),
        event(id=3, type_of_violence=3, adm_1="", best=40, low=5, high=50, day="2015-04-02"),
        event(id=4, type_of_violence=1, adm_1="South", best=90, low=90, high=90, day="2015-04-02"),
    ]
    path = write_csv(tmp_path / "GEDEvent_v16_1.csv", events)
    assert avert("data", "add", path).code == 0
    run = avert("risk", "units", "Ethiopia", "--origin", "2016-03", "--format", "json")
    rows = json.loads(run.out)
    assert run.code == 0, run.err
    assert [(row["adm1_name"], row["fatalities_os_best"], row["last_month"]) for row in rows] == [
        (None, 40, "2015-04"), ("North", 2, "2015-05"),
    ]  # fmt: skip
    assert {row["months_known_count"] for row in rows} == {9}
    assert "Events of 9 of the 12 months are loaded" in run.err


def test_repression_and_flight_are_watched_with_what_is_unknown(avert, tmp_path: Path) -> None:
    people = pl.DataFrame(
        {
            "geo": ["SDN", "KEN", "ETH"],
            "t": [2019.0, 2020.0, 2020.0],
            "from": ["ETH", "ETH", "ETH"],
            "group": ["refugee", "refugee", "idp"],
            "n": [100.0, 60000.0, 2000000.0],
        }
    )
    people.write_parquet(tmp_path / "people.parquet")
    assert avert("data", "add", tmp_path / "people.parquet").code == 0
    run = avert("risk", "watch", "Ethiopia", "--format", "json")
    rows = {row["measure"]: row for row in json.loads(run.out)}
    assert (rows["refugees"]["value"], rows["refugees"]["change_1y"]) == (60000.0, 59900.0)
    assert rows["refugees"]["share_of_past_better"] is None
    assert rows["asylum_seekers"]["value"] is None
    assert rows["v2cltort"]["year"] is None
    assert "Unknown: Physical integrity" in run.err
    assert "UNHCR population statistics by origin and asylum, 2021, known from 2021-06-30" in run.err


def test_a_place_that_is_no_state_is_refused_in_one_line(avert, tmp_path: Path) -> None:
    pl.DataFrame(
        {"geo": ["KEN"], "t": [2020.0], "from": ["ETH"], "group": ["refugee"], "n": [5.0]}
    ).write_parquet(tmp_path / "people.parquet")
    assert avert("data", "add", tmp_path / "people.parquet").code == 0
    run = avert("risk", "watch", "Greenland")
    assert (run.code, run.out) == (2, "")
    assert "not in Gleditsch and Ward's list" in run.err
