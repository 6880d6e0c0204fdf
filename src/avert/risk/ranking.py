"""Countries of a year in the order of their risk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import polars as pl

from avert.errors import MissingDataError, some
from avert.risk.registry import find_model


class NamedPlace(Protocol):
    """What is needed of a place: its name and its ISO code, which a state without one lacks."""

    @property
    def iso3(self) -> str | None:
        """Return the code."""

    def name(self, lang: str = "en") -> str:
        """Return the name in a language."""


class Fit(Protocol):
    """What is needed of a fit: which model made it."""

    @property
    def model(self) -> str:
        """Return the name of the model."""


def rank(
    fit: Fit, panel: pl.DataFrame, year: int, *, place_of: Callable[[int], NamedPlace] | None = None
) -> pl.DataFrame:
    """Rank the countries of a year by their risk of new mass killing in the two years after it.

    Parameters
    ----------
    fit: from a model's ``fit``.
    panel: the model's panel.
    year: year of the predictors.
    place_of: gives the place of a Gleditsch–Ward code; by default Avert's own list.

    Returns
    -------
    A row per country, highest risk first: ``country_gwcode``, ``iso3``, ``name``, ``year``, ``model``,
    ``risk``, ``risk_low``, ``risk_high``, ``rank``, ``rank_low``, ``rank_high``. Ties share the lower rank,
    in the order of their codes. Countries without a risk, because a predictor is missing, come last.

    Raises
    ------
    MissingDataError: the panel has no row of that year.
    """
    of_year = panel.filter(pl.col("year") == year)
    if of_year.is_empty():
        held = some(panel["year"].unique().sort(descending=True).to_list()) or "none"
        raise MissingDataError(f"The panel has no row of {year} to rank. Years it has: {held}.")
    risks = find_model(fit.model).predict(fit, of_year)
    place = place_of or _known_place
    places = [place(code) for code in risks["country_gwcode"]]
    named = risks.with_columns(
        pl.Series("iso3", [found.iso3 for found in places], dtype=pl.String),
        pl.Series("name", [found.name() for found in places], dtype=pl.String),
    )
    columns = ["country_gwcode", "iso3", "name", "year", "model", "risk", "risk_low", "risk_high"]
    return named.select(*columns, "rank", "rank_low", "rank_high").sort(
        "rank", "country_gwcode", nulls_last=True
    )


def _known_place(gwcode: int) -> NamedPlace:
    """Return the place of a Gleditsch–Ward code."""
    from avert.places import place_of_gwcode

    return place_of_gwcode(gwcode)
