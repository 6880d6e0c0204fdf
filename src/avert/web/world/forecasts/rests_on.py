"""What a forecast rests on: newest months, what is unknown, records that fell silent, revisions of early counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from avert.places import Place
from avert.web.site.components import Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers

CANDIDATE = "ucdp_candidate"


def rests_on(about: Mapping[str, Any], origin: int) -> list[Fact]:
    """Return what is known of the record of a country up to the origin."""
    newest, source = about["newest_month"], about["newest_source"]
    facts = [
        Fact(
            _("Newest month"),
            None if newest is None else numbers.month(newest),
            _("from {source}").format(source=source) if source else "",
        ),
        Fact(
            _("Unknown months"),
            _("{n} of 12").format(n=about["unknown_months_count"]),
            _("In the 12 months to {origin}. Missing stays missing: it is not counted as none.").format(
                origin=numbers.month(origin)
            ),
        ),
        Fact(
            _("Quiet before"),
            {True: _("yes"), False: _("no"), None: None}[about["is_quiet"]],
            _("no recorded death of any type in 12 months; such places surprise most"),
        ),
    ]
    candidates = about.get("candidate_months_count")
    if candidates is not None:
        note = _("newest months without final numbers yet")
        facts.insert(1, Fact(_("Months from candidate events"), str(candidates), note))
    return facts


def revisions_of(frame: pl.DataFrame | None, kind: str) -> Table | None:
    """Return how early counts of one type were revised later, by their size; None where that was not learnt."""
    if frame is None or frame.is_empty():
        return None
    rows = frame.filter(pl.col("violence_type") == kind)
    of_candidates = rows.filter(pl.col("early_source") == CANDIDATE)
    shown = of_candidates if of_candidates.height else rows
    columns = (
        Column("size", _("At first"), note=_("deaths")),
        Column("pairs", _("Months"), is_number=True),
        Column("same", _("Unchanged"), is_number=True),
        Column("up", _("Raised"), is_number=True, note=_("90\u202f% interval")),
        Column("down", _("Lowered"), is_number=True),
        Column("ratio", _("Ratio"), is_number=True, note=_("later to first")),
        Column("sums", _("Deaths later"), is_number=True, note=_("at first")),
    )
    body = [_revision(row) for row in shown.iter_rows(named=True)]
    return Table(_("Revisions of early counts"), columns, body, is_caption_hidden=True) if body else None


def _revision(row: dict[str, Any]) -> dict[str, Any]:
    low, middle, high = (row[f"ratio_q{at}"] for at in ("05", "50", "95"))
    ratio = None if middle is None else Cell(_times(middle), note=f"{_times(low)}–{_times(high)}")
    return {
        "size": row["size"],
        "pairs": numbers.count(row["pairs_count"]),
        "same": numbers.percent(row["share_same"]),
        "up": Cell(
            numbers.percent(row["share_up"]),
            note=numbers.percent_range(row["share_up_low"], row["share_up_high"]),
        ),
        "down": numbers.percent(row["share_down"]),
        "sums": Cell(numbers.count(row["later_sum"]), note=numbers.count(row["early_sum"])),
        "ratio": Cell("–") if row["size"] == "0" else ratio,
    }


def _times(ratio: float) -> str:
    return f"{numbers.decimal(ratio, 2)}×"


def silence_of(frame: pl.DataFrame | None, place: Place) -> Mapping[str, Any]:
    """Return since when the record of a country is silent or has ended, and which; empty where neither is said."""
    rows = pl.DataFrame() if frame is None else frame.filter(pl.col("country_gwcode").is_in([place.gwcode]))
    if rows.is_empty():
        return {}
    row = rows.row(0, named=True)
    return {"is_ended": row["kind"] == "ended", "since": numbers.month(row["since"])}
