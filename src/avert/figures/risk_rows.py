"""The rows of a chart of ranked risks: read, checked, put into words and into a table."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from avert.errors import InputError, MissingColumnError, some
from avert.figures.measure import Measure
from avert.figures.wording import translator
from avert.places import find_place


@dataclass(frozen=True)
class Threshold:
    """A value to compare with, and what it means: ``Threshold(0.04, "high, by EWP's practice")``."""

    value: float
    word: str


@dataclass(frozen=True)
class Risk:
    """One row: a place, its value and its interval, if one is known."""

    key: str | None
    name: str
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class RiskWords:
    """Says in one language what a row shows."""

    measure: Measure
    interval: str
    lang: str

    def _(self, text: str) -> str:
        return translator(self.lang)(text)

    def shown(self, risk: Risk) -> str:
        """Write a value and its interval."""
        if risk.low is None or risk.high is None:
            return self.measure.text(risk.value)
        low, high = self.measure.number(risk.low), self.measure.number(risk.high)
        return f"{self.measure.text(risk.value)} ({low}–{high})"

    def description(self, risks: list[Risk], unknown: list[str], thresholds: tuple[Threshold, ...]) -> str:
        """Say how many rows there are, the five highest, and how many reach each threshold."""
        head = self._("{name} for {count} places, highest first.")
        parts = [head.format(name=self.measure.name, count=len(risks))]
        parts.append("; ".join(f"{risk.name} {self.shown(risk)}" for risk in risks[:5]) + ".")
        if any(risk.low is not None for risk in risks):
            parts.append(self._("In brackets the {interval} interval.").format(interval=self.interval))
        for line in thresholds:
            above, limit = sum(risk.value >= line.value for risk in risks), self.measure.limit(line.value)
            text = self._("{count} at or above {value} ({word}).")
            parts.append(text.format(count=above, value=limit, word=line.word))
        if unknown:
            parts.append(self._("Unknown for {places}.").format(places=", ".join(unknown)))
        return " ".join(parts)


def read_risks(values: pl.DataFrame, lang: str) -> tuple[list[Risk], list[str]]:
    """Return the rows with a value, highest first, and the names of those without."""
    if "value" not in values.columns:
        raise MissingColumnError.of("The frame", "value", "ranked_risks", "rename the column to be shown")
    keys = values["place_key"].to_list() if "place_key" in values.columns else [None] * values.height
    names = _names(values, keys, lang)
    value, low, high = (_floats(values, column) for column in ("value", "low", "high"))
    risks = [
        Risk(key, name, at, below, above)
        for key, name, at, below, above in zip(keys, names, value, low, high, strict=True)
        if at is not None
    ]
    _check(risks)
    unknown = [name for name, at in zip(names, value, strict=True) if at is None]
    return sorted(risks, key=lambda risk: (-risk.value, risk.name)), sorted(unknown)


def risk_table(risks: list[Risk], unknown: list[str], words: RiskWords) -> pl.DataFrame:
    """Return the rows as drawn, and last those that are unknown."""
    frame = pl.DataFrame(
        [
            (rank, risk.key, risk.name, risk.value, risk.low, risk.high, words.shown(risk))
            for rank, risk in enumerate(risks, start=1)
        ]
        + [(None, None, name, None, None, None, translator(words.lang)("unknown")) for name in unknown],
        schema={
            "rank": pl.Int64,
            "place_key": pl.String,
            "place": pl.String,
            "value": pl.Float64,
            "low": pl.Float64,
            "high": pl.Float64,
            "shown_as": pl.String,
        },
        orient="row",
    )
    return frame.drop(name for name in ("place_key", "low", "high") if frame[name].is_null().all())


def _names(values: pl.DataFrame, keys: list[str | None], lang: str) -> list[str]:
    if "name" in values.columns:
        return [str(name) for name in values["name"].to_list()]
    if "place_key" not in values.columns:
        raise MissingColumnError.of("The frame", "place_key", "ranked_risks", "give place_key or name")
    return [find_place(str(key)).name(lang) for key in keys]


def _check(risks: list[Risk]) -> None:
    if not risks:
        raise InputError("No row has a value, so there is nothing to rank. Say so instead of drawing it.")
    outside = [
        risk.name
        for risk in risks
        if not math.isfinite(risk.value)
        or (risk.low is not None and risk.low > risk.value)
        or (risk.high is not None and risk.high < risk.value)
    ]
    if outside:
        raise InputError(
            f"The interval of {some(outside)} does not hold its value, so the drawing would mislead. "
            "Check low, value and high."
        )


def _floats(values: pl.DataFrame, name: str) -> list[float | None]:
    if name not in values.columns:
        return [None] * values.height
    return values[name].cast(pl.Float64).fill_nan(None).to_list()
