"""Results: what was computed, from what, by which code. Never changed once issued."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from avert import __version__


@dataclass(frozen=True)
class Result:
    """The identity of a fit, a forecast, an evaluation or a test of claims.

    ``inputs`` are the digests of the tables used, ``specification`` everything that was chosen, ``origin``
    the last period whose data count. Two computations with the same identity have the same ``result_id``.
    """

    kind: str
    inputs: tuple[str, ...]
    specification: Mapping[str, Any]
    seed: int
    origin: str
    data_as_of: dt.date | None
    issued_at: dt.datetime
    code_version: str = __version__

    @property
    def identity_json(self) -> str:
        """Write everything that decides the result, in one canonical form."""
        return json.dumps(
            {
                "kind": self.kind,
                "inputs": sorted(self.inputs),
                "specification": self.specification,
                "seed": self.seed,
                "origin": self.origin,
                "data_as_of": self.data_as_of and self.data_as_of.isoformat(),
                "code_version": self.code_version,
            },
            sort_keys=True,
        )

    @property
    def result_id(self) -> str:
        """Return the digest of the identity."""
        return hashlib.sha256(self.identity_json.encode()).hexdigest()[:32]

    @classmethod
    def from_json(cls, kind: str, identity: str, issued_at: str) -> Result:
        """Read what the store kept."""
        known = json.loads(identity)
        as_of = known["data_as_of"]
        return cls(
            kind=kind,
            inputs=tuple(known["inputs"]),
            specification=known["specification"],
            seed=known["seed"],
            origin=known["origin"],
            data_as_of=dt.date.fromisoformat(as_of) if as_of else None,
            issued_at=dt.datetime.fromisoformat(issued_at),
            code_version=known["code_version"],
        )
