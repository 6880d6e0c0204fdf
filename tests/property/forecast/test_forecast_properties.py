"""What holds of every forecast: it is whole, adds up, follows from its seed, and knows nothing of the future."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.monthly_histories import FIRST, made_up_histories

from avert.forecast.protocols.origins import Protocol
from avert.forecast.protocols.rows import scored_rows
from avert.forecast.registry import MODELS
from avert.forecast.scenarios import WorldForecast, from_frames, to_frames, world_forecast
from avert.forecast.summaries import KINDS, summarise
from avert.panel.death_histories import DeathHistories
from avert.panel.fatalities import TYPES

STEPS = np.arange(1, 13)
ORIGIN = FIRST + 12 * 6 - 1
SAYS = ("q05", "q25", "q50", "q75", "q95", "p_1", "p_25", "p_100", "p_1000")


def forecast_of(
    histories: DeathHistories, *, model: str = "negative_binomial", seed: int = 0
) -> WorldForecast:
    known = histories.until(ORIGIN)
    draws = MODELS[model].forecast(known, STEPS.tolist(), seed=seed)
    return world_forecast(known, draws, STEPS, origin=ORIGIN, seed=seed)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**31 - 1))
def test_what_is_told_is_ordered_and_adds_up_exactly(seed: int):
    histories = made_up_histories(seed, states=9, years=8)
    known, world = histories.until(ORIGIN), forecast_of(histories, seed=seed)
    found = summarise(world, known)
    for frame in found.values():
        levels = frame.select("q05", "q25", "q50", "q75", "q95").to_numpy()
        assert (levels >= 0).all()
        assert (np.diff(levels, axis=1) >= 0).all()
    for name in ("months", "sums"):
        odds = found[name].select("p_1", "p_25", "p_100", "p_1000").to_numpy()
        assert ((odds >= 0) & (odds <= 1)).all()
        assert (np.diff(odds, axis=1) <= 0).all()
    drawn = dict(world.countries())
    for of in drawn.values():
        assert (of["total"] == of["sb"] + of["ns"] + of["os"]).all()
    everywhere = sum(of["total"] for of in drawn.values())
    told = found["regions"].filter(region="World", violence_type="total").sort("step")
    assert told["mean"].to_list() == pytest.approx(everywhere.mean(axis=1))
    assert told["q95"].to_list() == np.quantile(everywhere, 0.95, axis=1, method="inverted_cdf").tolist()
    year = found["region_sums"].filter(region="World", violence_type="total", last_step=12)
    assert year["q50"][0] == np.quantile(everywhere.sum(axis=0), 0.5, method="inverted_cdf")


def test_means_of_regions_and_types_and_months_add_up():
    histories = made_up_histories(3, years=8)
    found = summarise(forecast_of(histories), histories.until(ORIGIN))
    by_type = found["months"].group_by("violence_type").agg(pl.col("mean").sum())
    means = dict(by_type.iter_rows())
    assert means["total"] == pytest.approx(sum(means[kind] for kind in TYPES))
    regions = found["regions"].filter(violence_type="total").group_by("region").agg(pl.col("mean").sum())
    by_region = dict(regions.iter_rows())
    assert by_region.pop("World") == pytest.approx(sum(by_region.values()))
    assert means["total"] == pytest.approx(sum(by_region.values()))


def test_what_is_kept_gives_the_same_forecast_again():
    histories = made_up_histories(5, years=8)
    known = histories.until(ORIGIN)
    frames = to_frames(forecast_of(histories), known)
    places = pl.DataFrame(
        {"country_gwcode": known.country_gwcode, "region": known.region, "subregion": known.subregion}
    ).cast({"country_gwcode": pl.Int32})
    first, again = (from_frames(frames, places, origin=ORIGIN, seed=0) for _ in range(2))
    for (_, one), (_, other) in zip(first.countries(), again.countries(), strict=True):
        assert all((one[kind] == other[kind]).all() for kind in KINDS)


@pytest.mark.parametrize("model", MODELS)
def test_no_model_looks_ahead_when_futures_are_shuffled(model: str):
    histories = made_up_histories(7, states=12, years=8)
    column = histories.column_of(ORIGIN) + 1
    rng = np.random.default_rng(1)
    shuffled = {}
    for kind, of in histories.deaths.items():
        shuffled[kind] = of.copy()
        shuffled[kind][:, column:] = rng.permuted(of[:, column:].ravel()).reshape(of[:, column:].shape)
    protocol = Protocol("test", 12, range(1, 4), ())
    said = [
        scored_rows(one, protocol, model, 1996, seed=0).filter(pl.col("step") > 0).select(SAYS)
        for one in (histories, replace(histories, deaths=shuffled))
    ]
    assert protocol.origin(1996) == ORIGIN
    assert said[0].height > 0
    assert said[0].equals(said[1])
