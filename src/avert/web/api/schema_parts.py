"""What all answers of the API share: sources and terms, errors, places. Null always means unknown, never zero."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Schema
from pydantic import Field

Measure = Literal["risk", "deaths", "deaths_sb", "deaths_ns", "deaths_os"]
Kind = Literal["state", "former_state", "territory", "disputed_area"]
Unit = Literal["probability", "deaths"]
MarkingClear = Literal["TLP:CLEAR"]


class SourceOut(Schema):
    """One release of one dataset: cite it when you use the figures."""

    dataset: str = Field(description="Short name of the dataset.")
    release: str = Field(description="Release, as its publisher names it.")
    vintage: dt.date = Field(description="Day on which this release could be known.")
    is_vintage_inferred: bool = Field(
        description="True where the file did not state its release and it was worked out from its contents."
    )
    title: str = Field(description="Full name.")
    publisher: str = Field(description="Who publishes it.")
    licence: str = Field(description="Terms of the publisher.")
    citation: str = Field(description="How to cite it.")
    url: str = Field(description="Where it is published.")


class Envelope(Schema):
    """What every answer says about itself."""

    sources: list[SourceOut] = Field(description="Every release that the figures were computed from.")
    result_id: str | None = Field(
        description="The result that the figures are part of; null where they are of several, or of none."
    )
    result_ids: list[str] = Field(description="All results used, for /results/{result_id}.")
    data_as_of: dt.date | None = Field(description="Newest vintage used; null where nothing was.")
    marking: MarkingClear = Field(description="Traffic Light Protocol 2.0.")
    prohibited_uses: list[str] = Field(description="What these figures must not be used for.")
    note: str = Field(description="What a reader must know about this answer; often empty.")


class Problem(Schema):
    """Every error has this shape."""

    status: int = Field(description="The HTTP status.")
    error: str = Field(description="A word to test for, such as unknown-place or missing-data.")
    message: str = Field(description="What is wrong and what to do next.")


class PlaceOut(Schema):
    """A place. What kind it is says which list it stands in, and nothing about its status."""

    code: str = Field(description="What addresses call it: ISO 3166-1 alpha-3 in small letters, or its key.")
    place_key: str = Field(description="Scheme and code, such as gw:530 or iso3:PSE.")
    country_gwcode: int | None = Field(description="Gleditsch–Ward number; null where it has none.")
    iso3: str | None = Field(description="ISO 3166-1 alpha-3; null where it has none.")
    name: str = Field(description="Name in English.")
    kind: Kind = Field(description="Which list the place stands in.")
