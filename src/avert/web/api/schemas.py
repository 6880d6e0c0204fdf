"""What the API answers, field by field. Null always means unknown, never zero."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from avert.web.api.schema_parts import Envelope, Measure, PlaceOut, Unit


class WorldRow(Schema):
    """One state in one year."""

    place_key: str = Field(description="Scheme and code, such as gw:530.")
    code: str = Field(description="What addresses call the place.")
    country_gwcode: int = Field(description="Gleditsch–Ward number.")
    iso3: str | None = Field(description="ISO 3166-1 alpha-3 in that year; null where it had none.")
    name: str = Field(description="Name in English in that year.")
    value: float | None = Field(description="In the unit of the answer; null is unknown.")
    value_low: float | None = Field(description="Low end of the interval or low estimate; null is unknown.")
    value_high: float | None = Field(
        description="High end of the interval or high estimate; null is unknown."
    )
    rank: int | None = Field(description="1 is the highest value; equal values share a rank.")
    word: str | None = Field(
        description="The word for a risk: lower, raised, high, highest; null for deaths."
    )
    is_silent: bool = Field(
        description="The record has fallen silent against its own past: silence is not calm."
    )
    is_unknown: bool = Field(description="True where the value is null.")


class World(Envelope):
    """Every state by one measure in one year, highest first, unknown last."""

    measure: Measure = Field(description="What is measured.")
    unit: Unit = Field(description="Unit of the values.")
    year: int = Field(description="Deaths: in this year. Risk: in the two years after this one.")
    years: list[int] = Field(description="Years that can be asked for.")
    rows: list[WorldRow] = Field(description="One row a state.")


class Places(Envelope):
    """Places, best match first."""

    places: list[PlaceOut] = Field(description="Best match first.")


class DeathRow(Schema):
    """Deaths in organised violence in one period, by UCDP's three types. Null is unknown, never zero."""

    period: str = Field(description="Year (2021) or month (2021-07).")
    fatalities_sb_best: int | None = Field(description="Deaths in state-based conflict, best estimate.")
    fatalities_sb_low: int | None = Field(description="Low estimate.")
    fatalities_sb_high: int | None = Field(description="High estimate.")
    fatalities_sb_source: str | None = Field(description="Dataset and release that count for this cell.")
    fatalities_ns_best: int | None = Field(description="Deaths in non-state conflict, best estimate.")
    fatalities_ns_low: int | None = Field(description="Low estimate.")
    fatalities_ns_high: int | None = Field(description="High estimate.")
    fatalities_ns_source: str | None = Field(description="Dataset and release that count for this cell.")
    fatalities_os_best: int | None = Field(description="Deaths in one-sided violence, best estimate.")
    fatalities_os_low: int | None = Field(description="Low estimate.")
    fatalities_os_high: int | None = Field(description="High estimate.")
    fatalities_os_source: str | None = Field(description="Dataset and release that count for this cell.")


class SilenceOut(Schema):
    """A record that has fallen silent against its own past: either violence stopped, or reporting did."""

    silent_since: str = Field(description="First silent month.")
    silent_months_count: int = Field(description="Months without a recorded death, so far.")
    past_active_share: float = Field(description="Share of the 24 months before that had deaths.")
    probability: float = Field(description="Of such a silence, if months were independent.")


class Deaths(Envelope):
    """The record of deaths of one place, oldest first."""

    place: PlaceOut = Field(description="Which place.")
    unit: Literal["year", "month"] = Field(description="Length of a period.")
    rows: list[DeathRow] = Field(description="Oldest first.")
    silence: SilenceOut | None = Field(
        description="Null where the record has not fallen silent, or is unknown."
    )


class RiskRow(Schema):
    """Risk of new mass killing: an armed group begins to kill at least 1,000 civilians of a group in a year."""

    year: int = Field(description="Of the newest data; the risk is of the two years after it.")
    model: str = Field(description="Which model.")
    risk: float | None = Field(description="Probability from 0 to 1; null is unknown.")
    risk_low: float | None = Field(description="Low end of the interval.")
    risk_high: float | None = Field(description="High end of the interval.")
    rank: int | None = Field(description="1 is the highest risk.")
    rank_low: int | None = Field(description="Best rank within the interval.")
    rank_high: int | None = Field(description="Worst rank within the interval.")
    word: str | None = Field(description="lower, raised, high or highest.")


class PlaceSummary(Envelope):
    """A place, who claims and administers it, and the newest figures."""

    place: PlaceOut = Field(description="Which place.")
    names: dict[str, str] = Field(description="Name by language: en, fr, es, ar.")
    claimed_by: list[PlaceOut] = Field(description="Empty where nothing is recorded.")
    administered_by: list[PlaceOut] = Field(description="Empty where nothing is recorded.")
    place_note: str = Field(description="What else there is to know of the place; often empty.")
    risk: RiskRow | None = Field(description="Newest risk of new mass killing; null is unknown.")
    deaths: DeathRow | None = Field(
        description="Newest year known for every type of violence; null is unknown."
    )
    silence: SilenceOut | None = Field(
        description="Null where the record has not fallen silent, or is unknown."
    )


class Driver(Schema):
    """What raises or lowers the risk against the average country."""

    label: str = Field(description="The reason, in words.")
    contribution: float | None = Field(description="Log-odds; above zero raises the risk. Rounded.")


class Risks(Envelope):
    """Risk of new mass killing, newest year first, and the reasons for the newest."""

    place: PlaceOut = Field(description="Which place.")
    rows: list[RiskRow] = Field(description="Empty where the model does not cover the place: unknown.")
    drivers: list[Driver] = Field(description="Largest first; empty where there is no risk to explain.")


class IndicatorOut(Schema):
    """One indicator of structural violence."""

    indicator: str = Field(description="V-Dem's own name, or one that states the unit.")
    label: str = Field(description="Its name for readers.")
    definition: str = Field(description="What it measures.")
    scale: str = Field(description="Unit, and what its ends mean.")
    worse_is: Literal["high", "low"] = Field(description="Which end of the scale is the worse one.")
    year: int = Field(description="Of the value.")
    value: float | None = Field(description="On the indicator's own scale; null is unknown.")
    value_low: float | None = Field(description="Low end of V-Dem's interval of about 68 %.")
    value_high: float | None = Field(
        description="High end; null is no interval given, which is not certainty."
    )
    share_of_world_better: float | None = Field(description="Share of other states that do better, 0 to 1.")
    change_5y: float | None = Field(description="Against five years before.")
    is_change_clear: bool | None = Field(description="Whether the intervals of both years stand apart.")
    source: str | None = Field(description="Dataset and release; null where nothing is known.")


class SeriesPoint(Schema):
    """One indicator in one year."""

    indicator: str = Field(description="As in indicators.")
    year: int = Field(description="Calendar year.")
    value: float | None = Field(description="On the indicator's own scale; null is unknown.")
    value_low: float | None = Field(description="Low end of the interval; null is none given.")
    value_high: float | None = Field(description="High end of the interval; null is none given.")


class Structure(Envelope):
    """The structural violence profile of one place, and its past."""

    place: PlaceOut = Field(description="Which place.")
    indicators: list[IndicatorOut] = Field(description="Empty where nothing is known of the place.")
    series: list[SeriesPoint] = Field(description="By indicator and year.")


class ChangeOut(Schema):
    """One quantity in two periods that follow each other."""

    what: Literal["deaths_sb", "deaths_ns", "deaths_os", "risk", "rank"] = Field(
        description="Deaths by type, probability of new mass killing, or rank by it."
    )
    period: str = Field(description="The later period.")
    value: float = Field(description="Deaths, probability or rank in it.")
    before_period: str = Field(description="The period before.")
    before: float = Field(description="Deaths, probability or rank in that.")
    is_same_release: bool = Field(
        description="False where part of the difference may be revision of the data."
    )


class Changes(Envelope):
    """What changed since the year before. What is not known in both is left out."""

    place: PlaceOut = Field(description="Which place.")
    changes: list[ChangeOut] = Field(description="Empty where nothing is known in both periods.")


class LoadedOut(Schema):
    """One file of a dataset that this deployment has loaded."""

    dataset: str = Field(description="Short name of the dataset.")
    release: str = Field(description="Release, as its publisher names it.")
    vintage: dt.date = Field(description="Day on which it could be known.")
    first_month: str = Field(description="First month covered, such as 1989-01.")
    last_month: str = Field(description="Last month covered.")
    rows: int = Field(description="Rows of the table.")
    added_at: dt.datetime = Field(description="When it was added here.")


class Sources(Envelope):
    """What the figures are computed from, and which files are loaded here."""

    loaded: list[LoadedOut] = Field(
        description="Empty where this deployment shows the figures that came with it."
    )


class ResultOut(Envelope):
    """What a result is: enough to say exactly which computation a figure comes from."""

    kind: str = Field(description="deaths, risk, conflicts, structure or episodes.")
    origin: str = Field(description="Last period whose data count.")
    issued_at: dt.datetime = Field(description="When it was computed.")
    code_version: str = Field(description="Version of Avert that computed it.")
    seed: int = Field(description="Of the random numbers.")
    specification: dict[str, Any] = Field(description="Everything that was chosen.")
    frames: dict[str, int] = Field(description="Tables of the result and their number of rows.")
