from __future__ import annotations

import json
from pathlib import Path

import pytest

from samples import write_csv


@pytest.fixture
def loaded(avert, tmp_path: Path):
    """Sixty countries' infant mortality in 2013 to 2023: Sweden has 2, Ethiopia 60, the others between."""
    codes = ["SWE", "ETH", *_OTHERS]
    rows = [
        {"iso3c": iso3, "year": year, "un_imr": {0: 2.0, 1: 60.0}.get(i, 4.0 + i / 2), "ccode": ""}
        for i, iso3 in enumerate(codes)
        for year in range(2013, 2024)
    ]
    assert avert("data", "add", write_csv(tmp_path / "rates.csv", rows)).code == 0
    return avert


_OTHERS = [
    "NOR", "DNK", "FIN", "ISL", "DEU", "FRA", "ESP", "PRT", "ITA", "GRC", "TUR", "POL", "HUN", "ROU", "BGR", "ALB",
    "IRL", "GBR", "NLD", "BEL", "LUX", "CHE", "AUT", "USA", "CAN", "MEX", "GTM", "HND", "SLV", "NIC", "CRI", "PAN",
    "COL", "VEN", "ECU", "PER", "BOL", "PRY", "CHL", "ARG", "URY", "BRA", "EGY", "MAR", "TUN", "DZA", "LBY", "SDN",
    "KEN", "UGA", "TZA", "GHA", "NGA", "SEN", "MLI", "NER", "TCD", "IND",
]  # fmt: skip


def test_a_countrys_structural_violence_is_shown_with_what_was_not_loaded(loaded) -> None:
    run = loaded("risk", "structure", "Éthiopie", "--format", "json")
    assert run.code == 0
    avoidable, mortality = json.loads(run.out)
    assert (mortality["label"], mortality["value"], mortality["year"]) == ("Infant mortality", 60.0, 2023)
    assert (mortality["share_of_world_better"], mortality["own_past_rank"]) == (1.0, 0.0)
    assert avoidable["value"] == pytest.approx(60.0 - (2.0 + 5.0 + 5.5) / 3, abs=1e-6)
    assert "Ethiopia, 2023." in run.err
    assert "World Population Prospects: infant mortality, 2024, known from 2024-12-31" in run.err
    assert "Not loaded, or not known then: Varieties of Democracy" in run.err


def test_what_is_unknown_is_named_and_never_zero(loaded) -> None:
    run = loaded("risk", "structure", "Japan", "--format", "csv")
    assert "Japan, 2023. Unknown: Avoidable infant mortality, Infant mortality." in run.err
    assert ",0," not in run.out


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (("Palestine",), "is not in Gleditsch and Ward's list of states of 2023"),
        (("Atlantis",), "No place is called 'Atlantis'"),
        (("ETH", "--year", "1950"), "Years loaded: 2013 to 2023"),
        (("ETH", "--as-of", "2020"), "avert data add PATH"),
    ],
)
def test_bad_use_is_one_line_and_exit_2(loaded, bad: tuple[str, ...], complaint: str) -> None:
    run = loaded("risk", "structure", *bad)
    assert (run.code, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert complaint in run.err
