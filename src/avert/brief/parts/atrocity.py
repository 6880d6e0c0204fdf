"""The atrocity lens: risk of new mass killing, what the estimate rests on, what is going on already."""

from __future__ import annotations

import datetime as dt
import math
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from avert.brief.document import Part
from avert.brief.lenses import AtrocityLens, Risk
from avert.brief.quantities import Quantity, Statement, listed, name_text, range_text
from avert.provenance import Provenance, Source
from avert.risk.predictors import Predictor, read_predictors

EVENT = "new mass killing (at least 1,000 civilians in a year)"
INTERVAL = "90 % interval"
MOST_RAISING, MOST_LOWERING = 4, 2
LEAST_CONTRIBUTION = 0.05
"""Below this a predictor moves the odds by less than a twentieth, which is no main driver."""
CAVEAT = (
    "These are associations, not causes: they say how the number arises, not what to change. Intervals cover the "
    "sampling of countries, not errors in the list of events."
)
NOT_COUNTED = "Expulsion, siege, detention and sexual violence without mass death are not in this number."


def atrocity_part(place: str, lens: AtrocityLens) -> Part:
    """Compose the section."""
    statements = [*ongoing(lens)]
    if lens.risk is None or lens.risk.risk is None:
        statements.insert(0, Statement(no_estimate(place, lens.risk)))
    else:
        drivers = main_drivers(lens)
        statements = [estimate(lens), frequency(lens.risk.risk), *drivers, *statements]
    return Part("atrocity", "Atrocity lens", tuple(statements), note=NOT_COUNTED)


def no_estimate(place: str, risk: Risk | None) -> str:
    """Say why there is no estimate."""
    if risk is None:
        return f"No estimate: the model at hand does not cover {place}, or no results are loaded. Unknown is not low."
    return f"No estimate for {place}: a predictor of {risk.year} is missing. Unknown is not low."


def outcome_years(risk: Risk) -> str:
    """Return the years in which the new mass killing would begin."""
    return f"{risk.year + 1}–{risk.year + 2}"


def risk_quantity(lens: AtrocityLens) -> Quantity:
    """Return the risk with its interval and source."""
    risk = lens.risk
    assert risk is not None  # noqa: S101  who asks has looked
    source = _model_source(lens.provenance)
    return Quantity("risk", "Risk of new mass killing", outcome_years(risk), "probability", risk.risk,
                    risk.risk_low, risk.risk_high, INTERVAL, *_said(source))  # fmt: skip


def rank_quantity(lens: AtrocityLens) -> Quantity:
    """Return the rank with its interval and source."""
    risk = lens.risk
    assert risk is not None  # noqa: S101  who asks has looked
    return Quantity("rank", f"Rank among {risk.ranked_count} countries", outcome_years(risk), "rank",
                    risk.rank, risk.rank_low, risk.rank_high, INTERVAL,
                    *_said(_model_source(lens.provenance)))  # fmt: skip


def estimate(lens: AtrocityLens) -> Statement:
    """Say the risk, its interval, its word and the rank."""
    risk, number, rank = lens.risk, risk_quantity(lens), rank_quantity(lens)
    assert risk is not None  # noqa: S101  who asks has looked
    text = (
        f"The risk of {EVENT} beginning in {number.period} is estimated at {number.text}{_interval(number)}"
    )
    if risk.word:
        text += f", in the {risk.word.text} of {risk.word.steps} bands" if risk.word.step == risk.word.steps else (
            f", in band {risk.word.step} of {risk.word.steps}, “{risk.word.text}”"
        )  # fmt: skip
    if rank.value is not None:
        text += f"; rank {rank.text} of {risk.ranked_count} countries{_interval(rank)}"
    return Statement(f"{text}. Model: {risk.model}, predictors of {risk.year}.", (number, rank))


def frequency(risk: float) -> Statement:
    """Say the risk as so many in a hundred, and in how many the feared event does not occur.

    >>> frequency(0.0483).text
    'Of 100 countries with this estimate, about 5 would see one begin; in about 95 the feared event would not occur.'
    """
    of = 100 if risk >= 0.01 else 1000
    hits = round(of * risk)
    if hits == 0:
        return Statement(
            "Of 1,000 countries with this estimate, fewer than 1 would see one begin; unlikely is not impossible."
        )
    return Statement(
        f"Of {of:,} countries with this estimate, about {hits} would see one begin; in about {of - hits} the feared "
        "event would not occur."
    )


def main_drivers(lens: AtrocityLens) -> tuple[Statement, ...]:
    """Say what moves the estimate most against the average country and year that the model learned from."""
    if lens.drivers.is_empty() or lens.risk is None:
        return ()
    meanings = _predictors(lens.risk.model)
    rows = [row for row in lens.drivers.to_dicts() if _is_main(row, meanings)]
    raising = [row for row in rows if row["contribution"] > 0][:MOST_RAISING]
    lowering = [row for row in rows if row["contribution"] < 0][:MOST_LOWERING]
    statements = []
    for word, chosen in (("raises", raising), ("lowers", lowering)):
        drivers = tuple(_driver(row, lens) for row in chosen)
        said = "; ".join(
            f"{one.label}{_against(row, meanings)} (odds {one.text})"
            for one, row in zip(drivers, chosen, strict=True)
        )
        if drivers:
            text = f"What {word} the estimate most, against the average country and year it learned from: {said}."
            statements.append(Statement(text, drivers))
    return (*statements, Statement(CAVEAT)) if statements else ()


def ongoing_quantity(lens: AtrocityLens) -> Quantity:
    """Return how many mass killings are listed as ongoing; unknown without a list."""
    source = _list_source(lens.provenance)
    known = None if lens.episodes is None else float(lens.episodes.filter("is_ongoing").height)
    why = "no list at hand covers this place" if known is None else "a list; no interval"
    return Quantity("ongoing", "Mass killings listed as ongoing", source.release if source else "", "number",
                    known, interval=why, source=source.label if source else "",
                    vintage=source.vintage if source else None)  # fmt: skip


def ongoing(lens: AtrocityLens) -> tuple[Statement, ...]:
    """Say which mass killings are listed as ongoing, in the list's own words."""
    if lens.episodes is None:
        return (
            Statement(
                "No list of mass killings at hand covers this place: whether one is going on is not known here."
            ),
        )
    number = ongoing_quantity(lens)
    rows = lens.episodes.filter("is_ongoing").sort("start_year").to_dicts()
    if not rows:
        return (
            Statement(f"{number.text} mass killings are listed as ongoing ({number.source}).", (number,)),
        )
    names = listed(f"“{name_text(row['name']).rstrip('.')}” (since {row['start_year']})" for row in rows)
    verb = "mass killing is" if len(rows) == 1 else "mass killings are"
    return (
        Statement(f"{number.text} {verb} listed as ongoing, in the list's own words: {names}.", (number,)),
    )


def _interval(number: Quantity) -> str:
    return "" if number.low is None or number.high is None else f" ({range_text(number)}, {number.interval})"


def _driver(row: dict[str, Any], lens: AtrocityLens) -> Quantity:
    source = _model_source(lens.provenance)
    return Quantity(
        key=f"driver_{row['predictor']}",
        label=name_text(row["label"]),
        period=str(row["year"]),
        unit="odds ratio",
        value=math.exp(row["contribution"]),
        interval="no interval for single predictors",
        source=source.label if source else "",
        vintage=source.vintage if source else None,
    )


def _is_main(row: dict[str, Any], meanings: dict[str, Predictor]) -> bool:
    """Leave out what is unknown, small, or only says where and when."""
    meaning = meanings.get(row["predictor"])
    known = row["contribution"] is not None and abs(row["contribution"]) >= LEAST_CONTRIBUTION
    return known and (meaning is None or meaning.lens != "control")


def _against(row: dict[str, Any], meanings: dict[str, Predictor]) -> str:
    """Say how the place differs from the average; nothing where the values are not at hand."""
    value, reference, meaning = row.get("value"), row.get("reference"), meanings.get(row["predictor"])
    if value is None or reference is None or meaning is None:
        return ""
    if meaning.unit.startswith("0 or 1"):
        return ", present here" if value else ", absent here"
    return ", above the average" if value > reference else ", below the average"


@cache
def _predictors(model: str) -> dict[str, Predictor]:
    path = Path(str(resources.files("avert.risk.models") / f"{model}_predictors.csv"))
    return {predictor.name: predictor for predictor in read_predictors(path)} if path.exists() else {}


def _model_source(provenance: Provenance) -> Source | None:
    return _newest(provenance, has_events=False)


def _list_source(provenance: Provenance) -> Source | None:
    return _newest(provenance, has_events=True)


def _newest(provenance: Provenance, *, has_events: bool) -> Source | None:
    """Return the newest release of the list of events, or of the panel behind the model."""
    fitting = [source for source in provenance.sources if (source.dataset == "ewp_events") == has_events]
    return max(fitting, key=lambda source: source.vintage, default=None)


def _said(source: Source | None) -> tuple[str, dt.date | None]:
    return (source.label, source.vintage) if source else ("", None)
