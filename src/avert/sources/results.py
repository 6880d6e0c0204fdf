"""Results: what was computed, from what, by which code. Never changed once issued."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from avert import __version__
from avert.provenance import Provenance, Source


@dataclass(frozen=True)
class Result:
    """The identity of a fit, a forecast, an evaluation or a test of claims.

    ``sources`` are the releases used, ``specification`` everything that was chosen, ``origin`` the last period
    whose data count. Two computations with the same identity have the same ``result_id``, whenever they are
    issued.
    """

    kind: str
    sources: tuple[Source, ...]
    specification: Mapping[str, Any]
    seed: int
    origin: str
    issued_at: dt.datetime
    code_version: str = __version__

    @property
    def data_as_of(self) -> dt.date | None:
        """Return the newest vintage used."""
        return Provenance.of(self.sources).data_as_of

    @property
    def result_id(self) -> str:
        """Return the digest of inputs, choices, seed and code."""
        identity = {
            "kind": self.kind,
            "inputs": sorted(source.digest for source in self.sources),
            "specification": self.specification,
            "seed": self.seed,
            "origin": self.origin,
            "code_version": self.code_version,
        }
        return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:32]

    def to_json(self) -> str:
        """Write everything but the moment of issue."""
        said = asdict(self) | {"issued_at": None}
        return json.dumps(said, default=dt.date.isoformat, sort_keys=True)

    @classmethod
    def from_json(cls, text: str, issued_at: str) -> Result:
        """Read what to_json wrote."""
        said = json.loads(text)
        sources = tuple(
            Source(**(source | {"vintage": dt.date.fromisoformat(source["vintage"])}))
            for source in said["sources"]
        )
        return cls(**(said | {"sources": sources, "issued_at": dt.datetime.fromisoformat(issued_at)}))


@dataclass(frozen=True)
class Issued:
    """A result with its frames, by name."""

    result: Result
    frames: Mapping[str, pl.DataFrame]
