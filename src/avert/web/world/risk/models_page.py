"""How good the models are: scores with intervals, differences, reliability, the caveat, the card and the data sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from avert.figures import reliability
from avert.model_cards import ModelCard
from avert.provenance import Provenance
from avert.risk.protocols.ewp_ro30 import BAR
from avert.risk.protocols.writing import caveat
from avert.risk.registry import MODELS
from avert.sources.results import Issued
from avert.web.site.components import Crumb, Download, Empty, Fact, SourceLine, Tab
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.addresses import address_or_empty
from avert.web.world.atrocity import in_english
from avert.web.world.risk.selectors import tested_models
from avert.web.world.risk.tabs import tabs_of
from avert.web.world.risk.words import DECIMALS, METRICS, risk_file, span_note
from avert.web.world.sources import cited

COMMAND = "avert risk evaluate --protocol ewp-ro30 --models all --out FOLDER"
ALL = "all"
COMPARED = tuple(METRICS)[:8]
"""Metrics of which a difference means better or worse."""


def chosen_model(asked: str, models: Sequence[str]) -> str | None:
    """Return the model asked for, the first where none is; None for one that is not among them."""
    if not asked:
        return models[0] if models else None
    return asked if asked in models else None


def no_models_context() -> dict[str, Any]:
    """Return what the page says where no test of the models was issued."""
    return {"crumbs": _crumbs(), "tabs": tabs_of("risk-models"), "empty": no_test(), "command": COMMAND}


def no_test() -> Empty:
    """Say that no test was issued, and who could run it."""
    return Empty(
        _("No test of the models is at hand"),
        _("How good they are is not known here. That speaks neither for them nor against them."),
        _("whoever runs this site, with the Early Warning Project's panel loaded"),
    )


def models_context(issued: Issued, model: str) -> dict[str, Any]:
    """Return everything that the page of the models shows."""
    models = tested_models(issued)
    frames = issued.frames
    return {
        "crumbs": _crumbs(),
        "tabs": tabs_of("risk-models"),
        "model": model,
        "of_models": _of_models(models, model),
        "facts": _facts(issued),
        "scores": _scores(frames["scores"], models),
        "differences": _differences(frames["differences"]) if frames["differences"].height else None,
        "by_ewp": _by_ewp(frames["ewp_accuracy"]) if "ewp_accuracy" in frames else None,
        "halves": [_half(frames["halves"], span, models) for span in _spans(frames["halves"])],
        "reliability": _reliability(
            frames["reliability"], model, risk_file("reliability", urlencode({"model": model}))
        ),
        "caveat": in_english(caveat(issued)),
        "card": _card(MODELS[model].CARD) if model in MODELS else [],
        "limits": MODELS[model].CARD.limits if model in MODELS else (),
        "columns": _columns(frames["columns"], model) if "columns" in frames else None,
        "sources": cited(Provenance.of(issued.result.sources)),
        "source": SourceLine.of(Provenance.of(issued.result.sources), "#data-sheet"),
        "result": issued.result,
        "files": risk_file("scores", ""),
        "is_as_published": issued.result.specification.get("faults") == "as-published",
    }


def _crumbs() -> list[Crumb]:
    return [Crumb(_("World"), address_or_empty("world"))]


def _of_models(models: Iterable[str], current: str) -> list[Tab]:
    base = address_or_empty("risk-models")
    return [
        Tab(in_english(name), f"{base}?{urlencode({'model': name})}#model", name == current)
        for name in models
    ]


def _facts(issued: Issued) -> list[Fact]:
    """Return what was tested, counted from the test itself."""
    bins = issued.frames["reliability"]
    first = bins.filter(pl.col("model") == bins["model"][0])
    rows, events = int(first["rows"].sum()), int(first["events"].sum())
    draws, seed = (str(issued.result.specification.get("draws", "–")), str(issued.result.seed))
    return [
        Fact(_("Forecasts tested"), numbers.count(rows), _("A country and a year of predictors each; per model.")),
        Fact(
            _("Followed by an onset"),
            numbers.count(events),
            _("In one of the two years after. So few that every score is uncertain: read the intervals."),
        ),
        Fact(
            _("Origins"),
            _origins(issued),
            _("From each year a model learns only from what was then decided, and forecasts the next two."),
        ),
        Fact(
            _("Intervals"),
            _("90 %"),
            _("From {draws} draws of countries, all their years together; seed {seed}.").format(draws=draws, seed=seed),
        ),
    ]  # fmt: skip


def _origins(issued: Issued) -> str:
    if "forecasts" not in issued.frames:
        return _("to {year}").format(year=issued.result.origin)
    origins = issued.frames["forecasts"]["origin"].to_list()
    return f"{min(origins)}–{max(origins)}"


def _spans(halves: pl.DataFrame) -> list[str]:
    return halves["span"].unique(maintain_order=True).to_list()


def _scores(frame: pl.DataFrame, models: Sequence[str]) -> Table:
    return _metrics_table(_("Scores on all origins"), frame, models, tuple(METRICS))


def _half(frame: pl.DataFrame, span: str, models: Sequence[str]) -> tuple[str, str | Promise, Table]:
    rows = frame.filter(pl.col("span") == span)
    return span, span_note(span), _metrics_table(_("Scores {span}").format(span=span), rows, models, COMPARED)


def _metrics_table(caption: str, frame: pl.DataFrame, models: Sequence[str], metrics: Sequence[str]) -> Table:
    """Return a row per metric and a column per model, each value with its interval."""
    found = {(row["metric"], row["model"]): row for row in frame.iter_rows(named=True)}
    columns = [
        Column("metric", _("Metric")),
        *(Column(name, in_english(name), is_number=True) for name in models),
    ]
    body = [
        {
            "metric": _named(metric),
            **{name: _value(found[metric, name]) for name in models if (metric, name) in found},
        }
        for metric in metrics
    ]
    return Table(caption, columns, body, is_caption_hidden=True)


def _named(metric: str) -> Cell:
    word, note = METRICS[metric]
    return Cell(word, note=note)


def _value(row: dict[str, Any], *, is_difference: bool = False) -> Cell | None:
    if row["value"] is None:
        return None
    decimals = DECIMALS.get(row["metric"], 3)
    write = _signed if is_difference else numbers.decimal
    bounds = "" if row["low"] is None else f"{write(row['low'], decimals)} … {write(row['high'], decimals)}"
    return Cell(write(row["value"], decimals), note=bounds)


def _by_ewp(frame: pl.DataFrame) -> Table:
    """Return what the Early Warning Project reports of its own model, for every model."""
    columns = (
        Column("model", _("Model"), is_name=True),
        Column("caught", _("Onsets caught"), is_number=True),
        Column("recall", _("Share caught"), is_number=True),
        Column("yearly", _("Mean of yearly shares"), is_number=True),
        Column("auc", _("AUC"), is_number=True, note=_("higher of two risks")),
        Column("listed", _("Listed a year"), is_number=True),
    )
    rows = [
        {
            "model": row["model"],
            "caught": Cell(
                _("{caught} of {onsets}").format(**row), note=f"{row['first_year']}–{row['last_year']}"
            ),
            "recall": numbers.decimal(row["recall"], 3),
            "yearly": numbers.decimal(row["mean_yearly_recall"], 3),
            "auc": numbers.decimal(row["auc"], 4),
            "listed": numbers.decimal(row["listed_a_year"], 1),
        }
        for row in frame.iter_rows(named=True)
    ]
    return Table(_("As the Early Warning Project counts"), columns, rows, is_caption_hidden=True)


def _signed(value: float, decimals: int) -> str:
    return f"+{numbers.decimal(value, decimals)}" if value > 0 else numbers.decimal(value, decimals)


def _differences(frame: pl.DataFrame) -> Table:
    """Return each model less the one to compare with, by span, and whether the interval leaves a doubt."""
    spans = frame["span"].unique(maintain_order=True).to_list()
    columns = [Column("model", _("Model"), is_name=True), Column("metric", _("Metric"))]
    columns += [
        Column(span, _("All origins") if span == ALL else span, is_number=True, note=_("90 % interval"))
        for span in spans
    ]
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for row in frame.filter(pl.col("metric").is_in(COMPARED[:7])).iter_rows(named=True):
        key = row["model"], row["metric"]
        rows.setdefault(key, {"model": row["model"], "metric": _named(row["metric"])})[row["span"]] = (
            _difference(row)
        )
    caption = _("Differences against {model}").format(model=BAR)
    return Table(caption, columns, list(rows.values()), is_caption_hidden=True)


def _difference(row: dict[str, Any]) -> Cell | None:
    cell = _value(row, is_difference=True)
    return cell and Cell(cell.text, note=format_html("{}<br>{}", cell.note, difference_word(row)))


def difference_word(row: dict[str, Any]) -> str:
    """Say whether a difference is better, worse, or may be nothing, by its interval."""
    if row["low"] is None or row["high"] is None or row["low"] <= 0 <= row["high"]:
        return _("not told apart")
    is_lower = row["high"] < 0
    return _("better") if is_lower == (row["metric"] in {"log_loss", "brier"}) else _("worse")


def _reliability(bins: pl.DataFrame, model: str, files: Sequence[Download]) -> Drawing:
    rows = bins.filter(pl.col("model") == model)
    figure = reliability(
        rows, title=_("What {model} said, and what happened").format(model=model), lang=language()
    )
    columns = (
        Column("said", _("Risk stated")),
        Column("rows", _("Forecasts"), is_number=True),
        Column("mean", _("Stated on average"), is_number=True),
        Column("events", _("Followed by an onset"), is_number=True),
        Column("share", _("Share"), is_number=True, note=_("90 % interval")),
    )
    body = [
        {
            "said": numbers.percent_range(row["low_p"], row["high_p"]),
            "rows": row["rows"],
            "mean": numbers.percent(row["mean_p"]),
            "events": row["events"],
            "share": Cell(
                numbers.percent(row["share"]), note=numbers.percent_range(row["share_low"], row["share_high"])
            ),
        }
        for row in rows.iter_rows(named=True)
    ]
    caption = _(
        "Where the interval of what happened lies left of what was stated, the model gave too much. Intervals are "
        "Wilson's, as if forecasts were independent; years of one country are not, so that they are too narrow."
    )
    twin = Table(figure.title, columns, body, is_caption_hidden=True)
    return drawing(figure, caption=caption, table=twin, downloads=files)


def _card(card: ModelCard) -> list[tuple[str, SafeString]]:
    """Return the model's card, term by term."""
    said = (
        (_("Question"), card.question),
        (_("Outcome"), card.outcome),
        (_("Unit"), card.unit),
        (_("Learns from"), card.training_data),
        (_("Method"), card.method),
        (_("Source"), card.citation),
    )
    return [(term, in_english(text)) for term, text in said]


def _columns(frame: pl.DataFrame, model: str) -> Table:
    columns = (
        Column("column", _("Column"), is_name=True),
        Column("rows", _("Rows"), is_number=True),
        Column("missing", _("Missing"), is_number=True),
        Column("years", _("Years with a value"), is_number=True),
    )
    rows = frame.filter(pl.col("model") == model).sort("missing_share", "column", descending=[True, False])
    body = [
        {
            "column": row["column"],
            "rows": row["rows"],
            "missing": None if row["missing_share"] is None else numbers.percent(row["missing_share"]),
            "years": None if row["first_year"] is None else f"{row['first_year']}–{row['last_year']}",
        }
        for row in rows.iter_rows(named=True)
    ]
    return Table(_("What the panel holds and lacks"), columns, body, is_caption_hidden=True)
