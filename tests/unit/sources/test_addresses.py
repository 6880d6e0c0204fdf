"""Where sources can be got: what every declaration must say, and how addresses are made."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from avert.errors import InputError, MissingDataError
from avert.sources.addresses import Download, download_of, offer_of
from avert.sources.registry import SOURCES

TODAY = dt.date(2026, 11, 23)


def download(source: str, release: str | None = None, address: str | None = None) -> Download:
    return download_of(source, release=release, address=address, today=TODAY)


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_says_where_people_get_it_and_either_an_address_or_why_not(source: str) -> None:
    offer = offer_of(source)
    assert offer.page.startswith("https://")
    assert bool(offer.by_hand) != bool(offer.address or offer.addresses)
    assert offer.known is None or offer.known <= TODAY
    assert offer.known or offer.caveat or offer.by_hand, "an address of an unknown day needs a word on it"
    if offer.by_hand:
        with pytest.raises(MissingDataError, match=re.escape(offer.page)):
            download(source)
        return
    found = download(source)
    assert found.address.startswith("https://")
    assert found.name.endswith((".csv", ".zip", ".xlsx", ".txt", ".gz"))
    assert found.sha256 is None or re.fullmatch("[0-9a-f]{64}", found.sha256)


@pytest.mark.parametrize(
    ("source", "release", "end"),
    [
        ("ucdp_ged", "25.1", "/ged/ged251-csv.zip"),
        ("ucdp_candidate", "26.0.8", "/candidateged/GEDEvent_v26_0_8.csv"),
        ("ucdp_candidate", "26.01.26.06", "/candidateged/GEDEvent_v26_01_26_06.csv"),
        ("ucdp_prio_acd", "25.1", "/ucdpprio/ucdp-prio-acd-251-csv.zip"),
        ("ucdp_battle_deaths", "25.1", "/brd/ucdp-brd-dyadic-251-csv.zip"),
        ("epr_groups", "2019", "/core/EPR-2019.csv"),
    ],
)
def test_a_release_is_written_into_the_address_as_its_publisher_does(
    source: str, release: str, end: str
) -> None:
    found = download(source, release)
    assert found.address.endswith(end)
    assert found.release == release


def test_a_living_file_that_does_not_say_which_it_is_is_of_the_day_on_which_it_was_fetched() -> None:
    assert download("wdi").release == "2026-11-23"
    assert download("coups").release is None


def test_an_address_of_ones_own_names_the_file_and_no_way_out_of_the_folder() -> None:
    assert download("wdi", address="https://x.org/a/../..%2F..%2Fetc%2Fpasswd?b=c").name == "passwd"
    assert download("wdi", address="https://x.org/.hidden.csv").name == "hidden.csv"
    assert download("maddison", address="https://x.org/").name == "mpd2023_web.xlsx"
    assert (
        download("vdem", address="https://x.org/V-Dem-CY-Full+Others-v15.zip").name
        == "V-Dem-CY-Full+Others-v15.zip"
    )


def test_an_unknown_source_is_an_error_that_lists_those_that_there_are() -> None:
    with pytest.raises(InputError, match=r"No source is called 'gde'\. Sources are coups, .*wdi"):
        offer_of("gde")
