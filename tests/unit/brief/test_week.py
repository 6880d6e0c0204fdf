"""The weekly situation report, from plain values to files."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from dataclasses import replace

import pytest

from avert.brief.document import Row
from avert.brief.formats import render
from avert.brief.iso_week import IsoWeek
from avert.brief.week import ByLens, Week, report_of
from avert.errors import InputError
from avert.handling import Marking

NOW = dt.datetime(2026, 11, 30, 6, tzinfo=dt.UTC)
HOSTILE = "<script>alert(1)</script> #panic() \u202etxet"
TOLD = Week(
    week=IsoWeek(2026, 48, "Africa/Nairobi"),
    place_key="gw:501",
    place="Kenya",
    code="KEN",
    issued_at=NOW,
    markings=(Marking.GREEN, Marking.AMBER, Marking.CLEAR),
    left_out=3,
    signals=ByLens("Signals", 3, 2, 1),
    released=ByLens("Warnings released", 1, 0, 0),
    kinds=(("Threat", 4), ("Rumour", 2)),
    found=(("Confirmed", 1), ("Found to be otherwise", 1)),
    examples=(HOSTILE,),
    warnings=(Row("Attacks after the vote", "released on 24 November"),),
    answers=(Row("District commissioner", "no response recorded for 26 hours"),),
    without_answer=1,
    commitments=(Row("Party A: cease fire", "overdue"),),
    dates=(Row("7 December", "General election"),),
    changes=("Deaths fell.",),
    unknown=("No reports came from the north.",),
)


def test_a_week_begins_and_ends_at_midnight_in_its_zone_also_where_clocks_change() -> None:
    week = IsoWeek.parse("2026-W13", "Europe/Berlin")  # clocks go forward on its Sunday
    assert week.starts.isoformat() == "2026-03-22T23:00:00+00:00"
    assert week.ends - week.starts == dt.timedelta(days=7, hours=-1)


@pytest.mark.parametrize("text", ["2026-48", "2026-W54", "2025-W53", "last week", "٢٠٢٦-W48", ""])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="week"):
        IsoWeek.parse(text)


def test_a_week_in_a_zone_that_nobody_knows_is_refused() -> None:
    with pytest.raises(InputError, match="time zone"):
        IsoWeek(2026, 48, "Moon/Base")


def test_the_week_that_it_is_depends_on_where_one_is() -> None:
    sunday_night = dt.datetime(2026, 11, 22, 22, tzinfo=dt.UTC)
    assert str(IsoWeek.of(sunday_night)) == "2026-W47"
    assert str(IsoWeek.of(sunday_night, "Africa/Nairobi")) == "2026-W48"
    assert str(IsoWeek.of(dt.datetime(2027, 1, 1, tzinfo=dt.UTC))) == "2026-W53"


def test_its_marking_is_the_most_restrictive_of_what_is_in_it() -> None:
    assert report_of(TOLD).marking is Marking.AMBER
    assert report_of(replace(TOLD, markings=())).marking is Marking.CLEAR


def test_what_is_left_out_is_counted_and_silence_is_no_refusal() -> None:
    report = report_of(TOLD)
    assert "3 records were left out" in report.part("left_out").statements[0].text
    assert "is not a refusal" in report.part("answers").note
    assert "Nothing was left out" in report_of(replace(TOLD, left_out=0)).part("left_out").statements[0].text


def test_both_lenses_stand_side_by_side() -> None:
    row = report_of(TOLD).part("lenses").rows[0]
    assert row == Row("Signals", "Armed conflict 3 · mass atrocity 2 · both 1")


def test_an_empty_week_says_so_in_every_section() -> None:
    empty = replace(
        TOLD, signals=ByLens("Signals", 0, 0, 0), released=ByLens("Warnings released", 0, 0, 0), kinds=(), found=(),
        examples=(), warnings=(), answers=(), without_answer=0, commitments=(), dates=(), changes=(), unknown=(),
    )  # fmt: skip
    report = report_of(empty)
    assert "no signals, no warnings and no addressees without a recorded response" in report.headline.text
    assert all(part.statements for part in report.parts if part.key != "lenses")


def test_many_rows_are_cut_with_how_many_more_there_are() -> None:
    many = tuple(Row(str(number), "x") for number in range(70))
    part = report_of(replace(TOLD, dates=many)).part("dates")
    assert len(part.rows) == 60
    assert part.note == "10 more are not shown."


def test_html_escapes_what_people_wrote_and_carries_the_marking() -> None:
    html = render(report_of(TOLD), "html").content.decode()
    assert "<script>alert" not in html
    assert "\u202e" not in html
    assert "TLP:AMBER" in html
    assert "weekly situation report" in html


def test_pdf_has_the_marking_on_every_page_and_runs_over_several() -> None:
    from pypdf import PdfReader

    long = replace(TOLD, dates=tuple(Row(f"{number} December", "x " * 60) for number in range(60)))
    pages = PdfReader(io.BytesIO(render(report_of(long), "pdf").content)).pages
    assert len(pages) > 2
    assert all("TLP:AMBER" in page.extract_text() for page in pages)


def test_docx_has_the_marking_in_the_header_of_every_page() -> None:
    file = render(report_of(TOLD), "docx")
    with zipfile.ZipFile(io.BytesIO(file.content)) as parts:
        headers = [parts.read(name).decode() for name in parts.namelist() if "/header" in name]
        body = parts.read("word/document.xml").decode()
    assert any("TLP:AMBER" in header for header in headers)
    assert "General election" in body


def test_json_says_the_week_the_zone_and_what_was_left_out() -> None:
    file = render(report_of(TOLD), "json")
    said = json.loads(file.content)
    assert said["schema"] == "avert-week-1"
    assert said["week"] == {"name": "2026-W48", "first_day": "2026-11-23", "zone": "Africa/Nairobi"}
    assert (said["left_out_count"], said["marking"]) == (3, "TLP:AMBER")
    assert file.file_name == "KEN-week-2026-W48.json"
