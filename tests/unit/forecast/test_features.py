from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avert.forecast.features import features_of
from monthly_histories import made_up_histories


@pytest.fixture
def histories():
    return made_up_histories()


def named(histories, name):
    found = features_of(histories)
    return found.values[:, :, found.names.index(name)]


def with_deaths(histories, kind, of):
    return replace(histories, deaths={**histories.deaths, kind: of})


def test_every_feature_has_a_name_of_its_own_and_no_value_is_missing(histories):
    found = features_of(histories)
    assert len(set(found.names)) == len(found.names) == found.values.shape[2]
    assert np.isfinite(found.values).all()


def test_an_unknown_month_is_left_out_of_means_and_repeats_the_month_before(histories):
    deaths = np.zeros_like(histories.deaths["sb"])
    deaths[0, -4:] = [30, 10, np.nan, np.nan]
    known = with_deaths(histories, "sb", deaths)
    assert named(known, "sb_mean_3")[0, -1] == pytest.approx(np.log1p(10))
    assert named(known, "sb_mean_6")[0, -1] == pytest.approx(np.log1p(10))
    assert [named(known, f"sb_lag_{k}")[0, -1] for k in range(3)] == [pytest.approx(np.log1p(10))] * 3


def test_deaths_around_are_those_of_other_states(histories):
    deaths = np.zeros_like(histories.deaths["sb"])
    deaths[0, -1] = 12
    known = with_deaths(histories, "sb", deaths)
    around = named(known, "sb_subregion_12")[:, -1]
    assert around[0] == 0
    assert (around[1:] > 0).tolist() == (histories.subregion[1:] == histories.subregion[0]).tolist()
    assert named(known, "sb_world_12")[1, -1] == pytest.approx(np.log1p(1))


def test_the_time_since_a_heavy_month_goes_on_until_the_next(histories):
    deaths = np.zeros_like(histories.deaths["os"])
    deaths[0, 20] = 25
    since = named(with_deaths(histories, "os", deaths), "os_since_25")[0]
    assert np.expm1(since[[19, 20, 25]]) == pytest.approx([240, 0, 5], rel=1e-5)
