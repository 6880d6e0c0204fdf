"""3W and 4W tables: what each row gives, and what is said of rows that are wrong."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from avert.errors import MissingColumnError
from avert.society.imports import messages, read_three_w
from avert.society.imports.place_names import PlaceNames
from avert.society.vocabulary import Kind, Layer, Sector, Status
from society_files import TAGS, three_w_csv, three_w_rows, workbook

SOMALIA = PlaceNames({"admin1": {"mudug": "SO18"}, "admin2": {}}, {"hobyo": "SO18"})


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def said(found) -> list[tuple[int, str, str, bool]]:
    return [(one.row, one.column, one.message, one.is_fatal) for one in found.problems]


def test_a_tagged_row_becomes_an_organisation_an_activity_and_ties() -> None:
    found = read_three_w(
        table(
            "Lead,Type,Partner,Donor,Cluster,What,Code,From,To,State",
            "#org+name,#org+type,#org+impl+name,#org+funder,#sector,#activity,#adm2+code,#date+start,#date+end,#status",
            "Peace Works,INGO,Elders; Youth,Trust Fund,Protection,Dialogue,SO1102,2024-01-15,2024-06,Ongoing",
        ),
        source="4W",
    )
    assert not found.problems
    by_key = {one.key: one for one in found.structures}
    assert sorted(by_key) == ["3w:elders", "3w:peace-works", "3w:trust-fund", "3w:youth"]
    assert (by_key["3w:peace-works"].sector, by_key["3w:peace-works"].kind) == (
        Sector.INTERNATIONAL,
        Kind.ASSOCIATION,
    )
    assert by_key["3w:elders"].sector is None
    activity = found.activities[0]
    assert {one.structure_key for one in found.activities} == {"3w:elders", "3w:youth"}
    assert (activity.what, activity.what_scheme, activity.title) == (
        "protection",
        "text",
        {"und": "Dialogue"},
    )
    assert (activity.areas, activity.status) == ({"pcode:SO1102"}, Status.ONGOING)
    assert (activity.begins, activity.ends) == (dt.date(2024, 1, 15), dt.date(2024, 6, 30))
    ties = {(one.source_key, one.target_key, one.layer, one.is_directed) for one in found.ties}
    assert ties == {
        ("3w:trust-fund", "3w:elders", Layer.FUNDING, True),
        ("3w:trust-fund", "3w:youth", Layer.FUNDING, True),
        ("3w:peace-works", "3w:elders", Layer.JOINT_ACTIVITY, False),
        ("3w:peace-works", "3w:youth", Layer.JOINT_ACTIVITY, False),
    }


def test_usual_headings_are_enough_and_unused_columns_are_named() -> None:
    found = read_three_w(table("Title", "Organization;Sector;Admin1 Pcode;Phone", "Elders;Peace;SO11;+252"))
    assert found.activities[0].areas == {"pcode:SO11"}
    assert found.ignored_columns == ("Phone",)


def test_names_of_places_become_codes_where_the_map_knows_them() -> None:
    head = "Organisation,Sector,Region,District"
    found = read_three_w(
        table(head, "Elders,Peace,Mudug,", "Elders,Peace,Mudug,Hobyo", "Elders,Peace,Nowhere,"),
        places=SOMALIA,
    )
    areas = {frozenset(one.areas) for one in found.activities}
    assert areas == {
        frozenset({"pcode:SO18"}),
        frozenset({"pcode:SO18", "name:Mudug/Hobyo"}),
        frozenset({"name:Nowhere"}),
    }
    assert said(found) == [
        (3, "District", messages.PLACE_ABOVE, False),
        (4, "Region", messages.PLACE_BY_NAME, False),
    ]


def test_what_is_wrong_with_rows_is_said_by_row_and_column() -> None:
    found = read_three_w(
        table(
            "Organisation,Org type,Sector,Region pcode,Start date,End date,Status",
            ",INGO,Peace,SO11,2024-01-01,,",
            "Elders,Tribe,Peace,not a code,2024-13-40,TBD,sleeping",
            "Elders,,,SO11,,,",
            "Elders,,Peace,SO11,2024-05-01,2024-01-01,",
            "Elders,,Peace,SO11,,,,slipped",
        )
    )
    assert said(found) == [
        (2, "Organisation", messages.NO_ORGANISATION, True),
        (3, "Org type", messages.BAD_TYPE, False),
        (3, "Start date", messages.BAD_DATE, False),
        (3, "Region pcode", messages.BAD_CODE, False),
        (3, "", messages.NO_PLACE, False),
        (3, "Status", messages.BAD_STATUS, False),
        (4, "Sector", messages.NO_WHAT, True),
        (5, "End date", messages.ENDS_FIRST, True),
        (6, "", messages.SHORT_ROW, True),
    ]
    assert found.is_fatal


def test_without_a_column_that_says_who_nothing_is_read() -> None:
    with pytest.raises(MissingColumnError, match="who does something"):
        read_three_w(table("Sector,Region", "Peace,Mudug"))


def dates(*written: str, **choice: bool) -> tuple[list[dt.date | None], list[str]]:
    rows = [f"Elders {n},Peace,SO11,{text}" for n, text in enumerate(written)]
    found = read_three_w(table("Organisation,Sector,Region pcode,Start date", *rows), **choice)
    return [one.begins for one in sorted(found.activities, key=lambda one: one.structure_key)], [
        one.message for one in found.problems if one.is_fatal
    ]


def test_the_column_tells_whether_the_day_comes_first() -> None:
    assert dates("03/04/2024", "13/04/2024") == ([dt.date(2024, 4, 3), dt.date(2024, 4, 13)], [])
    assert dates("03/04/2024", "04/13/2024") == ([dt.date(2024, 3, 4), dt.date(2024, 4, 13)], [])


def test_where_it_does_not_tell_nothing_is_guessed() -> None:
    assert dates("03/04/2024") == ([None], [messages.DAY_OR_MONTH])
    assert dates("13/04/2024", "04/13/2024")[1] == [messages.DAY_AND_MONTH]
    assert dates("03/04/2024", is_day_first=False) == ([dt.date(2024, 3, 4)], [])


def test_identical_rows_are_one_and_rows_that_differ_in_status_are_two() -> None:
    head, row = "Organisation,Sector,Region pcode,Status", "Elders,Peace,SO11,"
    found = read_three_w(table(head, row + "Ongoing", row + "Ongoing", row + "Planned"))
    assert [one.status for one in found.activities] in (
        [Status.ONGOING, Status.PLANNED],
        [Status.PLANNED, Status.ONGOING],
    )
    turned = read_three_w(table(head, row + "Planned", row + "Ongoing"))
    assert turned.activities == found.activities


def test_a_change_of_status_keeps_the_key_and_changes_the_digest() -> None:
    head, row = "Organisation,Sector,Region pcode,Status", "Elders,Peace,SO11,"
    (before,), (after,) = (
        read_three_w(table(head, row + status)).activities for status in ("Ongoing", "Completed")
    )
    assert before.key == after.key
    assert before.digest != after.digest


def test_rows_of_one_id_are_one_activity_in_several_places_and_must_agree() -> None:
    head = "Activity id,Organisation,Sector,Region pcode"
    found = read_three_w(table(head, "7,Elders,Peace,SO11", "7,Elders,Peace,SO12"))
    (activity,) = found.activities
    assert activity.areas == {"pcode:SO11", "pcode:SO12"}
    clash = read_three_w(table(head, "7,Elders,Peace,SO11", "7,Elders,Health,SO12"))
    assert said(clash) == [(3, "Activity id", messages.TWICE, True)]


def test_formulas_and_contacts_are_never_kept() -> None:
    found = read_three_w(workbook([list(TAGS), list(TAGS.values()), *three_w_rows(20)]))
    assert "Focal point" in found.ignored_columns
    assert not found.is_fatal


def test_twenty_thousand_rows_take_seconds_and_give_every_activity() -> None:
    content = three_w_csv(three_w_rows(20_000))
    began = time.process_time()
    found = read_three_w(content)
    assert time.process_time() - began < 6
    assert (found.rows_read, len(found.activities), found.problems) == (20_000, 20_000, ())
