"""A study of one network: its measures beside chance, and how far missing ties may move them, in small blocks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avert.errors import InputError
from avert.society.missing_ties import Assumptions, Interval, completed_draws, intervals
from avert.society.network import Network
from avert.society.nulls import DRAWS, Comparison, null_draws, p_values
from avert.society.statistics import STATISTICS, Setting, measures
from avert.society.vocabulary import Layer

EDITION = 1  # of what is kept: a study kept by another edition is not taken up
BLOCK = 3  # draws: under a second with 5,000 actors

Row = tuple[float | None, ...]


@dataclass(frozen=True)
class Spec:
    """What a study draws, and from which seed."""

    seed: int
    statistics: tuple[str, ...] = tuple(STATISTICS)
    setting: Setting = field(default_factory=Setting)
    draws: int = DRAWS
    by_sector: bool = True
    # Without assumptions there are no intervals.
    assumptions: Assumptions | None = None
    completions: int = 200
    level: float = 0.9

    def __post_init__(self) -> None:
        if unknown := set(self.statistics) - set(STATISTICS):
            raise InputError(f"No statistic is called {min(unknown)!r}. There are: {', '.join(STATISTICS)}.")

    @property
    def total(self) -> int:
        """How many networks are drawn in all."""
        return self.draws + (self.completions if self.assumptions else 0)


@dataclass(frozen=True)
class Study:
    """What was asked and what has been drawn so far; unknown values are None.

    ``network`` is the digest of the network that the draws are of, empty before the first block.
    """

    spec: Spec
    network: str = ""
    observed: Row = ()
    by_chance: tuple[Row, ...] = ()
    completed: tuple[Row, ...] = ()

    @property
    def progress(self) -> tuple[int, int]:
        """How many networks have been drawn, of how many."""
        return len(self.by_chance) + len(self.completed), self.spec.total

    @property
    def is_done(self) -> bool:
        """Whether all have been drawn."""
        done, of = self.progress
        return bool(self.network) and done >= of

    def comparisons(self) -> dict[str, Comparison]:
        """Return each statistic beside the networks drawn by chance so far."""
        found = p_values(_values(self.observed), _table(self.by_chance, len(self.observed)))
        return dict(zip(self.spec.statistics, found, strict=True))

    def intervals(self) -> dict[str, Interval]:
        """Return where each statistic lies on the completed networks so far; empty if there are none."""
        if not self.completed:
            return {}
        drawn = _table(self.completed, len(self.observed))
        found = intervals(_values(self.observed), drawn, level=self.spec.level)
        return dict(zip(self.spec.statistics, found, strict=True))

    def to_json(self) -> str:
        """Return all of it as canonical JSON: the same study is the same text."""
        spec, assumed = self.spec, self.spec.assumptions
        missing = {layer.value: list(where) for layer, where in assumed.missing.items()} if assumed else {}
        setting = {"layers": [layer.value for layer in spec.setting.layers], "hops": spec.setting.hops}
        kept = {
            **vars(self),
            "edition": EDITION,
            "spec": {
                **vars(spec),
                "setting": setting,
                "assumptions": assumed and {"missing": missing, "wrong": list(assumed.wrong)},
            },
        }
        return json.dumps(kept, sort_keys=True, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Study:
        """Return the study that ``to_json`` wrote."""
        kept = json.loads(text)
        if kept.pop("edition", None) != EDITION:
            raise InputError(
                "The study was kept by another edition of Avert, whose draws may differ. Start it anew."
            )
        rows = {name: tuple(map(tuple, kept[name])) for name in ("by_chance", "completed")}
        return cls(_spec(kept["spec"]), kept["network"], tuple(kept["observed"]), **rows)


def advance(study: Study, network: Network, *, blocks: int = 1) -> Study:
    """Return the study with some more blocks drawn: first by chance, then completed; itself when done.

    Raises InputError if the network is not the one that the study began with.

    A job calls it until ``is_done``, says ``study.progress`` and keeps ``study.to_json()``: the result does not
    depend on where it was cut.
    """
    if study.is_done:
        return study
    digest = digest_of(network)
    if study.network not in ("", digest):
        raise InputError(
            "The network has changed since the study began, so that its draws would be of two networks. "
            "Start a new study."
        )
    spec = study.spec
    chosen = measures(spec.statistics, spec.setting)
    if not study.network:
        study = replace(study, network=digest, observed=_row([measure(network) for measure in chosen]))
    room = blocks * BLOCK
    if more := min(room, spec.draws - len(study.by_chance)):
        first = len(study.by_chance)
        drawn = null_draws(network, chosen, draws=more, seed=spec.seed, first=first, by_sector=spec.by_sector)
        study = replace(study, by_chance=study.by_chance + _rows(drawn))
    if spec.assumptions and (more := min(room - more, spec.completions - len(study.completed))):
        first = len(study.completed)
        drawn = completed_draws(network, chosen, spec.assumptions, draws=more, seed=spec.seed, first=first)
        study = replace(study, completed=study.completed + _rows(drawn))
    return study


def digest_of(network: Network) -> str:
    """Return a digest of all that draws depend on."""
    actors = [
        (one.id, one.level, one.sector, one.is_decision_maker, sorted(one.groups)) for one in network.actors
    ]
    digest = hashlib.sha256(repr(actors).encode())
    for column in (network.source, network.target, network.layer, network.tie):
        digest.update(np.ascontiguousarray(column, dtype="<i8").tobytes())
    return digest.hexdigest()


def _spec(kept: Mapping[str, Any]) -> Spec:
    setting, assumed = kept["setting"], kept["assumptions"]
    assumptions = None
    if assumed:
        missing = {Layer(layer): tuple(where) for layer, where in assumed["missing"].items()}
        assumptions = Assumptions(missing, tuple(assumed["wrong"]))
    read = Setting(tuple(map(Layer, setting["layers"])), setting["hops"])
    built = {"statistics": tuple(kept["statistics"]), "setting": read, "assumptions": assumptions}
    return Spec(**{**kept, **built})


def _row(values: list[float]) -> Row:
    return tuple(None if np.isnan(value) else float(value) for value in values)


def _rows(drawn: NDArray[np.float64]) -> tuple[Row, ...]:
    return tuple(_row(list(values)) for values in drawn)


def _values(row: Row) -> list[float]:
    return [np.nan if value is None else value for value in row]


def _table(rows: tuple[Row, ...], columns: int) -> NDArray[np.float64]:
    return np.array([_values(row) for row in rows], dtype=float).reshape(len(rows), columns)
