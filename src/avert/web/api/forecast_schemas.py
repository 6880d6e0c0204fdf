"""What the API answers about deaths in the months to come, field by field. Null always means unknown, never zero."""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import Field

from avert.web.api.schema_parts import Envelope, PlaceOut

ViolenceType = Literal["total", "sb", "ns", "os"]
Months = Literal["3", "6", "12", "24", "36"]


class Spread(Schema):
    """A forecast of a number of deaths, from 1,000 equally likely courses of events."""

    mean: float = Field(description="Mean; far above the median where a few courses have very many deaths.")
    q05: int = Field(description="Low end of the 90 % interval.")
    q25: int = Field(description="Low end of the 50 % interval.")
    q50: int = Field(description="Median.")
    q75: int = Field(description="High end of the 50 % interval.")
    q95: int = Field(description="High end of the 90 % interval.")


class Odds(Spread):
    """A forecast with the odds of so many deaths, each a share of 1,000 draws."""

    p_1: float = Field(description="Probability of at least 1 death.")
    p_25: float = Field(description="Probability of at least 25 deaths.")
    p_100: float = Field(description="Probability of at least 100 deaths.")
    p_1000: float = Field(description="Probability of at least 1,000 deaths.")


class SumRow(Odds):
    """Deaths summed over the months after the origin."""

    months: int = Field(description="How many months are summed.")
    deaths_before: int | None = Field(
        description="Recorded in as many months up to the origin; null where more than a sixth of them is unknown."
    )
    p_onset: float | None = Field(
        description="Probability of at least 25 deaths where 12 months had none; null where they had some."
    )
    p_escalation: float | None = Field(
        description="Probability of at least twice deaths_before, and 25 more; null where those are unknown."
    )


class CountrySum(SumRow):
    """The sum for one country."""

    place: PlaceOut = Field(description="Which country.")
    is_reporting_blackout: bool = Field(
        description="True: unreliable, the record has fallen silent, and silence is not calm."
    )


class MonthRow(Odds):
    """Deaths in one month."""

    month: str = Field(description="Year and month, such as 2022-03.")
    step: int = Field(description="Months after the origin.")


class About(Envelope):
    """From what a forecast was made."""

    origin: str = Field(description="Last month whose deaths count, such as 2022-02.")
    model: str = Field(description="Which model.")
    violence_type: ViolenceType = Field(description="Type of violence by UCDP, or the total of the three.")


class Forecasts(About):
    """Deaths in the months to come by country, most likely first by the odds of 25 deaths."""

    months: int = Field(description="Over how many months after the origin deaths are summed.")
    rows: list[CountrySum] = Field(description="One row a country.")


class PlaceForecast(About):
    """Deaths in the months to come in one country."""

    place: PlaceOut = Field(description="Which place.")
    is_reporting_blackout: bool | None = Field(
        description="True: unreliable, the record has fallen silent; null without a forecast."
    )
    unknown_months: int | None = Field(description="Of the 12 months to the origin; null without a forecast.")
    sums: list[SumRow] = Field(
        description="Over 3, 6, 12, 24 and 36 months; empty where there is no forecast."
    )
    by_month: list[MonthRow] = Field(description="Month by month; empty where there is no forecast.")
