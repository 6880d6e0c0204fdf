"""``avert data fetch``: from a publisher to the store, or one clear line and nothing changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from avert.sources.registry import SOURCES
from download_server import Publisher, publisher
from samples import event, write_csv, write_zip


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Publisher]:
    """A mirror of UCDP GED."""
    table = write_csv(tmp_path / "GEDEvent_v23_1.csv", [event(id=i, day="2022-01-09") for i in range(500)])
    with publisher() as found:
        found.body = write_zip(tmp_path / "ged231-csv.zip", table).read_bytes()
        yield found


def test_a_file_is_fetched_kept_and_added_and_its_digest_is_said(
    avert, site: Publisher, tmp_path: Path
) -> None:
    run = avert("data", "fetch", "ucdp_ged", "--from", f"{site.url}/ged231-csv.zip", "--format", "json")
    assert run.code == 0
    (outcome,) = json.loads(run.out)
    assert (outcome["dataset"], outcome["release"], outcome["rows"]) == ("ucdp_ged", "23.1", 500)
    assert f"SHA-256 {hashlib.sha256(site.body).hexdigest()}" in run.err
    kept = tmp_path / "home/downloads/ucdp_ged/ged231-csv.zip"
    assert kept.read_bytes() == site.body


def test_the_release_that_is_stated_goes_with_the_file_and_the_folder_is_chosen(
    avert, site: Publisher, tmp_path: Path
) -> None:
    to = tmp_path / "elsewhere"
    run = avert(
        "data", "fetch", "ucdp_ged", "--release", "24.1", "--from", f"{site.url}/events.zip", "--to", to
    )
    assert run.code == 0
    assert "24.1" in avert("data", "list").out
    assert (to / "events.zip").exists()


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [("404", "answered 404"), ("page", "a web page instead of data"), ("to http", "without https")],
)
def test_a_failure_is_one_clear_line_exit_2_and_the_store_is_unharmed(
    avert, site: Publisher, tmp_path: Path, fault: str, complaint: str
) -> None:
    avert("data", "add", tmp_path / "GEDEvent_v23_1.csv")
    before = avert("data", "list", "--format", "csv").out
    site.always = fault
    run = avert("data", "fetch", "ucdp_ged", "--from", f"{site.url}/ged231-csv.zip")
    assert (run.code, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert complaint in run.err
    assert avert("data", "list", "--format", "csv").out == before
    assert not list((tmp_path / "home/downloads/ucdp_ged").glob("*.zip"))


def test_a_second_run_goes_on_where_the_first_was_cut_off(avert, site: Publisher) -> None:
    site.faults = ["drop", "404"]
    command = ("data", "fetch", "ucdp_ged", "--from", f"{site.url}/ged231-csv.zip")
    assert avert(*command).code == 2
    assert avert(*command).code == 0
    assert site.asked[-1]["range"] == f"bytes={len(site.body) // 2}-"
    assert "ucdp_ged" in avert("data", "list").out


def test_what_came_but_is_not_that_data_is_refused_and_the_store_stays_as_it_was(
    avert, site: Publisher
) -> None:
    site.body = site.body[: len(site.body) // 2]
    run = avert("data", "fetch", "ucdp_ged", "--from", f"{site.url}/ged231-csv.zip")
    assert (run.code, run.out) == (2, "")
    assert "not a whole zip archive" in run.err
    assert "Nothing is loaded" in avert("data", "list").err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ("vdem",),
            "asks for a name and an e-mail address before it gives its files. Get the file at https://www.v-dem",
        ),
        (("hief",), "avert data add PATH; or give its address"),
        (("vdme",), "No source is called 'vdme'"),
        (("ucdp_ged", "--release", "latest"), "is no release of ucdp_ged; the newest known is"),
        (("maddison", "--release", "2018"), "knows no address of maddison 2018, only of 2023"),
        (("wdi", "--release", "2024"), "keeps only the newest wdi. Leave out --release"),
        (("wdi", "--from", "ftp://example.org/x.csv"), "not an address that begins with https://"),
    ],
)
def test_what_cannot_be_fetched_says_what_to_do(avert, arguments: tuple[str, ...], complaint: str) -> None:
    run = avert("data", "fetch", *arguments)
    assert (run.code, run.out) == (2, "")
    assert complaint in run.err
    assert run.err.count("\n") == 1


def test_without_a_name_it_lists_every_source_and_where_to_get_it(avert) -> None:
    rows = json.loads(avert("data", "fetch", "--format", "json").out)
    assert [row["dataset"] for row in rows] == list(SOURCES)
    assert all(row["page"].startswith("https://") and (row["release"] or row["note"]) for row in rows)
