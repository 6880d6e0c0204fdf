"""What every answer and every file says about itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from avert.handling import Marking
from avert.provenance import Provenance, Source
from avert.sources.results import Result

PROHIBITED_USES = ("choosing targets", "refusing asylum", "propaganda")


def envelope(results: Iterable[Result], note: str = "") -> dict[str, Any]:
    """Return sources, identity and terms of what was computed in some results."""
    used = list({result.result_id: result for result in results}.values())
    provenance = Provenance.of(source for result in used for source in result.sources)
    return {
        "sources": [source_row(source) for source in provenance.releases],
        "result_id": used[0].result_id if len(used) == 1 else None,
        "result_ids": [result.result_id for result in used],
        "data_as_of": provenance.data_as_of,
        "marking": str(Marking.CLEAR),
        "prohibited_uses": list(PROHIBITED_USES),
        "note": note,
    }


def source_row(source: Source) -> dict[str, Any]:
    """Return a source as programs read it."""
    said = asdict(source)
    del said["digest"]
    return said | {"is_vintage_inferred": said.pop("is_inferred")}
