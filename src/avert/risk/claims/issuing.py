"""Issue the tests of claims: compute what the loaded data allow, keep it, and never compute the same twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
import polars as pl

from avert.errors import MissingDataError
from avert.risk.claims.conflict import measure_conflict
from avert.risk.claims.content import Claim, claims
from avert.risk.claims.measured import Measured
from avert.risk.claims.structural import measure_known_before, measure_structure
from avert.risk.claims.structured import Structured
from avert.risk.claims.together import measure_together
from avert.risk.claims.warned import measure_warned
from avert.sources.declaration import load_declarations
from avert.sources.registry import SOURCES
from avert.sources.results import Issued, Result
from avert.sources.store import Store
from avert.sources.tables import Table

KIND = "claims"
Tables = Mapping[str, Table]


def issue_claims(store: Store, *, now: dt.datetime, as_of: dt.date | None = None, seed: int = 0) -> Issued:
    """Return the tests of all claims that the loaded data allow, from the store when they were issued before.

    Frames: ``cells`` (a row per claim and definition, see ``avert.risk.claims.tallies``), ``exceptions`` (onsets
    outside, per definition), ``figures`` (further numbers), and where structural violence can be tested
    ``weightings``, ``quadrants`` and ``places``.

    Parameters
    ----------
    store: holds the datasets that claims name; the result is kept there.
    now: when the result is issued.
    as_of: use the tables as they were known by that day.
    seed: of random weights and of the drawing of countries.

    Raises
    ------
    MissingDataError: not one claim can be tested.
    """
    tables = _tables(store, as_of)
    testable = [claim for claim in claims() if not missing_for(claim, tables)]
    if not testable:
        raise MissingDataError(
            "No claim can be tested yet. Add the Early Warning Project's and UCDP's files first: avert data add PATH."
        )
    used = {dataset for claim in testable for dataset in (*claim.needs, *claim.uses) if dataset in tables}
    result = Result(
        kind=KIND,
        sources=tuple(tables[dataset].source for dataset in sorted(used)),
        specification={"claims": {claim.name: claim.edition.isoformat() for claim in testable}},
        seed=seed,
        origin=str(max(_last_year(tables[dataset]) for dataset in used)),
        issued_at=now,
    )
    if found := store.result(result.result_id):
        return found
    frames = measure(testable, tables, seed=seed)
    store.put(result, frames)
    return Issued(result, frames)


def measure(testable: Sequence[Claim], tables: Tables, *, seed: int) -> dict[str, pl.DataFrame]:
    """Return the frames of the claims, each with random numbers of its own."""
    tests = _tests(tables)
    parts: list[Measured] = [
        tests[claim.test](claim, np.random.default_rng([seed, claim.order])) for claim in testable
    ]
    return {
        "cells": pl.concat(part.cells for part in parts),
        "exceptions": pl.concat(part.exceptions for part in parts),
        "figures": pl.concat(part.figures for part in parts),
        **{name: frame for part in parts for name, frame in part.more.items()},
    }


def missing_for(claim: Claim, loaded: Mapping[str, object]) -> list[str]:
    """Return the titles of the datasets that the claim needs and that are not loaded."""
    return [load_declarations(name)[0].title for name in claim.needs if name not in loaded]


def _tests(tables: Tables) -> dict[str, Callable[[Claim, np.random.Generator], Measured]]:
    """Return each test by its name, ready to run on these tables."""

    @cache
    def structured() -> Structured:
        return Structured.of(tables)

    return {
        "conflict": lambda claim, rng: measure_conflict(claim, tables, rng),
        "structure": lambda claim, rng: measure_structure(claim, structured(), rng),
        "together": lambda claim, rng: measure_together(claim, structured(), rng),
        "known_before": lambda claim, rng: measure_known_before(claim, structured(), rng),
        "warned": lambda claim, rng: measure_warned(claim, tables, rng),
    }


def _tables(store: Store, as_of: dt.date | None) -> dict[str, Table]:
    """Return the newest version of every dataset that some claim names and that is loaded."""
    named = {dataset for claim in claims() for dataset in (*claim.needs, *claim.uses)} & set(SOURCES)
    newest = {dataset: store.versions(dataset, as_of)[-1:] for dataset in sorted(named)}
    return {dataset: store.read(versions[0]) for dataset, versions in newest.items() if versions}


def _last_year(table: Table) -> int:
    from avert.periods import year_month

    return year_month(table.coverage.last_month)[0]
