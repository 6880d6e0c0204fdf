"""The publishers' organisation register and map of places of Somalia."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from avert.errors import MalformedFileError
from avert.society.imports import messages, read_location_map, read_organisation_register, read_three_w
from avert.society.same_name import Named, suggest_duplicates
from avert.society.vocabulary import Sector


@pytest.fixture(scope="module")
def folder(reference_data: Path) -> Path:
    return reference_data / "society"


def test_the_register_gives_its_organisations_with_their_names(folder: Path) -> None:
    found = read_organisation_register(folder / "somalia_organisations_org-map.json", source="org-map, 2021")
    by_key = {one.key: one for one in found.structures}
    assert (found.rows_read, len(found.structures), found.is_fatal) == (1730, 1710, False)
    assert found.ignored_columns == ("comment", "iati", "note", "notes", "url")
    who = by_key["somalia-orgs:WHO"]
    assert (who.name["und"], who.sector) == ("World Health Organization", Sector.INTERNATIONAL)
    assert "WHO Contingency Fund for Emergencies" in who.other_names
    assert by_key["somalia-orgs:UNESCO"].same_as == ("org-id:XM-DAC-41304",)
    assert by_key["somalia-orgs:SRCS"].areas == {"iso3:SOM"}
    assert {one.message for one in found.problems} == {messages.DESCRIPTION, messages.NOT_A_STRUCTURE}
    assert all(len(name) <= 150 for one in found.structures for name in one.other_names)


def test_the_map_gives_codes_of_regions_and_says_what_holds_a_district(folder: Path) -> None:
    places = read_location_map(folder / "somalia_location-map.json")
    assert places.find(["Somalia", "Banadir"]) == places.find(["MOGADISHU"]) == "pcode:SO22"
    assert places.find(["Mudug", "Hobyo"]) is None
    assert places.find_above(["Mudug", "Hobyo"]) == "pcode:SO18"
    found = read_three_w(b"Organisation,Sector,Region\nElders,Peace,Maroodi Jeex\n", places=places)
    assert (found.activities[0].areas, found.problems) == ({"pcode:SO12"}, ())


def test_most_suggestions_among_the_names_of_the_register_are_its_own_synonyms(folder: Path) -> None:
    entries = json.loads((folder / "somalia_organisations_org-map.json").read_bytes())
    names, owner = [], {}
    for key, entry in entries.items():
        others = {text for text in (key, *entry["synonyms"]) if len(text) <= 150} - {entry["name"]}
        for text in () if entry.get("skip") else (entry["name"], *sorted(others)):
            owner[str(len(names))] = key
            names.append(Named(str(len(names)), (text,)))
    held = defaultdict(list)
    for id_, key in owner.items():
        held[key].append(id_)
    found = suggest_duplicates(names)
    right = [one for one in found if owner[one.a] == owner[one.b]]
    linked = {id_ for one in right for id_ in (one.a, one.b)}
    several = [id_ for ids in held.values() if len(ids) > 1 for id_ in ids]
    pairs = sum(len(list(combinations(ids, 2))) for ids in held.values())
    print(f"{len(names)} names, {len(found)} suggested, {len(right) / len(found):.3f} right,")
    print(
        f"{len(right) / pairs:.3f} of pairs, {sum(id_ in linked for id_ in several) / len(several):.3f} of names linked"
    )
    assert len(right) / len(found) > 0.8
    assert sum(id_ in linked for id_ in several) / len(several) > 0.55


@pytest.mark.parametrize("content", [b"[]", b"{", b'{"a": 1}', b'{"a": {"name": "x"}}'])
def test_what_is_no_register_is_refused(content: bytes) -> None:
    with pytest.raises(MalformedFileError, match="no register"):
        read_organisation_register(content)


@pytest.mark.parametrize("content", [b"{}", b'{"admin1": []}', b"x"])
def test_what_is_no_map_is_refused(content: bytes) -> None:
    with pytest.raises(MalformedFileError, match="no map"):
        read_location_map(content)
