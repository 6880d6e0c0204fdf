import numpy as np
import polars as pl

from avert.risk.graded_target import add_later_onsets, graded_target


def one_country(onset_year: int, last: int = 2010) -> pl.DataFrame:
    years = range(1990, last + 1)
    return pl.DataFrame(
        {
            "country_gwcode": [1] * len(years),
            "year": list(years),
            "mk_onset_2": [int(year + 2 == onset_year) for year in years],
            "mk_onset_1or2": [int(onset_year - year in (1, 2)) for year in years],
        }
    )


def test_years_before_an_onset_are_graded_by_how_far_it_is():
    rows = add_later_onsets(one_country(2000), 2010)
    target = graded_target(rows, np.ones(rows.height))
    by_year = dict(zip(rows["year"], target / target.max(), strict=True))
    assert [round(by_year[2000 - ahead], 6) for ahead in range(7)] == [0, 1, 1, 0.5, 0.3, 0.2, 0]


def test_the_mean_is_that_of_the_outcome():
    rows, weights = add_later_onsets(one_country(2000), 2010), np.linspace(0.1, 1.0, 21)
    whole = rows["year"].to_numpy() <= 2007
    target, outcome = graded_target(rows, weights), rows["mk_onset_1or2"].to_numpy()
    assert np.isclose(
        np.average(target[whole], weights=weights[whole]), np.average(outcome[whole], weights=weights[whole])
    )


def test_years_that_are_still_to_come_are_not_known():
    rows = add_later_onsets(one_country(2013), 2009)
    known = rows.select(~pl.col("onset_in_3", "onset_in_4", "onset_in_5").is_nan()).sum().row(0)
    assert known == (19, 18, 17)
    shown = dict(zip(rows["year"], rows["onset_in_3"], strict=True))
    assert shown[2008] == 0.0
    assert np.isnan(shown[2009])


def test_rows_after_the_last_year_are_not_looked_at():
    panel = one_country(2000)
    shaken = panel.with_columns(
        pl.when(pl.col("year") > 1997)
        .then(1 - pl.col("mk_onset_2"))
        .otherwise(pl.col("mk_onset_2"))
        .alias("mk_onset_2")
    )
    learned = pl.col("year") <= 1997
    first, second = (
        add_later_onsets(rows, 1997).filter(learned).drop("mk_onset_2") for rows in (panel, shaken)
    )
    assert first.equals(second)


def test_without_any_later_onset_the_target_is_the_outcome():
    rows = add_later_onsets(one_country(1985), 2010)
    assert not graded_target(rows, np.ones(rows.height)).any()
