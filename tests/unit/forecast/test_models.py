"""Every listed model keeps what the registry promises; what baselines say is known."""

from dataclasses import replace
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import numpy as np
import pytest
from tests.monthly_histories import made_up_histories

from avert.errors import InputError
from avert.forecast import DEFAULT, registry
from avert.forecast.bins import DRAWS
from avert.forecast.models import boot, conflictology, conflictology_neighbourhood, decayed_history, last
from avert.forecast.registry import MODELS, find_models
from avert.panel.death_histories import DeathHistories
from avert.panel.fatalities import TYPES

STEPS = [1, 3, 12]


@pytest.fixture(scope="module")
def known() -> DeathHistories:
    histories = made_up_histories(years=8)
    deaths = {kind: of.copy() for kind, of in histories.deaths.items()}
    for of in deaths.values():
        of[0] = np.nan  # nothing is known of the first state
        of[1, -3:] = np.nan  # and not the newest months of the second
    return replace(histories, deaths=deaths)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_gives_rising_whole_draws_of_every_type(name: str, known: DeathHistories):
    draws = MODELS[name].forecast(known, STEPS, seed=1)
    assert set(draws) == set(TYPES)
    for of in draws.values():
        assert of.shape == (known.country_gwcode.size, len(STEPS), DRAWS)
        said = of[~np.isnan(of).any(axis=(1, 2))]
        assert len(said) >= known.country_gwcode.size - 1
        assert (said >= 0).all()
        assert (said == np.rint(said)).all()
        assert (np.diff(said, axis=2) >= 0).all()


@pytest.mark.parametrize("name", MODELS)
def test_a_model_says_the_same_for_the_same_seed_and_carries_its_card(name: str, known: DeathHistories):
    model = MODELS[name]
    first, again = (model.forecast(known, STEPS, seed=4) for _ in range(2))
    assert all(np.array_equal(first[kind], again[kind], equal_nan=True) for kind in TYPES)
    assert model.CARD.name == name
    assert model.CARD.limits


def test_the_default_is_listed():
    assert DEFAULT in MODELS


def test_conflictology_is_the_last_year(known: DeathHistories):
    draws = conflictology.forecast(known, STEPS, seed=0)["sb"]
    year = np.sort(known.deaths["sb"][5, -12:])
    assert draws[5, 0, [0, 500, 999]].tolist() == [year[0], year[6], year[-1]]
    of_nine = np.sort(known.deaths["sb"][1, -12:-3])
    assert set(draws[1, 0].tolist()) == set(of_nine.tolist())
    assert np.isnan(draws[0]).all()


def test_the_last_month_counts_and_not_an_unknown_one(known: DeathHistories):
    draws = last.forecast(known, STEPS, seed=0)["sb"]
    assert np.median(draws[21, 0]) == pytest.approx(known.deaths["sb"][21, -1], rel=0.05, abs=1)
    assert np.median(draws[1, 0]) == pytest.approx(known.deaths["sb"][1, -4], abs=1)


def test_boot_says_the_same_of_every_state(known: DeathHistories):
    draws = boot.forecast(known, STEPS, seed=0)["os"]
    assert (draws == draws[0, 0]).all()


def test_the_neighbourhood_weighs_as_much_as_the_state_itself(known: DeathHistories):
    deaths = {kind: np.zeros_like(of) for kind, of in known.deaths.items()}
    deaths["sb"][5] = 8.0
    draws = conflictology_neighbourhood.forecast(replace(known, deaths=deaths), STEPS, seed=0)["sb"]
    assert (draws[5, 0] == 8).mean() == pytest.approx(0.5, abs=0.01)
    assert 0 < (draws[6, 0] == 8).mean() < 0.1


def test_months_weigh_half_as_much_six_months_before(known: DeathHistories):
    deaths = {kind: np.zeros_like(of) for kind, of in known.deaths.items()}
    deaths["sb"][5, -6:] = 8.0
    draws = decayed_history.forecast(replace(known, deaths=deaths), STEPS, seed=0)["sb"]
    assert (draws[5, 0] == 8).mean() == pytest.approx(0.5, abs=0.01)


def test_an_installed_package_brings_a_model_with_one_line(
    monkeypatch: pytest.MonkeyPatch, known: DeathHistories
):
    class Brought(EntryPoint):
        def load(self) -> object:
            return SimpleNamespace(
                CARD=MODELS["zero"].CARD, IS_BASELINE=False, forecast=MODELS["zero"].forecast
            )

    line = Brought("theirs", "their_file", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [line] if group == registry.GROUP else [])
    model = find_models("zero,theirs")["theirs"]
    assert not model.forecast(known, STEPS, seed=0)["sb"].any()


def test_an_unknown_model_is_named():
    with pytest.raises(InputError, match="No forecast model is called 'mine'"):
        find_models("zero,mine")
