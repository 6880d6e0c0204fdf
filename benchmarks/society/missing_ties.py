"""How often the intervals for missing ties hold the value of the true network, beside resampling the ties.

    python benchmarks/society/missing_ties.py [CASES]

Each case is a made-up network of 150 actors and 600 ties. Reports leave out a share of its ties, drawn evenly from 10
to 30 %. "Placed at random": the ties of the true network fall at random within blocks, as is assumed.
"Of districts": they join those of one district, which is not assumed.
Each case is a made-up network of 150 actors and 600 ties. Reports leave out a share of its ties,
drawn evenly from 10 to 30 %. "Placed at random": the ties of the true network fall at random within levels,
each actor keeping how many it has. "Of districts": they join those of one district or of different levels.
Neither is just what the intervals assume.
"""

from __future__ import annotations

import sys

import numpy as np
from networks import synthetic

from avert.society.missing_ties import Assumptions, completed_draws, intervals
from avert.society.network import Network
from avert.society.nulls import NullModel
from avert.society.statistics import STATISTICS, Setting, measures
from avert.society.ties import distinct_ties, network_of
from avert.society.vocabulary import Layer

RANGE = (0.1, 0.3)
DRAWS = 100
NAMES = tuple(STATISTICS)
CHOSEN = measures(NAMES, Setting(hops=3))


def values(network: Network) -> list[float]:
    return [measure(network) for measure in CHOSEN]


def reported(network: Network, rng: np.random.Generator) -> Network:
    """Return what is left when each tie goes unreported with the same chance."""
    ties = distinct_ties(network)
    return network_of(network, ties.of(rng.random(len(ties)) >= rng.uniform(*RANGE)))


def resampled(network: Network, rng: np.random.Generator) -> np.ndarray:
    """Return draws of the plain bootstrap: as many ties, with replacement, doubles counting once."""
    ties = distinct_ties(network)
    some = (ties.of(np.unique(rng.integers(len(ties), size=len(ties)))) for _ in range(DRAWS))
    return np.array([values(network_of(network, of)) for of in some])


def is_within(truth: list[float], found: Network, draws: np.ndarray) -> list[bool]:
    said = intervals(values(found), draws, level=0.9)
    return [
        one.low is not None and one.high is not None and one.low <= value <= one.high
        for value, one in zip(truth, said, strict=True)
    ]


def coverage(cases: int, *, is_random: bool) -> np.ndarray:
    """Return (2, n_statistics) the share of cases whose interval holds the truth: completed and resampled."""
    assumed = Assumptions(dict.fromkeys(Layer, RANGE))
    held = []
    for case in range(cases):
        rng = np.random.default_rng(case)
        true = synthetic(rng, actors=150, ties=600, deciding=2)
        true = NullModel(true, seed=case, by_sector=False).draw(0) if is_random else true
        found = reported(true, rng)
        drawn = completed_draws(found, CHOSEN, assumed, draws=DRAWS, seed=case)
        truth = values(true)
        held.append([is_within(truth, found, drawn), is_within(truth, found, resampled(found, rng))])
    return np.mean(held, axis=0)


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    shares = np.concatenate([coverage(cases, is_random=True), coverage(cases, is_random=False)])
    print(f"{cases} cases; share of 90 % intervals that hold the true value")
    print(f"{'':20} {'placed at random':>23} {'of districts':>23}")
    print(f"{'':20}" + f" {'completed':>11} {'resampled':>11}" * 2)
    for name, row in zip(NAMES, shares.T, strict=True):
        print(f"{name:20}" + "".join(f" {share:11.2f}" for share in row))


if __name__ == "__main__":
    main()
