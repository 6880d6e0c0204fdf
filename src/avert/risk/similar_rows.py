"""Rows that lack a value are filled in several ways, from the countries most like them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FILLINGS = 20
"""In how many ways a row that lacks a value is filled."""


@dataclass(frozen=True)
class Donors:
    """Complete rows to borrow from: values (d, p), countries (d,), and the scale (p,) that distances are taken in."""

    values: Floats
    countries: Integers
    scale: Floats

    def nearest(self, row: Floats) -> Floats:
        """Return the rows of the countries most like a row in what is known of it, nearest first, one a country."""
        known = ~np.isnan(row)
        apart = ((self.values[:, known] - row[known]) / self.scale[known]) ** 2
        order = np.argsort(apart.sum(axis=1), kind="stable")
        _, first = np.unique(self.countries[order], return_index=True)
        return self.values[order[np.sort(first)[:FILLINGS]]]


def make_donors(values: Floats, countries: Integers) -> Donors:
    """Return donors; a predictor that never varies says nothing about who is alike."""
    spread = values.std(axis=0)
    return Donors(values, countries, np.where(spread > 0.0, spread, np.inf))


def filled(x: Floats, donors: Donors) -> tuple[Floats, Integers]:
    """Fill what rows x (n, p) lack: NaN takes the value of each of the 20 most similar countries in turn.

    Values are taken together from one donor, so that they go with each other.

    Returns
    -------
    Filled rows (k, p), and for each of them which row of x it stands for (k,), in order. A complete row stands once,
    as it is.
    """
    rows, owners = [], []
    for i, row in enumerate(x):
        lacks = np.isnan(row)
        borrowed = donors.nearest(row) if lacks.any() else row[None, :]
        rows.append(np.where(lacks, borrowed, row))
        owners.append(np.full(len(borrowed), i))
    if not rows:
        return x, np.zeros(0, dtype=np.int64)
    return np.concatenate(rows), np.concatenate(owners)


def mean_by_owner(owners: Integers, values: Floats, count: int) -> Floats:
    """Return the mean of values (k, …) over those that stand for one row, (count, …)."""
    total = np.zeros((count, *values.shape[1:]))
    np.add.at(total, owners, values)
    times = np.bincount(owners, minlength=count).reshape(-1, *[1] * (values.ndim - 1))
    return np.asarray(total / times)


def one_filling(rows: Floats, owners: Integers, count: int, turn: int) -> Floats:
    """Return each row (count, p) filled in one way, at the next turn in the next."""
    first, times = np.searchsorted(owners, np.arange(count)), np.bincount(owners, minlength=count)
    return np.asarray(rows[first + turn % times])
