"""Write the tables of an evaluation, each whole or not at all, with what they come from beside them."""

from __future__ import annotations

import json
from pathlib import Path

from avert.panel.panels import write_whole
from avert.risk.protocols import ewp_ro30
from avert.sources.results import Issued


def caveat(issued: Issued) -> str:
    """Return what must be read with the scores."""
    panel = next(source for source in issued.result.sources if source.dataset == ewp_ro30.DATASET)
    return ewp_ro30.CAVEAT.format(release=panel.release)


def write_evaluation(issued: Issued, folder: Path) -> list[Path]:
    """Write the tables into a folder, made when absent, each whole or not at all; last what they come from.

    Forecasts are Parquet, the other tables CSV, and ``evaluation.json`` names sources, choices and the caveat.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, frame in issued.frames.items():
        path = folder / (f"{name}.parquet" if name == "forecasts" else f"{name}.csv")
        write = frame.write_parquet if name == "forecasts" else frame.write_csv
        written.append(write_whole(path, write))
    said = json.dumps(_sidecar(issued), indent=2, ensure_ascii=False) + "\n"
    return [
        *written,
        write_whole(folder / "evaluation.json", lambda part: part.write_text(said, encoding="utf-8")),
    ]


def _sidecar(issued: Issued) -> dict[str, object]:
    result = issued.result
    return {
        "result_id": result.result_id,
        "made_by": f"avert {result.code_version}",
        **result.specification,
        "seed": result.seed,
        "data_as_of": result.data_as_of and result.data_as_of.isoformat(),
        "caveat": caveat(issued),
        "intervals": "90 %, from countries drawn with replacement, all their years together",
        "sources": [
            {
                "dataset": source.dataset,
                "title": source.title,
                "release": source.release,
                "licence": source.licence,
                "citation": source.citation,
                "digest": source.digest,
            }
            for source in result.sources
        ],
    }
