"""How far experts rest on the same evidence: what they share must not count twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from avert.assessment.pooling.kernels import Vector

Codes = NDArray[Any]


def shared_evidence(origins: Mapping[str, Collection[str]]) -> float:
    r"""Return how much of what experts know is common, from 0 (all apart) to 1 (all the same).

    .. math:: \text{shared} = \frac{n - k}{n - 1}

    for n experts in k groups; two are of one group when a chain of common origins joins them. Whoever names no origin
    may rest on anybody's, and makes no group. A lone expert shares everything there is.

    Args:
        origins: Expert → whatever the expert's evidence goes back to in the end; empty if nobody knows.

    >>> shared_evidence({"nurse": ["clinic"], "priest": ["parish"], "trader": ["radio"]})
    0.0
    >>> shared_evidence({"nurse": ["clinic", "radio"], "priest": ["parish"], "trader": ["radio"]})
    0.5
    >>> shared_evidence({"nurse": [], "priest": []})
    1.0
    """
    experts = [i for i, named in enumerate(origins.values()) for _ in named]
    named = [origin for of_one in origins.values() for origin in of_one]
    codes = np.unique(named, return_inverse=True)[1] if named else np.array([], dtype=int)
    groups = _groups(np.array(experts, dtype=int), codes, np.zeros(len(experts), dtype=int), 1)
    return float(_shared(np.array([float(len(origins))]), groups)[0])


def shared_by_question(judgements: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Return the shared evidence of every group of judgements; ``origin`` lists origins with ``;`` between."""
    questions = judgements.group_by(keys).agg(experts=pl.len().cast(pl.Float64)).with_row_index("at")
    at = questions.select(*keys, "at")
    rows = judgements.join(at, on=keys, nulls_equal=True).with_row_index("row")
    named = split_origins(rows.select("row", "at", "origin"))
    at_question = named["at"].to_numpy().astype(np.int64)
    code = named["origin"].cast(pl.Categorical).to_physical().to_numpy()
    # The same origin on two questions joins nobody across them.
    origins = np.unique(at_question * (code.max(initial=0) + 1) + code, return_inverse=True)[1]
    groups = _groups(named["row"].to_numpy(), origins, at_question, questions.height)
    return questions.select(*keys, shared=pl.Series(_shared(questions["experts"].to_numpy(), groups)))


def split_origins(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a row for every origin that a judgement names."""
    several = rows.with_columns(pl.col("origin").str.split(";")).explode("origin")
    return several.with_columns(pl.col("origin").str.strip_chars()).filter(pl.col("origin") != "")


def _groups(experts: Codes, origins: Codes, at: Codes, questions: int) -> Vector:
    """Return how many groups of experts, joined by common origins, each question has."""
    if not len(experts):
        return np.zeros(questions)
    nodes = int(experts.max()) + 1
    links = coo_array(
        (np.ones(len(experts)), (experts, origins + nodes)), shape=(nodes + int(origins.max()) + 1,) * 2
    )
    labels = connected_components(links, directed=False)[1][experts]
    return np.bincount(at[np.unique(labels, return_index=True)[1]], minlength=questions).astype(float)


def _shared(experts: Vector, groups: Vector) -> Vector:
    return np.where(experts > 1, (experts - np.maximum(groups, 1)) / np.maximum(experts - 1, 1), 1.0)
