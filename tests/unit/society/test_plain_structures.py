"""Our own tables of structures and ties, and their templates."""

from __future__ import annotations

import datetime as dt

import pytest

from avert.errors import MissingColumnError
from avert.society.imports import messages, read_structures, read_ties, structure_template, tie_template
from avert.society.imports.hxl import parse_tag
from avert.society.vocabulary import Capacity, Kind, Layer, Level, Sector

HEAD = (
    "id,name,name_so,other_names,kind,sector,level,areas,languages,capacities,active_from,active_to,consent"
)
ROW = (
    "7,Elders,Odayaal,Guurti; Council,customary body,Traditional,grassroots,pcode:SO11; pcode:SO12,so; ar,"
    "mediate; convene,2011,,yes"
)


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def said(found) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.message) for one in found.problems]


def test_a_row_becomes_a_structure() -> None:
    found = read_structures(table(HEAD, ROW), language="en")
    (row,) = found.structures
    assert (found.problems, found.ignored_columns) == ((), ())
    assert (row.key, row.name, row.other_names) == (
        "plain:7",
        {"en": "Elders", "so": "Odayaal"},
        ("Council", "Guurti"),
    )
    assert (row.kind, row.sector, row.level) == (Kind.CUSTOMARY_BODY, Sector.TRADITIONAL, Level.GRASSROOTS)
    assert (row.areas, row.languages) == ({"pcode:SO11", "pcode:SO12"}, ("so", "ar"))
    assert (row.capacities, row.has_consented) == ({Capacity.MEDIATE, Capacity.CONVENE}, True)
    assert (row.begins, row.ends) == (dt.date(2011, 1, 1), None)


def test_what_is_not_said_is_unknown() -> None:
    (row,) = read_structures(table("name", "Elders")).structures
    assert (row.kind, row.sector, row.level, row.has_consented, row.areas) == (
        None,
        None,
        None,
        None,
        frozenset(),
    )
    assert row.key == "plain:name:elders"


@pytest.mark.parametrize(
    ("old", "new", "column", "message"),
    [
        ("Elders,Odayaal", ",", "name", messages.NO_NAME),
        ("customary body", "sect", "kind", messages.NOT_ONE_OF),
        ("mediate;", "fight;", "capacities", messages.NOT_ONE_OF),
        ("pcode:SO11", "Mudug", "areas", messages.BAD_KEY),
        ("so; ar", "Somali!", "languages", messages.BAD_LANGUAGE),
        (",2011,", ",once,", "active_from", messages.BAD_DATE),
        (",2011,,", ",2011,2009,", "active_to", messages.ENDS_FIRST),
        (",yes", ",no", "consent", messages.REFUSED_CONSENT),
        (",yes", ",perhaps", "consent", messages.NOT_ONE_OF),
        (",yes", ",yes,slipped", "", messages.SHORT_ROW),
    ],
)
def test_a_mistake_is_named_by_row_and_column(old: str, new: str, column: str, message: str) -> None:
    assert old in ROW
    found = read_structures(table(HEAD, "1,Women,,,,,,,,,,,", ROW.replace(old, new)))
    assert said(found) == [(3, column, message)]
    assert found.is_fatal


def test_the_same_id_twice_must_say_the_same() -> None:
    assert len(read_structures(table("id,name", "1,A", "1,A")).structures) == 1
    assert said(read_structures(table("id,name", "1,A", "1,B"))) == [(3, "id", messages.TWICE)]


def test_a_misspelt_column_is_named_and_a_missing_one_refused() -> None:
    assert read_structures(table("name,sektor", "A,x")).ignored_columns == ("sektor",)
    with pytest.raises(MissingColumnError, match="'name'"):
        read_structures(table("title", "A"))


def test_templates_hold_every_column_with_a_valid_tag_and_can_be_filled_in() -> None:
    for template, known in ((structure_template(), "mandate_document"), (tie_template(), "evidence")):
        names, tags = (line.split(",") for line in template.splitlines())
        assert known in names
        assert all(map(parse_tag, tags))
    assert read_structures((structure_template() + ",Elders\r\n").encode()).structures[0].name == {
        "und": "Elders"
    }


STRUCTURES = read_structures(
    table("id,name,other_names", "1,Elders,Guurti", "2,District Office,", "3,Twin,", "4,Twin,")
).structures


def test_ties_join_structures_by_id_key_or_name() -> None:
    found = read_ties(
        table(
            "source,target,layer,directed,from,to,evidence",
            "1,District office,information,yes,2012,2013-06,Report",
            "guurti,plain:2,Joint activity,,,,",
        ),
        STRUCTURES,
    )
    assert not found.problems
    assert {
        (one.source_key, one.target_key, one.layer, one.is_directed, one.begins, one.ends)
        for one in found.ties
    } == {
        ("plain:1", "plain:2", Layer.INFORMATION, True, dt.date(2012, 1, 1), dt.date(2013, 6, 30)),
        ("plain:1", "plain:2", Layer.JOINT_ACTIVITY, False, None, None),
    }


def test_ties_that_join_nobody_or_one_to_itself_are_named() -> None:
    head = "source,target,layer,directed"
    found = read_ties(
        table(head, "1,9,trust,", "1,Twin,trust,", "1,Elders,trust,", "1,2,love,", "1,2,,", "1,2,trust,so"),
        STRUCTURES,
    )
    assert said(found) == [
        (2, "target", messages.UNKNOWN_END),
        (3, "target", messages.UNKNOWN_END),
        (4, "target", messages.TO_ITSELF),
        (5, "layer", messages.NOT_ONE_OF),
        (6, "layer", messages.NOT_ONE_OF),
        (7, "directed", messages.NOT_ONE_OF),
    ]


def test_a_tie_that_is_not_directed_is_the_same_from_either_end() -> None:
    head = "source,target,layer,directed"
    keys = {
        one.key
        for row in ("1,2,trust,", "2,1,trust,", "2,1,trust,yes")
        for one in read_ties(table(head, row), STRUCTURES).ties
    }
    assert len(keys) == 2
