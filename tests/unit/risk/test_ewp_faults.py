import polars as pl
import pytest

from avert.errors import MissingColumnError, MissingDataError
from avert.risk import ewp_faults
from avert.risk.inputs import load_inputs
from risk_panels import made_up_events, made_up_ewp_panel, risk_store

YEARS = range(1999, 2013)


def published(country=2, ongoing=None):
    """Rows of one country whose flags say what the event listed last is, as EWP's file has it."""
    ongoing = ongoing or {year: 1 + (2005 <= year <= 2010) for year in range(2000, 2013)}
    counts = [ongoing.get(year, 0) for year in YEARS]
    return pl.DataFrame(
        {
            "country_gwcode": [country] * len(YEARS),
            "country_cowcode": [country] * len(YEARS),
            "year": list(YEARS),
            "mk_ongoing_count_log2": (pl.Series(counts).cast(pl.Float64) + 1.0).log(2),
            "widetargeting": [float(year >= 2005) for year in YEARS],
            "narrowtargeting": [float(2000 <= year < 2005) for year in YEARS],
            "repress_civilsoc": [0.0] * len(YEARS),
        },
        schema_overrides={"country_gwcode": pl.Int32},
    )


def flags(frame, year):
    return frame.filter(year=year).select("widetargeting", "narrowtargeting").row(0)


def test_every_mass_killing_that_goes_on_sets_its_flag():
    mended = ewp_faults.mend_targeting(published(), made_up_events())
    assert flags(mended, 1999) == (0.0, 0.0)
    assert flags(mended, 2000) == (0.0, 1.0)
    assert flags(mended, 2007) == (1.0, 1.0)
    assert flags(mended, 2011) == (1.0, 0.0)


def test_only_the_cells_of_the_fault_change():
    before = published()
    mended = ewp_faults.mend_targeting(before, made_up_events())
    assert mended.schema == before.schema
    cells = ewp_faults.changes(before, mended)
    assert cells.select("year", "column", "published", "mended").rows() == [
        (year, "narrowtargeting", 0.0, 1.0) for year in range(2005, 2011)
    ]


def test_a_year_in_which_list_and_panel_count_differently_is_left_alone():
    odd = published(ongoing={2007: 3})
    assert ewp_faults.changes(odd, ewp_faults.mend_targeting(odd, made_up_events())).is_empty()


def test_an_event_of_unknown_target_sets_neither_flag():
    quiet = published(country=3, ongoing={2003: 1}).with_columns(pl.lit(0.0).alias("narrowtargeting"))
    mended = ewp_faults.mend_targeting(quiet, made_up_events())
    assert flags(mended, 2003) == (0.0, 0.0)


def test_the_order_of_rows_is_kept_because_folds_are_drawn_by_row():
    shuffled = published().sample(fraction=1.0, shuffle=True, seed=1)
    assert ewp_faults.mend_targeting(shuffled, made_up_events())["year"].equals(shuffled["year"])


def test_a_panel_without_the_flags_cannot_be_mended():
    with pytest.raises(MissingColumnError, match="'narrowtargeting', which mending needs"):
        ewp_faults.mend_targeting(published().drop("narrowtargeting"), made_up_events())


def test_repression_follows_the_text_where_the_ordinal_is_known():
    ordinal = pl.DataFrame(
        {
            "country_gwcode": [2] * 6,
            "year": range(2000, 2006),
            "v2csreprss_ord": [0.0, 1.0, 2.0, 3.0, 4.0, None],
        }
    )
    before = published().with_columns((pl.col("year") == 2005).cast(pl.Float64).alias("repress_civilsoc"))
    mended = ewp_faults.mend_repression(before, ordinal)
    assert mended.filter(pl.col("year").is_between(2000, 2005))["repress_civilsoc"].to_list() == [
        1.0, 1.0, 1.0, 0.0, 0.0, 1.0,
    ]  # fmt: skip
    assert ewp_faults.changes(before, mended)["year"].to_list() == [2000, 2001, 2002]


@pytest.fixture
def panel():
    """A made-up panel in which country 2 has the ongoing mass killings of the list."""
    counts = pl.sum_horizontal(
        pl.col("year").is_between(2000, 2010).cast(pl.Int64), (pl.col("year") >= 2005).cast(pl.Int64)
    )
    is_two = pl.col("country_gwcode") == 2
    return made_up_ewp_panel().with_columns(
        pl.when(is_two).then((counts + 1).log(2)).otherwise(0.0).alias("mk_ongoing_count_log2"),
        pl.lit(0.0).alias("widetargeting"),
        pl.lit(0.0).alias("narrowtargeting"),
    )


def test_faults_are_mended_by_default_and_the_list_is_named_among_the_sources(tmp_path, panel):
    inputs = load_inputs(risk_store(tmp_path, panel, made_up_events()), "ewp2025")
    assert inputs.mended == ("targeting",)
    assert [source.dataset for source in inputs.sources] == ["ewp_panel", "ewp_events"]
    assert not inputs.panel.equals(panel)


def test_as_published_is_as_published(tmp_path, panel):
    inputs = load_inputs(risk_store(tmp_path, panel, made_up_events()), "ewp2025", faults="as-published")
    assert (inputs.mended, inputs.panel.equals(panel)) == ((), True)
    assert [source.dataset for source in inputs.sources] == ["ewp_panel"]


def test_without_the_list_of_events_nothing_is_mended_unless_it_was_asked_for(tmp_path, panel):
    store = risk_store(tmp_path, panel)
    assert load_inputs(store, "ewp2025").mended == ()
    with pytest.raises(MissingDataError, match="ewp_events"):
        load_inputs(store, "ewp2025", faults="mended")
