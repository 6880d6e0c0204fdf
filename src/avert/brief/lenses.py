"""What is known of a place: its violence record, and the two lenses on it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from avert.brief.words import Word
from avert.provenance import Provenance


@dataclass(frozen=True)
class Silence:
    """A record that has fallen silent against its own past; see ``avert.panel.silence``."""

    silent_since: int
    silent_months_count: int
    past_active_share: float
    probability: float


@dataclass(frozen=True)
class ViolenceRecord:
    """Deaths by type. ``years`` and ``months`` have ``fatalities_{sb,ns,os}_{best,low,high,source}``.

    ``latest_year`` is the newest year known for every type, None when there is none. ``actors`` names pairs of
    sides over the last years that events cover; it is empty where only totals are known.
    """

    years: pl.DataFrame
    months: pl.DataFrame
    actors: pl.DataFrame
    latest_year: int | None
    known_to: int | None
    silence: Silence | None
    provenance: Provenance


@dataclass(frozen=True)
class Risk:
    """Risk of new mass killing in the two years after ``year``."""

    year: int
    model: str
    risk: float | None
    risk_low: float | None
    risk_high: float | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    ranked_count: int
    word: Word | None


@dataclass(frozen=True)
class AtrocityLens:
    """``drivers`` has ``label`` and ``contribution`` (log-odds against the average), largest first.

    ``episodes`` is None where no list of mass killings is loaded, or the place is no state, of which alone the
    list speaks; empty when none is on the list.
    """

    risk: Risk | None
    drivers: pl.DataFrame
    episodes: pl.DataFrame | None
    provenance: Provenance


@dataclass(frozen=True)
class ConflictLens:
    """``conflicts`` has a row per year since 1946; ``structure`` is the structural violence profile.

    Both are None where their data are not loaded, or say nothing of the place. What people must assess –
    relationships, identity, grievances, dividers and connectors, capacities for peace – is not in data.
    """

    conflicts: pl.DataFrame | None
    structure: pl.DataFrame | None
    structure_series: pl.DataFrame | None
    provenance: Provenance
