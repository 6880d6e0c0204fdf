"""The parts of the monthly risk: what counts as known, what a model is shown, what the baselines say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from avert import periods
from avert.errors import InputError, MissingDataError
from avert.panel.panels import Panel
from avert.panel.slow_predictors import STRUCTURE, Structure
from avert.risk.monthly import THRESHOLDS, DeathHistories, histories_of
from avert.risk.monthly.baselines import fit_base_rate, fit_persistence
from avert.risk.monthly.candidates import MODELS, find_models
from avert.risk.monthly.evaluation import probability
from avert.risk.monthly.features import NAMES, features_at
from avert.risk.monthly.forecasting import forecast, risks
from avert.risk.monthly.outcomes import deaths_ahead, deaths_before
from avert.risk.monthly.rows import known_rows, past_rows
from avert.risk.monthly.unknown import fill_unknown
from monthly_histories import FIRST, made_up_histories


def of_one(months: list[float | None], **changes: object) -> DeathHistories:
    """One state with these deaths in one-sided violence from January 1990."""
    os = np.array([[np.nan if one is None else one for one in months]])
    zeros = np.where(np.isnan(os), np.nan, 0.0)
    made = DeathHistories(
        np.array([500]),
        FIRST,
        {"os": os, "sb": zeros, "ns": zeros},
        np.array(["Africa"]),
        np.array(["Eastern Africa"]),
        np.ones(os.shape, dtype=bool),
    )
    return replace(made, **changes)


def feature(histories: DeathHistories, name: str, month: int) -> float:
    return float(features_at(histories, month)[0, NAMES.index(name)])


class TestOutcome:
    def test_it_is_the_sum_of_the_12_months_after_the_origin_and_not_of_the_origin(self) -> None:
        histories = of_one([7.0] * 12 + [2.0] * 12)
        origin = range(FIRST + 11, FIRST + 12)
        assert deaths_ahead(histories, origin).tolist() == [[24.0]]
        assert deaths_before(histories, origin).tolist() == [[84.0]]

    def test_one_unknown_month_makes_it_unknown_even_where_the_others_reach_the_threshold(self) -> None:
        histories = of_one([0.0] * 12 + [None] + [900.0] * 11)
        assert np.isnan(deaths_ahead(histories, range(FIRST + 11, FIRST + 12))).all()

    def test_an_origin_too_near_the_end_has_none(self) -> None:
        assert np.isnan(deaths_ahead(of_one([1.0] * 24), range(FIRST + 12, FIRST + 13))).all()


class TestPanel:
    def test_an_empty_cell_of_the_panel_is_unknown_and_a_month_before_the_state_is_no_state(self) -> None:
        frame = pl.DataFrame(
            {
                "country_gwcode": [626, 626, 500, 500, 500],
                "month_id": [FIRST + 1, FIRST + 2, FIRST, FIRST + 1, FIRST + 2],
                "fatalities_os_best": [None, 3, 1, 2, 3],
                "fatalities_sb_best": [0, 0, 0, 0, 0],
                "fatalities_ns_best": [0, 0, 0, 0, 0],
            }
        )
        histories = histories_of(Panel("country-month", frame, FIRST, FIRST + 2))
        assert histories.country_gwcode.tolist() == [500, 626]
        np.testing.assert_array_equal(histories.deaths["os"], [[1, 2, 3], [np.nan, np.nan, 3]])
        assert histories.is_state.tolist() == [[True] * 3, [False, True, True]]
        assert histories.subregion.tolist() == ["Eastern Africa", "Eastern Africa"]


class TestFeatures:
    month = FIRST + 23

    def test_sums_are_of_the_window_that_ends_with_the_origin(self) -> None:
        histories = of_one([100.0] * 12 + [1.0] * 9 + [5.0] * 3)
        assert feature(histories, "log_os_3", self.month) == pytest.approx(np.log1p(15))
        assert feature(histories, "log_os_12", self.month) == pytest.approx(np.log1p(24))
        assert feature(histories, "log_os_worst_year", self.month) == pytest.approx(np.log1p(1200))

    def test_an_unknown_month_counts_as_the_mean_of_the_known_ones_of_its_window(self) -> None:
        histories = of_one([0.0] * 21 + [None, 4.0, 8.0])
        assert feature(histories, "log_os_3", self.month) == pytest.approx(np.log1p(18))

    def test_months_since_count_from_the_origin(self) -> None:
        histories = of_one([0.0] * 10 + [30.0] + [0.0] * 9 + [1.0] + [0.0] * 3)
        assert feature(histories, "log_months_since_os", self.month) == pytest.approx(np.log1p(3))
        assert feature(histories, "log_months_since_heavy_os", self.month) == pytest.approx(np.log1p(13))

    def test_a_state_of_which_less_than_a_year_is_known_has_no_features(self) -> None:
        assert np.isnan(features_at(of_one([None] * 13 + [1.0] * 11), self.month)).all()

    def test_the_subregion_is_without_the_state_itself(self) -> None:
        histories = made_up_histories()
        changed = {**histories.deaths, "os": histories.deaths["os"].copy()}
        changed["os"][0, -6:] += 1000
        others = NAMES.index("log_os_12_subregion")
        before = features_at(histories, histories.last_month)[:, others]
        after = features_at(replace(histories, deaths=changed), histories.last_month)[:, others]
        assert after[0] == before[0]
        assert (after[1:12] > before[1:12]).all()
        assert (after[12:] == before[12:]).all()

    def test_structure_is_two_years_old_and_what_is_unknown_of_it_is_flagged(self) -> None:
        values = np.arange(3.0)[None, :, None] + np.zeros((2, 3, len(STRUCTURE)))
        values[1, 1] = np.nan
        structure = Structure(1990, values)
        assert structure.at(1993)[:, 0].tolist() == [1.0, 1.0]
        assert structure.at(1993)[:, -1].tolist() == [0.0, 1.0]
        assert structure.at(2010)[:, 0].tolist() == [2.0, 2.0]


class TestRows:
    def test_only_origins_whose_12_months_are_over_are_learnt_from(self) -> None:
        histories = made_up_histories()
        month = FIRST + 60
        rows = past_rows(histories, month, every=3)
        assert rows.origin.max() == month - 12
        assert set(np.diff(np.unique(rows.origin))) == {3}

    def test_a_record_too_short_to_learn_from_is_said_so(self) -> None:
        with pytest.raises(MissingDataError, match="No 12 months of deaths are known"):
            past_rows(made_up_histories(years=1), FIRST + 11, every=12)


class TestFilling:
    def test_months_before_the_last_year_and_months_without_a_state_stay_unknown(self) -> None:
        months = [None, *[1.0] * 22, None]
        filled = fill_unknown(of_one(months), np.random.default_rng(0)).deaths["os"][0]
        assert np.isnan(filled[0])
        assert filled[-1] == 1.0

    def test_draws_are_from_the_last_24_known_months_of_the_state(self) -> None:
        histories = of_one([99.0] * 12 + [1.0, 2.0] * 12 + [None])
        drawn = {fill_unknown(histories, np.random.default_rng(i)).deaths["os"][0, -1] for i in range(40)}
        assert drawn == {1.0, 2.0}


class TestBaselines:
    def test_persistence_is_the_share_of_rows_alike_in_the_year_before(self) -> None:
        rows = known_rows(made_up_histories(), range(FIRST + 11, FIRST + 72, 12))
        said = probability(fit_persistence(rows.x, rows.ahead, 0).log_odds(rows.x, 25))
        was = rows.before >= 25
        assert np.unique(said).size == 2
        assert said[was][0] == pytest.approx((rows.ahead[was] >= 25).mean(), abs=0.02)

    def test_the_base_rate_is_the_same_for_all(self) -> None:
        rows = known_rows(made_up_histories(), range(FIRST + 11, FIRST + 72, 12))
        said = probability(fit_base_rate(rows.x, rows.ahead, 0).log_odds(rows.x, 100))
        assert said == pytest.approx((rows.ahead >= 100).mean())


class TestModels:
    @pytest.mark.parametrize("name", MODELS)
    def test_every_model_of_the_protocol_ranks_violent_states_above_calm_ones(self, name: str) -> None:
        histories = made_up_histories()
        past = past_rows(histories, histories.last_month, every=3)
        fitted = find_models(name)[name](past.x, past.ahead, 0)
        now = features_at(histories, histories.last_month)
        said = {c: probability(fitted.log_odds(now, c)) for c in THRESHOLDS}
        if name != "base-rate":
            assert said[25][21] > 2 * said[25][1]
        assert (said[25] >= said[100]).all() or name in ("logit-history", "persistence")

    def test_an_unknown_name_is_refused_with_those_there_are(self) -> None:
        with pytest.raises(InputError, match="There is: base-rate, persistence"):
            find_models("oracle")


class TestRanking:
    def test_ties_share_a_rank_and_a_state_without_a_risk_comes_last_without_one(self) -> None:
        histories = made_up_histories()
        deaths = {kind: of.copy() for kind, of in histories.deaths.items()}
        for of in deaths.values():
            of[5, :] = np.nan
        frame = risks(forecast(replace(histories, deaths=deaths), histories.last_month, replicates=2))
        assert frame.height == 24 * len(THRESHOLDS)
        last = frame.filter(threshold=100)[-1]
        assert last.select("country_gwcode", "p", "rank", "rank_low").row(0) == (7, None, None, None)
        assert frame.filter(threshold=25)["rank"][0] == 1

    def test_too_little_violence_to_learn_from_is_said_so(self) -> None:
        calm = made_up_histories()
        nothing = {kind: np.zeros_like(of) for kind, of in calm.deaths.items()}
        with pytest.raises(MissingDataError, match="too short to learn from"):
            forecast(replace(calm, deaths=nothing), calm.last_month, replicates=0)


def test_the_last_month_of_a_history_is_that_of_its_last_column() -> None:
    assert made_up_histories(years=2).last_month == periods.month_id(1991, 12)
