"""The ranked list beside the map: every place with its interval, its word and whether its record is silent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from avert.brief.words import risk_word
from avert.places import Place, all_places
from avert.places.names import fold
from avert.web.site.drawings import language
from avert.web.site.icons import icon_svg
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.addresses import place_url
from avert.web.world.measures import Shown
from avert.web.world.words import risk_level

FIRST_ROWS = 30


def ranked_list(rows: pl.DataFrame, shown: Shown, year: int, *, sort: str) -> Table:
    """Return the rows of a world table as a list, sorted as asked."""
    places = {place.key: place for place in all_places()}
    body = [_row(row, places[row["place_key"]], shown, year) for row in rows.iter_rows(named=True)]
    caption = _("Places by {measure}, {period}").format(measure=shown.label, period=shown.period(year))
    columns = _risk_columns() if shown.is_risk else _death_columns()
    return Table(caption, columns, body, is_caption_hidden=True).sorted_by(sort)


def named_like(rows: pl.DataFrame, text: str) -> pl.DataFrame:
    """Keep the places one of whose names, in any language, contains the text."""
    wanted = fold(text)
    keys = [place.key for place in all_places() if any(wanted in fold(name.text) for name in place.names)]
    return rows.filter(pl.col("place_key").is_in(keys)) if wanted else rows


def _risk_columns() -> Sequence[Column]:
    return (
        Column("place", _("Place"), is_name=True, is_sortable=True),
        Column("word", _("In a word"), is_sortable=True),
        Column("value", _("Risk"), is_number=True, is_sortable=True, note=_("90 % interval")),
        Column("rank", _("Rank"), is_number=True, is_sortable=True, note=_("90 % interval")),
    )


def _death_columns() -> Sequence[Column]:
    return (
        Column("place", _("Place"), is_name=True, is_sortable=True),
        Column("value", _("Deaths recorded"), is_number=True, is_sortable=True, note=_("low to high")),
        Column("rank", _("Rank"), is_number=True, is_sortable=True),
    )


def _row(row: dict[str, Any], place: Place, shown: Shown, year: int) -> dict[str, Cell]:
    name = place.name(language(), year)
    note = blackout_flag() if row["is_silent"] else ""
    cells = {"place": Cell(name, place_url(place), note, order=fold(name))}
    return cells | (_risk_cells(row) if shown.is_risk else _death_cells(row))


def _risk_cells(row: dict[str, Any]) -> dict[str, Cell]:
    value, word = row["value"], risk_word(row["value"])
    if value is None or word is None:
        return {}
    low, high = row.get("rank_low"), row.get("rank_high")
    return {
        "rank": Cell(row["rank"], note=numbers.count_range(low, high)),
        "value": Cell(
            numbers.percent(value),
            note=numbers.percent_range(row["value_low"], row["value_high"]),
            order=value,
        ),
        "word": Cell(risk_level(word), order=word.step),
    }


def _death_cells(row: dict[str, Any]) -> dict[str, Cell]:
    value = row["value"]
    if value is None:
        return {}
    bounds = numbers.count_range(row["value_low"], row["value_high"])
    return {
        # Places without a recorded death share a rank that says nothing.
        "rank": Cell(row["rank"] if value else "–", order=row["rank"]),
        "value": Cell(numbers.count(value), note=bounds if value else "", order=value),
    }


def blackout_flag() -> SafeString:
    """Return the flag of a record that has fallen silent."""
    return format_html('<span class="flag">{} {}</span>', icon_svg("blackout"), _("reporting blackout"))
