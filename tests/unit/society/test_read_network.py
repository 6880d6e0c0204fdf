"""Two CSV files become a network, and every mistake is told with its line and without what stands there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from avert.errors import InputError, MalformedFileError, MissingColumnError
from avert.society.read_network import ignored_columns, read_actors, read_ties
from avert.society.vocabulary import Layer, Level, Sector

ACTORS = """id,name,sector,level,is_decision_maker,groups,areas,begins,ends
elders,Council of elders,traditional,Grassroots,no,north;south,ke:1; ke:2,2007-01-01,
pc,Peace council,,,YES,,,,
"""
TIES = """source,target,layer,is_directed,weight,begins,ends
elders,pc,joint activity,yes,2.5,2007-12-27,2008-02-28
pc,elders,information,no,,,
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_actors_are_read_with_what_is_unknown_left_unknown(tmp_path: Path) -> None:
    elders, pc = read_actors(write(tmp_path, "actors.csv", "\ufeff" + ACTORS))
    assert (elders.name, elders.sector, elders.level) == (
        "Council of elders",
        Sector.TRADITIONAL,
        Level.GRASSROOTS,
    )
    assert (elders.groups, elders.areas) == ({"north", "south"}, {"ke:1", "ke:2"})
    assert (elders.begins, elders.ends, elders.is_decision_maker) == (dt.date(2007, 1, 1), None, False)
    assert (pc.sector, pc.level, pc.groups, pc.is_decision_maker) == (None, None, frozenset(), True)


def test_names_need_not_be_given(tmp_path: Path) -> None:
    path = write(tmp_path, "actors.csv", "id,level,is_decision_maker\n7,top,1\n\n8,,0\n")
    assert [(one.name, one.level) for one in read_actors(path)] == [("7", Level.TOP), ("8", None)]


def test_ties_are_read_with_their_time_weight_and_direction(tmp_path: Path) -> None:
    actors = read_actors(write(tmp_path, "actors.csv", ACTORS))
    first, second = read_ties(write(tmp_path, "ties.csv", TIES), actors)
    assert (first.layer, first.is_directed, first.weight) == (Layer.JOINT_ACTIVITY, True, 2.5)
    assert (first.begins, first.ends) == (dt.date(2007, 12, 27), dt.date(2008, 2, 28))
    assert (second.is_directed, second.weight, second.begins) == (False, 1.0, None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("pc,Peace", "elders,Peace", "line 3: the same id as in line 2"),
        ("pc,Peace", ",Peace", "line 3: id is empty"),
        ("Grassroots", "village", "line 2: level must be one of top, middle, grassroots"),
        ("traditional", "guild", "line 2: sector must be one of government"),
        (",YES,", ",,", "line 3: is_decision_maker is empty. Say yes or no"),
        (",YES,", ",maybe,", "line 3: is_decision_maker must be yes or no"),
        ("2007-01-01", "1/1/2007", "line 2: begins must be a date"),
        ("2007-01-01,", "2007-01-01,2006-01-01", "line 2: it ends before it begins"),
        ("2007-01-01,", "2007-01-01,,,", "line 2: more cells"),
        ("Peace council", '"Peace" council', "line 3: this is no CSV"),
        ("groups,areas", "groups,groups", "line 1: the column 'groups' is there twice"),
    ],
)
def test_what_is_no_actor_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = write(tmp_path, "actors.csv", ACTORS.replace(old, new))
    with pytest.raises(MalformedFileError, match=said) as refused:
        read_actors(path)
    assert "Peace council" not in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("pc,elders", "pc,secret", "line 3: target is no id in the file of actors"),
        ("pc,elders", "pc,pc", "line 3: source and target are the same"),
        ("pc,elders", "pc,", "line 3: target is empty"),
        ("information", "gossip", "line 3: layer must be one of information"),
        ("information", "", "line 3: layer is empty"),
        (",no,", ",,", "line 3: is_directed is empty"),
        ("2.5", "heavy", "line 2: weight must be a number above zero"),
        ("2.5", "inf", "line 2: weight must be a number above zero"),
        ("2.5", "0", "line 2: weight must be a number above zero"),
    ],
)
def test_what_is_no_tie_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    actors = read_actors(write(tmp_path, "actors.csv", ACTORS))
    with pytest.raises(InputError, match=said) as refused:
        read_ties(write(tmp_path, "ties.csv", TIES.replace(old, new)), actors)
    assert "secret" not in str(refused.value)


def test_a_file_of_another_shape_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingColumnError, match="no column 'is_decision_maker'"):
        read_actors(write(tmp_path, "actors.csv", "id,level\n1,top\n"))
    with pytest.raises(MissingColumnError, match="no column 'id'"):
        read_actors(write(tmp_path, "actors.csv", ""))
    path = tmp_path / "latin.csv"
    path.write_bytes(ACTORS.replace("Peace", "Pe\u00e9").encode("latin-1"))
    with pytest.raises(MalformedFileError, match="not in UTF-8"):
        read_actors(path)


def test_a_column_that_nobody_reads_is_told(tmp_path: Path) -> None:
    assert ignored_columns(write(tmp_path, "a.csv", ACTORS.replace("areas", "aeras")), of_ties=False) == [
        "aeras"
    ]
    assert ignored_columns(write(tmp_path, "t.csv", TIES), of_ties=True) == []
