"""IATI activities: what each gives, what is wrong by line, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from avert.errors import MalformedFileError
from avert.society.imports import messages, read_iati
from avert.society.vocabulary import Kind, Layer, Sector, Status
from society_files import iati

# As the 2.03 schema orders the elements used here.
ORDER = (
    "iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status", "activity-date",
    "recipient-country", "location", "sector", "budget",
)  # fmt: skip
ONE = """<?xml version="1.0"?>
<iati-activities version="2.03">
<iati-activity xml:lang="en">
<iati-identifier>A-1</iati-identifier>
<reporting-org ref="GB-COH-1" type="21"><narrative>Peace Works</narrative></reporting-org>
<title><narrative>Dialogue</narrative><narrative xml:lang="fr">Dialogue entre voisins</narrative></title>
<participating-org role="1" ref="GB-GOV-1" type="10"><narrative>Foreign Office</narrative></participating-org>
<participating-org role="4" ref="SO-MOI-5" type="24"><narrative>Committee</narrative></participating-org>
<activity-status code="2"/>
<activity-date type="1" iso-date="2020-01-01"/>
<activity-date type="2" iso-date="2020-02-01"/>
<activity-date type="3" iso-date="2021-12-31"/>
<recipient-country code="SO"/>
<recipient-region code="298"/>
<location><administrative vocabulary="G1" level="1" code="51966"/><point><pos>2.04 45.34</pos></point></location>
<sector code="11220" percentage="70"/><sector code="15220" percentage="30"/>
</iati-activity>
</iati-activities>"""


def read(text: str):
    return read_iati(text.encode())


def changed(old: str, new: str):
    assert old in ONE
    return read(ONE.replace(old, new))


def said(found) -> list[tuple[int, str, str, bool]]:
    return [(one.row, one.column, one.message, one.is_fatal) for one in found.problems]


def test_an_activity_gives_structures_the_activity_and_who_funds_whom() -> None:
    found = read(ONE)
    assert (found.problems, found.ignored_columns) == ((), ())
    by_key = {one.key: one for one in found.structures}
    assert sorted(by_key) == ["iati:GB-COH-1", "iati:GB-GOV-1", "iati:SO-MOI-5"]
    donor = by_key["iati:GB-GOV-1"]
    assert (donor.sector, donor.kind, donor.same_as) == (
        Sector.INTERNATIONAL,
        Kind.STATE,
        ("org-id:GB-GOV-1",),
    )
    assert by_key["iati:SO-MOI-5"].sector is Sector.CIVIL_SOCIETY
    (activity,) = found.activities
    assert (activity.key, activity.structure_key) == ("iati:A-1@SO-MOI-5", "iati:SO-MOI-5")
    assert activity.title == {"en": "Dialogue", "fr": "Dialogue entre voisins"}
    assert (activity.what, activity.what_scheme, activity.status) == ("15220", "dac-5", Status.ONGOING)
    assert (activity.begins, activity.ends) == (dt.date(2020, 2, 1), dt.date(2021, 12, 31))
    assert activity.areas == {"iso3:SOM", "dac-region:298", "geonames:51966", "pg:132931"}
    (tie,) = found.ties
    assert (tie.source_key, tie.target_key, tie.layer, tie.evidence) == (
        "iati:GB-GOV-1", "iati:SO-MOI-5", Layer.FUNDING, "A-1",
    )  # fmt: skip


def test_without_an_implementing_organisation_the_reporting_one_does_it() -> None:
    found = changed('role="4"', 'role="2"')
    assert found.activities[0].structure_key == "iati:GB-COH-1"
    assert found.ties == ()


def test_a_public_body_is_of_the_government_only_at_home() -> None:
    found = changed('ref="SO-MOI-5" type="24"', 'ref="SO-GOV-5" type="10"')
    assert {one.key: one.sector for one in found.structures}["iati:SO-GOV-5"] is Sector.GOVERNMENT


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("A-1</", "</", (3, "iati-activity", messages.NO_IDENTIFIER, True)),
        ('role="4"', 'role="9"', (8, "participating-org", messages.BAD_ROLE, False)),
        ('iso-date="2020-01-01"', 'iso-date="soon"', (10, "activity-date", messages.BAD_DATE, False)),
        ("2021-12-31", "2019-12-31", (10, "activity-date", messages.ENDS_FIRST, True)),
        ('code="SO"', 'code="QQ"', (13, "recipient-country", messages.UNKNOWN_COUNTRY, False)),
        ("2.04 45.34", "north", (15, "pos", messages.BAD_POINT, False)),
        ("2.04 45.34", "95 200", (15, "pos", messages.BAD_POINT, False)),
        ('vocabulary="G1"', 'vocabulary="Z9"', (15, "administrative", messages.UNKNOWN_VOCABULARY, False)),
        (
            'activity-status code="2"',
            'activity-status code="8"',
            (9, "activity-status", messages.BAD_STATUS, False),
        ),
    ],
)
def test_what_is_wrong_is_said_by_line(old: str, new: str, expected: tuple[int, str, str, bool]) -> None:
    assert said(changed(old, new)) == [expected]


def test_the_same_activity_twice_is_one_and_must_agree_with_itself() -> None:
    start, end = ONE.index("<iati-activity "), ONE.index("</iati-activities>")
    activity = ONE[start:end]
    twice = read(ONE.replace("</iati-activities>", activity + "</iati-activities>"))
    assert twice.activities == read(ONE).activities
    other = read(
        ONE.replace("</iati-activities>", activity.replace('code="2"', 'code="4"') + "</iati-activities>")
    )
    assert [one[2:] for one in said(other)] == [(messages.TWICE, True)]


@pytest.mark.parametrize("version", ["2.01", "2.02", "2.03"])
def test_versions_of_the_second_standard_are_read(version: str) -> None:
    assert len(read(ONE.replace('"2.03"', f'"{version}"')).activities) == 1


@pytest.mark.parametrize("version", ["1.05", "3.0", ""])
def test_other_versions_are_refused_with_those_that_are_read(version: str) -> None:
    with pytest.raises(MalformedFileError, match=r"2\.01, 2\.02, 2\.03"):
        read(ONE.replace('"2.03"', f'"{version}"'))


BOMB = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ONE.replace("<iati-activities", BOMB + "]><iati-activities", 1).replace("A-1", "&i;"), "entities"),
        (
            ONE.replace("<iati-activities", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><iati-activities", 1),
            "entities",
        ),
        (ONE.replace("iati-activities", "iati-organisations"), "no iati-activities"),
        (ONE[:-30], r"line 1[67]"),
        ("not XML", "no XML"),
        ("", "empty"),
        (ONE.replace("Dialogue<", f"{'x' * 11_000_000}<", 1), "no XML"),
    ],
)
def test_what_could_do_harm_or_is_no_such_file_is_refused_in_one_sentence(text: str, why: str) -> None:
    with pytest.raises(MalformedFileError, match=why) as refusal:
        read(text)
    assert len(str(refusal.value)) < 250


def test_generated_files_keep_the_order_of_the_schema() -> None:
    from lxml import etree

    for activity in etree.fromstring(iati(20)):
        places = [ORDER.index(child.tag) for child in activity]
        assert places == sorted(places)


def test_five_thousand_activities_are_all_read() -> None:
    found = read_iati(iati(5_000))
    assert (found.rows_read, len(found.activities), found.problems) == (5_000, 5_000, ())
    assert found.ignored_columns == ("budget", "description")
