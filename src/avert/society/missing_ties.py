"""How far a measure may be off because ties were not reported, or were reported wrongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from avert.errors import InputError
from avert.society.network import LAYERS, Network
from avert.society.nulls import Measure
from avert.society.ties import BLOCKS, TieArrays, blocks_of, distinct_ties, network_of
from avert.society.vocabulary import Layer

Range = tuple[float, float]

COMPLETED = 2  # first part of the key of a draw's seed, apart from those of the null model
TRIES = 1000  # of finding a free place; a tie that finds none is left out


@dataclass(frozen=True)
class Assumptions:
    """What is assumed of the reports, as ranges of probabilities below 1; a layer not named is complete."""

    missing: Mapping[Layer, Range] = field(default_factory=lambda: MappingProxyType({}))
    """Per layer, how probable it is that a tie which exists was not reported."""
    wrong: Range = (0.0, 0.0)
    """How probable it is that a tie which was reported does not exist."""

    def __post_init__(self) -> None:
        for low, high in (*self.missing.values(), self.wrong):
            if not 0 <= low <= high < 1:
                raise InputError(
                    "A range of probabilities must run from low to high, from 0 to below 1, because no report at "
                    "all says nothing of what there is. Give two numbers such as 0.1 and 0.3."
                )

    def in_words(self) -> str:
        """Say what was assumed."""
        said = [f"{_percent(where)} of the {_named(layer)} ties" for layer, where in self.missing.items()]
        missing = f"{', '.join(said)} that exist were not reported" if said else "every tie was reported"
        wrong = f"{_percent(self.wrong)} of those reported do not exist" if self.wrong[1] else "none is wrong"
        return (
            f"It is assumed that {missing}, that {wrong}, and that missing ties lie where ties of their kind lie: "
            "between the same levels and sectors, and within or across groups as those reported."
        )


@dataclass(frozen=True)
class Interval:
    """Where the value would lie if the assumptions hold; None where it is unknown in some draw."""

    observed: float | None
    low: float | None
    high: float | None
    level: float


class Completion:
    """Networks without the ties that are wrong and with the ties that are missing, drawn as assumed."""

    def __init__(self, network: Network, assumptions: Assumptions, *, seed: int) -> None:
        self._network, self._assumptions, self._seed = network, assumptions, seed
        self._ties = distinct_ties(network)
        self._blocks = blocks_of(network)
        self._members = np.argsort(self._blocks, kind="stable")
        self._begins = np.searchsorted(self._blocks[self._members], np.arange(len(BLOCKS) + 1))
        self._groups = _memberships(network)
        ranges = [assumptions.missing.get(layer, (0.0, 0.0)) for layer in LAYERS]
        self._low, self._high = np.array(ranges).T

    def draw(self, number: int) -> Network:
        """Return the network of a number; it depends on nothing but the seed and the number."""
        rng = np.random.default_rng(np.random.SeedSequence(self._seed, spawn_key=(COMPLETED, number)))
        wrong = rng.uniform(*self._assumptions.wrong)
        kept = self._ties.of(rng.random(len(self._ties)) >= wrong)
        return network_of(self._network, self._placed(kept, self._missing(kept, rng), rng))

    def _missing(self, kept: TieArrays, rng: np.random.Generator) -> TieArrays:
        """Return a pattern for each missing tie: a tie like it.

        Each of n reported ties of a layer stands for a geometric number of others: together a negative binomial
        number, which is what is missing when each was reported with 1 - q and any true number is as likely.
        """
        q = rng.uniform(self._low, self._high)
        unseen = rng.geometric(1 - q[kept.layer]) - 1
        return kept.of(np.repeat(np.arange(len(kept)), unseen))

    def _placed(self, ties: TieArrays, patterns: TieArrays, rng: np.random.Generator) -> TieArrays:
        """Give each pattern a free place between the same blocks, within or across groups as it is."""
        from avert.society.rewiring import place

        whole = ties.and_also(patterns)
        stands = np.ones(len(whole), dtype=bool)
        for layer in np.unique(patterns.layer):
            at = np.flatnonzero(whole.layer == layer)
            reported = int(np.searchsorted(at, len(ties)))
            some = whole.of(at)
            place_of = (self._blocks, self._members, self._begins, self._groups, self._network.n, TRIES)
            stands[at] = place(some.first, some.last, some.is_mutual, reported, *place_of, rng)
            whole.first[at], whole.last[at] = some.first, some.last
        return whole.of(stands)


def completed_draws(
    network: Network,
    statistics: Sequence[Measure],
    assumptions: Assumptions,
    *,
    draws: int,
    seed: int,
    first: int = 0,
) -> NDArray[np.float64]:
    """Return the values of statistics on networks completed by what is assumed to be missing.

    For each draw the probabilities come evenly from their ranges. Reported ties are dropped as often as they
    are wrong. Missing ties are added: as many as follow from those reported, each between actors of the blocks
    (level and sector), and within or across groups, of a reported tie of its layer. As for ``null_draws``, draw
    i depends only on ``seed`` and i.

    Parameters
    ----------
    network, statistics: what was reported, and functions of a network.
    assumptions: how many ties are missing or wrong; the data do not say.
    draws, seed, first: how many, a non-negative integer, and the number of the first.

    Returns
    -------
    (draws, n_statistics)

    Source: multiple imputation of ties from block densities, Huisman 2009; on what missing ties do to measures,
    Kossinets 2006, Smith and Moody 2013.
    """
    completion = Completion(network, assumptions, seed=seed)
    values = np.empty((draws, len(statistics)))
    for row in range(draws):
        drawn = completion.draw(first + row)
        values[row] = [measure(drawn) for measure in statistics]
    return values


def intervals(
    observed: Sequence[float], draws: NDArray[np.float64], *, level: float = 0.9
) -> tuple[Interval, ...]:
    """Return, for each statistic, the middle share ``level`` of its values on the completed networks.

    >>> intervals([2.0], np.array([[1.0], [2.0], [3.0]]), level=0.5)
    (Interval(observed=2.0, low=1.5, high=2.5, level=0.5),)
    """
    edges = (1 - level) / 2, (1 + level) / 2
    said = []
    for value, column in zip(observed, draws.T, strict=True):
        is_known = not np.isnan(column).any()
        low, high = np.quantile(column, edges).tolist() if is_known else (None, None)
        said.append(Interval(None if np.isnan(value) else float(value), low, high, level))
    return tuple(said)


def _memberships(network: Network) -> NDArray[np.bool_]:
    """Return (n, n_groups) who belongs to which group."""
    groups = sorted({group for actor in network.actors for group in actor.groups})
    return np.array(
        [[group in actor.groups for group in groups] for actor in network.actors], dtype=bool
    ).reshape(network.n, len(groups))


def _named(layer: Layer) -> str:
    return layer.value.replace("_", " ")


def _percent(where: Range) -> str:
    low, high = (f"{100 * edge:g}" for edge in where)
    return f"{low} %" if low == high else f"{low} to {high} %"
