"""How draws of different months, types of violence and countries belong together.

A forecast says how likely each count of one country, month and type is. What is likely for a year or a region also
depends on whether bad months come together. The draws of each cell are therefore put in the order of a Gaussian
copula (Clark et al. 2004 call reordering of this kind the Schaake shuffle): draw number 17 of every cell belongs to
the same course of events, so that sums of draws are draws of sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from avert.forecast.bins import DRAWS
from avert.panel.arrays import Floats, Ints
from avert.panel.fatalities import TYPES

LAST_STEP = 36
_CELLS = (len(TYPES), LAST_STEP, DRAWS)


@dataclass(frozen=True)
class Dependence:
    """Correlations of normal scores of what happened within what was forecast.

    lasting: between any two months of a country and type, however far apart. near: what of the rest is left from
    one month to the next. within_subregion: of the lasting part, between countries of a subregion. types: between
    ``sb``, ``ns`` and ``os`` of a country and month.
    """

    lasting: float
    near: float
    within_subregion: float
    types: tuple[tuple[float, ...], ...]


MEASURED = Dependence(
    lasting=0.45,
    near=0.85,
    within_subregion=0.05,
    types=((1.0, 0.12, 0.5), (0.12, 1.0, 0.12), (0.5, 0.12, 1.0)),
)
"""From forecasts of origins 1999 to 2013; see docs/methods/forecast.md."""


def scores_of_country(
    country_gwcode: int, subregion: str, *, origin: int, seed: int, of: Dependence = MEASURED
) -> Floats:
    """Return (types, LAST_STEP, DRAWS) standard normal scores, types in the order of ``TYPES``.

    They follow from the country, its subregion, the origin and the seed, so that one country's draws can be made
    without the others' and for any steps.
    """
    own = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(origin, country_gwcode)))
    around = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(origin, *subregion.encode())))
    shared = of.within_subregion if subregion else 0.0
    lasting = np.sqrt(shared) * around.standard_normal((_CELLS[0], 1, DRAWS))
    lasting = lasting + np.sqrt(1 - shared) * own.standard_normal((_CELLS[0], 1, DRAWS))
    passing = own.standard_normal(_CELLS)
    for step in range(1, LAST_STEP):
        passing[:, step] = of.near * passing[:, step - 1] + np.sqrt(1 - of.near**2) * passing[:, step]
    scores = np.sqrt(of.lasting) * lasting + np.sqrt(1 - of.lasting) * passing
    return np.asarray(np.einsum("ij,jsd->isd", np.linalg.cholesky(np.array(of.types)), scores))


def in_order(rising: Mapping[str, Ints], steps: Ints, scores: Floats) -> dict[str, Ints]:
    """Return a country's draws by type, (steps, DRAWS) each, in the order of its scores."""
    found = {}
    for i, kind in enumerate(TYPES):
        found[kind] = np.empty_like(rising[kind])
        np.put_along_axis(found[kind], np.argsort(scores[i, steps - 1], axis=1), rising[kind], axis=1)
    return found
