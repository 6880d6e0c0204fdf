"""No forecast of a protocol may depend on what was not known at its origin."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.risk.ewp_rows import REACH
from avert.risk.protocols import ewp_ro30
from avert.risk.registry import MODELS
from risk_panels import LAST_YEAR, PANELS

ORIGINS = st.integers(2000, LAST_YEAR - 1)


def shaken(panel, origin, reach, rng):
    """Change every number of the rows after the origin, and what outcomes say of later years; drop some rows."""
    numbers = [name for name, kind in panel.schema.items() if kind.is_numeric() and name not in _KEYS]
    noise = {name: pl.Series(rng.integers(0, 2, panel.height)) for name in numbers}
    changed = panel.with_columns(
        pl.when(pl.col("year") + reach.get(name, 0) > origin).then(values).otherwise(pl.col(name)).alias(name)
        for name, values in noise.items()
    )
    is_kept = pl.Series(rng.random(panel.height) < 0.8)
    return changed.filter((pl.col("year") <= origin) | is_kept)


_KEYS = {"year", "country_gwcode", "country_cowcode"}


@pytest.mark.parametrize("name", sorted(MODELS))
@settings(deadline=None, max_examples=5)
@given(seed=st.integers(0, 50), origin=ORIGINS)
def test_what_was_not_known_at_the_origin_changes_no_forecast(name, seed, origin):
    panel = PANELS[name](seed)
    reach = {**REACH, **MODELS[name].REACH}
    wanted = ewp_ro30.targets(panel).filter(pl.col("origin") == origin)
    after = shaken(panel, origin, reach, np.random.default_rng(seed))
    assert ewp_ro30.forecast(name, panel, wanted).equals(ewp_ro30.forecast(name, after, wanted))


@settings(max_examples=20)
@given(seed=st.integers(0, 50), origin=ORIGINS)
def test_what_is_hidden_and_only_that_is_not_known_at_the_origin(seed, origin):
    panel = PANELS["ewp2025"](seed)
    known = ewp_ro30.known_at(panel, origin, REACH)
    assert known["year"].max() == origin
    for column, ahead in REACH.items():
        assert known.filter(pl.col(column).is_null())["year"].unique().sort().to_list() == list(
            range(origin - ahead + 1, origin + 1)
        )


@pytest.mark.parametrize("name", sorted(MODELS))
@settings(deadline=None, max_examples=3)
@given(seed=st.integers(0, 50))
def test_the_same_seed_gives_the_same_forecasts(name, seed):
    panel = PANELS[name](seed)
    wanted = ewp_ro30.targets(panel).filter(pl.col("origin").is_in([1999, 2008]))
    first, again = (ewp_ro30.forecast(name, panel, wanted, seed=seed) for _ in range(2))
    assert first.equals(again)
