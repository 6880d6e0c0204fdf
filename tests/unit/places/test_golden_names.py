"""Names that practitioners can check: of the past, of other spellings, and misspelt."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from avert.errors import UnknownPlaceError
from avert.places import find_place

GOLDEN = Path(__file__).parents[2] / "golden/places"
BY_YEAR = yaml.safe_load((GOLDEN / "names_by_year.yaml").read_text(encoding="utf-8"))
MISSPELT = yaml.safe_load((GOLDEN / "misspelt.yaml").read_text(encoding="utf-8"))
TODAY = dt.date(2026, 7, 1)


@pytest.mark.parametrize("case", BY_YEAR, ids=lambda case: f"{case['name']}-{case.get('year', 'today')}")
def test_a_name_means_what_it_meant_then(case: dict[str, Any]) -> None:
    day = dt.date(case["year"], 7, 1) if "year" in case else TODAY
    if isinstance(case["means"], str):
        assert find_place(case["name"], day).key == case["means"]
        return
    with pytest.raises(UnknownPlaceError, match="may mean") as refusal:
        find_place(case["name"], day)
    assert re.findall(r"\(([\w:]+)\)", str(refusal.value)) == case["means"]


@pytest.mark.parametrize("case", MISSPELT, ids=lambda case: case["written"])
def test_a_misspelt_name_is_never_guessed_but_the_likeliest_are_suggested(case: dict[str, Any]) -> None:
    with pytest.raises(UnknownPlaceError, match="No place is called") as refusal:
        find_place(case["written"], TODAY)
    message = str(refusal.value)
    suggested = re.findall(r"\(([\w:-]+)\)", message)
    assert suggested[: len(case["suggests"])] == case["suggests"]
    assert bool(suggested) == bool(case["suggests"])
    assert case.get("shows", "") in message
