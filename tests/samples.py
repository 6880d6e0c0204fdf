"""Synthetic files in the publishers' own layouts, from the codebooks: small, invented, and valid."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

EVENT: dict[str, Any] = {
    "id": 1, "relid": "AAA-1", "year": 2001, "active_year": 1, "code_status": "Clear", "type_of_violence": 1,
    "conflict_dset_id": 11, "conflict_new_id": 11, "conflict_name": "Aland: Government", "dyad_dset_id": 21,
    "dyad_new_id": 21, "dyad_name": "Government of Aland - X", "side_a_dset_id": 31, "side_a_new_id": 31,
    "side_a": "Government of Aland", "side_b_dset_id": 41, "side_b_new_id": 41, "side_b": "X",
    "number_of_sources": 2, "source_article": "a", "source_office": "Agency", "source_date": "2001-05-02",
    "source_headline": "Fighting, again", "source_original": "police", "where_prec": 1,
    "where_coordinates": "Town", "where_description": "Town", "adm_1": "North", "adm_2": "N1",
    "latitude": 9.25, "longitude": 38.75, "geom_wkt": "POINT (38.75 9.25)", "priogrid_gid": 142998,
    "country": "Ethiopia", "country_id": 530, "region": "Africa", "event_clarity": 1, "date_prec": 1,
    "date_start": "2001-05-01 00:00:00.000", "date_end": "2001-05-01 00:00:00.000", "deaths_a": 1, "deaths_b": 2,
    "deaths_civilians": 0, "deaths_unknown": 0, "best": 3, "high": 4, "low": 2, "gwnoa": 530, "gwnob": "",
}  # fmt: skip

CONFLICT: dict[str, Any] = {
    "conflict_id": 11, "location": "Ethiopia", "side_a": "Government of Ethiopia", "side_a_id": 97,
    "side_a_2nd": "", "side_b": "X", "side_b_id": 41, "side_b_2nd": "", "incompatibility": 2,
    "territory_name": "", "year": 2001, "intensity_level": 1, "cumulative_intensity": 0, "type_of_conflict": 3,
    "start_date": "2001-05-01", "start_prec": 1, "start_date2": "2001-05-01", "start_prec2": 1, "ep_end": 0,
    "ep_end_date": "", "ep_end_prec": "", "gwno_a": "530", "gwno_a_2nd": "", "gwno_b": "", "gwno_b_2nd": "",
    "gwno_loc": "530", "region": 4, "version": "25.1",
}  # fmt: skip


def event(**changes: Any) -> dict[str, Any]:
    """Return one event; ``day`` sets both its dates."""
    if "day" in changes:
        day = changes.pop("day")
        changes |= {
            "year": int(day[:4]),
            "date_start": f"{day} 00:00:00.000",
            "date_end": f"{day} 00:00:00.000",
        }
    return EVENT | changes


def conflict(**changes: Any) -> dict[str, Any]:
    return CONFLICT | changes


def write_csv(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_zip(path: Path, member: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(member, member.name)
        archive.writestr("__MACOSX/._" + member.name, b"resource fork")
    return path


def write_totals(path: Path, rows: Iterable[tuple[int, int, int | None, int | None, int | None]]) -> Path:
    """Write VIEWS country-month totals: month_id, country_id, sb, ns, os."""
    names = ["month_id", "country_id", "ged_best_sb", "ged_best_ns", "ged_best_os"]
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(names, pl.Int64), orient="row")
    counts = [pl.lit(None, pl.Float64).alias(f"ged_count_{kind}") for kind in ("sb", "ns", "os")]
    frame.with_columns(pl.col("^ged_best_.*$").cast(pl.Float64), *counts).write_parquet(path)
    return path
