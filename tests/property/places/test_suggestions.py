"""A slip of the pen in a country's name is never read as another country without a word."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, given
from hypothesis import strategies as st

from avert.errors import UnknownPlaceError
from avert.places import all_places, find_place
from avert.places.names import fold

TODAY = dt.date(2026, 7, 1)
NAMES = {
    place.name(): place for place in all_places() if place.kind == "state" and len(fold(place.name())) >= 6
}


@given(name=st.sampled_from(sorted(NAMES)), at=st.integers(1, 40), letter=st.sampled_from("aeiouxkz"))
def test_the_country_meant_is_among_the_suggestions(name: str, at: int, letter: str) -> None:
    assume(at < len(name) and name[at].isalpha())
    written = name[:at] + letter + name[at + 1 :]
    said = ""
    try:
        said = find_place(written, TODAY).key
    except UnknownPlaceError as refusal:
        said = str(refusal)
    assert NAMES[name].key in said
