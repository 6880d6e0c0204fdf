"""What the order of draws is worth: sums over 12 months from eight origins, beside months taken as independent.

    python benchmarks/forecast/year_sums.py [model]

Reads VIEWS' country-months from the store of AVERT_HOME. The correlations were measured on years that overlap with
these, so this is in sample.
"""

from __future__ import annotations

import sys

import numpy as np
import polars as pl

from avert.config import load_config
from avert.forecast.dependence import MEASURED, Dependence, in_order, scores_of_country
from avert.forecast.registry import find_models
from avert.panel.death_inputs import load_inputs
from avert.panel.fatalities import TYPES
from avert.periods import month_id
from avert.scoring.samples import score_samples
from avert.sources.store import Store

STEPS = np.arange(1, 13)
ALONE = tuple(map(tuple, np.eye(3).tolist()))
ORDERS = {
    "measured": MEASURED,
    "more lasting": Dependence(0.7, 0.9, MEASURED.within_subregion, MEASURED.types),
    "independent": Dependence(0.0, 0.0, 0.0, ALONE),
}


def main() -> None:
    """Print a row per order and type."""
    name = sys.argv[1] if len(sys.argv) > 1 else "negative_binomial"
    model = find_models(name)[name]
    histories = load_inputs(Store(load_config().store), datasets=("views_country_months",)).histories
    found: dict[tuple[str, str], list[tuple[np.ndarray, float]]] = {}
    for origin in (month_id(year, 12) for year in range(2000, 2015, 2)):
        known = histories.until(origin)
        draws = model.forecast(known, STEPS.tolist(), seed=0)
        ahead = slice(histories.column_of(origin + 1), histories.column_of(origin + 13))
        happened = {kind: of[:, ahead].sum(axis=1) for kind, of in histories.deaths.items()}
        is_said = known.is_state[:, -1] & ~np.isnan(draws["sb"][:, 0, 0]) & ~np.isnan(sum(happened.values()))
        for row in np.flatnonzero(is_said):
            place = int(known.country_gwcode[row]), str(known.subregion[row])
            for order, of in ORDERS.items():
                rising = {kind: draws[kind][row] for kind in TYPES}
                drawn = in_order(rising, STEPS, scores_of_country(*place, origin=origin, seed=0, of=of))
                sums = {kind: drawn[kind].sum(axis=0) for kind in TYPES}
                for kind in TYPES:
                    found.setdefault((order, kind), []).append((sums[kind], happened[kind][row]))
                total = sum(sums.values()), sum(happened[kind][row] for kind in TYPES)
                found.setdefault((order, "total"), []).append(total)
    print(
        pl.DataFrame([_row(*key, pairs) for key, pairs in found.items()]).write_csv(float_precision=3), end=""
    )


def _row(order: str, kind: str, pairs: list[tuple[np.ndarray, float]]) -> dict[str, object]:
    y = np.array([outcome for _, outcome in pairs])
    scores = score_samples(np.array([draws for draws, _ in pairs]), y)
    return {
        "order": order,
        "type": kind,
        "sums": y.size,
        "crps": scores.crps.mean(),
        "ignorance": scores.ignorance.mean(),
        "coverage_90_with_deaths": scores.covered[y > 0].mean(),
    }


if __name__ == "__main__":
    main()
