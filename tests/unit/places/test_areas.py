"""Areas below countries that are known by name."""

from __future__ import annotations

from avert.places import all_areas, area_of, find_place, units_of


def test_every_area_lies_in_one_that_is_known():
    for area in all_areas().values():
        assert area_of(area.parent) or find_place(area.parent).key == area.parent
        assert area.name


def test_keys_of_places_and_areas_do_not_meet():
    assert all(key.startswith(("adm1:", "area:")) for key in all_areas())


def test_units_of_a_country_come_by_name():
    names = [unit.name for unit in units_of("gw:452")]
    assert names == sorted(names)
    assert "Brong Ahafo" in names
    assert units_of("gw:2") == ()
