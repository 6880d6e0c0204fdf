"""How good forecasts of deaths are: scores beside baselines with intervals, odds against what came, and model cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from avert.figures import reliability
from avert.forecast import DEFAULT
from avert.forecast.registry import all_models
from avert.forecast.summaries import THRESHOLDS
from avert.model_cards import ModelCard
from avert.provenance import Provenance
from avert.sources.results import Issued
from avert.web.site.components import Crumb, Empty, Fact, SourceLine
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.atrocity import in_english
from avert.web.world.forecasts.ranking_page import DEFAULT_THRESHOLD
from avert.web.world.forecasts.scores import (
    MEAN,
    band_table,
    rows_told,
    score_table,
    skill_table,
    window_table,
)
from avert.web.world.forecasts.selectors import name_of
from avert.web.world.forecasts.tabs import type_tabs
from avert.web.world.forecasts.words import PROTOCOLS, ROWS, TYPES, forecast_file
from avert.web.world.sources import cited

COMMANDS = (
    "avert forecast evaluate --out FOLDER",
    "avert forecast evaluate --protocol cm-bench-36 --out FOLDER",
)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what there is not counts as the usual."""

    kind: str
    model: str
    threshold: int

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """Read the query."""
        kind, least = query.get("type", "sb"), query.get("threshold", "")
        threshold = next((one for one in THRESHOLDS if str(one) == least), DEFAULT_THRESHOLD)
        return cls(kind if kind in TYPES else "sb", query.get("model", DEFAULT)[:80], threshold)


def models_context(tests: Sequence[Issued], asked: Asked) -> dict[str, Any]:
    """Return everything that the page shows."""
    return {
        "crumbs": [
            Crumb(_("World"), reverse("world")),
            Crumb(_("Forecasts of deaths"), reverse("forecasts")),
        ],
        "tabs": type_tabs(asked.kind, reverse("forecast-models")),
        "asked": asked,
        "type": TYPES[asked.kind],
        "tests": [_test(test, asked) for test in tests],
        "empty": None if tests else _no_test(),
        "commands": COMMANDS,
        "cards": [_card(name, model.CARD) for name, model in all_models().items()],
        "default": DEFAULT,
    }


def _no_test() -> Empty:
    return Empty(
        _("No test of the forecasts is at hand"),
        _("How good they are is not known here. That speaks neither for them nor against them."),
        _("whoever runs this site, with VIEWS' country-months loaded"),
    )


def _test(issued: Issued, asked: Asked) -> dict[str, Any]:
    """Return what one test found."""
    name, frames = name_of(issued), issued.frames
    of_type = pl.col("violence_type") == asked.kind
    scores = frames["scores"].filter(of_type)
    differences = (
        frames["differences"].filter(of_type) if frames["differences"].height else frames["differences"]
    )
    return {
        "name": name,
        "protocol": issued.result.specification["protocol"],
        "about": PROTOCOLS.get(issued.result.specification["protocol"], ""),
        "facts": _facts(issued, scores),
        "tables": [_of_test(name, score_table(scores, rows)) for rows in rows_told(scores)],
        "windows": _captioned(name, window_table(scores)),
        "bands": _captioned(name, band_table(scores)),
        "differences": [_of_test(name, skill_table(differences, rows)) for rows in ROWS]
        if differences.height
        else [],
        "reference": differences["reference"][0] if differences.height else "",
        "reliability": _reliability(name, frames["reliability"].filter(of_type), asked),
        "files": forecast_file("scores", test=name),
        "difference_files": forecast_file("differences", test=name),
        "source": SourceLine.of(Provenance.of(issued.result.sources), f"#sources-{name}"),
        "sources": cited(Provenance.of(issued.result.sources)),
        "result": issued.result,
    }


def _of_test(name: str, told: tuple[str, str, Table]) -> tuple[str, str, Table | None]:
    word, note, table = told
    return word, note, _captioned(name, table)


def _captioned(name: str, table: Table | None) -> Table | None:
    """Say of which test a table is: several tests stand on one page."""
    return table and replace(table, caption=_("{test}: {table}").format(test=name, table=table.caption))


def _facts(issued: Issued, scores: pl.DataFrame) -> list[Fact]:
    said = issued.result.specification
    every = scores.filter((pl.col("window") == MEAN) & (pl.col("rows") == "all"))
    count = int(every["count"].max() or 0)  # type: ignore[arg-type]
    windows = [str(one) for one in said.get("windows", [])]
    return [
        Fact(
            _("Windows"),
            ", ".join(windows),
            _("Years forecast by a model that had seen nothing after its origin."),
        ),
        Fact(
            _("Country-months scored"),
            numbers.count(count),
            _("each by every model, of this type of violence"),
        ),
        Fact(
            _("Intervals"),
            _("90\u202f%"),
            _(
                "From {draws} draws of countries with all their months, because months of one country go together."
            ).format(draws=said.get("draws", "–")),
        ),
    ]


def _reliability(test: str, bins: pl.DataFrame, asked: Asked) -> dict[str, Any] | None:
    """Return a chart of what was said and what came, for one model and number of deaths, and what else to choose."""
    models = bins["model"].unique(maintain_order=True).to_list()
    if not models:
        return None
    model = next((one for one in (asked.model, DEFAULT) if one in models), models[0])
    rows = bins.filter((pl.col("model") == model) & (pl.col("threshold") == asked.threshold))
    title = _("{model}, {test}: odds of {number} or more deaths in a month, and how often they came").format(
        model=model, test=test, number=numbers.count(asked.threshold)
    )
    return {
        "model": model,
        "models": models,
        "threshold": asked.threshold,
        "thresholds": [(one, _("{number} deaths").format(number=numbers.count(one))) for one in THRESHOLDS],
        "drawing": _drawn(rows, title, test) if rows.height else None,
    }


def _drawn(rows: pl.DataFrame, title: str, test: str) -> Drawing:
    bins = rows.select(
        low_p="bin_low", high_p="bin_high", rows="count", mean_p="p_mean", share="observed",
        share_low="observed_low", share_high="observed_high",
        events=(pl.col("count") * pl.col("observed")).round().cast(pl.Int64),
    )  # fmt: skip
    figure = reliability(bins, title=title, event=_("share in which they came"), lang=language())
    columns = (
        Column("said", _("Probability stated")),
        Column("rows", _("Country-months"), is_number=True),
        Column("mean", _("Stated on average"), is_number=True),
        Column("share", _("Came"), is_number=True, note=_("90\u202f% interval")),
    )
    body = [
        {
            "said": numbers.percent_range(row["low_p"], row["high_p"]),
            "rows": numbers.count(row["rows"]),
            "mean": numbers.percent(row["mean_p"]),
            "share": Cell(
                numbers.percent(row["share"]), note=numbers.percent_range(row["share_low"], row["share_high"])
            ),
        }
        for row in bins.sort("low_p").iter_rows(named=True)
    ]
    caption = _(
        "Where the diamond lies on the interval, what was said is what came. Left of it the forecast was too calm, "
        "right of it too grave. Intervals are as if months were independent; they are not, so that they are too narrow."
    )
    return drawing(
        figure, caption=caption, table=Table(title, columns, body, is_caption_hidden=True),
        downloads=forecast_file("reliability", test=test),
    )  # fmt: skip


def _card(name: str, card: ModelCard) -> dict[str, Any]:
    """Return a model's card, term by term."""
    said: list[tuple[str, SafeString]] = [
        (term, in_english(text))
        for term, text in (
            (_("Question"), card.question),
            (_("Outcome"), card.outcome),
            (_("Unit"), card.unit),
            (_("Learns from"), card.training_data),
            (_("Method"), card.method),
            (_("Source"), card.citation),
        )
    ]
    return {"name": name, "terms": said, "limits": card.limits}
