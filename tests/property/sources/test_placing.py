"""Whatever a file says of countries: every row is either kept or counted among those left out."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.errors import MalformedFileError
from avert.places import all_places
from avert.sources.files import InputFile
from avert.sources.placing import by_cowcode, by_gwcode, by_iso3, by_name, keep_states
from avert.sources.states import years_as_states

FILE = InputFile(Path("x.csv"), "x.csv", "x.csv", "0" * 64, "csv")
STATES = set(years_as_states(1816, 2030).rows())
NAMES = [name.text for place in all_places() for name in place.names if name.lang == "en"]
CODES = [place.iso3 for place in all_places() if place.iso3]
YEARS = st.integers(1816, 2030)
SCHEMES = {
    "gw": (by_gwcode, st.integers(1, 999)),
    "cow": (by_cowcode, st.integers(1, 999)),
    "iso3": (by_iso3, st.sampled_from([*CODES, "WLD", "SSF", "QQQ"])),
    "name": (by_name, st.sampled_from([*NAMES, "World", "Nowhere"])),
}


@settings(max_examples=200)
@given(data=st.data(), scheme=st.sampled_from(sorted(SCHEMES)))
def test_no_row_is_lost_in_silence_and_none_is_kept_of_what_was_no_state(
    data: st.DataObject, scheme: str
) -> None:
    place, values = SCHEMES[scheme]
    rows = data.draw(st.lists(st.tuples(values, YEARS), min_size=1, max_size=12, unique=True))
    frame = pl.DataFrame(rows, schema=["code", "year"], orient="row").with_columns(
        label=pl.col("code").cast(pl.String)
    )
    placed = place(frame, "code")
    assert placed.height == frame.height
    coded = [pair for pair in placed.select("country_gwcode", "year").rows() if pair in STATES]
    if not coded or len(set(coded)) < len(coded):
        with pytest.raises(
            MalformedFileError, match=r"several rows for one state|no country that was a state"
        ):
            keep_states(placed, "label", FILE)
        return
    kept, notes = keep_states(placed, "label", FILE)
    counted = sum(int(re.search(r": ([\d,]+)", note)[1].replace(",", "")) for note in notes)  # type: ignore[index]
    assert kept.height + counted == frame.height
    assert set(kept.select("country_gwcode", "year").rows()) <= STATES
