"""The tables of a test: scores of models beside each other, by window, by how far ahead, and their skill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.utils.html import format_html
from django.utils.translation import gettext as _

from avert.forecast import DEFAULT
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.forecasts.words import DECIMALS, ROWS, SCORES

SKILLED = tuple(SCORES)[:4]
"""Scores of which less is better; of coverage neither more nor less is."""
MEAN = "mean"
"""Of the windows."""


def rows_told(scores: pl.DataFrame) -> list[str]:
    """Return the subsets of rows that have a table of their own."""
    return [name for name in ROWS if scores.filter(pl.col("rows") == name).height]


def _models(scores: pl.DataFrame) -> list[str]:
    """Return the models, the one that is used now first, then the best first."""
    ordered = scores.sort(pl.col("model") == DEFAULT, "crps", descending=[True, False])
    return ordered["model"].unique(maintain_order=True).to_list()


def score_table(scores: pl.DataFrame, rows: str) -> tuple[str, str, Table]:
    """Return a row per model with the mean of every score over the windows."""
    word, note = (str(text) for text in ROWS[rows])
    found = scores.filter((pl.col("window") == MEAN) & (pl.col("rows") == rows))
    columns = [
        Column("model", _("Model"), is_name=True),
        *(Column(name, label, is_number=True, note=about) for name, (label, about) in SCORES.items()),
        Column("count", _("Forecasts"), is_number=True),
    ]
    of_model = {row["model"]: row for row in found.iter_rows(named=True)}
    body = [
        {"model": _model(row), "count": numbers.count(row["count"])}
        | {name: _value(row, name) for name in SCORES}
        for row in (of_model[name] for name in _models(found))
    ]
    return word, note, Table(_("Scores: {rows}").format(rows=word), columns, body, is_caption_hidden=True)


def _model(row: dict[str, Any]) -> Cell:
    return Cell(row["model"], note=_("the one pages show") if row["model"] == DEFAULT else "")


def _value(row: dict[str, Any], name: str) -> str | None:
    value = row[name]
    if value is None or value != value:  # noqa: PLR0124  samples of others lack some scores
        return None
    return numbers.percent(value) if name == "coverage_90" else numbers.decimal(value, DECIMALS[name])


def _matrix(
    scores: pl.DataFrame, across: str, values: Sequence[str], words: Sequence[str], caption: str
) -> Table:
    """Return a row per model and a column per window or band, with two scores in each cell."""
    columns = [Column("model", _("Model"), is_name=True)]
    columns += [
        Column(value, word, is_number=True, note=_("CRPS, ignorance"))
        for value, word in zip(values, words, strict=True)
    ]
    of_cell = {(row["model"], row[across]): row for row in scores.iter_rows(named=True)}
    body: list[dict[str, Any]] = []
    for model in _models(scores):
        cells = {value: of_cell.get((model, value)) for value in values}
        shown = {
            value: Cell(_value(row, "crps"), note=_value(row, "ignorance") or "")
            for value, row in cells.items()
            if row
        }
        body.append({"model": model} | shown)
    return Table(caption, columns, body, is_caption_hidden=True)


def window_table(scores: pl.DataFrame) -> Table | None:
    """Return the scores window by window."""
    rows = scores.filter((pl.col("window") != MEAN) & (pl.col("rows") == "all"))
    years = rows["window"].unique().sort().to_list()
    return _matrix(rows, "window", years, years, _("Scores by window")) if years else None


def band_table(scores: pl.DataFrame) -> Table | None:
    """Return the scores by how far ahead, where a protocol tells them apart."""
    rows = scores.filter((pl.col("window") == MEAN) & pl.col("rows").str.contains(r"^(steps )?\d+-\d+$"))
    names = sorted(
        rows["rows"].unique().to_list(), key=lambda name: int(name.removeprefix("steps ").split("-")[0])
    )
    words = [_("Months {span}").format(span=name.removeprefix("steps ").replace("-", "–")) for name in names]
    return _matrix(rows, "rows", names, words, _("Scores by how far ahead")) if names else None


def skill_table(frame: pl.DataFrame, rows: str) -> tuple[str, str, Table]:
    """Return the skill of each model against the reference with its interval, and whether it leaves a doubt."""
    word, note = (str(text) for text in ROWS[rows])
    found = frame.filter((pl.col("rows") == rows) & pl.col("score").is_in(SKILLED))
    columns = [Column("model", _("Model"), is_name=True)]
    columns += [
        Column(name, SCORES[name][0], is_number=True, note=_("skill, 90\u202f% interval")) for name in SKILLED
    ]
    body: dict[str, dict[str, Any]] = {}
    for row in found.iter_rows(named=True):
        body.setdefault(row["model"], {"model": row["model"]})[row["score"]] = _skill(row)
    caption = _("Skill: {rows}").format(rows=word)
    return word, note, Table(caption, columns, list(body.values()), is_caption_hidden=True)


def _skill(row: Mapping[str, Any]) -> Cell | None:
    value, low, high = (row[name] for name in ("skill", "skill_low", "skill_high"))
    if value is None or value != value:  # noqa: PLR0124
        return None
    if low is None or high is None or low <= 0 <= high:
        word = _("not told apart")
    else:
        word = _("better") if low > 0 else _("worse")
    bounds = "" if low is None or high is None else f"{_signed(low)} … {_signed(high)}"
    return Cell(_signed(value), note=format_html("{}<br>{}", bounds, word))


def _signed(share: float) -> str:
    text = numbers.decimal(100 * share, 1)
    return f"{'+' if share > 0 else ''}{text}{numbers.THIN}%"
