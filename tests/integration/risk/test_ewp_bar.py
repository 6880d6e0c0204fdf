"""The bar that every model is compared with, as ``tests/golden/risk/ewp2025.yaml`` has it."""

from functools import partial
from pathlib import Path

import polars as pl
import pytest
import yaml

from avert.execution import map_tasks
from avert.risk import ewp_faults
from avert.risk.fault_differences import fault_differences
from avert.risk.models import ewp2025
from avert.risk.protocols import ewp_ro30
from avert.risk.protocols.evaluation import evaluate
from avert.risk.protocols.ewp_accuracy import ewp_accuracy
from avert.risk.ranking import rank
from avert.sources.adding import add_files
from avert.sources.store import Store
from risk_panels import NOW

GOLDEN = yaml.safe_load((Path(__file__).parents[2] / "golden/risk/ewp2025.yaml").read_text(encoding="utf-8"))
PANEL, EVENTS = "prepared2024predictors-2025-09-03.csv", "mass_killing_events_2025.xlsx"


@pytest.fixture(scope="module")
def loaded(reference_data, tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("bar") / "store")
    files = [reference_data / "ewp" / name for name in (PANEL, EVENTS)]
    assert {one.outcome for one in add_files(store, files, release=None, now=NOW)} == {"added"}
    return store


@pytest.fixture(scope="module")
def panel(loaded):
    return loaded.newest(ewp_faults.PANEL).frame


@pytest.fixture(scope="module")
def forecasts(panel):
    """All 31 origins that EWP forecasts from; the last has no outcome yet."""
    last = panel.filter(pl.col("year") == ewp_ro30.ORIGINS.stop).select(
        "country_gwcode", pl.col("year").cast(pl.Int32).alias("origin"), pl.lit(None, pl.Int8).alias("y")
    )
    wanted = pl.concat([ewp_ro30.targets(panel), last])
    return ewp_ro30.forecast("ewp2025", panel, wanted, map_tasks=partial(map_tasks, workers=2))


@pytest.fixture(scope="module")
def tables(panel, forecasts):
    tested = forecasts.drop_nulls("y")
    constant = ewp_ro30.forecast("prior_rate", panel, ewp_ro30.targets(panel))
    return evaluate(pl.concat([tested, constant]), panel, draws=2)


def scores_of(table, **which):
    rows = table.filter(**which)
    return dict(zip(rows["metric"], rows["value"], strict=True))


def assert_as_written(found, written):
    """To half a unit of the last digit that the file gives."""
    for name, value in written.items():
        half = 0.51 * 10.0 ** -len(str(value).partition(".")[2])
        assert found[name] == pytest.approx(value, abs=half), name


def test_all_forward_forecasts_are_those_published(reference_data, panel, forecasts):
    """The 15 of 5,047 rows without a risk are of countries that EWP's panel did not have the year before."""
    codes = panel.select("country_gwcode", "country_cowcode", pl.col("year").cast(pl.Int32).alias("origin"))
    published = pl.read_csv(
        reference_data / "ewp" / "FOOSforecasts_3Sep2025.csv", null_values="NA", infer_schema_length=None
    ).select(
        pl.col("prev_year").cast(pl.Int32).alias("origin"),
        pl.col("ccode").alias("country_cowcode"),
        "risk_prev",
        "rank_prev",
    )
    assert (published.height, published["risk_prev"].null_count()) == (5_047, 15)
    compared = forecasts.join(codes, on=["country_gwcode", "origin"]).join(
        published.drop_nulls("risk_prev"), on=["country_cowcode", "origin"], validate="1:1"
    )
    assert compared.height == forecasts.height == 5_032
    assert (compared["p"] - compared["risk_prev"]).abs().max() <= 2e-4
    ranked = compared.with_columns(
        rank=pl.col("p").rank("min", descending=True).over("origin").cast(pl.Int64)
    )
    assert (ranked["rank"] - ranked["rank_prev"]).abs().mean() < 0.2


def test_the_protocol_tests_the_rows_it_names(panel):
    targets = ewp_ro30.targets(panel)
    written = GOLDEN["ro30"]
    a_year = targets.group_by("origin").len()["len"]
    assert (targets.height, targets["y"].sum()) == (written["country_years"], written["before_an_onset"])
    assert [a_year.min(), a_year.max()] == written["countries_a_year"]
    assert sorted(targets["origin"].unique()) == list(range(1993, 2023))


def test_scores_are_those_of_the_bar(tables):
    written = GOLDEN["ro30"]
    assert_as_written(scores_of(tables["scores"], model="ewp2025"), written["scores"])
    assert_as_written(scores_of(tables["scores"], model="prior_rate"), written["what_a_constant_gets"])
    for half, scores in written["halves"].items():
        assert_as_written(scores_of(tables["halves"], model="ewp2025", span=half), scores)


def test_accuracy_is_what_ewp_computes(panel, forecasts):
    found = ewp_accuracy(forecasts, panel)
    written = GOLDEN["accuracy_as_ewp_computes_it"]
    assert_as_written(vars(found), written)


def test_the_fit_is_the_published_one(panel):
    fit, written = ewp2025.fit(panel, replicates=0, threads=2), GOLDEN["fit"]
    assert (fit.rows, fit.onsets) == (written["country_years"], written["before_an_onset"])
    assert fit.penalty == pytest.approx(written["penalty"], abs=5e-13)
    assert (fit.coefficients.slopes != 0.0).sum() == written["predictors_that_count"]
    highest = rank(fit, panel, 2024).head(len(GOLDEN["highest_risks"]))
    assert highest["name"].to_list() == list(GOLDEN["highest_risks"])
    assert highest["risk"].to_list() == pytest.approx(list(GOLDEN["highest_risks"].values()), abs=1e-4)


def test_the_published_flags_are_those_of_the_event_listed_last(loaded, panel):
    """Which is why they are a fault: the list says more."""
    events = loaded.newest(ewp_faults.EVENTS).frame.with_row_index("place")
    listed = panel.join(events, left_on="country_cowcode", right_on="location_cowcode").filter(
        (pl.col("start_year") <= pl.col("year")) & (pl.col("year") <= pl.col("end_year").fill_null(9999))
    )
    last = listed.sort("place").group_by("country_cowcode", "year").last()
    groups = pl.col("targeted_ethnic_groups")
    assert last.filter(pl.col("narrowtargeting") != (groups == 1).fill_null(value=False)).is_empty()
    assert last.filter(pl.col("widetargeting") != groups.is_in([0, 2]).fill_null(value=False)).is_empty()


def test_mending_changes_what_it_says_and_little_else(loaded, panel):
    written = GOLDEN["faults"]
    mended = ewp_faults.mend_targeting(panel, loaded.newest(ewp_faults.EVENTS).frame)
    cells = ewp_faults.changes(panel, mended)
    assert panel.filter(pl.col("mk_ongoing_count_log2") > 0).height == written["ongoing"]
    assert cells.filter(column="widetargeting").height == written["wide_targeting_missed"]
    assert cells.filter(column="narrowtargeting").height == written["narrow_targeting_missed"]
    assert (cells["published"] == 0.0).all()
    untouched = [name for name in panel.columns if name not in (ewp_faults.WIDE, ewp_faults.NARROW)]
    assert mended.select(untouched).equals(panel.select(untouched))
    before, after = (
        rank(ewp2025.fit(one, replicates=0, threads=2), one, 2024).sort("rank") for one in (panel, mended)
    )
    myanmar = [one.filter(name="Myanmar")["risk"].item() for one in (before, after)]
    assert myanmar == pytest.approx(list(written["myanmar_2024"].values()), abs=5e-4)
    both = before.join(after, on="country_gwcode", suffix="_mended")
    moves = (both["rank"] - both["rank_mended"]).abs()
    assert moves.max() <= written["no_rank_moves_by_more_than"]
    assert (moves.head(70) == 0).all() == written["highest_70_keep_their_rank"]


def test_the_difference_that_mending_makes_is_shown_by_country(loaded):
    found = fault_differences(loaded, model="ewp2025", year=2024, now=NOW, workers=2)
    first = found.risks.row(0, named=True)
    assert (first["name"], first["changed"]) == ("Myanmar", "narrowtargeting")
    assert found.risks.height == 168
    assert found.risks["changed"].null_count() == 167
    assert found.cells.height == 121
    assert found.mended.result.specification["mended"] == ["targeting"]
    assert found.published.result.specification["mended"] == []
    assert loaded.newest_result("risk") is None, "pages show the default model's"
