import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.risk.ewp_rows import OUTCOMES
from avert.risk.models import avert2026
from avert.risk.similar_rows import filled, make_donors
from risk_panels import LAST_YEAR, made_up_avert_panel

CHANGEABLE = [name for name in avert2026.NAMES if name != "year"]


def fitted(panel, through=2008, replicates=2):
    return avert2026.fit(panel, through_year=through, replicates=replicates, seed=3)


@settings(deadline=None, max_examples=3)
@given(
    through=st.integers(2000, LAST_YEAR - 1),
    columns=st.lists(st.sampled_from([*CHANGEABLE, *OUTCOMES]), min_size=1),
)
def test_what_comes_after_the_last_year_changes_nothing(through, columns):
    panel = made_up_avert_panel(countries=8)
    later = pl.when(pl.col("year") > through)
    shaken = panel.with_columns(later.then(1 - pl.col(c)).otherwise(pl.col(c)).alias(c) for c in set(columns))
    first, second = (avert2026.predict(fitted(rows, through), panel) for rows in (panel, shaken))
    assert first.equals(second)


@settings(deadline=None, max_examples=3)
@given(seed=st.integers(0, 50), share=st.floats(0.0, 1.0))
def test_contributions_sum_whatever_is_unknown(seed, share):
    panel = made_up_avert_panel(seed, countries=8)
    fit, rng = fitted(panel, replicates=0), np.random.default_rng(seed)
    few = panel.filter(pl.col("year") > LAST_YEAR - 5)
    holed = few.with_columns(
        pl.when(pl.Series(rng.random(few.height) < share)).then(None).otherwise(pl.col(name)).alias(name)
        for name in CHANGEABLE[::5]
    )
    risk = avert2026.predict(fit, holed)["risk"].to_numpy()
    sums = avert2026.explain(fit, holed)["contribution"].to_numpy().reshape(holed.height, -1).sum(axis=1)
    constants = np.log(risk / (1 - risk)) - sums
    np.testing.assert_allclose(constants, constants[0], atol=1e-9)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 1000), lacking=st.integers(0, 4))
def test_filling_keeps_what_is_known_and_takes_the_rest_from_real_rows(seed, lacking):
    rng = np.random.default_rng(seed)
    values, countries = rng.integers(0, 5, size=(40, 4)).astype(float), rng.integers(0, 12, size=40)
    row = rng.normal(size=(1, 4))
    row[0, :lacking] = np.nan
    rows, owners = filled(row, make_donors(values, countries))
    assert not np.isnan(rows).any()
    assert (owners == 0).all()
    assert len(rows) == (len(np.unique(countries)) if lacking else 1)
    assert (rows[:, lacking:] == row[0, lacking:]).all()
    assert all((values[:, :lacking] == taken).all(axis=1).any() for taken in rows[:, :lacking])
